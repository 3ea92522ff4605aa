from odoo import models


class FrontofficeCase(models.Model):
    _name = "frontoffice.case"
    _inherit = ["frontoffice.case", "triangle.watched"]

    def _triangle_ages(self, until):
        """{id: working minutes a case has been open for}, without the time we waited for the customer."""
        spans, none, books = [], self.env["frontoffice.case.policy"], self._ledger_books()
        for case in self:
            state = self._ledger_replay(case, books[case.id])
            waits = [*state.waits, *([(state.waiting_since, until)] if state.waiting_since else [])]
            spans.append((case.id, case._clock_calendar(none), (case.opened_at, until), waits))
        return self.env["resource.calendar"]._triangle_minutes(spans)
