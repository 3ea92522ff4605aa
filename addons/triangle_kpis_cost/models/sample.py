from odoo import fields, models

from odoo.addons.frontoffice_crm.tools import story_cast
from odoo.addons.frontoffice_crm.tools.story_clock import Clock, month_start

#: campaign of the story -> (name of its account, months, what a month of it cost)
ADVERTS = {
    "engineer_24h": ("Advert: engineer in 24 hours", range(-9, -5), 26000.0),
    "two_hours": ("Advert: two-hour window", range(-5, 1), 6500.0),
}


class Sample(models.AbstractModel):
    """What the adverts of the sample company cost."""

    _inherit = "frontoffice.sample"

    def _parts(self):
        return [*super()._parts(), "_load_costs"]

    def _load_costs(self, told, batch):
        """One bill a month and advert, on an account of its own; returns how many."""
        today, company = Clock(told.now, story_cast.ZONE).today, self.env.company
        plan = self.env["account.analytic.plan"].search([("parent_id", "=", False)], limit=1)
        campaigns = self._remembered("utm.campaign")
        accounts = self._make("account.analytic.account", {
            key: {"name": name, "plan_id": plan.id, "company_id": company.id}
            for key, (name, _months, _cost) in ADVERTS.items() if plan and key in campaigns})
        for key, account in accounts.items():
            self.env["utm.campaign"].browse(campaigns[key]).cost_account_id = account
        lines = self._make("account.analytic.line", {
            f"{key}{-month}": {
                "name": name, "amount": -cost, "company_id": company.id, "date": day,
                accounts[key].plan_id._column_name(): accounts[key].id}
            for key, (name, months, cost) in ADVERTS.items() if key in accounts for month in months
            for day in (fields.Date.add(month_start(today, month), days=4),) if day <= today})
        self._count(["cost"])
        return {"costs": len(lines)}

    def _catalogue_models(self):
        return ["account.analytic.line", "account.analytic.account", *super()._catalogue_models()]
