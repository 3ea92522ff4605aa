from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError

ENDINGS = {"action_resolve": "resolved", "action_close": "closed", "action_cancel": "cancelled"}


class Case(models.Model):
    """No person ends a case unnoticed while departments are at work on it.

    What the system ends (the sweep, imports, merges) and what the customer says is not held up.
    """

    _inherit = "frontoffice.case"

    def _requests_at_work(self):
        """Open requests of these cases, as the system; who may end a case learns that there are some."""
        self.check_access("write")
        Handoff = self.env["backoffice.handoff"].sudo()  # open is open, whoever may see the request
        return Handoff.search(
            Handoff._open_domain() & fields.Domain("case_id", "in", self.ids), order="due_at, id"
        )

    def _settle(self, kind):
        at_work = self.env["backoffice.handoff"] if self.env.su else self._requests_at_work()
        if at_work:
            raise UserError(self.env._(
                "Still at work on %(cases)s: %(departments)s. Wait until they are ready, or take back what is not "
                "needed any more. On its form you can also end it all the same.",
                cases=", ".join(at_work.case_id.mapped("name")), departments=at_work._departments_said(),
            ))
        return super()._settle(kind)

    def action_step(self, step, seen=None):
        """On the form nobody is left standing: what is still open, and what may be done about it."""
        if step in ENDINGS and self._requests_at_work():
            for case in self:
                case._check_seen(seen)
            return self._open_gate(ENDINGS[step])
        return super().action_step(step, seen)

    def action_cancel_here(self):
        return self._open_gate("cancelled") if self._requests_at_work() else super().action_cancel_here()

    def _open_gate(self, step):
        gate = self.env["backoffice.case.gate"].create({"case_ids": [fields.Command.set(self.ids)], "step": step})
        return {
            "type": "ir.actions.act_window", "res_model": gate._name, "res_id": gate.id, "view_mode": "form",
            "target": "new", "name": self.env._("Departments are still at work"),
        }

    def _say_ended(self, taken, left, note):
        """What was chosen stays with the case, in the words of who chose it."""
        taken_of, left_of = taken.grouped("case_id"), left.grouped("case_id")
        for case in self:
            mine, rest = taken_of.get(case), left_of.get(case)
            lines = [
                mine and self.env._("Taken back: %s.", mine._departments_said()),
                rest and self.env._("Ended while still at work: %s.", rest._departments_said()), note,
            ]
            body = Markup("").join(Markup("<p>%s</p>") % line for line in lines if line)
            if body:
                case.message_post(body=body, subtype_xmlid="mail.mt_note")


class Handoff(models.Model):
    _inherit = "backoffice.handoff"

    def _departments_said(self):
        """Names of the departments, each once. Where it is confidential: a department."""
        return ", ".join(dict.fromkeys(
            self.env._("a department") if handoff.confidential else handoff.to_department_id.name for handoff in self
        ))
