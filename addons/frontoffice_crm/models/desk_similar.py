from odoo import api, models
from odoo.tools import SQL

from ..tools import phone as pure

MOST = 3
MIN_NAME = 4
ALIKE = 0.5  # share of equal letter triples from which two names are worth a look


class DeskSimilar(models.AbstractModel):
    """While a new person is typed: perhaps we know her already. Offered, never in the way."""

    _inherit = "frontoffice.desk"

    @api.model
    def similar(self, new):
        """At most 3 contacts like ``new`` {name, phone, email}: lines as of ``find`` with ``why``,
        one of "phone", "email", "name", the surest first. Nothing while too little is typed."""
        self._check_agent()
        given = {key: str((new or {}).get(key) or "").strip()[:120] for key in ("name", "phone", "email")}
        reasons = {}
        for why, partners in self._similar_by_contact(given) + [("name", self._similar_by_name(given["name"]))]:
            for partner in partners:
                reasons.setdefault(partner, why)
        lines = [self._hit(partner) | {"why": why} for partner, why in list(reasons.items())[:MOST]]
        return self._count_hits(lines)

    @api.model
    def _similar_by_contact(self, given):
        Partner = self.env["res.partner"]
        number = given["phone"] if len(pure.digits(given["phone"])) >= pure.TAIL - 1 else None
        found = [
            (why, Partner._find_by_contact(company=self.env.company, limit=MOST, **{why: value}))
            for why, value in (("phone", number), ("email", given["email"])) if value
        ]
        return [(why, partners.filtered_domain(self._customer_domain())) for why, partners in found]

    @api.model
    def _similar_by_name(self, name):
        """Names that look alike, as far as the database can tell; else equal ones."""
        Partner = self.env["res.partner"]
        if len(name) < MIN_NAME:
            return Partner
        if not self.env.registry.has_trigram:
            return Partner.search([("complete_name", "=ilike", name)] + list(self._customer_domain()), limit=MOST)
        ids = self._alike_ids(name)
        # the user's rights, and the order of likeness
        allowed = Partner.search([("id", "in", ids)] + list(self._customer_domain()))
        return allowed.sorted(lambda p: ids.index(p.id))[:MOST]

    @api.model
    def _alike_ids(self, name):
        """Ids of up to 12 contacts with a similar name. Likeness of words has no ORM counterpart."""
        self.env["res.partner"].flush_model(["complete_name", "active"])
        column = self.env.registry.unaccent(SQL.identifier("complete_name"))
        text = self.env.registry.unaccent(SQL("%s", name))
        self.env.execute_query(SQL("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", str(ALIKE)))
        rows = self.env.execute_query(SQL(
            "SELECT id FROM res_partner WHERE active AND complete_name IS NOT NULL AND %(column)s %% %(text)s"
            " ORDER BY similarity(%(column)s, %(text)s) DESC, id LIMIT 12", column=column, text=text,
        ))
        return [row[0] for row in rows]
