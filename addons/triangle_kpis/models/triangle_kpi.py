from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.formula import Formula


class TriangleKpi(models.Model):
    """A figure: arithmetic over measures that are already summed, with its target and its words.

    What a formula may name is written in ``sources/base.py``; it is checked when saved.
    """

    _name = "triangle.kpi"
    _description = "Figure"
    _inherit = ["frontoffice.versioned.mixin"]
    _order = "sequence, id"
    _version_model = "triangle.kpi.version"
    _version_owner = "kpi_id"
    _version_fields = (
        "code", "side", "unit", "direction", "formula", "computed", "num_measure", "den_measure", "target",
        "target_high", "floor", "weight", "min_n", "interval_kind",
    )

    name = fields.Char("Label", required=True, translate=True)
    code = fields.Char(required=True)
    tooltip = fields.Char(translate=True, help="What it says, in one sentence.")
    definition = fields.Text(translate=True, help="How it is counted, and what is left out.")
    starts_when = fields.Char(translate=True, help="What has to happen before this figure has a value.")
    side = fields.Selection(
        [("external", "Made"), ("internal", "Enabled"), ("interactive", "Kept"),
         ("customer", "Customers"), ("employee", "Employees"), ("company", "Company")],
        "Side or actor", required=True,
    )
    anchor = fields.Boolean("Leads its side", help="Without it the score of the side is provisional.")
    unit = fields.Selection(
        [("percent", "Percent"), ("per_1000", "Per 1,000"), ("count", "Count"), ("money", "Money"),
         ("minutes", "Working minutes"), ("hours", "Working hours"), ("days", "Days"), ("points", "Points"),
         ("score", "Score −100 to 100"), ("factor", "Factor")],
        required=True, default="percent",
    )
    direction = fields.Selection(
        [("up", "More is better"), ("down", "Less is better"), ("band", "Inside a band is best")],
        required=True, default="up",
    )
    tile = fields.Boolean("On the page", help="Shown on the page Service Triangle; others have a page of their own.")
    extended = fields.Boolean("Further figure", help="Shown once all figures are switched on.")
    formula = fields.Char(help="Names of measures, numbers, + - * / and parentheses.")
    computed = fields.Char(
        "Counted by", readonly=True, help="A figure no formula over sums can say, such as retention: counted by code."
    )
    live = fields.Selection([("overdue", "Promises overdue now")], "Counted now", readonly=True)
    num_measure = fields.Char("Counts")
    den_measure = fields.Char("Out of")
    drill_part = fields.Selection(
        [("all", "All"), ("num", "Counted"), ("miss", "Not counted")], "Click opens", default="all", required=True
    )
    target = fields.Float(digits=False)
    target_high = fields.Float(digits=False, help="Upper end of the band, where a band is best.")
    target_source = fields.Char(translate=True)
    target_note = fields.Char(
        "Compare with", translate=True, help="What it is compared with where no number holds for everybody.",
    )
    floor = fields.Float(digits=False, help="At or beyond this value it scores 0.")
    weight = fields.Float(digits=False, help="Share in the score of its side; 0 stays out of it.")
    min_n = fields.Integer("Needed to judge", default=30)
    interval_kind = fields.Selection(
        [("wilson", "Share (Wilson)"), ("clopper", "Share (Clopper-Pearson)"), ("poisson", "Count (exact Poisson)"),
         ("t", "Mean (t)"), ("nps", "Net promoter score"), ("order", "Quantile (order statistics)"),
         ("jackknife", "Ratio of sums (jackknife over days)"), ("own", "By its own code"), ("none", "None")],
        required=True, default="wilson",
    )
    guard = fields.Char(translate=True, help="What to look at so that this figure is not improved at any price.")
    guard_codes = fields.Char("Guarded by", help="Codes of the figures to look at, separated by commas.")
    owner_id = fields.Many2one("res.users", "Looks after it", ondelete="set null")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    version = fields.Integer(readonly=True, default=0, copy=False)
    version_ids = fields.One2many("triangle.kpi.version", "kpi_id", "Past definitions", readonly=True)
    revision = fields.Integer(
        readonly=True, default=0, copy=False, help="How often an upgrade changed the way its measures are counted."
    )

    _code_uniq = models.UniqueIndex("(code)", "A figure with this code exists.")

    @api.model
    def _known_names(self):
        """Names a formula may use."""
        return set(self.env["triangle.reader"]._names())

    @api.constrains("formula", "computed", "live", "num_measure", "den_measure")
    def _check_formula(self):
        codes = set(self.env["triangle.measure"]._lines())
        for kpi in self:
            unknown = {kpi.num_measure, kpi.den_measure} - codes - {False}
            if unknown:
                raise ValidationError(self.env._("No such measure: %s", ", ".join(sorted(unknown))))
            if kpi.live or kpi.computed:
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

    def _version_values(self):
        values = super()._version_values()
        if self.revision:  # versions from before there were revisions stay what they are
            values["revision"] = self.revision
        return values

    @api.model
    def _revise(self, codes):
        """A new version of every figure that rests on measures which are counted another way now."""
        measures_of, reads = self.env["triangle.dashboard"]._measures_of, self.env["triangle.recompute"]._reads()
        # sudo: at upgrade, nobody in particular
        every = self.sudo().with_context(active_test=False).search(fields.Domain.TRUE)
        revised = every.filtered(
            lambda kpi: not codes.isdisjoint(measures_of(kpi) | reads.get(kpi.computed, set())))
        for kpi in revised:
            kpi.revision += 1
        revised._freeze()

    def _freeze(self):
        """Give each changed definition its next version; past versions never change."""
        for kpi_id, version in self._current_versions().items():
            self.browse(kpi_id).version = version.number
