from odoo import fields, models


class TriangleKpiVersion(models.Model):
    """A definition that was in force: a changed formula is a new version, never a silent restatement."""

    _name = "triangle.kpi.version"
    _description = "Version of a figure"
    _inherit = ["frontoffice.version.mixin"]

    kpi_id = fields.Many2one("triangle.kpi", required=True, readonly=True, index=True, ondelete="cascade")

    _kpi_number_uniq = models.UniqueIndex("(kpi_id, number)")
