from odoo import api, models

PAIR = ("team_id", "department_id")


class TriangleDashboard(models.AbstractModel):
    """Targets that a front team and a department answer for together: one tile, the same for both."""

    _inherit = "triangle.dashboard"

    @api.model
    @api.readonly
    def get_page(self, filters=None):
        page = super().get_page(filters)
        return {**page, "shared": self._shared(page["filters"])}

    def _shared(self, filters):
        """[{tile, with, filters}] of the pairs the user belongs to; analysts see all of the company.

        ``tile`` is as everywhere, of what goes between the two; ``with`` names them.
        """
        targets = self._pair_targets(filters)
        found = []
        for pair, mine in targets.grouped(lambda target: (target.team_id, target.department_id)).items():
            if any(filters.get(name) and filters[name] != member.id for name, member in zip(PAIR, pair, strict=True)):
                continue
            found += self._pair_tiles(mine.kpi_id, pair, filters)
        return found

    def _pair_targets(self, filters):
        # sudo: a target is shown with its figure to whoever sees the figure
        targets = self.env["triangle.target"].sudo().search([
            ("company_id", "=", self.env.company.id), ("team_id", "!=", False), ("department_id", "!=", False),
            ("date_from", "<=", filters["date_to"]), ("date_to", ">=", filters["date_to"])])
        if not targets or self.env.user.has_group("triangle_kpis.group_analyst"):
            return targets
        return targets.filtered(self._is_in_pair)

    def _is_in_pair(self, target):
        """Whether the user works in the team or in the department."""
        user = self.env.user
        return user in target.team_id.member_ids | target.team_id.user_id or target.department_id.id in (
            self.env["backoffice.member"].sudo().search([("user_id", "=", user.id)]).department_id.ids)  # own seats

    def _pair_tiles(self, kpis, pair, filters):
        sources = self.env["triangle.alert.judge"]._sources_of(kpis)
        found = []
        for kpi in kpis:
            # A figure that knows no departments is the team's alone, and still shared.
            known = [name for name in PAIR if all(name in dims for dims in sources[kpi.id].values())]
            ids = {name: member.id for name, member in zip(PAIR, pair, strict=True)}
            wanted = self._clean({
                **{key: value for key, value in filters.items() if key not in PAIR},
                **{name: ids[name] for name in known}})
            context = self._context(kpi, self._period(wanted), wanted)
            # sudo: as above
            context["targets"] = self.env["triangle.target"].sudo()._in_force(context["period"]["last"], *ids.values())
            found.append({
                "tile": self._sent(self._tile(kpi, context)), "filters": self._filters_out(wanted, context["period"]),
                "with": [member.sudo().display_name for member in pair]})  # names shown with an aggregate
        return found
