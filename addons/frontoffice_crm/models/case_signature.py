from markupsafe import Markup

from odoo import fields, models
from odoo.tools import is_html_empty


class CrmTeam(models.Model):
    _inherit = "crm.team"

    mail_signature = fields.Html(
        "Closing words of mails", translate=True, sanitize_attributes=False,
        help="Under answers to customers, after the name of who writes: opening hours, telephone, address. "
             "In the customer's language where it is translated. Empty: the person's own signature.",
    )


class Case(models.Model):
    """Whoever of a team answers, the customer sees the same closing words."""

    _inherit = "frontoffice.case"

    def _notify_by_email_prepare_rendering_context(self, message, msg_vals=False, **kwargs):
        context = super()._notify_by_email_prepare_rendering_context(message, msg_vals=msg_vals, **kwargs)
        # sudo: the words are printed on every mail; the language is the one this copy is written in
        team = self.sudo().team_id.with_context(lang=kwargs.get("force_email_lang") or self.env.lang)
        if context.get("signature") and not is_html_empty(team.mail_signature):
            author = self.env["res.partner"].browse((msg_vals or {}).get("author_id")) or message.author_id
            context["signature"] = Markup("<div>-- <br/>%s<br/>%s</div>") % (author.sudo().name, team.mail_signature)
        return context
