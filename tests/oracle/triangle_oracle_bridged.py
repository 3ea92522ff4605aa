"""What the figures of other apps say of a window, from the items of ``triangle_oracle_bridges``."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta

from triangle_oracle import UTC, days, mean, quantile_range, ratio, total
from triangle_oracle_bridges import there

BEGIN = date(1900, 1, 1)
SHARES = ("K07", "K34", "K36", "K35", "K32B", "K02", "K27", "K56P")


class Bridged:
    """{code: (value, n)} for a company; None as n where no number of records is compared."""

    def __init__(self, world, company, offices):
        self.world, self.company, self.offices = world, company, offices
        self.codes = there(world.query)

    def of(self, code, window, filters):
        return self.world.of(code, self.company, window, filters)

    def sum(self, code, window, filters):
        return total(self.of(code, window, filters))[0]

    def known(self, window, filters):
        found = {code: ratio(self.of(code, window, filters)) for code in SHARES if code in self.codes}
        own = set("K01 K02L K09 K09L K10 K10U K14 K14R K15 K16 K27S K54F K55O K56 K58 K58C".split()) & self.codes
        return found | {code: getattr(self, f"_{code.lower()}")(window, filters) for code in own}

    def quantiles(self, window, filters):
        """{code: (lowest, highest) the answer may be, None without values}."""
        return {"K58I": quantile_range(self.of("K58I", window, filters), 0.5)} if "K58I" in self.codes else {}

    def _k10u(self, window, filters):
        known, n = ratio(self.of("K10U", window, filters))
        return (None if known is None else 1 - known), n

    def _k02l(self, window, filters):
        """Personal less plain, campaign by campaign, each with the weight of Mantel and Haenszel."""
        cells = {}
        for item in self.of("K02L", window, filters):
            campaign, plain = item.key
            cells.setdefault(campaign, ([], []))[plain].append(item.num)
        both = [pair for pair in cells.values() if all(pair)]
        weights = [len(a) * len(b) / (len(a) + len(b)) for a, b in both]
        lifts = [sum(a) / len(a) - sum(b) / len(b) for a, b in both]
        value = sum(w * lift for w, lift in zip(weights, lifts, strict=True)) / sum(weights) if both else None
        return value, sum(len(a) + len(b) for a, b in both)

    def _k01(self, window, filters):
        people = len({item.key for item in self.of("reached", window, filters)})
        return people or None, people

    def _k54f(self, window, filters):
        return mean(self.of("K54F", window, filters))

    def _k55o(self, window, filters):
        """Of the hours people could work."""
        hours = self.sum("work_hours", window, filters)
        return (self.sum("extra", window, filters) / hours if hours else None), None

    def _k27s(self, window, filters):
        (robot, _n), (person, _m) = (ratio(self.of(f"said_{hand}", window, filters)) for hand in ("bot", "human"))
        return (None if robot is None or person is None else robot - person), None

    # -- money ---------------------------------------------------------------------------------------

    def _k16(self, window, filters):
        return self.sum("revenue", window, filters), None

    def _k10(self, window, filters):
        cost = self.sum("campaign_cost", window, filters)
        return ((self.sum("campaign_margin", window, filters) - cost) / cost if cost else None), None

    def _k09(self, window, filters, lag=0):
        first = {}
        for item in self.of("invoiced", (BEGIN, window[1]), filters):
            first[item.key] = min(item.day, first.get(item.key, item.day))
        new = sum(day >= window[0] for day in first.values())
        cost = self.sum("won_for", tuple(day - timedelta(days=lag) for day in window), filters)
        return (cost / new if cost and new else None), new

    def _k09l(self, window, filters):
        year = (window[1] - timedelta(days=364), window[1])
        took = sorted(item.value for item in self.of("cycle", year, filters))
        if not took:
            return None, 0
        return self._k09(window, filters, max(took[(len(took) + 1) // 2 - 1], 0))

    def _k58(self, window, filters):
        if filters:
            return None, None
        last = window[1]
        sold = self.sum("opened", (last - timedelta(days=89), last), {})
        owed = self.sum("opened", (BEGIN, last), {}) - self.sum("settled", (BEGIN, last), {})
        return (90 * owed / sold if sold > 0 else None), None

    def _k58c(self, window, filters):
        """Back from the last day, a day at a time, until the invoices of these days are what is owed."""
        last = window[1]
        if filters or self.sum("opened", (last - timedelta(days=89), last), {}) <= 0:
            return None, None
        owed = self.sum("opened", (BEGIN, last), {}) - self.sum("settled", (BEGIN, last), {})
        for n in range(400 if owed > 0 else 0):
            sold = self.sum("opened", (last - timedelta(days=n),) * 2, {})
            if sold >= owed:
                return n + owed / sold, None
            owed -= sold
        return (None if owed > 0 else 0), None

    # -- customers of two years ----------------------------------------------------------------------

    def _years(self, window, filters, code):
        """({customer: amount} of the year before, of the last twelve full months)."""
        last = window[1]
        if last.day < monthrange(last.year, last.month)[1]:
            last = last.replace(day=1) - timedelta(days=1)
        start = (last + timedelta(days=1)).replace(year=last.year - 1 if last.month < 12 else last.year)
        found = []
        for first, end in ((start.replace(year=start.year - 1), start - timedelta(days=1)), (start, last)):
            sums = {}
            for item in self.of(code, (first, end), filters):
                sums[item.key] = sums.get(item.key, 0) + item.num
            found.append(sums)
        return found

    def _k14(self, window, filters):
        before, now = self._years(window, filters, "revenue")
        base = [key for key, amount in before.items() if amount > 1e-9]
        return (sum(now.get(key, 0) > 1e-9 for key in base) / len(base) if base else None), len(base)

    def _k14r(self, window, filters):
        before, now = self._years(window, filters, "revenue")
        base = [key for key, amount in before.items() if amount > 1e-9]
        paid = sum(before[key] for key in base)
        return (sum(now.get(key, 0) for key in base) / paid if base else None), len(base)

    def _k15(self, window, filters):
        """Five payments of the margin, each a year later, of those who are still there, at 10 % a year."""
        before, now = self._years(window, filters, "revenue")
        margins = self._years(window, filters, "margin")[1]
        base = {key for key, amount in before.items() if amount > 1e-9}
        active = {key for key, amount in now.items() if amount > 1e-9}
        if not base or not active:
            return None, None
        stay, margin = len(base & active) / len(base), sum(margins.get(key, 0) for key in active) / len(active)
        return sum(margin * (stay / 1.1) ** year for year in range(5)), len(active)

    # -- orders per hour -----------------------------------------------------------------------------

    def _k56(self, window, filters):
        since = min(window[0], window[1] - timedelta(days=89))
        sellers = {item.key for item in self.of("sold", (since, window[1]), filters)} - {None}
        hours = sum(map(self._hours(window).__getitem__, sellers)) if sellers else 0
        amount = self.sum("sold", window, filters) - self.sum("unsold", window, filters)
        return (amount / hours if hours else None), None

    def _hours(self, window):
        """{user: working hours}: those of the employee, leave taken off, or of the company for who is none."""
        ask, zone = self.world.query, self.world.zones[self.company]
        start, stop = (
            datetime.combine(day, time(), zone).astimezone(UTC).replace(tzinfo=None)
            for day in (window[0], window[1] + timedelta(days=1)))
        [(usual,)] = ask("SELECT resource_calendar_id FROM res_company WHERE id = %s", self.company)
        found = {user: self._open(usual, window, start, stop, []) for (user,) in ask("SELECT id FROM res_users")}
        for user, resource, calendar in ask(
            "SELECT e.user_id, e.resource_id, r.calendar_id FROM hr_employee e JOIN resource_resource r"
            " ON r.id = e.resource_id WHERE e.company_id = %s AND e.user_id IS NOT NULL", self.company
        ):
            leave = ask("SELECT date_from, date_to FROM resource_calendar_leaves WHERE resource_id = %s"
                        " AND time_type = 'leave'", resource)
            found[user] = self._open(calendar or usual, window, start, stop, leave)
        return found

    def _open(self, calendar, window, start, stop, leave):
        pieces = {piece for day in days((window[0] - timedelta(days=1), window[1] + timedelta(days=1)))
                  for piece in self.offices[calendar].open_on(day)}
        seconds = 0
        for low, high in pieces:
            low, high = max(low, start), min(high, stop)
            gone = sum(max((min(high, to) - max(low, since)).total_seconds(), 0) for since, to in leave)
            seconds += max((high - low).total_seconds() - gone, 0) if high > low else 0
        return seconds / 3600
