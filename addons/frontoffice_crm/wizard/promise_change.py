from odoo import fields, models


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
    note = fields.Char("In words")

    def action_apply(self):
        """Record the change; words go to the conversation of the promise."""
        self.promise_id.action_change_due(self.due_at, self.by)
        if self.note:
            self.promise_id.message_post(body=self.note, subtype_xmlid="mail.mt_note")
        return {"type": "ir.actions.act_window_close"}
