from odoo import api, models


class PartnerMerge(models.TransientModel):
    """Merging contacts loses no number and no address."""

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        self._keep_contact_points(src_partners, dst_partner)
        return super()._update_foreign_keys(src_partners, dst_partner)

    @api.model
    def _keep_contact_points(self, src_partners, dst_partner):
        """Numbers and addresses of those who go become further ones of the one who stays."""
        # sudo: merging is stock's right, and what a contact has belongs to the contact
        Point = self.env["frontoffice.contact.point"].sudo()
        known = {(p.kind, p.normalized) for p in dst_partner.sudo().contact_point_ids}
        known |= {
            (kind, Point._normalize(kind, value, dst_partner.country_id))
            for kind, value in (("phone", dst_partner.phone), ("email", dst_partner.email))
        }
        for point in src_partners.sudo().contact_point_ids:
            key = (point.kind, point.normalized)
            if key in known:
                point.unlink()
            else:
                point.partner_id = dst_partner
                known.add(key)
        for partner in src_partners:
            for kind, value in (("phone", partner.phone), ("email", partner.email)):
                key = (kind, Point._normalize(kind, value, partner.country_id))
                if key[1] and key not in known:
                    Point.create({"partner_id": dst_partner.id, "kind": kind, "value": value})
                    known.add(key)
        self.env.flush_all()
