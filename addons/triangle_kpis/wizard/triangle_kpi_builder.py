import re

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.frontoffice_crm.tools import setup_file

from ..tools.formula import Formula
from ..tools.window import trend

SHARE = re.compile(r"\s*(\w+)_(num)\s*/\s*(\w+)_(den|num)\s*")


class TriangleKpiBuilder(models.TransientModel):
    """A figure of one's own: choose measures, write a formula that is checked while typed, see a year before saving.

    Saving makes the figure (its definition is version 1) or, for an own one that exists, its next
    version. Only what is counted already can be named, so it has a past at once.
    """

    _name = "triangle.kpi.builder"
    _description = "Own figure"

    kpi_id = fields.Many2one("triangle.kpi", readonly=True, ondelete="cascade")
    name = fields.Char("Label", required=True)
    measure_ids = fields.Many2many(
        "triangle.measure", string="What is counted", help="Choose, then use their names in the formula.")
    names = fields.Char("Names to use", compute="_compute_names")
    formula = fields.Char(help="Names, numbers, + - * / and parentheses, such as promise_kept_num / promise_kept_den.")
    problem = fields.Char(compute="_compute_problem")
    preview = fields.Json(compute="_compute_preview")
    side = fields.Selection(selection="_side_selection", string="Side or actor", required=True, default="company")
    unit = fields.Selection(selection="_unit_selection", required=True, default="percent")
    direction = fields.Selection(selection="_direction_selection", required=True, default="up")
    tooltip = fields.Char("In one sentence")
    has_target = fields.Boolean("Has a target")
    target = fields.Float(digits=False)
    target_high = fields.Float("Up to", digits=False)
    target_source = fields.Char("Why this target")
    tile = fields.Boolean("On the page Service Triangle")

    @api.model
    def _options(self, name):
        return self.env["triangle.kpi"]._fields[name]._description_selection(self.env)

    @api.model
    def _side_selection(self):
        return self._options("side")

    @api.model
    def _unit_selection(self):
        return self._options("unit")

    @api.model
    def _direction_selection(self):
        return self._options("direction")

    # -- while typing ------------------------------------------------------------------------------

    @api.depends("measure_ids")
    def _compute_names(self):
        lines = self.env["triangle.measure"]._lines()
        for builder in self:
            names = [name for measure in builder.measure_ids if measure.code in lines
                     for name in lines[measure.code].names]
            builder.names = "  ".join([*names, "days"]) if names else False

    @api.onchange("measure_ids")
    def _onchange_measures(self):
        """One or two measures have an obvious formula; what somebody typed is left alone."""
        if self.formula or not self.measure_ids:
            return
        first = self.measure_ids[0]
        line = self.env["triangle.measure"]._lines().get(first.code)
        if first.kind in ("R", "C"):
            self.formula = f"{first.code}_num / {first.code}_den"
        elif line and line.value is not None and f"{first.code}_p50" in line.names:
            self.formula, self.unit = f"{first.code}_p50", "minutes"
        elif f"{first.code}_keys" in (line.names if line else ()):
            self.formula, self.unit = f"{first.code}_keys", "count"
        else:
            self.formula, self.unit = f"{first.code}_num", "count"

    @api.depends("formula")
    def _compute_problem(self):
        known = self.env["triangle.kpi"]._known_names()
        for builder in self:
            builder.problem = False
            if builder.formula:
                try:
                    Formula(builder.formula, known=known)
                except ValueError as error:
                    builder.problem = self._plain(str(error))

    def _plain(self, error):
        """What is wrong with a formula, in words that say what to do."""
        _ = self.env._
        if error.startswith("unknown measure: "):
            return _("There is nothing called %s. Choose what is counted above and use one of the names below it.",
                     error.partition(": ")[2])
        if error.startswith("this is not a formula"):
            return _("This cannot be read yet: is a sign or a parenthesis missing?")
        return _("Only names, numbers, + - * / and parentheses can be used.")

    @api.depends("formula", "unit", "direction", "has_target", "target", "name")
    def _compute_preview(self):
        for builder in self:
            builder.preview = builder._previewed()

    def _previewed(self):
        """The last twelve months as the chart takes them, or False while there is nothing to show."""
        if not self.formula or self.problem:
            return False
        charts, dashboard = self.env["triangle.chart"], self.env["triangle.dashboard"]
        spans = trend(dashboard._today())
        draft = self._draft()
        figures = charts._figures(draft, spans, {})[draft]
        points = [{
            "label": dashboard._format_day(first, "MMM y"), "value": figure.value, "n": figure.n,
            "partial": i == len(spans) - 1,
        } for i, ((first, _last), figure) in enumerate(zip(spans, figures, strict=True))]
        return {
            "unit": self.unit, "label": self.name or self.env._("Own figure"), "points": points,
            "target": self.target if self.has_target else None, "kind": "none", "baseline": None,
            "currency": self.env.company.currency_id.id if self.unit == "money" else None,
        }

    def _draft(self):
        """The figure as it would be, not saved."""
        return self.env["triangle.kpi"].new(self._vals())

    # -- saving ------------------------------------------------------------------------------------

    def _vals(self):
        """What the figure is made of; a share of one thing in another also has an interval and records."""
        num, den = self._counts()
        share = den and self.unit == "percent"
        return {
            "name": self.name, "formula": self.formula, "side": self.side, "unit": self.unit,
            "direction": self.direction, "tooltip": self.tooltip, "num_measure": num, "den_measure": den,
            "interval_kind": "wilson" if share else "none", "min_n": 30 if share else 0,
            "target": self.target if self.has_target else 0, "target_high": self.target_high,
            "target_source": (self.target_source or self.env._("Own target")) if self.has_target else False,
            "tile": self.tile, "extended": not self.tile, "weight": 0,
        }

    def _counts(self):
        """(measure counted, measure it is out of): what a click opens."""
        found = SHARE.fullmatch(self.formula or "")
        if found:
            return found[1], found[3] if found[4] == "den" or found[1] != found[3] else False
        known = self.env["triangle.reader"]._names()
        try:
            names = Formula(self.formula or "").names
        except ValueError:
            return False, False
        codes = sorted({known[name][0] for name in names if name in known and known[name][0]})
        return (codes[0], False) if codes else (False, False)

    def action_save(self):
        """Make the figure, or the next version of an own one; shows it in the list of figures."""
        self.ensure_one()
        if not self.env.user.has_group("triangle_kpis.group_manager"):
            raise AccessError(self.env._("Only a Service Triangle manager defines figures."))
        if not self.formula or self.problem:
            raise ValidationError(self.problem or self.env._("Say how the figure is counted."))
        if self.kpi_id and not self.kpi_id.own:
            raise UserError(self.env._("This figure comes with the application. Make one of your own instead."))
        vals = self._vals()
        if self.kpi_id:
            self.kpi_id.write(vals)
        else:
            self.kpi_id = self.env["triangle.kpi"].create({**vals, "code": self._code(), "own": True, "sequence": 900})
        return {
            "type": "ir.actions.act_window", "res_model": "triangle.kpi", "res_id": self.kpi_id.id,
            "name": self.kpi_id.name, "views": [[False, "form"]], "target": "current"}

    def _code(self):
        own = [("code", "=like", "own\\_%")]
        taken = set(self.env["triangle.kpi"].with_context(active_test=False).search(own).mapped("code"))
        return setup_file.free("own_" + setup_file.slug(self.name, "figure"), taken)

    @api.model
    def _of(self, kpi):
        """A builder that shows a figure there is."""
        known = self.env["triangle.reader"]._names()
        codes = {known[name][0] for name in self.env["triangle.reader"]._formula_names(kpi) if name in known}
        return self.create({
            "kpi_id": kpi.id, "name": kpi.name, "formula": kpi.formula, "side": kpi.side, "unit": kpi.unit,
            "direction": kpi.direction, "tooltip": kpi.tooltip, "has_target": bool(kpi.target_source),
            "target": kpi.target, "target_high": kpi.target_high, "target_source": kpi.target_source,
            "tile": kpi.tile,
            "measure_ids": [(6, 0, self.env["triangle.measure"].search([("code", "in", list(codes))]).ids)],
        })
