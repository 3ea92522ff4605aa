import re

from odoo import api, fields, models

from ..tools import phone as pure
from ..tools.case import LIVE
from ..tools.promise import OPEN

LIMIT = 8
MIN_TERM = 2
MIN_CONTAINED = 3  # shorter pieces are in every other name, and no index finds them
MIN_VAT = 4
LOOKED_AT = 300


def _literal(text):
    """The text itself in a LIKE: what people type is no pattern."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


class DeskFind(models.AbstractModel):
    """Who? One field that understands telephone, name, e-mail, tax number and case number."""

    _inherit = "frontoffice.desk"

    @api.model
    def find(self, term):
        """At most 8 lines for what was typed so far, best first, in few queries.

        A line: id, name, phone, email, city, company, open_cases, due_today, case (when the
        number of a case was typed), found (when another record's number was typed). ``id`` is
        False for a record of somebody we have no contact of.
        """
        self._check_agent()
        term = " ".join((term or "").split())[:80]
        if len(term) < MIN_TERM and not term.isdigit():
            return []
        hits = [hit for source in self._find_sources() for hit in getattr(self, source)(term)]
        known = {hit["id"] for hit in hits}
        partners, numbers = self._find_partners(term) if len(term) >= MIN_TERM else ((), {})
        others = [self._hit(partner) for partner in partners if partner.id not in known]
        for hit in others:
            hit["phone"] = numbers.get(hit["id"], hit["phone"])
        counted = self._count_hits(hits + others)
        return (counted[:len(hits)] + sorted(
            counted[len(hits):], key=lambda hit: self._find_rank(hit, term.lower())
        ))[:LIMIT]

    @api.model
    def _find_sources(self):
        """Hook: names of methods(term) that return lines of :meth:`_hit` for an exact number of
        theirs: of a case here, of an order in a bridge. They come before what looks alike."""
        return ["_find_case_hits"]

    @api.model
    def _find_case_hits(self, term):
        return [self._hit(case.partner_id, case) for case in self._cases_by_number(term)]

    # -- contacts -------------------------------------------------------------------------------------

    @api.model
    def _find_partners(self, term):
        """(contacts the term points to, {contact id: the further number that does})."""
        Partner = self.env["res.partner"]
        rest = self._customer_domain() & fields.Domain("type", "=", "contact")
        points = self._find_points(term)
        exact = fields.Domain("id", "in", points.partner_id.ids) | self._begins_domain(term)
        if pure.looks_like_number(term):
            exact |= Partner._number_domain(pure.fragment(term))
        found = self._first_of(exact & rest)
        if len(found) < LIMIT and len(term) >= MIN_CONTAINED:
            found |= self._first_of(self._contains_domain(term) & rest)
        return found, {point.partner_id.id: point.value for point in points if point.kind == "phone"}

    @api.model
    def _first_of(self, domain):
        """The first contacts by name of at most 300 that match. Asked in one go, PostgreSQL would
        rather walk all names in their order than use the index of what was typed."""
        Partner = self.env["res.partner"]
        return Partner.search([("id", "in", Partner._search(domain, limit=LOOKED_AT))], limit=3 * LIMIT)

    @api.model
    def _find_points(self, term):
        """Further numbers and addresses that hold the term."""
        Point = self.env["frontoffice.contact.point"]
        if pure.looks_like_number(term):
            domain = fields.Domain("kind", "=", "phone") & fields.Domain("normalized", "like", pure.fragment(term))
        elif len(term) >= MIN_CONTAINED and " " not in term:
            domain = fields.Domain("kind", "=", "email") & fields.Domain("normalized", "like", _literal(term.lower()))
        else:
            return Point
        return Point.search(domain, limit=3 * LIMIT, order="id desc")

    @api.model
    def _begins_domain(self, term):
        """Every word begins a word of the name. Two letters are enough, and an index serves it."""
        return fields.Domain.AND(
            fields.Domain("complete_name", "=ilike", f"{word}%") | fields.Domain("complete_name", "ilike", f" {word}")
            for word in map(_literal, term.split())
        )

    @api.model
    def _contains_domain(self, term):
        """The name holds all words, or the e-mail or tax number holds the term."""
        domain = fields.Domain.AND(fields.Domain("complete_name", "ilike", _literal(word)) for word in term.split())
        domain |= fields.Domain("email", "ilike", _literal(term))
        if len(pure.digits(term)) >= MIN_VAT:
            domain |= fields.Domain("vat", "ilike", _literal(term.replace(" ", "")))
        return domain

    @api.model
    def _customer_domain(self):
        """Customers of the company one works for now: no colleagues, nobody of a sister company alone."""
        return fields.Domain("partner_share", "=", True) & fields.Domain(
            "company_id", "in", (False, self.env.company.id)
        )

    @api.model
    def _find_rank(self, hit, term):
        """A word that begins so before one that holds it; who has something open before who has not."""
        name = hit["name"].lower()
        begins = any(word.startswith(term) for word in name.split()) or name.startswith(term)
        return (not begins, not hit["due_today"], not hit["open_cases"], name)

    @api.model
    def _cases_by_number(self, term):
        """Cases whose number is exactly this one, with or without prefix and leading zeros."""
        match = re.fullmatch(r"#?\s?([A-Za-z]{0,3})(\d{1,7})", term)
        Case = self.env["frontoffice.case"]
        if not match:
            return Case
        # without a limit in SQL: with one, PostgreSQL walks all cases in the hope of an early end
        return Case.search(
            Case._number_domain(match.group(2)) & fields.Domain("company_id", "=", self.env.company.id)
        )[:3]

    @api.model
    def _hit(self, partner, case=None, found=None):
        """A line of :meth:`find`. ``found``: {model, id, number, subject} of another record."""
        return {
            "id": partner.id, "name": partner.name or (case and case.partner_name) or self.env._("Somebody"),
            "phone": partner.phone or (case and case.phone) or "", "email": partner.email or "",
            "city": partner.city or "", "company": partner.parent_id.name or "",
            "case": case and {"id": case.id, "number": case.name, "subject": case.subject},
            "found": found,
            "open_cases": 0, "due_today": 0,
        }

    @api.model
    def _count_hits(self, hits):
        """Open cases and promises due by the end of today, for all lines at once."""
        partners = [hit["id"] for hit in hits if hit["id"]]
        if not partners:
            return hits
        cases = self.env["frontoffice.case"]._read_group(
            [("partner_id", "in", partners), ("state", "in", LIVE), ("company_id", "=", self.env.company.id)],
            ["partner_id"], ["__count"],
        )
        dues = self.env["frontoffice.promise"]._read_group(
            [
                ("partner_id", "in", partners), ("state", "in", OPEN),
                ("origin_kind", "=", "person"), ("due_at", "<", self._today()[1]),
                ("company_id", "=", self.env.company.id),
            ],
            ["partner_id"], ["__count"],
        )
        open_cases = {partner.id: n for partner, n in cases}
        due_today = {partner.id: n for partner, n in dues}
        for hit in hits:
            hit["open_cases"] = open_cases.get(hit["id"], 0)
            hit["due_today"] = due_today.get(hit["id"], 0)
        return hits

    @api.model
    def colleagues(self, term):
        """People a message can be left for: at most 8 internal users of this company."""
        self._check_agent()
        users = self.env["res.users"].search(
            [
                ("name", "ilike", (term or "").strip()), ("share", "=", False),
                ("company_ids", "in", self.env.company.id), ("id", "!=", self.env.uid),
            ],
            limit=LIMIT, order="name",
        )
        return [{"id": user.id, "name": user.name} for user in users]
