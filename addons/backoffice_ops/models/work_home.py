from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError

THANKS = 3
THANKS_DAYS = 60


class WorkHome(models.AbstractModel):
    """What My work shows beside an empty list: thanks that reached us, and a survey that waits."""

    _inherit = "backoffice.work"

    @api.model
    @api.readonly
    def open(self):
        return {**super().open(), "thanks": self._thanks(), "pulses": self._pulses()}

    @api.model
    def _thanks(self):
        """The latest praise everybody may read, newest first."""
        since = fields.Date.context_today(self) - timedelta(days=THANKS_DAYS)
        lines = self.env["frontoffice.thanks"].search(
            [("date", ">=", since), ("company_id", "in", self.env.companies.ids)], limit=THANKS)
        return [{
            "id": line.id, "text": line.text, "mine": self.env.user in line.user_ids,
            "who": line.sudo().user_ids.mapped("name"),  # names of colleagues
        } for line in lines]

    # -- the anonymous survey ----------------------------------------------------------------------

    @api.model
    def _pulses(self):
        """Rounds that wait for this person."""
        labels = dict(self.env["backoffice.pulse"]._fields["kind"]._description_selection(self.env))
        return [{
            "id": line.pulse_id.id, "name": labels[line.pulse_id.kind],
            "until": fields.Date.to_string(line.pulse_id.closes_on),
        } for line in self._my_invitations()]

    @api.model
    def _my_invitations(self):
        # sudo: one's own invitations, of rounds only heads may open
        return self.env["backoffice.pulse.invitation"].sudo().search([
            ("user_id", "=", self.env.uid), ("used", "=", False), ("pulse_id.state", "=", "open"),
            ("pulse_id.closes_on", ">=", fields.Date.context_today(self)),
        ])

    @api.model
    def answer_pulse(self, pulse_id):
        """Use my invitation up, and open an answer that does not know whose it is. Raises UserError."""
        mine = self._my_invitations().filtered(lambda line: line.pulse_id.id == int(pulse_id))
        mine = mine.try_lock_for_update()
        if not mine:
            raise UserError(self.env._("You have answered already, or the survey is over."))
        mine.used = True
        pulse = mine.pulse_id
        employee = self.env.user.sudo().employee_ids.filtered(  # sudo: the department only
            lambda e: e.company_id == pulse.company_id)[:1]
        # the superuser creates it: no column of the answer says who it was
        answer = self.env["survey.user_input"].with_user(SUPERUSER_ID).with_context(
            mail_create_nolog=True, mail_create_nosubscribe=True, tracking_disable=True,
        ).create({
            "survey_id": pulse.survey_id.id, "pulse_id": pulse.id, "pulse_department_id": employee.department_id.id,
            "deadline": fields.Datetime.to_datetime(pulse.closes_on + timedelta(days=1)),
        })
        answer._forget_when()
        return f"{pulse.survey_id.get_start_url()}?answer_token={answer.access_token}"
