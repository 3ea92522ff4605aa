from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, format_date

from ..tools import window as pure
from .triangle_reader import FILTERS

LADDER = (
    ("made", "promise_kept", "den"), ("standard", "promise_standard", "num"), ("realistic", "promise_possible", "num"),
    ("enabled", "promise_enabled", "num"), ("kept", "promise_kept", "num"),
)
PARTITION = ("over", "enable", "deliver")
ANCHORS = ("promise_kept", "promise_realistic", "handoff_sla")
INSIDE = ("first", "last", "windows", "empty")  # of a period, for the server alone


class TriangleDashboard(models.AbstractModel):
    """The page "Service Triangle": one call, plain data, every number with the way to its records.

    How to use: ``get_page(filters)``, then ``drill(kpi_code, filters, part)`` with what the page
    handed out, ``refresh()`` for "count now". How it works: filters become a window of local
    days (``_period``); one query reads the sums of all measures for the window, what it is
    compared with and twelve months; figures are arithmetic over these sums. Absent is ``None``.
    Dates are local days of the current company, moments are naive UTC.
    """

    _name = "triangle.dashboard"
    _description = "Service Triangle"

    @api.model
    @api.readonly
    def get_page(self, filters=None):
        """Everything the page draws. See ``readme/API.md`` for the answer; raises AccessError for strangers."""
        self._check_viewer()
        filters = self._clean(filters)
        moment = self._moment(filters)
        period = self._period(filters, moment["days"])
        kpis = self._kpis()
        context = self._context(self._shown(kpis), period, filters, moment=moment, drawn=kpis.filtered("tile"))
        tiles = {kpi.code: self._tile(kpi, context, trend=kpi.tile) for kpi in context["kpis"]}
        score = self._score(context["kpis"], tiles, context)
        cross = self._cross(context["compared"], self._cross_codes(context["kpis"]), filters, whole=True)
        self._badge(context["kpis"], tiles, cross)
        drawn = [tiles[kpi.code] for kpi in kpis.filtered("tile")]
        return {
            "period": {key: value for key, value in period.items() if key not in INSIDE},
            "filters": self._filters_out(filters, period),
            "tiles": [self._sent(tile) for tile in drawn], **score,
            **self._judgement(tiles, context), **self._story(drawn, score, {**context, "cross": cross}),
            "starts": self._starts(kpis.filtered("tile"), tiles), "more": self._more(kpis, tiles, context),
            "alerts": self._open_alerts(filters), "settings": self._switches(),
            "as_of": context["counted"] or fields.Datetime.now(), "empty": period["empty"],
        }

    def _shown(self, kpis):
        """The figures counted for the page: drawn, in a score, or guarding one of these."""
        first = kpis.filtered(lambda kpi: kpi.tile or kpi.weight or kpi.code == "K24")
        guards = {code.strip() for kpi in first for code in (kpi.guard_codes or "").split(",")}
        more = kpis if self._switch("figures") else kpis.filtered(lambda kpi: kpi.code in guards)
        return first | more.filtered(lambda kpi: not self._is_heavy(kpi))

    def _is_heavy(self, kpi):
        """Counted by code, or different customers: too dear to count for a page that only mentions it."""
        names = self.env["triangle.reader"]._formula_names(kpi)
        return bool(kpi.computed) or any(name.rpartition("_")[2] in ("keys", "date") for name in names)

    def _context(self, kpis, period, filters, windows=None, moment=None, drawn=None):
        """What figures are made of: sums of the windows, targets in force, sources that failed.

        ``drawn``: the ones with a trend, which alone need the twelve months; without it all of them.
        """
        moment = moment or self._moment(filters)
        compared = {name: period["windows"][name] for name in ("now", "then") if name in period["windows"]}
        return {
            "filters": filters, "period": period, "kpis": kpis, "empty": period["empty"], "compared": compared,
            "failed": moment["failed"], "counted": moment["counted"], "now": moment["live"],
            "sums": self._page_sums(kpis, windows or period["windows"], filters, drawn), "labels": {},
            "days": self._day_values(kpis, compared, filters),
            # sudo: a target is shown with its figure to whoever sees the figure
            "targets": self.env["triangle.target"].sudo()._in_force(
                period["last"], filters.get("team_id"), filters.get("department_id")),
        }

    def _moment(self, filters):
        """What is asked once for a page: last days with figures, runs of the sources, what is overdue now.

        {"days": (last with an anchor, last at all), "failed": {source: error}, "counted": moment, "live": see
        ``_live_sql``}. SQL: open to viewers like every aggregate, and one statement instead of three.
        """
        ids, reader = self.env["triangle.measure"]._ids_by_code(), self.env["triangle.reader"]
        self.env.cr.execute(SQL(
            """SELECT %(recent)s, %(any_day)s, %(overdue)s, %(ever)s,
                      (SELECT COALESCE(json_agg(json_build_array(r.source, r.error, r.ok, r.as_of)), '[]')
                         FROM (SELECT DISTINCT ON (source) source, error, ok, as_of FROM triangle_job_run
                                ORDER BY source, id DESC) r)""",
            recent=reader._last_day_sql(SQL("c.measure_id = ANY(%s)", [ids[code] for code in ANCHORS if code in ids])),
            any_day=reader._last_day_sql(SQL("TRUE")),
            **dict(zip(("overdue", "ever"), self._live_sql(filters), strict=True))))
        recent, any_day, overdue, ever, runs = self.env.cr.fetchone()
        times = [fields.Datetime.to_datetime(at[:19].replace("T", " ")) for _source, _error, _ok, at in runs if at]
        return {
            "days": (recent, any_day), "live": None if overdue is None else (overdue, ever),
            "failed": {source: error for source, error, ok, _at in runs if not ok}, "counted": min(times, default=None),
        }

    @staticmethod
    def _sent(tile):
        """A tile without what only the server needs."""
        return {key: value for key, value in tile.items() if key not in ("figure", "before")}

    def _starts(self, kpis, tiles):
        """Figures without data, and what makes them start."""
        return [
            {"code": kpi.code, "label": kpi.name, "when": kpi.starts_when or None}
            for kpi in kpis if tiles[kpi.code]["status"] == "no_data"
        ]

    # -- switches and what other files add ---------------------------------------------------------

    def _switch(self, name):
        return self.env.user.has_group(f"triangle_kpis.group_feature_{name}")

    def _switches(self):
        return {name: self._switch(name) for name in ("figures", "alert", "forecast", "personal")}

    def _open_alerts(self, filters):
        """[{"id", "kpi", "text", "since"}]: what is out of the ordinary now."""
        return []

    def _forecast(self, kpi, filters):
        """A forecast of a figure, or None where there is none worth showing."""
        return None

    def _kpis(self):
        """The figures in order, in one query."""
        Kpi = self.env["triangle.kpi"]
        return Kpi.search_fetch([], [name for name, field in Kpi._fields.items() if field.prefetch is True])

    @api.model
    def refresh(self):
        """Count what changed, now. Returns {"errors": {source: text}}; the page is read again afterwards."""
        self._check_viewer()
        done = self.env["triangle.fact"].sudo()._refresh()  # facts belong to nobody: whoever sees them may renew them
        return {"errors": {source: error for source, error in done.items() if error}}

    def _check_viewer(self):
        if not self.env.user.has_group("triangle_kpis.group_viewer"):
            raise AccessError(self.env._("You need the right “Service Triangle: Viewer” to see these figures."))

    # -- filters and period ------------------------------------------------------------------------

    def _clean(self, filters):
        """Known keys only, ids as integers, dates as dates; UserError for what cannot be read."""
        filters = dict(filters or {})
        try:
            clean = {name: int(filters[name]) for name in FILTERS if filters.get(name)}
            dates = {name: fields.Date.to_date(filters[name]) for name in ("date_from", "date_to") if filters.get(name)}
        except (TypeError, ValueError) as error:
            raise UserError(self.env._("This filter cannot be read.")) from error
        compare = filters.get("compare", "previous")
        if compare not in ("previous", "last_year", None, False):
            raise UserError(self.env._("Compare with the previous period or with last year."))
        own = {"own": True} if filters.get("own") else {}
        return {**clean, **dates, **own, "preset": filters.get("preset") or None, "compare": compare or None}

    def _filters_out(self, filters, period):
        """The filters as the page sends them back for a drill-down: explicit days, no presets."""
        kept = {name: filters[name] for name in FILTERS if filters.get(name)}
        return {**kept, "date_from": period["from"], "date_to": period["to"], "compare": filters["compare"]}

    def _today(self):
        """Today in the zone of the company's working hours."""
        zone = self.env["triangle.engine"]._zone(self.env.company)
        return fields.Datetime.context_timestamp(self.with_context(tz=zone), fields.Datetime.now()).date()

    def _day_of(self, filters):
        """The day periods are reckoned from."""
        return self._today()

    def _period(self, filters, days=None):
        """The window asked for; without one the last 90 days, or the data's last 12 months if those are empty."""
        today = self._day_of(filters)
        recent, any_day = days or self.env["triangle.reader"]._last_day(ANCHORS)
        first, last, reason = self._window(filters, today, recent or any_day)
        windows = {"now": (first, last)}
        if filters["compare"]:
            windows["then"] = (pure.before if filters["compare"] == "previous" else pure.year_before)(first, last)
        windows.update({str(i): window for i, window in enumerate(pure.trend(last))})
        return {
            "first": first, "last": last, "windows": windows, "empty": any_day is None,
            "from": first.isoformat(), "to": last.isoformat(), "label": self._period_label(first, last),
            "preset": filters["preset"], "reason": reason, "reason_text": reason and self.env._(
                "There is nothing recent, so this is the last year of the data."),
            "partial": last >= today,
            "compare": windows.get("then") and {
                "from": windows["then"][0].isoformat(), "to": windows["then"][1].isoformat(),
                "label": self._period_label(*windows["then"]),
            },
        }

    def _window(self, filters, today, latest):
        first, last = filters.get("date_from"), filters.get("date_to")
        if first or last:
            first, last = first or pure.add_months(last, -12), last or today
            if first > last:
                raise UserError(self.env._("The period ends before it begins."))
            return first, last, None
        if filters["preset"] and filters["preset"] not in pure.PRESETS:
            raise UserError(self.env._("Unknown period: %s", filters["preset"]))
        first, last = pure.preset(filters["preset"] or "last_90_days", today)
        if latest and not filters["preset"] and latest < first:
            return (*pure.preset("last_12_months", latest), "latest_data")
        return first, last, None

    def _period_label(self, first, last):
        """“Jan 2026 – Mar 2026” for whole months, days otherwise, in the user's language."""
        whole = first.day == 1 and last == pure.month_end(last)
        pattern = "MMM y" if whole else "d MMM y"
        texts = [self._format_day(day, pattern) for day in (first, last)]
        return texts[0] if texts[0] == texts[1] else " – ".join(texts)

    def _format_day(self, day, pattern):
        return format_date(self.env, day, lang_code=self.env.lang or "en_US", date_format=pattern)

    # -- sums --------------------------------------------------------------------------------------

    def _page_sums(self, kpis, windows, filters, drawn=None):
        """{window: {name: value}}: see ``triangle.reader._values``. Figures counted by code only for now and then."""
        names = {f"{code}_{part}" for _key, code, part in LADDER} | {f"promise_{part}_num" for part in PARTITION}
        coded, reader = kpis.filtered("computed"), self.env["triangle.reader"]
        short = {name: window for name, window in windows.items() if name in ("now", "then")}
        values = reader._values(
            kpis - coded, windows if drawn is None else short, filters, names | self._judged_names())
        if drawn is not None:
            months = {name: window for name, window in windows.items() if name not in short}
            values.update(reader._values(drawn - coded, months, filters))
        spans = {kpi: windows if kpi.tile else short for kpi in coded}
        for (kpi, name), figure in self.env["triangle.counted"]._figures(spans, filters).items():
            values[name][kpi.code] = figure
        return values

    def _partition(self, values):
        """What was not kept, and on which side it went wrong; the three parts add up. None without promises due."""
        due = values.get("promise_kept_den")
        if not due:
            return None
        parts = {part: int(values[f"promise_{part}_num"]) for part in PARTITION}
        return {"of": int(due - values["promise_kept_num"]), "due": int(due), **parts}

    def _ladder(self, values):
        """Counts over the promises due: every rung on its own. Empty without promises due."""
        if not values.get("promise_kept_den"):
            return []
        labels = {
            "made": self.env._("Promises due"), "standard": self.env._("From a standard promise"),
            "realistic": self.env._("Possible when made"), "enabled": self.env._("Everything ready in time"),
            "kept": self.env._("Kept"),
        }
        return [
            {"key": key, "label": labels[key], "n": int(values[f"{code}_{part}"]),
             "drill": {"kpi": "K33", "part": f"ladder_{key}"}}
            for key, code, part in LADDER
        ]
