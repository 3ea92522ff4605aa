from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import email_normalize

LINK_DAYS = 14


class ResPartner(models.Model):
    """Somebody outside who does work for us."""

    _inherit = "res.partner"

    is_subcontractor = fields.Boolean(
        "Works for us", help="May be chosen to do requests of ours, by link or on the portal."
    )


class Service(models.Model):
    """Who does it: the department itself, its mailbox, or somebody outside."""

    _inherit = "backoffice.service"

    performer_kind = fields.Selection(
        [
            ("login", "The department, in My work"), ("mail", "The department, by mail with a link"),
            ("partner", "A partner, by mail with a link"),
        ],
        "Done by", default="login", required=True,
    )
    performer_id = fields.Many2one(
        "res.partner", "Partner", index="btree_not_null", ondelete="restrict", check_company=True,
        domain=[("is_subcontractor", "=", True)],
        help="Gets the link. People of the same company see it on the portal.",
    )
    performer_email = fields.Char("Mailbox of the department", help="People without a login get the link here.")
    link_days = fields.Integer("The link works for (days)", default=LINK_DAYS, required=True)

    _link_days_positive = models.Constraint("CHECK (link_days > 0)", "A link works for one day at least.")

    @api.constrains("performer_kind", "performer_id", "performer_email")
    def _check_performer(self):
        for service in self:
            partner, address = service.performer_id, service.performer_email
            if service.performer_kind == "mail" and not email_normalize(address or ""):
                raise ValidationError(self.env._("Enter the mailbox of the department: the link goes there."))
            if service.performer_kind == "partner" and partner and not partner.is_subcontractor:
                raise ValidationError(self.env._("Tick “Works for us” on %s first.", partner.display_name))

    def _performer_values(self):
        """Whom a request of this type goes to outside: values of the request."""
        kind = self.performer_kind
        return {
            "performer_id": self.performer_id.id if kind == "partner" else False,
            "performer_email": self.performer_email if kind == "mail" else False,
        }
