from datetime import timedelta

from odoo import api, fields, models

from .res_company import PERSONAL_DAYS
from .triangle_access_log import KEPT
from .triangle_dashboard_own import OWN, TEAM_ONLY

GROUPS = (
    "triangle_kpis.group_viewer", "triangle_kpis.group_analyst", "triangle_kpis.group_manager",
    "frontoffice_crm.group_agent", "frontoffice_crm.group_leader", "frontoffice_crm.group_manager",
    "backoffice_ops.group_clerk", "backoffice_ops.group_head", "backoffice_ops.group_manager",
)
RECENT = 90  # days the sheet counts openings over


class TriangleCouncil(models.AbstractModel):
    """Sheet for the works council: what is recorded about whom, why, how long and who sees it.

    Made from the settings as they are at the moment; nothing on it is kept.
    """

    _name = "triangle.council"
    _description = "Sheet for the works council"

    @api.model
    def _may_read(self):
        """Managers always; every colleague while personal figures are on."""
        user = self.env.user
        return user.has_group("triangle_kpis.group_manager") or (
            user._is_internal() and self.env["triangle.engine"]._personal_on())

    @api.model
    def _values(self):
        """Everything the sheet shows: plain data, of the current company."""
        company = self.env.company
        return {
            "company": company.name, "on": self.env["triangle.engine"]._personal_on(),
            "days": company.triangle_personal_days or PERSONAL_DAYS,
            "figures": self._figures(), "records": self._records(),
            "groups": self._members(), "log": self._openings(), "log_days": KEPT,
            "made": fields.Datetime.context_timestamp(self, fields.Datetime.now()).strftime("%Y-%m-%d %H:%M"),
        }

    def _figures(self):
        """Figures somebody may see of herself. sudo: their words are no secret."""
        lines, kpis = self.env["triangle.measure"]._lines(), self.env["triangle.kpi"].sudo()
        measures = self.env["triangle.dashboard"]._measures_of
        return [
            {"name": kpi.name, "what": kpi.definition or kpi.tooltip, "fewest": TEAM_ONLY.get(kpi.code)}
            for kpi in kpis.search([("code", "in", OWN), ("computed", "=", False)])
            if all(code in lines and lines[code].personal for code in measures(kpi))]

    def _records(self):
        """Kinds of records that are counted, and by how many numbers; which of these know the person for a while."""
        Measure = self.env["triangle.measure"].sudo()  # as above
        names = dict(Measure.search_fetch([], ["code", "name"]).mapped(lambda measure: (measure.code, measure.name)))
        found = []
        for source in Measure._sources().values():
            lines = Measure._lines_of(source)
            found.append({
                "name": self.env["ir.model"]._get(source.model).sudo().name, "numbers": len(lines),
                "person": "employee_id" in source.dimensions,
                "shown": sorted(names[line.code] for line in lines if line.personal),
            })
        return sorted(found, key=lambda row: (not row["person"], row["name"]))

    def _members(self):
        """Rights, what they allow, and how many people of the company have them. sudo: a number, no names."""
        found = []
        for xmlid in GROUPS:
            group = self.env.ref(xmlid, raise_if_not_found=False)
            if group:
                group = group.sudo()
                found.append({
                    "name": group.full_name, "what": group.comment or "",
                    "n": self.env["res.users"].sudo().search_count([
                        ("all_group_ids", "in", group.ids), ("company_ids", "in", self.env.company.ids)]),
                })
        return found

    def _openings(self):
        """How often personal figures were opened lately, and how often by somebody else. sudo: numbers, no names."""
        Log = self.env["triangle.access.log"].sudo()
        every = Log.search([
            ("company_id", "=", self.env.company.id),
            ("at", ">=", fields.Datetime.now() - timedelta(days=RECENT))])
        files = every.filtered(lambda line: line.kind == "file")
        lines = every - files
        return {"days": RECENT, "n": len(lines), "people": len(lines.user_id),
                "others": len(lines.filtered(lambda line: line.user_id != line.person_id)),
                "files": len(files), "takers": len(files.user_id)}
