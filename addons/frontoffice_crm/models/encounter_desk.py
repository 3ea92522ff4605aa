from odoo import models


class Encounter(models.Model):
    """What the desk asks of interactions on every call, in the order it asks."""

    _inherit = "frontoffice.encounter"

    _partner_last_idx = models.Index("(partner_id, arrived_at DESC, id DESC) WHERE partner_id IS NOT NULL")
    _topic_use_idx = models.Index("(company_id, arrived_at, need_id)")
