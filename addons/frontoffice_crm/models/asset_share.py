import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

SCANNER_SECONDS = 10  # a mail scanner opens at once, a person does not


class AssetShare(models.Model):
    """One piece of material given to one lead, with a link of its own that counts its opening."""

    _name = "frontoffice.asset.share"
    _description = "Material given"
    _order = "id desc"

    asset_id = fields.Many2one("frontoffice.asset", "Material", required=True, index=True, ondelete="restrict")
    lead_id = fields.Many2one("crm.lead", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, readonly=True, default=lambda self: self.env.company
    )
    user_id = fields.Many2one("res.users", "Given by", readonly=True, default=lambda self: self.env.uid)
    token = fields.Char(readonly=True, copy=False, default=lambda self: secrets.token_urlsafe(24), index=True)
    link = fields.Char("Link to send", compute="_compute_link")
    shared_at = fields.Datetime("Given on", readonly=True, default=fields.Datetime.now)
    open_count = fields.Integer("Opened", readonly=True)
    first_open_at = fields.Datetime("First opened", readonly=True)
    last_open_at = fields.Datetime("Last opened", readonly=True)

    @api.model
    def _has_field_access(self, field, operation):
        # who gives it, the link and its opening are not typed by anybody
        if operation == "write" and not self.env.su and field.name not in ("asset_id", "lead_id"):
            return False
        return super()._has_field_access(field, operation)

    @api.model_create_multi
    def create(self, vals_list):
        shares = super().create(vals_list)
        for share in shares:
            company = share.lead_id.company_id
            if company and company != share.company_id:
                share.sudo().company_id = company  # the lead's company decides
        return shares

    @api.constrains("asset_id", "lead_id")
    def _check_lead(self):
        for share in self:
            share.lead_id.check_access("read")
            if share.asset_id.company_id and share.asset_id.company_id != share.company_id:
                raise UserError(self.env._("This material belongs to another company."))

    @api.depends("token")
    def _compute_link(self):
        for share in self:
            share.link = f"{share.get_base_url()}/material/{share.token}" if share.token else False

    def _opened(self):
        """Somebody opened it; what opens within ten seconds of giving it is a machine."""
        now = fields.Datetime.now()
        if now < self.shared_at + timedelta(seconds=SCANNER_SECONDS):
            return
        self.write({
            "open_count": self.open_count + 1, "last_open_at": now, "first_open_at": self.first_open_at or now,
        })


class CrmLead(models.Model):
    _inherit = "crm.lead"

    asset_share_ids = fields.One2many("frontoffice.asset.share", "lead_id", "Material given")
