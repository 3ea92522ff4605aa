from odoo import api, fields, models

HEADS = "backoffice_ops.group_head"
COSTS = ("cost_fixed", "touch_hours", "hour_rate")


class ServiceCost(models.Model):
    """What one request costs the company inside: for heads alone, so versions keep it in a field of its own."""

    _inherit = "backoffice.service"

    currency_id = fields.Many2one("res.currency", compute="_compute_currency")
    cost_fixed = fields.Monetary("Cost of one request", groups=HEADS, help="Fees, postage, material.")
    touch_hours = fields.Float("Hours of work", groups=HEADS, help="Hands-on time one request usually takes.")
    hour_rate = fields.Monetary("Cost of an hour", groups=HEADS)
    cost = fields.Monetary("Usual cost", compute="_compute_cost", groups=HEADS)
    cost_revision = fields.Integer(readonly=True, copy=False, help="Counts changes of the costs.")

    _costs_positive = models.Constraint(
        "CHECK (cost_fixed >= 0 AND touch_hours >= 0 AND hour_rate >= 0)", "Costs and hours cannot be negative."
    )

    @api.depends("company_id")
    @api.depends_context("company")
    def _compute_currency(self):
        for service in self:
            service.currency_id = (service.company_id or self.env.company).currency_id

    @api.depends(*COSTS)
    def _compute_cost(self):
        for service in self:
            service.cost = service.cost_fixed + service.touch_hours * service.hour_rate

    def write(self, vals):
        if len(self) == 1 and any(name in vals and self.sudo()[name] != vals[name] for name in COSTS):
            vals = {**vals, "cost_revision": self.cost_revision + 1}  # sudo above: compared, not shown
        elif len(self) > 1 and not {*COSTS}.isdisjoint(vals):
            return all(service.write(vals) for service in self)
        return super().write(vals)

    def _costs(self):
        """Costs as a version keeps them."""
        self.ensure_one()
        service = self.sudo()  # frozen by whoever first uses the version, read by heads alone
        return {name: service[name] for name in COSTS}


class ServiceVersionCost(models.Model):
    _inherit = "backoffice.service.version"

    costs = fields.Json(groups=HEADS, readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")  # before anything is looked up for somebody who may not
        Service = self.env["backoffice.service"]
        return super().create([
            {**vals, "costs": Service.browse(vals["service_id"])._costs()} for vals in vals_list
        ])
