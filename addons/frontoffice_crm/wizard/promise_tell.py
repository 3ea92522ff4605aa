from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime, is_html_empty

TEMPLATE = "frontoffice_crm.mail_template_promise_new_date"
WHEN = "{when}"


class PromiseTell(models.TransientModel):
    """A drafted message: the old date will not do, here is a safe one. A person reads and sends it."""

    _name = "frontoffice.promise.tell"
    _description = "Tell a customer a new date"

    promise_id = fields.Many2one("frontoffice.promise", required=True, readonly=True, ondelete="cascade")
    partner_id = fields.Many2one(related="promise_id.partner_id")
    old_due_at = fields.Datetime("Promised for", related="promise_id.due_at")
    email = fields.Char(related="promise_id.partner_id.email")
    phone = fields.Char(related="promise_id.partner_id.phone")
    due_at = fields.Datetime("New safe date", required=True)
    how = fields.Selection(
        [("mail", "Send as e-mail"), ("phone", "I tell it on the telephone or in person")], required=True,
        default="mail",
    )
    lang = fields.Char(readonly=True)
    said_when = fields.Char(readonly=True)
    subject = fields.Char(required=True)
    body = fields.Html(required=True, sanitize_style=True)

    @api.model
    def _draft(self, promise):
        """A draft in the customer's language for this promise."""
        due_at = promise._new_safe_date() or promise.due_at
        lang = promise.partner_id.lang or self.env.user.lang or "en_US"
        draft = self.create({
            "promise_id": promise.id, "due_at": due_at, "lang": lang, "subject": "-", "body": "-",
            "how": "mail" if promise.partner_id.email else "phone",
        })
        template = self.env.ref(TEMPLATE)
        texts = {
            name: template._render_field(name, promise.ids, set_lang=lang)[promise.id]
            for name in ("subject", "body_html")
        }
        when = draft._spoken()
        draft.write({
            "said_when": when, "subject": texts["subject"],
            "body": Markup(str(texts["body_html"]).replace(WHEN, str(escape(when)))),
        })
        return draft

    def _spoken(self):
        """The new date as one says it, in the customer's language and the company's time."""
        zone = self.promise_id.company_id.resource_calendar_id.tz or self.env.user.tz
        return format_datetime(self.env, self.due_at, tz=zone, dt_format="EEEE d MMMM, HH:mm", lang_code=self.lang)

    @api.onchange("due_at")
    def _onchange_due_at(self):
        """Another date: the text follows, the rest of what was written stays."""
        if self.due_at and self.said_when and self.body:
            when = self._spoken()
            self.body = Markup(str(self.body).replace(str(escape(self.said_when)), str(escape(when))))
            self.said_when = when

    # -- sending ---------------------------------------------------------------------------------

    def action_send(self):
        """Record our new date and put the words into the customer's thread. Once a day and promise."""
        self.ensure_one()
        promise = self.promise_id
        self._check_sendable(promise)
        promise._record("changed", {
            "by": "company", "due_at": self.due_at.replace(microsecond=0).isoformat(), "told": self.how,
        })
        if self.how == "mail":
            self._send_mail(promise)
        else:
            promise.message_post(body=self.body, subtype_xmlid="mail.mt_note")
        return {"type": "ir.actions.act_window_close"}

    def _check_sendable(self, promise):
        promise.check_access("write")
        if self.due_at <= max(fields.Datetime.now(), promise.due_at):
            raise UserError(self.env._("The new date has to be later than the one we promised."))
        if self.how == "mail" and not self.email:
            raise UserError(self.env._("This customer has no e-mail address. Tell it on the telephone."))
        if is_html_empty(self.body):
            raise UserError(self.env._("The message is empty."))
        promise.sudo()._ledger_lock()  # sudo: as for every transition; two people may press at once
        if promise._told_today():
            raise UserError(self.env._(
                "“%s” was told to the customer today already. One message a day is enough.", promise.display_name
            ))

    def _send_mail(self, promise):
        """To the case, where the customer's answers arrive, else to the promise itself."""
        thread = promise.case_id or promise
        thread.message_post(
            body=self.body, subject=self.subject, partner_ids=promise.partner_id.ids,
            message_type="comment", subtype_xmlid="mail.mt_comment",
            email_layout_xmlid="mail.mail_notification_light",
        )
