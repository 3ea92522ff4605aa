from odoo import api, models


class CrmLead(models.Model):
    """What belongs to an enquiry follows it when Odoo merges it into another one."""

    _inherit = "crm.lead"

    @api.model
    def _merged_links(self):
        """Models whose ``lead_id`` follows a merge. Upper addons add theirs."""
        return ["frontoffice.encounter", "frontoffice.promise"]

    def _merge_dependences(self, opportunities):
        """Interactions, promises and requests go on with the enquiry that is kept; the others are deleted."""
        done = super()._merge_dependences(opportunities)
        for model in self._merged_links():
            # sudo: what belongs to an enquiry follows it, whoever may see it
            records = self.env[model].sudo().with_context(active_test=False)
            records.search([("lead_id", "in", opportunities.ids)]).write({"lead_id": self.id})
        return done
