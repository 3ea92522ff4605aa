from odoo import models


class TriangleFact(models.Model):
    """Single facts of what is confidential, or private in itself, are read by nobody; sums of them are.

    ``extra_key`` says so; the rules are in ``security/triangle_private_rules.xml``.
    """

    _inherit = "triangle.fact"

    _secret_idx = models.Index("(measure_id, company_id, day) WHERE extra_key = 'confidential'")
