from odoo import models


class Case(models.Model):
    _inherit = "frontoffice.case"

    def _merge_relations(self):
        """Bundles follow their case through a merge and back."""
        return super()._merge_relations() + [("backoffice.bundle", "case_id")]


class MergeJournal(models.Model):
    _inherit = "frontoffice.merge.journal"

    def _partner_relations(self):
        return super()._partner_relations() + [("backoffice.bundle", "partner_id")]
