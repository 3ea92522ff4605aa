from odoo import api, fields, models
from odoo.tools import email_normalize

from odoo.addons.frontoffice_crm.models.mail_thread import AUTOMATIC


class MailActivity(models.Model):
    """A step of a plan that sends its mail on its day, unless the person said no."""

    _inherit = "mail.activity"

    service_template_id = fields.Many2one(
        "mail.template", "Sends by itself", readonly=True, ondelete="set null", index="btree_not_null"
    )

    @api.model
    def _has_field_access(self, field, operation):
        # what goes out by itself is decided in the plan
        if operation == "write" and field.name == "service_template_id" and not self.env.su:
            return False
        return super()._has_field_access(field, operation)

    @api.model
    def _cron_send_steps(self, limit=200):
        """Send what is due today and tick it off. A step is done in the transaction that sends it."""
        domain = [
            ("service_template_id", "!=", False), ("date_deadline", "<=", fields.Date.context_today(self)),
            ("active", "=", True),
        ]
        todo = self.search(domain, order="date_deadline, id", limit=limit).try_lock_for_update(allow_referencing=True)
        for step in todo:
            step._send_step()
        self.env["ir.cron"]._commit_progress(len(todo), remaining=self.search_count(domain, limit=1))

    def _send_step(self):
        """One mail, or a note why none was sent. Raises nothing: the next step waits behind it."""
        self.ensure_one()
        record = self.env[self.res_model].browse(self.res_id).exists()
        refusal = self._step_refusal(record)
        if not refusal:
            self.service_template_id.send_mail(record.id, email_values={"headers": repr(AUTOMATIC)})
        self.action_feedback(feedback=refusal or self.env._("Sent by itself."))

    def _step_refusal(self, record):
        """Why nothing is sent, in words; empty when nothing speaks against it."""
        if not record or self.service_template_id.model != self.res_model:
            return self.env._("Not sent: the template is made for something else.")
        partner = record.partner_id if "partner_id" in record._fields else self.env["res.partner"]
        address = partner.email or (record.email_from if "email_from" in record._fields else "")
        email = email_normalize(address or "")
        if not email:
            return self.env._("Not sent: no e-mail address.")
        # sudo: the block lists of mail are not everybody's to read
        if self.env["mail.blacklist"].sudo().search_count([("email", "=", email)], limit=1):
            return self.env._("Not sent: this person does not want mails.")
        out = self.env["mailing.subscription"].sudo().search_count(
            [("contact_id.email_normalized", "=", email), ("opt_out", "=", True)], limit=1
        )
        return self.env._("Not sent: this person opted out of a mailing list.") if out else ""
