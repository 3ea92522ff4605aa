from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import SQL


class SurveyUserInput(models.Model):
    """An answer of a colleague: its department and nothing else. Who wrote it is nowhere, nor when."""

    _inherit = "survey.user_input"

    pulse_id = fields.Many2one("backoffice.pulse", readonly=True, index="btree_not_null", ondelete="cascade")
    pulse_department_id = fields.Many2one("hr.department", readonly=True, ondelete="set null")

    def write(self, vals):
        anonymous = self.filtered("pulse_id")
        if anonymous:  # the superuser writes, so that no column says who it was
            super(SurveyUserInput, anonymous.with_user(SUPERUSER_ID)).write(vals)
            anonymous.filtered(lambda answer: answer.state == "done")._forget_when()
        rest = self - anonymous
        return super(SurveyUserInput, rest).write(vals) if rest else True

    def _forget_when(self):
        """All answers of a round seem given on its first day: an hour would name the person."""
        self.env.flush_all()
        for answer in self:
            day = fields.Datetime.to_datetime(answer.pulse_id.month)
            for table, column in (("survey_user_input", "id"), ("survey_user_input_line", "user_input_id")):
                # the columns of the access log cannot be written otherwise
                self.env.cr.execute(SQL(
                    "UPDATE %s SET create_date = %s, write_date = %s, create_uid = %s, write_uid = %s WHERE %s = %s",
                    SQL.identifier(table), day, day, SUPERUSER_ID, SUPERUSER_ID, SQL.identifier(column), answer.id,
                ))
            self.env.cr.execute(SQL(
                "UPDATE survey_user_input SET start_datetime = %s, end_datetime = %s WHERE id = %s",
                day, day, answer.id,
            ))
        self.env.invalidate_all(flush=False)


class SurveyUserInputLine(models.Model):
    _inherit = "survey.user_input.line"

    pulse_id = fields.Many2one(related="user_input_id.pulse_id", store=True, index="btree_not_null")

    @api.model_create_multi
    def create(self, vals_list):
        inputs = self.env["survey.user_input"].sudo().browse([v.get("user_input_id") for v in vals_list])  # a flag
        if any(answer.pulse_id for answer in inputs):
            return super(SurveyUserInputLine, self.with_user(SUPERUSER_ID)).create(vals_list).with_env(self.env)
        return super().create(vals_list)

    def write(self, vals):
        if self.sudo().filtered("pulse_id"):
            return super(SurveyUserInputLine, self.with_user(SUPERUSER_ID)).write(vals)
        return super().write(vals)


class SurveyQuestion(models.Model):
    _inherit = "survey.question"

    def _prepare_statistics(self, user_input_lines):
        """Answers of colleagues show in the round alone, in cells of five."""
        return super()._prepare_statistics(user_input_lines.filtered(lambda line: not line.pulse_id))
