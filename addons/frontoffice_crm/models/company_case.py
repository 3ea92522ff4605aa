from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    _inherit = "res.company"

    case_close_days = fields.Integer(
        "Solved cases close after (days)", default=14,
        help="Days without a word from the customer. 0: cases are closed by people alone.",
    )
    case_reopen_days = fields.Integer(
        "Answers open a closed case again for (days)", default=30,
        help="A customer who writes later than this gets a new case that points to the old one.",
    )
    case_reopen_limit = fields.Integer(
        "Mails open a case again at most (times a day)", default=3,
        help="After that a person decides, so that two machines do not open it for ever.",
    )
    case_undo_send = fields.Boolean(
        "Answers wait ten seconds", help="Before they leave, so that one can take them back.",
    )

    @api.constrains("case_close_days", "case_reopen_days", "case_reopen_limit")
    def _check_case_days(self):
        for company in self:
            if min(company.case_close_days, company.case_reopen_days, company.case_reopen_limit) < 0:
                raise ValidationError(self.env._("Days and times cannot be negative. 0 switches it off."))
