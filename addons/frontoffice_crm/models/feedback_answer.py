from odoo import fields, models
from odoo.exceptions import UserError

from ..tools import feedback as pure


class FeedbackInvitation(models.Model):
    """What came of asking, and who calls back when it was bad."""

    _inherit = "frontoffice.feedback.invitation"

    def _answered(self, score):
        """Note the answer once; an unhappy one gets somebody who calls back, and a time for it."""
        self.ensure_one()
        verdict = pure.classify(self.instrument, score)
        values = {"state": "answered", "answered_at": fields.Datetime.now(), "score": score or 0.0, "verdict": verdict}
        if verdict == "bad" and not self.follow_due_at:
            values |= self._follow_vals()
        self.sudo().write(values)  # an answer is the customer's, people only read it
        if "follow_due_at" in values:
            self._remind_follow()

    def _follow_vals(self):
        """Who calls back within two working days: the rule's person, else the leader, else the owner."""
        calendar = self.company_id.resource_calendar_id.sudo()  # sudo: the customer answers, without rights
        hours = calendar.hours_per_day or 8.0
        due = calendar._plan_seconds([(fields.Datetime.now(), round(2 * hours * 3600))])[0]
        owner = self.policy_id.owner_id or self.team_id.user_id or self.user_id
        return {
            "follow_user_id": owner.id, "follow_due_at": due or fields.Datetime.add(fields.Datetime.now(), days=2),
        }

    def _remind_follow(self):
        """A to-do for the one who calls, on what it was about."""
        record = self._about() or self.partner_id
        if "activity_ids" not in record._fields or not self.follow_user_id:
            record = self.partner_id
        if record and self.follow_user_id:
            quiet = record.sudo().with_context(mail_activity_quick_update=True)  # stock's own switch: no mail
            quiet.activity_schedule(
                "mail.mail_activity_data_call", self.follow_due_at.date(), user_id=self.follow_user_id.id,
                summary=self.env._("Call back: unhappy with us"),
            )

    def action_followed(self):
        """Called back. Raises UserError as long as nobody says how it went."""
        self.check_access("write")
        for line in self:
            if not line.follow_due_at:
                raise UserError(self.env._("Nobody has to call back here."))
            if not line.follow_outcome:
                raise UserError(self.env._("Say how the call went: choose the outcome first."))
            if not line.followed_at:
                line.sudo().write({"followed_at": fields.Datetime.now()})  # the moment is not typed
                line._follow_todos().action_done()
        return True

    def _follow_todos(self):
        """The to-dos that asked for this call."""
        record = self._about()
        if not record or "activity_ids" not in record._fields:
            record = self.partner_id
        due = self.follow_due_at.date()
        # sudo: the one who called may not be the one who was to call
        return record.sudo().activity_ids.filtered(
            lambda todo: todo.user_id == self.follow_user_id and todo.date_deadline == due
        )

    def action_open(self):
        """What it was about."""
        self.ensure_one()
        record = self._about() or self.partner_id
        return {
            "type": "ir.actions.act_window", "res_model": record._name, "res_id": record.id, "view_mode": "form",
            "views": [(False, "form")],
        }


class SurveyQuestion(models.Model):
    _inherit = "survey.question"

    feedback_code = fields.Char("Counted as", copy=True, help="What figures read from this question, such as nps.")


class SurveyUserInput(models.Model):
    _inherit = "survey.user_input"

    def _mark_done(self):
        result = super()._mark_done()
        # sudo: the customer answers, and has no right to see who asked
        lines = self.env["frontoffice.feedback.invitation"].sudo().search([("user_input_id", "in", self.ids)])
        for line in lines:
            line._answered(pure.score(line.instrument, line.user_input_id._feedback_answers()))
        return result

    def _feedback_answers(self):
        """{code: number} of the questions figures read."""
        return {
            line.question_id.feedback_code: line.value_scale for line in self.user_input_line_ids
            if line.question_id.feedback_code and line.answer_type == "scale" and not line.skipped
        }


class ResPartner(models.Model):
    _inherit = "res.partner"

    feedback_opt_out = fields.Boolean("Does not want to be asked", help="No surveys and no smileys for this person.")


class ResCompany(models.Model):
    _inherit = "res.company"

    feedback_count = fields.Integer("Questions per person", default=1)
    feedback_days = fields.Integer("within days", default=14)
    _feedback_positive = models.Constraint(
        "CHECK (feedback_count >= 0 AND feedback_days >= 1)", "Count from 0, within at least one day."
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    feedback_count = fields.Integer(related="company_id.feedback_count", readonly=False)
    feedback_days = fields.Integer(related="company_id.feedback_days", readonly=False)
