from odoo import fields, models
from odoo.tools import email_normalize

from odoo.addons.frontoffice_crm.models.encounter_said import HEADERS

MAILS = 40  # links to one address in one hour
HOUR = 3600  # seconds


class BackofficeLink(models.Model):
    """The one mail a link goes out with. It stands on no thread: the address of the page is in it."""

    _inherit = "backoffice.link"

    mail_id = fields.Many2one("mail.mail", readonly=True, index="btree_not_null", ondelete="set null")

    def _mail(self, url, hold=None):
        """Send the link, not before ``hold``; False where there is no address, or too many went there in this hour."""
        self.ensure_one()
        address = email_normalize(self.email or "")
        guard = self.env["frontoffice.public.guard"]
        if not address or not guard._allow("mail.link", address, MAILS, HOUR):
            return False
        link = self.with_context(lang=self._lang())
        words = link._target()._link_mail(link)
        # sudo: the outgoing queue is nobody's to read, and the mail is deleted once it is sent
        mail = self.env["mail.mail"].sudo().create({
            "subject": words["subject"], "body_html": link._mail_body(words, url), "email_to": address,
            "email_from": self.company_id.email_formatted or self.env.user.email_formatted,
            "reply_to": self._reply_to(), "headers": repr(HEADERS), "auto_delete": True,
            "author_id": self.company_id.partner_id.id, "scheduled_date": hold or False,
        })
        self.sudo().mail_id = mail  # as above
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger(hold)  # sudo: its cron sends it
        return True

    def _is_held(self):
        """Whether the mail with this link has not gone out yet."""
        return bool(self.sudo().mail_id.filtered(lambda mail: mail.state == "outgoing"))

    def _drop_mail(self):
        """The mails with these links are not sent."""
        self.sudo().mail_id.filtered(lambda mail: mail.state == "outgoing").unlink()  # sudo: as above

    def _lang(self):
        """Language of the person, else of the company."""
        return self.partner_id.lang or self.company_id.partner_id.lang or "en_US"

    def _reply_to(self):
        """An answer by mail reaches people: whoever gave the link, else the company."""
        return self.create_uid.filtered(lambda user: not user.share).email_formatted or self.company_id.email_formatted

    def _zone(self):
        return self.partner_id.tz or self.company_id.resource_calendar_id.tz or "UTC"

    def _mail_body(self, words, url):
        values = {
            "words": words, "url": url, "link": self, "company": self.company_id, "zone": self._zone(),
            "now": fields.Datetime.now(),
        }
        # sudo: the words of the mail belong to the set-up
        return self.env["ir.qweb"].sudo()._render("backoffice_ops.mail_link", values, lang=self._lang())
