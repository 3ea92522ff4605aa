from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..tools import answers as pure

SHOWN = 3
LOOKED = 60  # an hour from one place
HOUR = 3600
LONGEST = 2000  # letters of what is being typed that are looked at


class Snippet(models.Model):
    """Ready answers customers may read before they send a question. None is shown that does not say so."""

    _inherit = "frontoffice.snippet"

    is_public = fields.Boolean(
        "Customers may read it", help="Offered on public forms, in the portal and by the chatbot, where it fits."
    )
    question = fields.Char(
        "As customers ask it", translate=True, help="Stands above the answer, and says by its words when it fits."
    )
    helped_count = fields.Integer("Helped without us", readonly=True, copy=False)

    _public_idx = models.Index("(company_id) WHERE is_public")

    @api.constrains("is_public", "question", "text")
    def _check_public(self):
        for snippet in self.filtered("is_public"):
            if not (snippet.question or "").strip():
                raise ValidationError(self.env._(
                    "Say how customers ask what “%s” answers, before they may read it.", snippet.shortcut
                ))
            if "{" in (snippet.text or ""):
                raise ValidationError(self.env._(
                    "“%s” has a word in braces that is filled in for one customer. Take it out before customers may "
                    "read it.", snippet.shortcut,
                ))

    @api.model
    def _public_for(self, text, company, need=None, limit=SHOWN):
        """Answers customers may read that fit what they write, the best first.

        ``need``: the topic they chose; else the one their words point to. Of this company or shared ones, and of
        no team alone.
        """
        # sudo: who is allowed to ask is decided by the form, the portal or the chat; only public ones are found
        Snippet, text = self.sudo(), (text or "")[:LONGEST]
        found = Snippet.search([
            ("is_public", "=", True), ("team_id", "=", False), ("company_id", "in", (False, company.id)),
        ])
        if not found or not text.strip():
            return Snippet.browse()
        topic = need or self.env["frontoffice.need"].sudo()._matched(text, company=company)  # as above
        asked = [(snippet.id, snippet.question, bool(topic) and snippet.need_id == topic) for snippet in found]
        return Snippet.browse(pure.best(text, asked, limit))

    def _for_customers(self):
        """[{"id", "question", "text"}]: all a customer sees of them."""
        return [{"id": snippet.id, "question": snippet.question, "text": snippet.text} for snippet in self]

    @api.model
    def _may_look(self, origin):
        """Whether somebody may ask again: so many looks in an hour from one place."""
        return self.env["frontoffice.public.guard"]._allow("answers", origin, LOOKED, HOUR)

    @api.model
    def _public_one(self, answer, company):
        """The answer a customer says helped, if it is one customers of this company may read; else none."""
        known = int(answer) if str(answer or "").isdecimal() and len(str(answer)) < 10 else 0
        found = self.sudo().browse(known).exists()  # sudo: as in _public_for
        return found.filtered(
            lambda s: s.is_public and s.active and not s.team_id and s.company_id.id in (False, company.id)
        )

    def _helped(self):
        """One more who needed nobody. SQL: two at the same moment both count."""
        self.flush_recordset(["helped_count"])
        self.env.cr.execute(SQL(
            "UPDATE frontoffice_snippet SET helped_count = COALESCE(helped_count, 0) + 1 WHERE id IN %s",
            tuple(self.ids) or (0,),
        ))
        self.invalidate_recordset(["helped_count"], flush=False)
