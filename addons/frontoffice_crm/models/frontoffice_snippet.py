from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

MOST = 200  # sent to the composer at once; it searches in them while typing


class Snippet(models.Model):
    """Words we write often. ``/`` and the short name insert them into an answer, in the customer's language.

    Stock canned responses (``::``) stay as they are: they know neither team nor topic nor language.
    """

    _name = "frontoffice.snippet"
    _description = "Snippet"
    _order = "shortcut, id"
    _rec_name = "shortcut"
    _rec_names_search = ["shortcut", "text"]
    _check_company_auto = True

    shortcut = fields.Char(
        "Short name", required=True, index="trigram", help="What follows the stroke: /late inserts the text of “late”."
    )
    text = fields.Text(
        required=True, translate=True,
        help="{customer}, {case}, {subject} and {me} are replaced by names and numbers of the case.",
    )
    team_id = fields.Many2one(
        "crm.team", index="btree_not_null", check_company=True, ondelete="cascade",
        domain=[("is_service", "=", True)], help="Empty: every team.",
    )
    need_id = fields.Many2one(
        "frontoffice.need", "Topic", index="btree_not_null", check_company=True, ondelete="cascade",
        help="Empty: every topic.",
    )
    company_id = fields.Many2one(
        "res.company", index=True, compute="_compute_company", store=True, readonly=False, precompute=True,
        help="Empty: shared by all companies.",
    )
    use_count = fields.Integer("Used", readonly=True, copy=False)
    active = fields.Boolean(default=True)

    _shortcut_uniq = models.UniqueIndex(
        "(shortcut, COALESCE(team_id, 0), COALESCE(need_id, 0), COALESCE(company_id, 0)) WHERE active IS TRUE",
        "There is already a snippet of this name for this team and topic.",
    )

    @api.depends("team_id", "need_id")
    def _compute_company(self):
        """What is for a team or a topic of one company is that company's."""
        for snippet in self:
            snippet.company_id = snippet.company_id or snippet.team_id.company_id or snippet.need_id.company_id

    @api.constrains("shortcut")
    def _check_shortcut(self):
        for snippet in self:
            if any(character.isspace() or character == "/" for character in snippet.shortcut):
                raise ValidationError(self.env._("A short name is one word without a stroke, such as “late”."))

    @api.model
    def for_case(self, case_id):
        """Snippets that fit a case, ready to insert: the topic's first, then the team's, then all others."""
        case = self.env["frontoffice.case"].browse(case_id)
        case.check_access("read")
        domain = Domain.AND([
            [("company_id", "in", (False, case.company_id.id))], [("team_id", "in", (False, case.team_id.id))],
            Domain("need_id", "=", False) | Domain("need_id", "parent_of", case.need_id.ids),
        ])
        found = self.with_context(lang=case.partner_id.lang or self.env.lang).search(domain, limit=MOST)
        found = found.sorted(lambda s: (not s.need_id, not s.team_id, s.shortcut, s.id))
        return [{"id": s.id, "shortcut": s.shortcut, "text": s._filled(case)} for s in found]

    def _filled(self, case):
        """The text with the names of this case; unknown braces stay as they are."""
        text = self.text or ""
        words = {
            "customer": case.partner_id.name or case.partner_name or "", "case": case.name,
            "subject": case.subject or "", "me": self.env.user.name,
        }
        for key, value in words.items():
            text = text.replace("{" + key + "}", value)
        return text

    def count_use(self):
        """It was inserted once more."""
        self.check_access("read")
        for snippet in self.sudo().try_lock_for_update():  # sudo: counted whoever uses it; a busy one is not waited for
            snippet.use_count += 1
        return True
