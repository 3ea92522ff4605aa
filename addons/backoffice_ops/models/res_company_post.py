from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    post_quiet_from = fields.Float("Quiet from", default=18.0, help="No mail of ours from this hour on.")
    post_quiet_to = fields.Float("Quiet until", default=7.0, help="What came in at night is mailed from this hour on.")
    post_summary_hour = fields.Float("Summary at", default=16.0, help="One mail a day, to whom something is open.")

    _post_hours = models.Constraint(
        "CHECK (least(post_quiet_from, post_quiet_to, post_summary_hour) >= 0 "
        "AND greatest(post_quiet_from, post_quiet_to, post_summary_hour) <= 24)",
        "Hours lie between 0 and 24.",
    )
