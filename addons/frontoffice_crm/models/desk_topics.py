from odoo import api, models

MOST = 6


class DeskTopics(models.AbstractModel):
    """What about? Suggested from the words and from what this customer asked before."""

    _inherit = "frontoffice.desk"

    @api.model
    def topics(self, text, partner_id=None):
        """Topics the words point to, then what this customer and others ask most.

        ``sure`` marks those found by words, ``asked`` says how often this customer asked about it.
        """
        self._check_agent()
        Need = self.env["frontoffice.need"]
        words = (text or "").strip()
        partner = self.env["res.partner"].browse(partner_id or []).exists()
        needs = Need._suggest(words, partner=partner, limit=MOST)
        named = Need.search([("name", "ilike", words)], limit=MOST) if words else Need
        matched = needs.filtered(lambda need: need._is_meant(words))[:1] if words else Need
        first = (needs & named) | named
        found = (matched | first | needs)[:MOST]
        asked = found._asked_by(partner, self.env.company) if partner else {}
        lines = self._topic_lines(found, {*named.ids, *matched.ids})
        return [{**line, "asked": asked.get(line["id"], 0)} for line in lines]
