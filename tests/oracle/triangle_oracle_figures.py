"""Figures by their code: (value, how many records stand behind it) of a company, a window and filters."""

from datetime import date, timedelta
from math import prod

from triangle_oracle import days, mean, quantile_range, ratio, read, total
from triangle_oracle_alike import rated_alike, served_alike
from triangle_oracle_rounds import said
from triangle_oracle_told import working_order

SHARES = (
    "K03R K04 K06 K08 K08V K11 K11T K12 K12U G1 G2 K17F K19 K19N K20 K21 K21T K22 K22R K23 K26 K28 K29 K31 K31A K32"
    " K32R K33 K33F K33W K38 K40 K40R K41 K43R K45 K46 K47 K47N K48 K48A K51 K51M K52 K52C K55A K59 HEROIC DELAY"
).split()
MEANS = "K12S K17 K22M K23M K24RL K24A K24T K24E K24RS".split()
COUNTS = "K03 K19H".split()
#: code -> (records, which quantile, minutes in one unit of the figure)
QUANTILES = {
    "K20P50": ("K20M", 0.5, 1),
    "K20P90": ("K20M", 0.9, 1),
    "K25": ("K25", 0.9, 60),
    "K25P50": ("K25", 0.5, 60),
    "K12L": ("K12L", 0.5, 60),
    "K11C": ("K11C", 0.5, 60),
    "K39": ("K39", 0.9, 1),
    "K43": ("K43", 0.9, 1),
}
RATERS = "K24RL K24A K24T K24E K24RS".split()
BEGIN = date(1900, 1, 1)
#: shares of money, steps or minutes: behind them stand so many records, not so many euros
WEIGHTED = "K08V K47 K51M".split()
#: and of these no number of records is said
UNCOUNTED = "K40R K41 K55A DELAY".split()

class Figures:
    """The answers of the oracle."""

    def __init__(self, world, company):
        self.world, self.company = world, company

    def of(self, code, window, filters):
        return self.world.of(code, self.company, window, filters)

    def known(self, window, filters):
        """{code: (value, n)} of the figures that are exact."""
        found = {code: ratio(self.of(code, window, filters)) for code in SHARES}
        found |= {code: (found[code][0], len(self.of(code, window, filters))) for code in WEIGHTED}
        found |= {code: (found[code][0], None) for code in UNCOUNTED}
        found |= {code: mean(self.of(code, window, filters)) for code in MEANS}
        found |= {code: total(self.of(code, window, filters)) for code in COUNTS}
        for name in ("k06s", "k24", "k24i", "k50h", "k54", "k54v", "k54c", "k52g", "k55", "k57", "k60m", "loop"):
            found[name.upper()] = getattr(self, f"_{name}")(window, filters)
        return found

    def _k06s(self, window, filters):
        """One less the error as a share of that of always saying the average; None when all ended the same."""
        brier, n = ratio(self.of("K06", window, filters))
        won, _n = ratio(self.of("brier_won", window, filters))
        return (1 - brier / (won * (1 - won)) if won and won < 1 else None), n

    def _k54v(self, window, filters):
        return self._k54(window, filters, ("headcount", "resigned"))

    def _k54c(self, window, filters):
        return self._k54(window, filters, ("outside", "leaver_outside"))

    def _k54(self, window, filters, codes=("headcount", "leaver")):
        """Leavers of a year of 365 days for each of those there on an average day."""
        there, left = (total(self.of(code, window, filters))[0] for code in codes)
        return (365 * left / there if there else None), None

    def _k55(self, window, filters):
        hours = total(self.of("work_hours", window, filters))[0]
        busy = sum(total(self.of(code, window, filters))[0] for code in ("touch", "handoff_touch"))
        return (busy / hours if hours else None), None

    def _k24(self, window, filters):
        sides = [mean(self.of(code, window, filters)) for code in RATERS]
        return (sum(value for value, _n in sides) / 5 if all(n for _value, n in sides) else None), None

    def _k24i(self, window, filters):
        """Each side with the points it was given, of all points given."""
        sides = [mean(self.of(code, window, filters)) for code in RATERS]
        points = [total(self.of(f"points_{code}", window, filters))[0] for code in RATERS]
        if not all(n for _value, n in sides) or not sum(points):
            return None, None
        return sum(value * weight for (value, _n), weight in zip(sides, points, strict=True)) / sum(points), None

    def _k50h(self, window, filters):
        """Hours of courses for each of those there on an average day."""
        hours, courses = total(self.of("training", window, filters))
        there = total(self.of("headcount", window, filters))[0]
        return (hours * len(days(window)) / there if there else None), courses

    def _k52g(self, window, filters):
        """Times a goal was told, as many as that makes in a month of a year of 365.25 days."""
        goals = total(self.of("goal", window, filters))[0]
        return goals * 365.25 / 12 / len(days(window)), goals

    def _k60m(self, window, filters):
        minutes, n = mean(self.of("K60M", window, filters))
        return (minutes / 60 if n else None), n

    def _k57(self, window, filters):
        cost = sum(item.num for code in ("handoff_cost", "goodwill") for item in self.of(code, window, filters))
        solved = total(self.of("solved", window, filters))[0]
        return (cost / solved if solved else None), None

    def _loop(self, window, filters):
        return ratio([item for code in ("outcome", "cause", "K52") for item in self.of(code, window, filters)])

    def quantiles(self, window, filters):
        """{code: (lowest, highest) the answer may be, None without values}."""
        found = {}
        for code, (records, share, scale) in QUANTILES.items():
            span = quantile_range(self.of(records, window, filters), share)
            found[code] = span and (span[0] / scale, span[1] / scale)
        return found

    def partition(self, window, filters):
        found = {part: int(total(self.of(part, window, filters))[0]) for part in ("over", "enable", "deliver")}
        due = self.of("K33", window, filters)
        return {"of": int(len(due) - total(due)[0]), "due": len(due), **found} if due else None

    def ladder(self, window, filters):
        due = self.of("K33", window, filters)
        rungs = {part: int(total(self.of(part, window, filters))[0]) for part in ("standard", "realistic", "enabled")}
        return {"made": len(due), **rungs, "kept": int(total(due)[0])} if due else {}

    # -- figures with a method of their own --------------------------------------------------------

    def coded(self, window, filters):
        found = {
            "K13": self._k13(window, filters),
            "K30": self._k30(window, filters),
            "K40Y": self._k40y(window, filters),
            "K42": self._k42(window, filters),
            "K46R": self._k46r(window, filters),
            "K44": self._faces("K44", window, filters),
            "K44B": self._faces("K44B", window, filters),
            "K37": served_alike(self.world, self.of("K20", window, filters)),
            "K37S": served_alike(self.world, self.of("K20", window, filters), [0]),
            "K37L": served_alike(self.world, self.of("K20", window, filters), [1]),
            "K37W": served_alike(self.world, self.of("K20", window, filters), [2]),
            "K44S": self._k44s(window, filters),
            **said(self.world, self.company, window, filters),
            "K60": self._k60(window, filters),
            "K60L": self._k60l(window, filters),
        }
        if window[1] < self.world.day(self.world.now, self.company):  # of today it says more with every minute
            found["K60U"] = working_order(self.world, self.company, window, filters)
        return found

    def customers(self, window, filters):
        return {item.key for item in self.of("active", window, filters)}

    def _k13(self, window, filters):
        found = len(self.customers(window, filters))
        ever = found or self.of("active", (BEGIN, window[1]), filters)
        return (found if ever else None), found

    def _k30(self, window, filters):
        """Complaints per 1,000 of those active in the 30 days up to each day, on average."""
        today = self.world.day(self.world.now, self.company)
        last = min(window[1], max(today, window[0]))
        everyone = [(item.day.toordinal(), item.key) for item in self.of("active", (BEGIN, last), filters)]
        every = [day.toordinal() for day in days((window[0], last))]
        active = sum(len({key for day, key in everyone if at - 30 < day <= at}) for at in every) / len(every)
        complaints = total(self.of("complaint", window, filters))[0]
        return (1000 * complaints / active if active else None), None

    def _k40y(self, window, filters):
        stages = {}
        for item in self.of("K40", window, filters):
            stages.setdefault(item.sides["department_id"], []).append(item)
        shares = [ratio(items)[0] for key, items in stages.items() if key and len(items) >= 5]
        return (prod(shares) if len(shares) > 1 else None), None

    def _k42(self, window, filters):
        flow = self.of("flow", (BEGIN, window[1]), filters)
        return (total(flow)[0] if any(item.num > 0 for item in flow) else None), None

    def _k46r(self, window, filters):
        sides = [total(self.of(code, window, filters))[0] for code in ("word_asked", "word_answered")]
        return (2 * min(sides) / sum(sides) if sum(sides) >= 30 else None), None

    def _k44s(self, window, filters):
        if filters:
            return None, None
        return rated_alike(self.of("K44", window, {}), self.of("K44B", (BEGIN, date(2999, 1, 1)), {}))

    def _runs(self, window, filters):
        """Runs of the machine on days of the window that had something to do or failed; kept for 90 days."""
        if filters:
            return []
        rows = read(self.world.query, "triangle_job_run", "started_at ok records lag_seconds")
        return [
            row
            for row in rows
            if (not row.ok or row.records)
            and row.started_at >= self.world.now - timedelta(days=90)
            and window[0] <= self.world.day(row.started_at, self.company) <= window[1]
        ]

    def _k60(self, window, filters):
        runs = self._runs(window, filters)
        return (sum(row.ok for row in runs) / len(runs) if runs else None), len(runs)

    def _k60l(self, window, filters):
        """The lag 19 of 20 runs stayed below, in minutes; between two runs in proportion."""
        runs = self._runs(window, filters)
        # a run that only recounted waited for nothing, and knows no lag
        lags = sorted(row.lag_seconds for row in runs if row.ok and row.records and row.lag_seconds is not None)
        if not lags:
            return None, len(runs)
        place = 0.95 * (len(lags) - 1)
        low = int(place)
        lag = lags[low] + (place - low) * (lags[min(low + 1, len(lags) - 1)] - lags[low])
        return lag / 60, len(runs)

    def _faces(self, code, window, filters):
        """Good ratings; nothing of fewer than five ratings or people, nor where the rest would be told."""
        if filters.keys() & {"channel_id", "campaign_id"}:
            return None, None
        mine, whole = self.of(code, window, filters), self.of(code, window, {})
        people = {item.key[0] for item in mine}
        if min(len(mine), len(people)) < 5 or 0 < len(whole) - len(mine) < 5:
            return None, None
        return ratio(mine)
