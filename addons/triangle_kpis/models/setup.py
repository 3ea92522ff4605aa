from odoo import api, models

from ..tools.formula import Formula

OWN = (
    "name", "side", "unit", "direction", "formula", "num_measure", "den_measure", "tooltip", "definition",
    "starts_when", "drill_part", "tile", "extended", "target", "target_high", "target_source", "target_note",
    "floor", "weight", "min_n", "interval_kind", "guard", "guard_codes", "owner_id", "sequence",
)


class Setup(models.AbstractModel):
    """Figures and targets in the set-up file.

    Figures that came with the add-ons are only given targets; those put together here go along with
    their formula. They belong to no company: all of one database share them.
    """

    _inherit = "frontoffice.setup"

    @api.model
    def _setup_sections(self):
        _ = self.env._
        return super()._setup_sections() + [
            {"key": "figures", "label": _("Figures"), "model": "triangle.kpi", "create": False, "fields": (
                "target", "target_source", "floor", "weight", "min_n", "owner_id"), "domain": [("own", "=", False)]},
            {"key": "own_figures", "label": _("Own figures"), "model": "triangle.kpi", "part_of": "figures",
             "only": [("own", "=", True)], "fixed": {"own": True}, "fields": OWN, "check": "own_figure"},
            {"key": "targets", "label": _("Targets"), "model": "triangle.target", "fields": (
                "kpi_id", "team_id", "department_id", "date_from", "date_to", "value", "reason")},
            {"key": "alert_rules", "label": _("Alert rules"), "model": "triangle.alert.rule", "fields": (
                "kpi_id", "watched", "by_team", "by_department", "owner_id", "days")},
        ]

    @api.model
    def _setup_company_fields(self):
        return [*super()._setup_company_fields(), "triangle_personal_days"]

    @api.model
    def _setup_check_own_figure(self, plan, record):
        """A formula that cannot be read, something counted that nobody counts, a code that is taken."""
        shipped = plan["keyed"]["figures"].get(record["code"])
        if shipped and not shipped.own:
            return [self.env._("This code belongs to a figure that came with the application.")]
        counted = set(self.env["triangle.measure"]._lines())
        unknown = {record.get("num_measure"), record.get("den_measure")} - counted - {None, ""}
        found = [self.env._("No such measure: %s", ", ".join(sorted(unknown)))] if unknown else []
        if "formula" in record or record["code"] not in plan["keyed"]["own_figures"]:
            try:
                Formula(record.get("formula") or "", known=self.env["triangle.kpi"]._known_names())
            except ValueError as error:
                found.append(self.env["triangle.kpi.builder"]._plain(str(error)))
        return found

    def _remark(self, plan, section, entry):
        """A figure that is counted in another way gets its next version; earlier ones stay what they were."""
        fields = set(self.env["triangle.kpi"]._version_fields) - {"target", "target_high", "floor", "weight", "min_n"}
        if section["key"] != "own_figures" or not any(change.field in fields for change in entry["changes"]):
            return super()._remark(plan, section, entry)
        figure = self.env["triangle.kpi"].browse(entry["id"])
        return self.env._("Becomes version %s; what was shown before keeps its own.", figure.version + 1)
