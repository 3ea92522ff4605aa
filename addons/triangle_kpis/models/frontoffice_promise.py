from odoo import models


class FrontofficePromise(models.Model):
    _name = "frontoffice.promise"
    _inherit = ["frontoffice.promise", "triangle.watched"]

    # What is overdue now is counted on every page, straight from here.
    _triangle_waiting_idx = models.Index("(company_id, due_at) WHERE fulfilled_at IS NULL AND withdrawn_at IS NULL")
