from odoo import api, fields, models
from odoo.exceptions import ValidationError


class Asset(models.Model):
    """A page or file sales gives to customers: opened how often, and won how often."""

    _name = "frontoffice.asset"
    _description = "Material"
    _order = "sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    code = fields.Char(copy=False)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: shared by all companies.")
    url = fields.Char("Link")
    file = fields.Binary(attachment=True)
    file_name = fields.Char()
    need_ids = fields.Many2many("frontoffice.need", string="For topics", check_company=True)
    claim_ids = fields.Many2many("frontoffice.claim", string="What it promises", check_company=True)
    share_ids = fields.One2many("frontoffice.asset.share", "asset_id", readonly=True)
    share_count = fields.Integer("Given", compute="_compute_results")
    opened_count = fields.Integer("Opened", compute="_compute_results")
    decided_count = fields.Integer("Decided", compute="_compute_results")
    won_percent = fields.Integer("Won (%)", compute="_compute_results", help="Of the opportunities that are decided.")

    _code_company_uniq = models.UniqueIndex(
        "(code, company_id) WHERE code IS NOT NULL", "This code is already used by other material."
    )

    @api.constrains("url", "file")
    def _check_content(self):
        for asset in self:
            if not asset.url and not asset.file:
                raise ValidationError(self.env._("“%s” needs a link or a file.", asset.name))
            if asset.url and not asset.url.startswith(("https://", "http://")):
                raise ValidationError(self.env._("A link begins with https://."))

    def _own_url(self):
        """Where a colleague opens it: its link, else its file. Customers get a link of their own, which counts."""
        self.ensure_one()
        file = f"/web/content?model={self._name}&id={self.id}&field=file&filename_field=file_name&download=true"
        return self.url or file

    @api.depends("share_ids.open_count")
    def _compute_results(self):
        Share = self.env["frontoffice.asset.share"]
        domain = [("asset_id", "in", self.ids)]
        given = dict(Share._read_group(domain, ["asset_id"], ["__count"]))
        opened = dict(Share._read_group([*domain, ("open_count", ">", 0)], ["asset_id"], ["__count"]))
        # sudo: a share of won leads is open to whoever sees the material, the leads are not
        won = self._decided(Share.sudo(), [*domain, ("lead_id.won_status", "=", "won")])
        lost = self._decided(Share.sudo(), [*domain, ("lead_id.won_status", "=", "lost")])
        for asset in self:
            decided = won.get(asset, 0) + lost.get(asset, 0)
            asset.share_count, asset.opened_count = given.get(asset, 0), opened.get(asset, 0)
            asset.decided_count = decided
            asset.won_percent = round(100 * won.get(asset, 0) / decided) if decided else 0

    def _decided(self, share, domain):
        groups = share.with_context(active_test=False)._read_group(domain, ["asset_id"], ["lead_id:count_distinct"])
        return dict(groups)
