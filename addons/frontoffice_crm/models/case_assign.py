from odoo import fields, models


class Case(models.Model):
    _inherit = "frontoffice.case"

    def _risk_dues(self):
        """{case id: the first moment something about it is due}, of what is still open. Naive UTC."""
        groups = self.env["frontoffice.promise"].sudo()._read_group(  # sudo: time runs whoever may see it
            [("case_id", "in", self.ids), ("state", "in", ("made", "enabled"))], ["case_id"], ["due_at:min"],
        )
        return {case.id: due for case, due in groups}

    def _wanted_skills(self):
        """Hook: {case id: {user id: level}} of cases that ask for a skill; upper addons know skills."""
        return {}


class ResUsers(models.Model):
    _inherit = "res.users"

    case_capacity = fields.Float(
        "Cases at a time", default=12.0, help="Rules give this person no more. Heavy channels count more."
    )
    service_lang_ids = fields.Many2many(
        "res.lang", "frontoffice_user_lang_rel", "user_id", "lang_id", "Also speaks",
    )

    def _spoken_codes(self):
        """ISO codes of the languages this person serves customers in."""
        codes = [self.lang or "", *self.service_lang_ids.mapped("code")]
        return frozenset(code.split("_")[0] for code in codes if code)
