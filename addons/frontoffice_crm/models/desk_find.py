import re

from odoo import api, fields, models

from ..tools.case import LIVE
from ..tools.promise import OPEN

LIMIT = 8


class DeskFind(models.AbstractModel):
    """Who? One field that understands telephone, name, e-mail, tax number and case number."""

    _inherit = "frontoffice.desk"

    @api.model
    def find(self, term):
        """At most 8 lines for what was typed so far, best first, in few queries.

        A line: id, name, phone, email, city, company, open_cases, due_today, case (when the
        number of a case was typed). ``id`` is False for a case of somebody we have no contact of.
        """
        self._check_agent()
        term = " ".join((term or "").split())[:80]
        if len(term) < 2:
            return []
        cases = self._cases_by_number(term)
        Partner = self.env["res.partner"]
        found = Partner.search(self._find_domain(term), limit=3 * LIMIT)
        hits = [self._hit(case.partner_id, case) for case in cases]
        others = self._count_hits(hits + [self._hit(partner) for partner in found - cases.partner_id])
        others = others[len(hits):]
        return (hits + sorted(others, key=lambda hit: self._find_rank(hit, term.lower())))[:LIMIT]

    @api.model
    def _find_domain(self, term):
        """Customers whose name, e-mail, tax or telephone number holds the term; no colleagues."""
        domain = fields.Domain("complete_name", "ilike", term) | fields.Domain("email", "ilike", term)
        digits = re.sub(r"\D", "", term)
        if len(digits) >= 3 and re.fullmatch(r"[\d\s()+./-]+", term):
            local = digits.lstrip("0") or digits
            domain |= fields.Domain("phone_sanitized", "like", local)
            if len(local) >= 3:
                domain |= fields.Domain("phone_mobile_search", "ilike", local)
        if len(digits) >= 4:
            domain |= fields.Domain("vat", "ilike", term.replace(" ", ""))
        return domain & self._customer_domain() & fields.Domain("type", "=", "contact")

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
        digits = match.group(2)
        cases = Case.search(
            [("name", "ilike", digits.lstrip("0") or digits), ("company_id", "=", self.env.company.id)], limit=40
        )
        return cases.filtered(lambda c: int(re.sub(r"^.*?(\d+)$", r"\1", c.name) or 0) == int(digits))[:3]

    @api.model
    def _hit(self, partner, case=None):
        return {
            "id": partner.id, "name": partner.name or (case and case.partner_name) or self.env._("Somebody"),
            "phone": partner.phone or (case and case.phone) or "", "email": partner.email or "",
            "city": partner.city or "", "company": partner.parent_id.name or "",
            "case": case and {"id": case.id, "number": case.name, "subject": case.subject},
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

    @api.model
    def topics(self, text, partner_id=None):
        """Topics the words point to, then what is asked most; ``sure`` marks those found by words."""
        self._check_agent()
        Need = self.env["frontoffice.need"]
        partner = self.env["res.partner"].browse(partner_id or []).exists()
        needs = Need._suggest(text or "", partner=partner, limit=6)
        sure = Need.search([("name", "ilike", text.strip())]).ids if (text or "").strip() else []
        matched = Need._matched(text or "")
        first = needs.filtered(lambda need: need.id in sure) | (Need.browse(sure[:6]))
        return self._topic_lines((matched | first | needs)[:6], {*sure, *matched.ids})
