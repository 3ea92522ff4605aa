from datetime import timedelta

from odoo import api, fields, models


class RouteTrial(models.TransientModel):
    """What today's assignment rules would have done with last month. Nothing is changed."""

    _name = "frontoffice.route.trial"
    _description = "Assignment rules on last month"

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    days = fields.Integer(default=30, readonly=True)
    count = fields.Integer("Cases looked at", readonly=True)
    moved = fields.Integer("Would go elsewhere", readonly=True)
    unmatched = fields.Integer("No rule fits", readonly=True)
    line_ids = fields.One2many("frontoffice.route.trial.line", "trial_id", readonly=True)
    idle_names = fields.Char("Rules that never fit", readonly=True)

    @api.model
    def _cases(self, since):
        return self.env["frontoffice.case"].search([
            ("company_id", "=", self.env.company.id), ("opened_at", ">=", since),
        ])

    def _run(self):
        """Compare per case: the team it went to, and the team the first fitting rule names."""
        self.ensure_one()
        cases = self._cases(fields.Datetime.now() - timedelta(days=self.days))
        matches = self.env["frontoffice.route"]._match(self.company_id, [case._routing_facts() for case in cases])
        rows, hits = {}, self.env["frontoffice.route"]
        for case, route in zip(cases, matches, strict=True):
            hits |= route
            after = route.team_id or case.team_id
            key = (case.team_id.id, after.id, route.id)
            rows.setdefault(key, []).append(case.id)
        idle = self.env["frontoffice.route"].search([("company_id", "=", self.company_id.id)]) - hits
        self.write({
            "count": len(cases), "unmatched": sum(not route for route in matches),
            "moved": sum(len(ids) for (before, after, _r), ids in rows.items() if before != after),
            "idle_names": ", ".join(idle.mapped("name")),
            "line_ids": [fields.Command.clear()] + [
                fields.Command.create({
                    "team_before_id": before, "team_after_id": after, "route_id": route,
                    "count": len(ids), "case_ids": ids,
                }) for (before, after, route), ids in sorted(rows.items(), key=lambda row: -len(row[1]))
            ],
        })


class RouteTrialLine(models.TransientModel):
    """Cases that took, and would take, the same way."""

    _name = "frontoffice.route.trial.line"
    _description = "Assignment rules on last month: one way"
    _order = "count desc, id"

    trial_id = fields.Many2one("frontoffice.route.trial", required=True, ondelete="cascade", index=True)
    team_before_id = fields.Many2one("crm.team", "Went to")
    team_after_id = fields.Many2one("crm.team", "Would go to")
    route_id = fields.Many2one("frontoffice.route", "Rule")
    count = fields.Integer("Cases")
    case_ids = fields.Json()
    is_moved = fields.Boolean(compute="_compute_is_moved")

    @api.depends("team_before_id", "team_after_id")
    def _compute_is_moved(self):
        for line in self:
            line.is_moved = line.team_before_id != line.team_after_id

    def action_open(self):
        """The very cases."""
        action = self.env["ir.actions.act_window"]._for_xml_id("frontoffice_crm.case_action")
        return {**action, "domain": [("id", "in", self.case_ids)], "context": {}}
