from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.phone_validation.models.mail_thread_phone import PHONE_REGEX_PATTERN

from ..tools import phone as pure
from .search_index import trigram_index

CANDIDATES = 50  # contacts that may share one number: a switchboard, a family


class ResPartner(models.Model):
    """Contacts found by any of their numbers and addresses."""

    _inherit = "res.partner"

    contact_point_ids = fields.One2many(
        "frontoffice.contact.point", "partner_id", "Further numbers and addresses", groups="base.group_user"
    )
    preferred_name = fields.Char(
        "Likes to be called", help="How the desk greets this person: “Mrs Ortiz”, “Ana”."
    )

    _desk_name_idx = trigram_index("complete_name")
    _desk_email_idx = trigram_index("email")
    _desk_vat_idx = trigram_index("vat")
    _desk_number_idx = trigram_index("phone_sanitized")
    _desk_address_exact_idx = models.Index("(email_normalized) WHERE email_normalized IS NOT NULL")

    @api.model
    def _find_by_contact(self, email=None, phone=None, company=None, limit=1):
        """Contacts with this e-mail address or telephone number, further ones included, best first.

        ``company``: only those shared by all companies or of this one; without it whatever the
        rights of the user show. Best is who matches both, then who is shared, then the oldest.
        Returns at most ``limit`` contacts (None: all), none when neither can be understood.
        """
        Point = self.env["frontoffice.contact.point"]
        wanted = {
            kind: Point._normalize(kind, value) for kind, value in (("email", email), ("phone", phone)) if value
        }
        matches = [self._contact_matches(kind, value, company) for kind, value in wanted.items() if value]
        found = self.union(*matches) if matches else self.browse()
        ranked = found.sorted(lambda p: (-sum(p in match for match in matches), bool(p.company_id), p.id))
        return ranked[:limit] if limit else ranked

    @api.model
    def _contact_matches(self, kind, value, company):
        """Contacts with this normalized number or address."""
        # sudo: what a number belongs to is looked up first; contacts are then filtered by the user's rights
        points = self.env["frontoffice.contact.point"].sudo().search(
            [("kind", "=", kind), ("normalized", "=", value)], limit=CANDIDATES
        )
        own = fields.Domain("email_normalized", "=", value) if kind == "email" else self._number_domain(
            pure.digits(value)[-pure.TAIL:]
        )
        domain = own | fields.Domain("id", "in", points.partner_id.ids)
        if company:
            domain &= fields.Domain("company_id", "in", (False, company.id))
        found = self.search(domain, limit=CANDIDATES, order="id")
        return found if kind == "email" else found.filtered(lambda p: p in points.partner_id or p._has_number(value))

    def _has_number(self, number):
        return self.env["frontoffice.contact.point"]._normalize("phone", self.phone, self.country_id) == number

    @api.model
    def _number_domain(self, digits):
        """Contacts whose own number holds these digits, however it is written; uses stock's index."""

        def to_sql(_model, alias, _query):
            phone = SQL.identifier(alias, "phone")
            # the very expression that phone_validation has indexed
            return SQL(
                "(%(phone)s IS NOT NULL AND regexp_replace(%(phone)s::text, %(marks)s, '', 'g') LIKE %(like)s)",
                phone=phone, marks=PHONE_REGEX_PATTERN, like=f"%{digits}%",
            )

        return fields.Domain.custom(to_sql=to_sql) | fields.Domain("phone_sanitized", "like", digits)

    def _contact_numbers(self):
        """Telephone numbers of this contact as (label, number), its main one first."""
        self.ensure_one()
        further = self.sudo().contact_point_ids.filtered(lambda p: p.kind == "phone")  # sudo: seen with the contact
        return [("", self.phone)] * bool(self.phone) + [(p.label or "", p.value) for p in further]

    def _contact_addresses(self):
        """E-mail addresses of this contact, its main one first."""
        self.ensure_one()
        further = self.sudo().contact_point_ids.filtered(lambda p: p.kind == "email")  # sudo: as above
        return [self.email] * bool(self.email) + further.mapped("value")
