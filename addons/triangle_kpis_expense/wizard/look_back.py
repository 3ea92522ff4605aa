from odoo import models
from odoo.tools import SQL

from ..models.hr_expense import DECIDED

# What the history of a record says of its state, in the words of whoever changed it.
HISTORY = """
    SELECT m.res_id, v.new_value_char, m.date FROM mail_tracking_value v
      JOIN mail_message m ON m.id = v.mail_message_id JOIN ir_model_fields f ON f.id = v.field_id
     WHERE m.model = 'hr.expense' AND f.model = 'hr.expense' AND f.name = 'state' AND m.res_id = ANY(%s)
     ORDER BY m.date, m.id
"""


class LookBack(models.TransientModel):
    """Expenses of the past: their own history says when they were submitted and decided."""

    _inherit = "frontoffice.look.back"

    def _look_back_sources(self):
        return [*super()._look_back_sources(),
                ("expense", self.env._("expenses"), "_count_expenses", "_load_expenses")]

    def _expense_domain(self):
        return [("company_id", "=", self.company_id.id), ("date", ">=", self.since),
                ("approval_state", "in", ("submitted", *DECIDED)), ("service_decided_at", "=", False),
                ("service_asked_at", "=", False)]

    def _count_expenses(self):
        return self.env["hr.expense"].search_count(self._expense_domain())

    def _load_expenses(self, batch):
        """Only expenses nobody watched; what is known of one is a fact of it and stays with it."""
        words, known = self._state_words(), 0
        for chunk in self._in_chunks(self.env["hr.expense"].search(self._expense_domain(), order="id")):
            self.env.cr.execute(SQL(HISTORY, chunk.ids))
            for expense_id, word, at in self.env.cr.fetchall():
                if word in words:
                    self.env["hr.expense"].browse(expense_id)._note_moved(words[word], at)
            known += len(chunk.filtered(lambda x: x.service_asked_at or x.service_decided_at))
        return {"expenses": known}

    def _state_words(self):
        """{label in any installed language: state as approvals know it} of the states that matter."""
        found = {}
        for code, _name in self.env["res.lang"].get_installed():
            labels = dict(self.env["hr.expense"].with_context(lang=code)._fields["state"]._description_selection(
                self.env(context={**self.env.context, "lang": code})))
            found.update({labels[state]: state for state in ("submitted", *DECIDED)}, **{labels["draft"]: False})
        return found
