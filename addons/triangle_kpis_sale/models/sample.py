from odoo import fields, models

from odoo.addons.frontoffice_crm.tools import story_cast, story_desk
from odoo.addons.frontoffice_crm.tools.story_clock import Clock


class Sample(models.AbstractModel):
    """Orders of the sample's won enquiries, on the day they were won."""

    _inherit = "frontoffice.sample"

    def _parts(self):
        return [*super()._parts(), "_load_orders"]

    def _load_orders(self, told, batch):
        """Confirmed orders; returns how many. Nothing is delivered or invoiced by them: the story has its invoices."""
        leads, partners = self._remembered("crm.lead"), self._remembered("res.partner")
        campaigns = self._remembered("utm.campaign")
        won = [line for line in story_desk.leads(Clock(told.now, story_cast.ZONE))
               if line.fate == "won" and line.closed_at and line.key in leads]
        job = self._make("product.product", {"job": {
            "name": "Installation", "type": "service", "company_id": self.env.company.id, "taxes_id": False,
        }})["job"]
        # made as orders, not confirmed by the button: nobody is told, nothing is planned or promised
        orders = self._make("sale.order", {line.key: {
            "partner_id": partners[line.customer], "opportunity_id": leads[line.key], "company_id": self.env.company.id,
            "user_id": self._remembered("res.users")["lukas"], "date_order": line.closed_at,
            "state": "sale", "campaign_id": campaigns.get(line.campaign, False),
            "order_line": [fields.Command.create({
                "product_id": job.id, "name": line.name, "price_unit": line.worth, "tax_ids": False})],
        } for line in won})
        self.env["triangle.dirty"]._mark_records("lead_order", list(leads.values()))
        self._count(["lead_order", "order"])
        return {"orders": len(orders)}

    def _catalogue_models(self):
        return ["sale.order", "product.product", "product.template", *super()._catalogue_models()]

    def _of_company(self, model):
        found = super()._of_company(model)
        if model == "sale.order":
            found.filtered(lambda order: order.state == "sale").write({"state": "cancel", "locked": False})
        return found
