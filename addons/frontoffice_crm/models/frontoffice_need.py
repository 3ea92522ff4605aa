import re
from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import ValidationError

LOOKED_BACK = 100  # interactions of one customer: enough to know the person, whoever called 100,000 times


def plain(text):
    """Lower-case words with single spaces and a space around, so that whole phrases are found."""
    return " " + re.sub(r"\W+", " ", (text or "").lower()).strip() + " "


class FrontofficeNeed(models.Model):
    """What customers ask about, and who answers for it."""

    _name = "frontoffice.need"
    _description = "Topic"
    _parent_store = True
    _order = "sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    code = fields.Char()
    parent_id = fields.Many2one("frontoffice.need", index=True, ondelete="restrict", string="Part of")
    parent_path = fields.Char(index=True)
    keywords = fields.Text(
        translate=True, help="Words customers use, separated by commas. They suggest this topic."
    )
    team_id = fields.Many2one("crm.team", check_company=True)
    user_id = fields.Many2one("res.users", string="Person")
    standard_id = fields.Many2one(
        "frontoffice.promise.standard", string="Usual promise", check_company=True
    )
    company_id = fields.Many2one("res.company", index=True, help="Empty: shared by all companies.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    is_unheard = fields.Boolean(
        "Nobody answers for it", compute="_compute_is_unheard", search="_search_is_unheard",
        help="No team, no person and no usual promise.",
    )

    @api.constrains("parent_id")
    def _check_parent(self):
        if self._has_cycle():
            raise ValidationError(self.env._("A topic cannot be part of itself."))

    @api.depends("team_id", "user_id", "standard_id")
    def _compute_is_unheard(self):
        for need in self:
            need.is_unheard = not (need.standard_id and (need.team_id or need.user_id))

    def _search_is_unheard(self, operator, value):
        if operator != "in":
            return NotImplemented
        owned = fields.Domain("team_id", "!=", False) | fields.Domain("user_id", "!=", False)
        return ~(fields.Domain("standard_id", "!=", False) & owned)

    def _words(self):
        """Lower-case words and phrases that point to this topic, its name included."""
        self.ensure_one()
        phrases = re.split(r"[,;\n]", self.keywords or "") + [self.name or ""]
        return {phrase.strip().lower() for phrase in phrases if phrase.strip()}

    @api.model
    def _suggest(self, text, partner=None, company=None, limit=5):
        """Topics a text points to, best first; then what this customer and others ask most.

        Longer phrases weigh more than short words; what this customer asked before decides between
        equals. Returns a recordset of at most ``limit``.
        """
        company = company or self.env.company
        needs = self.search([("company_id", "in", (False, company.id))])
        padded = plain(text)
        scores = {}
        for need in needs:
            hits = [word for word in need._words() if plain(word) in padded]
            if hits:
                scores[need.id] = sum(len(hit) for hit in hits)
        own = needs._asked_by(partner, company) if partner else {}
        ranked = sorted(scores, key=lambda need_id: (-scores[need_id], -own.get(need_id, 0), need_id))
        if len(ranked) < limit:
            ranked += [i for i in needs._by_use(partner, company) if i not in scores]
        return self.browse(ranked[:limit])

    def _matched(self, text, company=None):
        """The one topic the words of a text point to, or none."""
        scored = self._suggest(text, company=company, limit=1)
        return scored if scored and scored._is_meant(text) else self.browse()

    def _is_meant(self, text):
        """Whether a word or phrase of this topic is in the text."""
        return any(plain(word) in plain(text) for word in self._words())

    def _by_use(self, partner, company):
        """Ids of these topics by how often they were asked in the last 90 days, this customer's first."""
        since = fields.Datetime.subtract(fields.Datetime.now(), days=90)
        domain = [("need_id", "in", self.ids), ("company_id", "=", company.id), ("arrived_at", ">=", since)]
        groups = self.env["frontoffice.encounter"]._read_group(domain, ["need_id"], ["__count"])
        count = {need.id: n for need, n in groups}
        own = self._asked_by(partner, company) if partner else {}
        return sorted(self.ids, key=lambda i: (-own.get(i, 0), -count.get(i, 0), self.ids.index(i)))

    def _asked_by(self, partner, company):
        """{id: how often} among the last 100 interactions of this customer."""
        last = self.env["frontoffice.encounter"].search_fetch(
            [("partner_id", "=", partner.id), ("company_id", "=", company.id)], ["need_id"], limit=LOOKED_BACK
        )
        return dict(Counter(encounter.need_id.id for encounter in last if encounter.need_id in self))
