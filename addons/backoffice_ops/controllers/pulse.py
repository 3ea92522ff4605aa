from odoo.addons.survey.controllers.main import Survey


class PulseSurvey(Survey):
    def _check_validity(self, survey_sudo, answer_sudo, answer_token, ensure_token=True, check_partner=True):
        """An anonymous answer belongs to nobody, so there is nobody to compare the reader with."""
        check_partner = check_partner and not (answer_sudo and answer_sudo.pulse_id)
        return super()._check_validity(
            survey_sudo, answer_sudo, answer_token, ensure_token=ensure_token, check_partner=check_partner
        )
