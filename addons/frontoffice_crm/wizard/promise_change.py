from odoo import api, fields, models
from odoo.exceptions import UserError


class PromiseChange(models.TransientModel):
    """A new date for a promise, and who asked for it."""

    _name = "frontoffice.promise.change"
    _description = "New date for a promise"

    promise_id = fields.Many2one(
        "frontoffice.promise", required=True, default=lambda self: self.env.context.get("active_id")
    )
    due_at = fields.Datetime("New date", required=True)
    by = fields.Selection(
        [("customer", "The customer asked for it"), ("company", "We cannot keep the old one")],
        string="Why", required=True, default="customer",
        help="A date the customer asked for in time moves the promise. Ours is only told: "
        "the promise is still judged by what was said first.",
    )
    note = fields.Char("Reason", required=True)
    usual_due_at = fields.Datetime("Safe from now", compute="_compute_usual_due_at")

    @api.depends("promise_id")
    def _compute_usual_due_at(self):
        for change in self:
            promise = change.promise_id
            standard = promise.standard_id
            change.usual_due_at = standard and standard._safe(promise.company_id)["due_at"]

    def action_apply(self):
        """Record the change; the reason in words goes to the conversation of the promise."""
        if self.due_at <= fields.Datetime.now():
            raise UserError(self.env._("This time has already passed. Choose a later one."))
        if not (self.note or "").strip():
            raise UserError(self.env._("Say in a few words why the date changes."))
        self.promise_id.action_change_due(self.due_at, self.by)
        self.promise_id.message_post(body=self.note, subtype_xmlid="mail.mt_note")
        return {"type": "ir.actions.act_window_close"}
