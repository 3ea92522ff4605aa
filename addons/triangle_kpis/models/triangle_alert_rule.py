from odoo import api, fields, models


class TriangleAlertRule(models.Model):
    """Who looks into alerts, how soon, and what is watched: for one figure, or for all that have no rule of their own.

    Without any rule every figure on the page or in the score is watched for the company, its teams and
    its departments; further figures once they are switched on.
    """

    _name = "triangle.alert.rule"
    _description = "Alert rule"
    _order = "company_id, kpi_id, id"
    _rec_name = "kpi_id"

    DAYS = 3  # to look into an alert, unless a rule says otherwise

    kpi_id = fields.Many2one(
        "triangle.kpi", "Figure", index="btree_not_null", ondelete="cascade", help="Empty: all others.")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company, ondelete="cascade")
    watched = fields.Boolean(default=True, help="Off: nobody is told about this figure.")
    by_team = fields.Boolean("Each team", default=True)
    by_department = fields.Boolean("Each department", default=True)
    owner_id = fields.Many2one("res.users", "Looks into it", index="btree_not_null", ondelete="set null")
    days = fields.Integer("Days to look into it", default=3, required=True)
    active = fields.Boolean(default=True)

    _one_uniq = models.UniqueIndex(
        "(company_id, COALESCE(kpi_id, 0)) WHERE active", "There is a rule for this figure already.")
    _days_positive = models.Constraint("CHECK (days > 0)", "It takes at least a day to look into something.")

    @api.model
    def _in_force(self, company):
        """{kpi id, or False for all others: rule} of a company."""
        return {rule.kpi_id.id: rule for rule in self.search([("company_id", "=", company.id)])}

    @api.model
    def _of(self, alert):
        """The rule for an alert, or an empty record."""
        rules = self._in_force(alert.company_id)
        return rules.get(alert.kpi_id.id) or rules.get(False) or self.browse()

    @api.model
    def _owner(self, alert, rule):
        """Of the rule, the figure, the team or department; else somebody who manages figures of the company."""
        named = (rule.owner_id, alert.kpi_id.owner_id, alert.team_id.user_id,
                 alert.department_id.manager_id.user_id)
        for user in named:
            if user and user.active and alert.company_id in user.company_ids \
                    and user.has_group("triangle_kpis.group_viewer"):
                return user
        return self.env["res.users"].search([
            ("all_group_ids", "in", self.env.ref("triangle_kpis.group_manager").id), ("share", "=", False),
            ("company_ids", "in", alert.company_id.id)], order="id desc", limit=1)
