from contextlib import nullcontext
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..tools import window as pure
from .triangle_reader import FILTERS
from .triangle_recompute import Figure

STALE = timedelta(minutes=15)  # a running window is counted again after so long, if anything changed
BACK = 400  # days after which a figure is forgotten; who asks for it again waits once
PARTS = {"reason": "K40", "expert": "K38"}  # what else a page says at first, and the figure it belongs to


class TriangleCounted(models.Model):
    """Figures counted by code for the windows a page opens with, so that the page need not count them.

    Counted by the scheduler after the facts, for each company alone and without filters; asked for
    anything else, or for a window that is not here, a page counts itself. "Count now" empties it.
    """

    _name = "triangle.counted"
    _description = "Figure counted by code"
    _log_access = False
    _order = "date_to desc, id desc"

    kpi_id = fields.Many2one("triangle.kpi", "Figure", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="cascade")
    date_from = fields.Date("From", required=True, readonly=True)
    date_to = fields.Date("To", required=True, readonly=True)
    counted_at = fields.Datetime(required=True, readonly=True)
    version = fields.Integer(readonly=True)
    part = fields.Char(readonly=True, help="Empty: the figure itself.")
    figure = fields.Json("Content", readonly=True, help="value, counted, out of, low, high, error.")

    _window_uniq = models.UniqueIndex("(company_id, date_from, date_to, kpi_id, COALESCE(part, ''))")

    # -- asked for -----------------------------------------------------------------------------------

    @api.model
    def _figures(self, spans, filters):
        """{(kpi, window name): Figure} of {kpi: {name: window}}: what is here, and the rest counted now."""
        kept = self._kept(spans, filters)
        wanted = {(kpi, name): window for kpi, windows in spans.items() for name, window in windows.items()}
        here = {key: kept.get((key[0].id, *window)) for key, window in wanted.items()}
        here = {key: figure for key, figure in here.items() if figure}
        return {**here, **self._now({key: window for key, window in wanted.items() if key not in here}, filters)}

    def _now(self, wanted, filters):
        """{(kpi, name): Figure} counted now: together, and one by one where that fails."""
        recompute, windows = self.env["triangle.recompute"], {}
        for (kpi, name), window in wanted.items():
            windows.setdefault(kpi, {})[name] = window
        try:
            with self.env.cr.savepoint(flush=False) if wanted else nullcontext():
                return {(kpi, name): figure for kpi, spans in windows.items()
                        for name, figure in self._many(recompute, kpi, spans, filters).items()}
        except Exception:  # noqa: BLE001 - the one that fails says so, and stops no other
            return {(kpi, name): recompute._figure(kpi, window, filters) for (kpi, name), window in wanted.items()}

    @staticmethod
    def _many(recompute, kpi, windows, filters):
        """{name: Figure} of some windows, in one go where the figure can (``_xs_<name>``)."""
        if many := getattr(recompute, f"_xs_{kpi.computed}", None):
            return many(windows, filters)
        return {name: getattr(recompute, f"_x_{kpi.computed}")(window, filters) for name, window in windows.items()}

    def _kept(self, spans, filters):
        """{(figure, from, to): Figure} of what is here, in one query."""
        company = self.env.companies
        if not spans or len(company) != 1 or any(filters.get(name) for name in (*FILTERS, "as_of", "own")):
            return {}
        versions = {kpi.id: kpi.version for kpi in spans}
        ends = {last for windows in spans.values() for _first, last in windows.values()}
        # sudo: shown as figures are
        lines = self.sudo().search_fetch(
            [("company_id", "=", company.id), ("kpi_id", "in", list(versions)), ("date_to", "in", list(ends)),
             ("part", "=", False)],
            ["kpi_id", "date_from", "date_to", "version", "figure"])
        return {(line.kpi_id.id, line.date_from, line.date_to): Figure(*line.figure)
                for line in lines if line.version == versions[line.kpi_id.id]}

    @api.model
    def _parts(self, window, filters):
        """{part: what was found} of a window, of those that are here."""
        company = self.env.companies
        if len(company) != 1 or any(filters.get(name) for name in (*FILTERS, "as_of", "own")):
            return {}
        # sudo: shown as figures are
        lines = self.sudo().search_fetch(
            [("company_id", "=", company.id), ("date_from", "=", window[0]), ("date_to", "=", window[1]),
             ("part", "!=", False)], ["part", "figure"])
        return {line.part: line.figure for line in lines}

    # -- counted -------------------------------------------------------------------------------------

    @api.model
    def _count(self):
        """Count what a page opens with and is not here, or is too old; one window at a time, until the time is up."""
        kpis = self.env["triangle.kpi"].search([("computed", "!=", False)]).filtered(
            lambda kpi: kpi.tile or kpi.weight)
        for company in self.env["res.company"].search(Domain.TRUE) if kpis else ():
            own = self.with_context(allowed_company_ids=company.ids).with_company(company)
            for window in own._usual(kpis):
                own._count_window(kpis, company, window)
                if not self.env["ir.cron"]._commit_progress(1, remaining=0):
                    return
            for window in own._opened():
                own._count_parts(company, window)
        self.search([("counted_at", "<", fields.Datetime.subtract(fields.Datetime.now(), days=BACK))]).unlink()

    def _usual(self, kpis):
        """Windows a page opens with, as the page says it, and the last year; with what they are compared with."""
        opened, year = self._periods()
        months = [opened[str(i)] for i in range(12)] if any(kpi.tile for kpi in kpis) else []
        return list(dict.fromkeys([
            opened["now"], opened["then"], pure.year_before(*opened["now"]), *months, year["now"], year["then"]]))

    def _opened(self):
        """The windows whose first page also says what is found besides figures."""
        return list(dict.fromkeys(windows["now"] for windows in self._periods()))

    def _periods(self):
        """Windows of a page as it opens (the last year of data that ended long ago), and of the last twelve months."""
        board = self.env["triangle.dashboard"]
        return [board._period(board._clean(asked))["windows"] for asked in ({}, {"preset": "last_12_months"})]

    def _count_window(self, kpis, company, window):
        """Count a window of a company, unless it is here and could not have changed since."""
        lines = self.search([("company_id", "=", company.id), ("date_from", "=", window[0]),
                             ("date_to", "=", window[1]), ("kpi_id", "in", kpis.ids), ("part", "=", False)])
        fresh = lines.filtered(lambda line: line.version == line.kpi_id.version and not line._is_stale())
        (lines - fresh).unlink()
        now = fields.Datetime.now()
        self.create([{
            "kpi_id": kpi.id, "company_id": company.id, "date_from": window[0], "date_to": window[1],
            "counted_at": now, "version": kpi.version,
            "figure": list(self.env["triangle.recompute"]._figure(kpi, window, {})),
        } for kpi in kpis - fresh.kpi_id])

    def _count_parts(self, company, window):
        """Find what a page says at first besides figures, unless it is here and could not have changed since."""
        lines = self.search([("company_id", "=", company.id), ("date_from", "=", window[0]),
                             ("date_to", "=", window[1]), ("part", "!=", False)])
        fresh = lines.filtered(lambda line: not line._is_stale())
        (lines - fresh).unlink()
        board, now = self.env["triangle.dashboard"], fields.Datetime.now()
        self.create([{
            "kpi_id": kpi.id, "company_id": company.id, "date_from": window[0], "date_to": window[1],
            "counted_at": now, "part": part, "figure": getattr(board, f"_{part}_part")(window),
        } for part, code in PARTS.items() if part not in fresh.mapped("part")
            for kpi in self.env["triangle.kpi"].search([("code", "=", code)])])

    def _is_stale(self):
        """Whether anything was counted since, and long enough ago; what ended long ago, once a day."""
        wait = STALE if self.date_to >= fields.Date.today() - timedelta(days=2) else timedelta(days=1)
        now = fields.Datetime.now()
        return now - self.counted_at >= wait and bool(self.env["triangle.job.run"].sudo().search_count(
            [("finished_at", ">=", self.counted_at)], limit=1))


class TriangleFact(models.Model):
    """Figures counted by code follow the facts."""

    _inherit = "triangle.fact"

    @api.model
    def _refresh(self, sources=None):
        self.env["triangle.counted"].sudo().search(Domain.TRUE).unlink()  # "Count now" means all of it
        return super()._refresh(sources)

    @api.model
    def _cron_refresh(self):
        done = super()._cron_refresh()
        self.env["triangle.counted"]._count()
        return done
