import math
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools import window as pure

MONTHS = 24  # so many months back figures are kept


class TriangleSnapshot(models.Model):
    """A figure as it was when its month, quarter or year had just ended: its birth certificate.

    ``digest`` names the records it rests on. A figure that is something else later gets another
    line and a ``triangle.restatement``; a line never changes.
    """

    _name = "triangle.snapshot"
    _description = "Kept figure"
    _order = "date_to desc, as_of desc, id desc"
    _log_access = False

    kpi_id = fields.Many2one("triangle.kpi", "Figure", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="cascade")
    date_from = fields.Date("From", required=True, readonly=True)
    date_to = fields.Date("To", required=True, readonly=True)
    as_of = fields.Datetime("Counted", required=True, readonly=True)
    value = fields.Float(digits=False, readonly=True)
    is_gone = fields.Boolean("Without a value", readonly=True)
    count = fields.Float(digits=False, readonly=True)
    n = fields.Integer("Records", readonly=True)
    interval = fields.Json(readonly=True, help="95 %, [low, high].")
    version = fields.Integer(readonly=True)
    digest = fields.Char(readonly=True, help="Of the ids of the records it was counted from.")

    _window_idx = models.Index("(company_id, date_to, kpi_id)")

    # -- at night ----------------------------------------------------------------------------------

    @api.model
    def _take(self):
        """Keep the figures of what has ended, and note those that are not what they were."""
        self.env.cr.execute(SQL("SELECT COALESCE(MAX(id), 0) FROM triangle_change"))
        seen = self.env.cr.fetchone()[0]
        # sudo: figures are kept for whoever may see figures
        for company in self.env["res.company"].sudo().search(Domain.TRUE):
            self.sudo().with_context(allowed_company_ids=company.ids)._take_company(company)
        self.env.cr.execute(SQL("DELETE FROM triangle_change WHERE id <= %s", seen))

    def _take_company(self, company):
        self.env["triangle.engine"]._lock(wait=True)
        kpis = self.env["triangle.kpi"].search([("live", "=", False)])
        windows = self._closed_windows()
        if not windows or not kpis:
            return
        kept = self._kept(company, windows)
        counts = self.env["triangle.restatement"]._counts(kpis, windows, company)
        todo = {name: days for name, days in windows.items() if self._is_due(name, kpis, kept, counts)}
        values = self.env["triangle.reader"]._values(kpis.filtered(lambda kpi: not kpi.computed), todo, {})
        for name, days in todo.items():
            self._keep(kpis.filtered(lambda kpi, name=name: self._is_due(name, kpi, kept, counts)),
                       (name, days), values[name], (kept, counts))

    @staticmethod
    def _is_due(name, kpis, kept, counts):
        """Whether a window is new to a figure, or its definition or its records changed."""
        return any(
            (kpi.id, name) in counts or (kpi.id, name) not in kept or kept[kpi.id, name].version != kpi.version
            for kpi in kpis)

    def _closed_windows(self):
        """{name: (first, last)} of the months, quarters and years that have ended, since there are figures."""
        today = self.env["triangle.dashboard"]._today()
        self.env.cr.execute(SQL(
            "SELECT MIN(day) FROM triangle_cell WHERE gset = 0 AND level = 1 AND company_id = %s",
            self.env.company.id))
        begin = self.env.cr.fetchone()[0]
        month = today.replace(day=1)
        found = {}
        for back in range(1, MONTHS + 1) if begin else ():
            last = pure.add_months(month, 1 - back) - timedelta(days=1)
            for length in (1, *((3,) if last.month % 3 == 0 else ()), *((12,) if last.month == 12 else ())):
                first = pure.add_months(last.replace(day=1), 1 - length)
                if last >= begin:
                    found[f"{first} {last}"] = (first, last)
        return found

    def _kept(self, company, windows):
        """{(figure, window): the latest line}."""
        ends = [last for _first, last in windows.values()]
        lines = self.search([("company_id", "=", company.id), ("date_to", "in", ends)], order="as_of, id")
        return {(line.kpi_id.id, f"{line.date_from} {line.date_to}"): line for line in lines}

    def _keep(self, kpis, window, values, known):
        """New lines for the figures that are new or not what they were; what changed is noted."""
        (name, (first, last)), (kept, counts) = window, known
        digests, lines, notes = self._digests(first, last), [], []
        for kpi in kpis:
            figure = self._figure(kpi, values, (first, last))
            line = self._line(kpi, figure, (first, last), digests)
            before = kept.get((kpi.id, name))
            moved = before and self._differs(before, line)
            if moved or (before and before.version != kpi.version) or not (before or line["is_gone"]):
                lines.append(line)
            if moved:
                notes.append(self._note(before, line, counts.get((kpi.id, name), (0, 0, 0))))
        self.create(lines)
        self.env["triangle.restatement"].create(notes)

    def _figure(self, kpi, values, window):
        if kpi.computed:
            values = {**values, kpi.code: self.env["triangle.recompute"]._figure(kpi, window, {})}
        try:
            return self.env["triangle.dashboard"]._judge(kpi, values)
        except ValueError:
            return None  # it says so on its page

    def _line(self, kpi, figure, window, digests):
        absent = figure is None or figure.value is None
        codes = [code for code in (kpi.den_measure, kpi.num_measure) if code in digests]
        return {
            "kpi_id": kpi.id, "company_id": self.env.company.id, "date_from": window[0], "date_to": window[1],
            "as_of": fields.Datetime.now(), "value": 0 if absent else figure.value, "is_gone": absent,
            "count": 0 if absent else figure.count, "n": 0 if absent else figure.n,
            "interval": None if absent or figure.low is None else [figure.low, figure.high],
            "version": kpi.version, "digest": digests[codes[0]] if codes else False,
        }

    @staticmethod
    def _differs(before, line):
        return before.is_gone != line["is_gone"] or before.n != line["n"] or not math.isclose(
            before.value, line["value"], rel_tol=1e-9, abs_tol=1e-12)

    @staticmethod
    def _note(before, line, counts):
        return {
            **{name: line[name] for name in ("kpi_id", "company_id", "date_from", "date_to", "is_gone")},
            "at": line["as_of"], "reason": "definition" if before.version != line["version"] else "history",
            "old_value": before.value, "new_value": line["value"], "old_n": before.n, "new_n": line["n"],
            "old_version": before.version, "new_version": line["version"],
            "added": counts[0], "removed": counts[1], "recalculated": counts[2],
        }

    def _digests(self, first, last):
        """{measure: digest of the ids of its records} of a window."""
        codes = {id_: code for code, id_ in self.env["triangle.measure"]._ids_by_code().items()}
        self.env.cr.execute(SQL(
            "SELECT measure_id, md5(string_agg(record_id::text, ',' ORDER BY record_id)) FROM triangle_fact"
            " WHERE company_id = %s AND day BETWEEN %s AND %s AND record_id > 0 AND measure_id = ANY(%s) GROUP BY 1",
            self.env.company.id, first, last, list(codes)))
        return {codes[measure]: digest for measure, digest in self.env.cr.fetchall()}
