from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .promise import SOURCES


class FrontofficeThanks(models.Model):
    """Praise that reached the people who earned it. Everybody may read it, without the case behind it."""

    _name = "frontoffice.thanks"
    _description = "Thanks"
    _inherit = ["mail.thread"]
    _order = "date desc, id desc"
    _rec_name = "text"
    _check_company_auto = True

    text = fields.Text(
        "What was said", required=True, help="Everybody in the company reads this: leave names of customers out."
    )
    user_ids = fields.Many2many("res.users", string="For", domain=[("share", "=", False)])
    sender_id = fields.Many2one(
        "res.users", "Passed on by", required=True, default=lambda self: self.env.uid, index=True, ondelete="restrict"
    )
    date = fields.Date(required=True, default=fields.Date.context_today, index=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    case_id = fields.Many2one(
        "frontoffice.case", index="btree_not_null", check_company=True, ondelete="set null",
        groups="frontoffice_crm.group_agent",
    )
    batch_id = fields.Many2one(
        "frontoffice.batch", index="btree_not_null", ondelete="restrict", groups="frontoffice_crm.group_manager"
    )
    source = fields.Selection(SOURCES, default="person", required=True, readonly=True)

    @api.constrains("user_ids", "text")
    def _check_people(self):
        for thanks in self:
            if not thanks.user_ids or not (thanks.text or "").strip():
                raise ValidationError(self.env._("Say who earned it, and what was said."))

    @api.model_create_multi
    def create(self, vals_list):
        quiet = self.with_context(mail_create_nolog=True, mail_create_nosubscribe=True, tracking_disable=True)
        records = super(FrontofficeThanks, quiet).create(vals_list).with_env(self.env)
        records.filtered(lambda t: t.source == "person")._tell()
        return records

    def _tell(self):
        """A quiet word to each, in the app alone."""
        for thanks in self:
            people = thanks.user_ids - self.env.user
            if not people:
                continue
            thanks.message_notify(
                partner_ids=people.partner_id.ids, body=thanks.text,
                subject=self.env._("%s passes on a thank-you", thanks.sender_id.name),
            )
            for user in people:
                user._bus_send("simple_notification", {
                    "type": "success", "title": self.env._("A customer thanks you"), "message": thanks.text,
                })

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """Never by mail, whatever somebody set for other notifications."""
        recipients = super()._notify_get_recipients(message, msg_vals=msg_vals, **kwargs)
        return [{**person, "notif": "inbox"} for person in recipients if person.get("uid") and not person.get("share")]
