from odoo import models


class BasePartnerMerge(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _update_foreign_keys(self, src_partners, dst_partner):
        """The merge writes customers in plain SQL, past every hook: count the survivor's records again."""
        done = super()._update_foreign_keys(src_partners, dst_partner)
        dst_partner._triangle_mark()
        return done
