from odoo import fields, models

PREFERENCES = ["post_mute_mail", "post_mute_summary", "post_mute_until"]


class ResUsers(models.Model):
    """What a person wants to read in mails; the screens show it all the same."""

    _inherit = "res.users"

    post_mute_mail = fields.Boolean(
        "No mails about requests", help="Sent back, at risk and ready are shown in My work alone."
    )
    post_mute_summary = fields.Boolean("No summary in the afternoon")
    post_mute_until = fields.Date("No mails until", help="Neither, up to this day and including it.")

    @property
    def SELF_READABLE_FIELDS(self):
        return super().SELF_READABLE_FIELDS + PREFERENCES

    @property
    def SELF_WRITEABLE_FIELDS(self):
        return super().SELF_WRITEABLE_FIELDS + PREFERENCES

    def _post_muted(self, kind):
        """Whether this person wants no mail of that kind today. Decisions asked for are always mailed."""
        self.ensure_one()
        if kind == "approve":
            return False
        today = fields.Date.context_today(self.with_context(tz=self.tz or self.env.context.get("tz")))
        if self.post_mute_until and self.post_mute_until >= today:
            return True
        return self.post_mute_summary if kind == "summary" else self.post_mute_mail
