from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import intake

NAMED = 3  # steps named in a refusal, the rest is counted


class HandoffChecklist(models.Model):
    """The checklist of a request type, copied when the request is accepted; it stands before "ready"."""

    _inherit = "backoffice.handoff"

    checklist_ids = fields.One2many(
        "backoffice.checklist.line", "handoff_id", groups="backoffice_ops.group_clerk"
    )

    def _after_record(self, kind, before, moments):
        super()._after_record(kind, before, moments)
        if kind == "accepted":
            self._copy_checklists()

    def _steps(self):
        """Steps of the frozen terms that the answers make necessary."""
        steps = (self.service_version_id.values or {}).get("checklist") or []
        return [step for step in steps if intake.holds(step.get("when"), self.answers or {})]

    def _copy_checklists(self):
        """Add what is not there yet; without checklists in the terms nothing is asked of the database."""
        steps = {handoff: handoff._steps() for handoff in self}
        wanted = self.browse(handoff.id for handoff in self if steps[handoff])
        if not wanted:
            return
        Line = self.env["backoffice.checklist.line"].sudo()  # the system copies, the department ticks
        there = {(line.handoff_id.id, line.code) for line in Line.search_fetch(
            [("handoff_id", "in", wanted.ids)], ["handoff_id", "code"])}
        Line.create([
            {"handoff_id": handoff.id, "company_id": handoff.company_id.id, "code": step["code"],
             "name": step["name"], "required": bool(step.get("required")), "sequence": place}
            for handoff in wanted for place, step in enumerate(steps[handoff], start=1)
            if (handoff.id, step["code"]) not in there
        ])

    def action_deliver(self, note=None):
        self._check_receiver()
        self._check_outcome(note)
        return super().action_deliver(note)

    def _check_outcome(self, note):
        """Refuse "ready" without a word about what was done, where the terms it was sent under ask for one."""
        for handoff in self.sudo():  # the terms decide, whoever says "ready"
            terms = handoff.service_version_id.values or {}
            if terms.get("outcome_required") and not (note or "").strip() and not handoff.outcome_note:
                raise UserError(self.env._("%s: say what was done, so that the sender can tell it on.", handoff.name))

    def _check_ready_to_deliver(self):
        super()._check_ready_to_deliver()
        # sudo: whoever says "ready" was checked before; the terms and ticks decide
        listed = self.sudo().filtered(lambda h: (h.service_version_id.values or {}).get("checklist"))
        if not listed:
            return
        left = self.env["backoffice.checklist.line"].sudo().search(
            [("handoff_id", "in", listed.ids), ("required", "=", True), ("done", "=", False)])
        for handoff, lines in left.grouped("handoff_id").items():
            raise UserError(self.env._(
                "%(request)s is not ready yet. Still to tick: %(steps)s.",
                request=handoff.name, steps=self._few(lines.mapped("name")),
            ))

    @api.model
    def _few(self, names):
        """The first names, and how many more there are."""
        more = len(names) - NAMED
        text = ", ".join(names[:NAMED])
        return self.env._("%(names)s and %(count)s more", names=text, count=more) if more > 0 else text
