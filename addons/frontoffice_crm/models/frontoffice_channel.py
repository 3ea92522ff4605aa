from odoo import fields, models

KINDS = [
    ("counter", "Counter"), ("phone", "Phone"), ("email", "E-mail"), ("web", "Web form"),
    ("chat", "Chat"), ("portal", "Customer portal"), ("sms", "Text message"),
    ("social", "Social media"), ("press", "Press"), ("api", "Other system"),
]
INSTANT = ("counter", "phone", "chat")


class FrontofficeChannel(models.Model):
    """A way customers reach us: a counter, a telephone line, a mailbox."""

    _name = "frontoffice.channel"
    _description = "Channel"
    _inherit = ["mail.alias.mixin.optional"]
    _order = "sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    code = fields.Char()
    kind = fields.Selection(KINDS, required=True, default="counter")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    team_id = fields.Many2one("crm.team", check_company=True, domain=[("is_service", "=", True)])
    lang = fields.Char("Language", help="Language code of this channel, such as es_ES.")
    first_response_minutes = fields.Integer(
        "First answer within (minutes)", default=240,
        help="Counters and phones answer at once, so only mailboxes and forms need this.",
    )
    first_response_clock = fields.Selection(
        [("wall", "Every hour counts"), ("working", "Working hours")], default="working", required=True
    )
    capacity_weight = fields.Float(default=1.0)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_company_uniq = models.UniqueIndex(
        "(code, company_id) WHERE code IS NOT NULL", "This code is already used by another channel."
    )

    def _alias_get_creation_values(self):
        values = super()._alias_get_creation_values()
        values["alias_model_id"] = self.env["ir.model"]._get_id("frontoffice.case")
        if self.id:
            values["alias_defaults"] = {"channel_id": self.id}
        return values

    def _response_due(self, moments):
        """First-answer deadline per (channel, arrived at): naive UTC, one fetch per calendar.

        ``moments``: list of (channel, arrived_at). Returns a list of datetimes.
        """
        result = [None] * len(moments)
        by_calendar = {}
        for index, (channel, arrived_at) in enumerate(moments):
            seconds = (channel.first_response_minutes or 0) * 60
            calendar = channel.company_id.resource_calendar_id
            if channel.first_response_clock == "wall":
                calendar = calendar.browse()
            by_calendar.setdefault(calendar, []).append((index, arrived_at, seconds))
        for calendar, rows in by_calendar.items():
            dues = calendar._plan_seconds([(at, seconds) for _i, at, seconds in rows])
            for (index, _at, _seconds), due in zip(rows, dues, strict=True):
                result[index] = due
        return result
