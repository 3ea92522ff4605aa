from odoo import api, models

KEPT = ("name", "email", "phone", "lang", "street", "street2", "zip", "city", "vat", "function", "is_company", "ref")
KEPT_IDS = ("country_id", "state_id", "parent_id", "company_id")


class PartnerMergeWizard(models.TransientModel):
    """The stock merge of contacts, with our part of it written down so that it can be taken back."""

    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        partners = self.env["res.partner"].browse(partner_ids).exists()
        notes = {partner.id: self._merge_note(partner) for partner in partners}
        result = super()._merge(partner_ids, dst_partner, extra_checks=extra_checks)
        left = partners.exists()
        if len(left) == 1:
            self._journal_partners(left, [notes[partner.id] for partner in partners - left])
        return result

    @api.model
    def _merge_note(self, partner):
        """What we must know of a contact that is about to disappear."""
        partner = partner.sudo()  # the stock wizard works as superuser, too
        snapshot = {name: partner[name] or False for name in KEPT} | {n: partner[n].id for n in KEPT_IDS}
        lines = []
        for model, name in self.env["frontoffice.merge.journal"]._partner_relations():
            Model = self.env[model].sudo().with_context(active_test=False)
            records = Model.search([(name, "=", partner.id)], order="id")
            if records:
                lines.append({"model": model, "field": name, "ids": records.ids, "from": partner.id})
        return {"snapshot": snapshot, "lines": lines}

    @api.model
    def _journal_partners(self, kept, notes):
        """One journal entry per contact that disappeared."""
        # sudo: written by merges alone
        self.env["frontoffice.merge.journal"].sudo().create([
            {
                "kind": "partner", "user_id": self.env.uid, "partner_id": kept.id, "snapshot": note["snapshot"],
                "company_id": note["snapshot"]["company_id"] or self.env.company.id,
                "moved": [{**line, "to": kept.id} for line in note["lines"]],
            }
            for note in notes
        ])
