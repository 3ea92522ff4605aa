from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..sources.base import REGISTRY
from ..tools.formula import Formula

PARTS = ("num", "den", "n", "sum")


class TriangleKpi(models.Model):
    """A figure: arithmetic over measures that are already summed, with its target and its words.

    A formula knows ``<measure>_num``, ``_den``, ``_n`` and ``_sum``; it is checked when saved.
    """

    _name = "triangle.kpi"
    _description = "Figure"
    _inherit = ["frontoffice.versioned.mixin"]
    _order = "sequence, id"
    _version_model = "triangle.kpi.version"
    _version_owner = "kpi_id"
    _version_fields = (
        "code", "side", "unit", "direction", "formula", "num_measure", "den_measure", "target", "floor", "weight",
        "min_n", "interval_kind",
    )

    name = fields.Char("Label", required=True, translate=True)
    code = fields.Char(required=True)
    tooltip = fields.Char(translate=True, help="What it says, in one sentence.")
    definition = fields.Text(translate=True, help="How it is counted, and what is left out.")
    starts_when = fields.Char(translate=True, help="What has to happen before this figure has a value.")
    side = fields.Selection(
        [("external", "Made"), ("internal", "Enabled"), ("interactive", "Kept")], required=True
    )
    anchor = fields.Boolean("Leads its side", help="Without it the score of the side is provisional.")
    unit = fields.Selection(
        [("percent", "Percent"), ("per_1000", "Per 1,000"), ("count", "Count")], required=True, default="percent"
    )
    direction = fields.Selection([("up", "More is better"), ("down", "Less is better")], required=True, default="up")
    formula = fields.Char(help="Names of measures, numbers, + - * / and parentheses.")
    live = fields.Selection([("overdue", "Promises overdue now")], "Counted now", readonly=True)
    num_measure = fields.Char("Counts")
    den_measure = fields.Char("Out of")
    drill_part = fields.Selection(
        [("all", "All"), ("num", "Counted"), ("miss", "Not counted")], "Click opens", default="all", required=True
    )
    target = fields.Float(digits=False)
    target_source = fields.Char(translate=True)
    floor = fields.Float(digits=False, help="At or beyond this value it scores 0.")
    weight = fields.Float(digits=False, help="Share in the score of its side; 0 stays out of it.")
    min_n = fields.Integer("Needed to judge", default=30)
    interval_kind = fields.Selection(
        [("wilson", "Share (Wilson)"), ("poisson", "Count (exact Poisson)"), ("none", "None")],
        required=True, default="wilson",
    )
    guard = fields.Char(translate=True, help="What to look at so that this figure is not improved at any price.")
    owner_id = fields.Many2one("res.users", "Looks after it", ondelete="set null")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    version = fields.Integer(readonly=True, default=0, copy=False)
    version_ids = fields.One2many("triangle.kpi.version", "kpi_id", "Past definitions", readonly=True)

    _code_uniq = models.UniqueIndex("(code)", "A figure with this code exists.")

    @api.model
    def _known_names(self):
        """Names a formula may use."""
        return {f"{m.code}_{part}" for source in REGISTRY.values() for m in source.measures for part in PARTS}

    @api.constrains("formula", "live", "num_measure", "den_measure")
    def _check_formula(self):
        codes = {measure.code for source in REGISTRY.values() for measure in source.measures}
        for kpi in self:
            unknown = {kpi.num_measure, kpi.den_measure} - codes - {False}
            if unknown:
                raise ValidationError(self.env._("No such measure: %s", ", ".join(sorted(unknown))))
            if kpi.live:
                continue
            try:
                Formula(kpi.formula or "", known=self._known_names())
            except ValueError as error:
                raise ValidationError(str(error)) from error

    @api.model_create_multi
    def create(self, vals_list):
        kpis = super().create(vals_list)
        kpis._freeze()
        return kpis

    def write(self, vals):
        done = super().write(vals)
        if not {*self._version_fields}.isdisjoint(vals):
            self._freeze()
        return done

    def _freeze(self):
        """Give each changed definition its next version; past versions never change."""
        for kpi_id, version in self._current_versions().items():
            self.browse(kpi_id).version = version.number
