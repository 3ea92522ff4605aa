from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import email_normalize

from ..tools import phone as pure
from .search_index import trigram_index


class ContactPoint(models.Model):
    """One more number or address of a contact, beside the one each contact has."""

    _name = "frontoffice.contact.point"
    _description = "Further number or address"
    _order = "kind desc, sequence, id"
    _rec_name = "value"
    _rec_names_search = ["value", "normalized"]

    partner_id = fields.Many2one("res.partner", "Contact", required=True, index=True, ondelete="cascade")
    kind = fields.Selection([("phone", "Phone"), ("email", "E-mail")], required=True, default="phone")
    value = fields.Char("Number or address", required=True)
    normalized = fields.Char(
        compute="_compute_normalized", store=True, precompute=True, readonly=True, index="btree_not_null",
        help="E.164 for a number (digits alone where it is none), lower case for an address.",
    )
    label = fields.Char("Which one", help="Mobile, office, accounts department …")
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(related="partner_id.company_id", store=True, index="btree_not_null")

    _partner_value_uniq = models.UniqueIndex(
        "(partner_id, kind, normalized)", "This contact has this number or address already."
    )
    _normalized_trgm_idx = trigram_index("normalized")

    @api.depends("kind", "value", "partner_id.country_id")
    def _compute_normalized(self):
        for point in self:
            point.normalized = self._normalize(point.kind, point.value, point.partner_id.country_id)

    @api.model
    def _normalize(self, kind, value, country=None):
        """How a number or address is compared; False for one that cannot be one.

        A number without country code is read as of the contact's country, else of the company's.
        """
        if kind == "email":
            return email_normalize(value or "") or False
        country = country or self.env.company.country_id
        text = (value or "").strip()
        number = text and self.env["res.partner"]._phone_format(number=text, country=country) or ""
        # stock gives the text back untouched where its library is not installed
        if not pure.SHAPE.fullmatch(number):
            number = pure.international(value, country.phone_code)
        return number or False

    @api.constrains("kind", "value")
    def _check_normalized(self):
        for point in self.filtered(lambda p: not p.normalized):
            if point.kind == "email":
                raise ValidationError(self.env._("“%s” is not an e-mail address.", point.value))
            raise ValidationError(self.env._("“%s” is not a telephone number.", point.value))
