from odoo import models


class MergeJournal(models.Model):
    """Followers of merged cases follow the one that lives on, and leave it when that is undone."""

    _inherit = "frontoffice.merge.journal"

    def _add_followers(self, others, survivor):
        """Add those who do not follow yet, with the subtypes they had; written down as a line."""
        # sudo: as for everything a merge moves
        known = survivor.sudo().message_follower_ids.partner_id
        added = {}
        for follower in others.sudo().message_follower_ids.filtered(lambda f: f.partner_id not in known):
            added.setdefault(follower.partner_id.id, set()).update(follower.subtype_ids.ids)
        for partner_id, subtype_ids in added.items():
            survivor.sudo()._message_subscribe(partner_ids=[partner_id], subtype_ids=sorted(subtype_ids))
        if added:
            self.sudo().moved = [*self.moved, {
                "model": "mail.followers", "field": "partner_id", "ids": sorted(added), "from": None, "to": survivor.id,
            }]

    def _remove_followers(self):
        for line in self.moved or []:
            if line["model"] == "mail.followers":
                self.env["frontoffice.case"].sudo().browse(line["to"]).message_unsubscribe(line["ids"])

    def _move(self, line, back=False):
        if line["model"] == "mail.followers":
            return len(line["ids"])  # added and taken away by themselves
        return super()._move(line, back=back)
