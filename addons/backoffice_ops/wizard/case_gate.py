from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_datetime

COLUMNS = ("to_department_id", "subject", "due_at")


class CaseGate(models.TransientModel):
    """A person ends a case while departments are at work on it: what becomes of their requests?"""

    _name = "backoffice.case.gate"
    _description = "Case with open requests"

    case_ids = fields.Many2many("frontoffice.case", string="Cases")
    step = fields.Selection(
        [("resolved", "Solved"), ("closed", "Closed"), ("cancelled", "Cancelled")], default="resolved", required=True
    )
    at_work = fields.Html("Requests", compute="_compute_at_work", sanitize=False)
    can_take_back = fields.Boolean(compute="_compute_at_work")
    note = fields.Char("Why")

    @api.depends("case_ids")
    def _compute_at_work(self):
        for gate in self:
            requests = gate.case_ids._requests_at_work()
            shown = requests.sudo(False)._filtered_access("read")
            gate.at_work = gate._in_rows([gate._row(request, request in shown) for request in requests])
            gate.can_take_back = bool(gate._not_begun())

    def _row(self, request, shown):
        """Department, subject and due time; of what this person may not open, not the subject."""
        return (
            request.to_department_id.name if shown else request._departments_said(),
            request.subject if shown else "", format_datetime(self.env, request.due_at, dt_format="short"),
        )

    def _in_rows(self, rows):
        known = self.env["backoffice.handoff"]._fields
        heads = Markup("").join(Markup("<th>%s</th>") % known[c]._description_string(self.env) for c in COLUMNS)
        lines = Markup("").join(
            Markup("<tr>%s</tr>") % Markup("").join(Markup("<td>%s</td>") % cell for cell in row) for row in rows
        )
        return Markup('<table class="table table-sm"><thead><tr>%s</tr></thead><tbody>%s</tbody></table>') % (
            heads, lines)

    def _not_begun(self):
        """Requests of these cases that nobody works on yet and that this person may take back."""
        cases = self.case_ids
        cases.check_access("write")
        waiting = self.env["backoffice.handoff"].search([
            ("case_id", "in", cases.ids), "|", ("state", "in", ("draft", "sent", "declined")),
            "&", ("state", "=", "returned"), ("accepted_at", "=", False),
        ])
        return waiting._filtered_access("write").filtered(self._may_take_back)

    def _may_take_back(self, request):
        try:
            request._check_sender()
        except AccessError:
            return False
        return True

    def action_take_back(self):
        """End it and take back what nobody has begun; what is in work goes on."""
        taken = self._not_begun()
        if taken:
            taken.action_cancel()
        return self._end(taken)

    def action_anyway(self):
        """End it and let the departments go on; a sentence says why."""
        return self._end(self.env["backoffice.handoff"])

    def _end(self, taken):
        left, note = self.case_ids._requests_at_work(), (self.note or "").strip()
        if left and not taken and not note:
            raise UserError(self.env._("Say why it ends while departments are still at work."))
        self.case_ids._record(self.step)
        self.case_ids._say_ended(taken.sudo(), left, note)  # sudo: names of departments alone
        return {"type": "ir.actions.act_window_close"}
