from odoo import fields, models


class Encounter(models.Model):
    _inherit = "frontoffice.encounter"

    discuss_channel_id = fields.Many2one(
        "discuss.channel", "Chat", index="btree_not_null", readonly=True, ondelete="set null"
    )

    _discuss_channel_uniq = models.UniqueIndex("(discuss_channel_id) WHERE discuss_channel_id IS NOT NULL")
