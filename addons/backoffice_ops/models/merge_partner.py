from odoo import models


class MergeJournal(models.Model):
    _inherit = "frontoffice.merge.journal"

    def _partner_relations(self):
        return super()._partner_relations() + [("backoffice.handoff", "partner_id")]
