from odoo import SUPERUSER_ID, models


class Promise(models.Model):
    _inherit = "frontoffice.promise"

    def _ledger_opening_payload(self):
        """A promise of the past brings what was manageable in its time; today's figure would be hindsight."""
        payload = super()._ledger_opening_payload()
        if self.source == "history" or (self.source == "sample" and self.capability_hours):
            known = round(self.capability_hours * 3600) if self.capability_hours else None
            payload = {**payload, "capability_s": known}
        return payload

    def _ledger_opening_actor(self):
        """In the sample the people of the story made it; nobody but the system can tell that story."""
        told = self.source == "sample" and self.env.uid == SUPERUSER_ID
        return told and self.made_by_id.id or super()._ledger_opening_actor()
