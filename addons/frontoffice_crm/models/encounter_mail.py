from odoo import models


class Encounter(models.Model):
    _inherit = "frontoffice.encounter"

    # Two processes may fetch the same mail at the same moment; the second one finds it taken.
    _message_ref_uniq = models.UniqueIndex(
        "(message_ref, company_id) WHERE message_ref IS NOT NULL", "This mail has already come in."
    )
