import logging
from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

from ..tools import spc
from .triangle_alert_chart import LONGEST, MONITORED, UNITS
from .triangle_cell import DEPARTMENT, TEAM_CHANNEL

_logger = logging.getLogger(__name__)

NOW = "now"  # the window a target is judged over: the last 90 days, as the page shows them


class TriangleAlertJudge(models.AbstractModel):
    """Every night: is a figure outside its usual range, and does the data allow to say so?

    First the data: while something is wrong with a source, figures that rest on it are not judged.
    Then each figure of the company, its teams and departments: over complete weeks or months,
    against its frozen usual range. A second run on the same day changes nothing.
    """

    _name = "triangle.alert.judge"
    _description = "Judging figures"

    @api.model
    def _is_on(self):
        """Whether alerts are switched on in this database."""
        feature = self.env.ref("triangle_kpis.group_feature_alert")
        return feature in self.env.ref("base.group_user").all_implied_ids

    @api.model
    def _cron_judge(self):
        """Nightly, a company at a time. Nothing to do while alerts are switched off."""
        companies = self.env["res.company"].search([("id", "!=", False)]) if self._is_on() else self.env["res.company"]
        for count, company in enumerate(companies, 1):
            with self.env.cr.savepoint():
                self._judge_company(company)
            if not self.env["ir.cron"]._commit_progress(1, remaining=len(companies) - count):
                return

    @api.model
    def _judge_company(self, company):
        """Judge one company up to the end of yesterday."""
        self = self._of_company(company)
        held = self.env["triangle.alert.quality"]._judge()
        until = self.env["triangle.dashboard"]._today() - timedelta(days=1)
        rules = self.env["triangle.alert.rule"]._in_force(company)
        for unit in self._units(company):
            kpis = self._watched(unit, rules, held)
            if kpis:
                self._judge_unit(kpis, unit, until)
        self.env["triangle.alert.effect"]._verify(company, until)

    def _of_company(self, company):
        """The same, in one company: its zone, its figures alone."""
        return self.with_company(company).with_context(allowed_company_ids=company.ids, lang=None)

    # -- what is watched ---------------------------------------------------------------------------

    def _units(self, company):
        """[(company, team, department)] that have figures in the last year."""
        found = [(company.id, 0, 0)]
        for place, (name, gset) in enumerate(zip(UNITS, (TEAM_CHANNEL, DEPARTMENT), strict=True), 1):
            self.env.cr.execute(SQL(
                "SELECT DISTINCT %s FROM triangle_cell WHERE company_id = %s AND gset = %s AND level = 1 AND %s > 0"
                " AND day > %s ORDER BY 1", SQL.identifier(name), company.id, gset, SQL.identifier(name),
                self.env["triangle.dashboard"]._today() - timedelta(days=400)))
            members = [row[0] for row in self.env.cr.fetchall()]
            model = {"team_id": "crm.team", "department_id": "hr.department"}[name]
            alive = set(self.env[model].search([("id", "in", members)]).ids)  # archived ones are left alone
            found += [(company.id, member if place == 1 else 0, member if place == 2 else 0)
                      for member in members if member in alive]
        return found

    def _watched(self, unit, rules, held):
        """Figures watched for a unit, without those whose source cannot be trusted today."""
        every = self.env["triangle.kpi"].search([("live", "=", False)])
        all_on = self.env.ref("triangle_kpis.group_feature_figures") in self.env.ref(
            "base.group_user").all_implied_ids
        sources = self._sources_of(every)
        return every.filtered(lambda kpi: (
            (kpi.tile or kpi.weight or all_on)
            and self._rule_allows(rules.get(kpi.id) or rules.get(False), unit)
            and not held & sources[kpi.id].keys() and self._has_unit(kpi, unit, sources[kpi.id])))

    @staticmethod
    def _rule_allows(rule, unit):
        _company, team, department = unit
        return not rule or rule.watched and (rule.by_team or not team) and (rule.by_department or not department)

    def _sources_of(self, kpis):
        """{kpi id: {source name: its dimensions}}."""
        by_measure = {
            line.code: (name, frozenset(source.dimensions))
            for name, source in self.env["triangle.measure"]._sources().items() for line in source.measures}
        known, found = self.env["triangle.reader"]._names(), {}
        for kpi in kpis:
            codes = {known[name][0] for name in self.env["triangle.reader"]._formula_names(kpi) if name in known}
            codes |= {kpi.num_measure, kpi.den_measure}
            found[kpi.id] = dict(by_measure[code] for code in codes if code in by_measure)
        return found

    @staticmethod
    def _has_unit(kpi, unit, sources):
        """A figure counted by code is judged for the company; others where all they rest on knows the unit."""
        wanted = [name for name, member in zip(UNITS, unit[1:], strict=True) if member]
        if kpi.computed or not wanted:
            return not wanted
        return bool(sources) and all(wanted[0] in dimensions for dimensions in sources.values())

    # -- one unit ----------------------------------------------------------------------------------

    def _judge_unit(self, kpis, unit, until):
        filters = {name: member for name, member in zip(UNITS, unit[1:], strict=True) if member}
        kept = self.env["triangle.alert.baseline"]._of_all(kpis, unit)
        waiting, charts = {}, self.env["triangle.chart"]
        for kpi in kpis:
            grains = [kept[kpi].grain] if kept[kpi] and not kept[kpi].provisional else charts._grains(kpi)
            waiting.setdefault(grains[0], []).append((kpi, grains[1:]))
        for grain in ("week", "month"):
            asked = waiting.pop(grain, [])
            spans = charts._spans(grain, until)
            figures = charts._figures(kpis.browse([kpi.id for kpi, _rest in asked]), spans, filters)
            for kpi, rest in asked:
                series = (grain, spans, figures[kpi])
                if not self._judge_kpi(kpi, unit, series, kept[kpi], last=not rest):
                    waiting.setdefault(rest[0], []).append((kpi, []))
        self.env["triangle.alert.target"]._judge(kpis, unit, filters, until)

    def _judge_kpi(self, kpi, unit, series, baseline, last):
        """Whether this grain will do; False asks for longer periods."""
        grain, spans, figures = series
        if not baseline or baseline.provisional:
            found = self._limits(kpi, unit, series, baseline)
            if (found is None or found[0].thin) and not last:
                return False
            if found is None:
                return True
            limits, first, final = found
            baseline = self.env["triangle.alert.baseline"]._take(
                kpi, unit, limits, (grain, spans[first][0], spans[final][1]))
        if not baseline.provisional:
            start = next((i for i, span in enumerate(spans) if span[0] > baseline.last_day), len(spans))
            begin = next((i for i, span in enumerate(spans) if span[0] >= baseline.first_day), 0)
            chart = self.env["triangle.chart"]._judged(
                kpi, figures[begin:], (baseline._limits(), start - begin))
            self.env["triangle.alert.signal"]._judge(kpi, unit, chart, (grain, spans[begin:]))
        return True

    def _limits(self, kpi, unit, series, baseline):
        """(limits, first, last index) of the newest usual range there is, or None below eight periods.

        Up to eight of the newest periods are left to be judged, where 24 remain before them.
        """
        _grain, spans, figures = series
        charts = self.env["triangle.chart"]
        kind = charts._kind(kpi, figures)
        points = charts._points(kpi, kind, figures)
        if sum(1 for point in points if point) < spc.FEWEST:
            return None
        since = baseline.first_day if baseline and baseline.taken_by_id else spans[0][0]
        notes = self.env["triangle.alert.note"]._by_span(kpi, unit, spans)
        usable = [i for i, point in enumerate(points) if point is not None and spans[i][0] >= since
                  and not (i in notes and notes[i].leaves_baseline)]
        usable = usable[:max(spc.FULL, len(usable) - MONITORED)][-spc.FULL:]
        limits = spc.take_limits(kind, [points[i] for i in usable])
        return limits and (limits, usable[0], usable[-1])

    @api.model
    def _renew(self, baseline):
        """A usual range somebody began anew: take what there is since then."""
        this = self._of_company(baseline.company_id)
        until = this.env["triangle.dashboard"]._today() - timedelta(days=1)
        spans = this.env["triangle.chart"]._spans(baseline.grain, until, LONGEST)
        kpi = baseline.kpi_id.with_env(this.env)
        unit = (baseline.company_id.id, baseline.team_id.id or 0, baseline.department_id.id or 0)
        filters = {name: member for name, member in zip(UNITS, unit[1:], strict=True) if member}
        figures = this.env["triangle.chart"]._figures(kpi, spans, filters)[kpi]
        found = this._limits(kpi, unit, (baseline.grain, spans, figures), baseline)
        if found:
            limits, first, final = found
            this.env["triangle.alert.baseline"]._take(
                kpi, unit, limits, (baseline.grain, spans[first][0], spans[final][1]))
