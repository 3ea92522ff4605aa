from odoo import api, fields, models


class CaseMergeWizard(models.TransientModel):
    """Choose which of several cases lives on."""

    _name = "frontoffice.case.merge"
    _description = "Merge cases"

    case_ids = fields.Many2many(
        "frontoffice.case", "frontoffice_case_merge_rel", "wizard_id", "case_id", "Cases", required=True,
        domain="[('state', 'in', ('new', 'open', 'waiting_customer', 'waiting_backoffice', 'resolved'))]",
    )
    survivor_id = fields.Many2one(
        "frontoffice.case", "The one that lives on", compute="_compute_survivor", store=True,
        readonly=False, domain="[('id', 'in', case_ids)]",  # required in the view: it is computed after the insert
    )
    warning = fields.Char(compute="_compute_warning")

    @api.depends("case_ids")
    def _compute_survivor(self):
        """The oldest: its number is the one the customer knows best."""
        for wizard in self:
            if wizard.survivor_id not in wizard.case_ids:
                wizard.survivor_id = wizard.case_ids._origin.sorted(lambda c: (c.opened_at, c.id))[:1]

    @api.depends("case_ids", "survivor_id")
    def _compute_warning(self):
        for wizard in self:
            people = wizard.case_ids.partner_id.commercial_partner_id
            wizard.warning = len(people) > 1 and self.env._(
                "These are different customers (%s). Each of them would read the answers to the others.",
                ", ".join(people.mapped("display_name")),
            )

    def action_merge(self):
        """Merge, and open the case that lives on."""
        self.ensure_one()
        self.case_ids._merge_into(self.survivor_id)
        return self.survivor_id._open_form()
