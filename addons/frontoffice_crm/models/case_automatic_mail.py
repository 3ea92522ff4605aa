from odoo import models

from ..tools.case import LIVE
from .rated_mixin import MACHINE

MAILS = 3  # automatic mails of one case in one hour
MAILS_TO_ONE = 6  # automatic mails about any cases to one address in one hour
HOUR = 3600  # seconds


class Case(models.Model):
    """What a machine sends to customers is rare: two machines may answer each other, people do not."""

    _inherit = "frontoffice.case"

    def message_post(self, **kwargs):
        """The first mail of a new case is confirmed after it is in the thread, where the mailbox says so."""
        message = super().message_post(**kwargs)
        if message.message_type == "email" and self.state == "new" and not self.ack_at:
            self._acknowledge()
        return message

    def _notify_thread_by_email(self, message, recipients_data, **kwargs):
        if message.sudo().message_type in MACHINE:
            recipients_data = [
                data for data in recipients_data if not data.get("share") or self._may_send_automatic(data)
            ]
        return super()._notify_thread_by_email(message, recipients_data, **kwargs)

    def _may_send_automatic(self, data):
        """Count one automatic mail to a customer; False beyond the limits of this hour."""
        guard = self.env["frontoffice.public.guard"]
        address = data.get("email_normalized") or f"partner {data.get('id')}"
        return guard._allow("mail.case", str(self.id), MAILS, HOUR) and guard._allow(
            "mail.address", address, MAILS_TO_ONE, HOUR
        )

    def _acknowledge(self, channel=None):
        """Tell customers that it arrived, where the channel it came in by (by default the case's) says so.

        Returns the cases that were told.
        """
        told = self.browse()
        for case in self.filtered(lambda c: (channel or c.channel_id).ack_mail and c.partner_id.email):
            # sudo: customers have no rights to words of templates
            template = (channel or case.channel_id).sudo().ack_template_id or self.env.ref(
                "frontoffice_crm.mail_template_case_ack", raise_if_not_found=False
            )
            if not template:
                continue
            case.message_post_with_source(
                template, message_type="auto_comment", subtype_xmlid="frontoffice_crm.mt_automatic",
                email_layout_xmlid="mail.mail_notification_light",
            )
            told |= case
        told.filtered(lambda case: not case.ack_at and case.state in LIVE)._record("acknowledged")
        return told
