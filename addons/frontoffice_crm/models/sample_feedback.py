from odoo import fields, models

from ..tools import story_cast, story_feedback
from ..tools.story_clock import Clock

#: instrument: (name of the rule, when it asks)
RULES = {
    "nps": ("Would you recommend us?", "case_resolved"), "ces": ("Was it easy?", "case_resolved"),
    "rater": ("Five questions about our service", "case_resolved"),
}


class Sample(models.AbstractModel):
    """Survey rules of the sample, who was asked, and what they said."""

    _inherit = "frontoffice.sample"

    def _parts(self):
        return [*super()._parts(), "_load_feedback"]

    def _load_feedback(self, told, batch):
        """Invitations and filled surveys with their times; returns how many answered."""
        lines = story_feedback.feedback(Clock(told.now, story_cast.ZONE))
        links = {model: self._remembered(model) for model in ("res.users", "res.partner", "crm.team")}
        policies = self._make("frontoffice.feedback.policy", {
            code: {"name": name, "code": code, "instrument": code, "trigger": trigger, "percent": 20,
                   "company_id": self.env.company.id, "owner_id": links["res.users"]["grace"]}
            for code, (name, trigger) in RULES.items()
        })
        inputs = self._make_answers([line for line in lines if line.answers], policies, links)
        versions = {code: policy._current_version() for code, policy in policies.items()}
        self.env["frontoffice.feedback.invitation"].create([
            self._invitation(line, versions[line.instrument], inputs.get(line.key), links) for line in lines
        ])
        return {"answers": len(inputs)}

    def _make_answers(self, lines, policies, links):
        questions = {
            (policy.survey_id.id, question.feedback_code): question.id
            for policy in policies.values() for question in policy.survey_id.question_ids if question.feedback_code
        }
        return self._make("survey.user_input", {
            line.key: {
                "survey_id": survey.id, "state": "done", "partner_id": links["res.partner"][line.customer],
                "start_datetime": line.sent_at, "end_datetime": line.answered_at,
                "user_input_line_ids": [
                    fields.Command.create({
                        "question_id": questions[survey.id, code], "answer_type": "scale", "value_scale": value,
                    })
                    for code, value in line.answers.items()
                ],
            }
            for line in lines for survey in (policies[line.instrument].survey_id,)
        })

    def _invitation(self, line, version, answer, links):
        return {
            "policy_id": version.policy_id.id, "policy_version_id": version.id, "company_id": self.env.company.id,
            "partner_id": links["res.partner"][line.customer], "email": f"{line.customer}@customer.example",
            "instrument": line.instrument, "user_id": links["res.users"][line.user],
            "team_id": links["crm.team"][line.team], "state": "answered" if answer else "expired",
            "planned_at": line.sent_at, "send_after": line.sent_at, "sent_at": line.sent_at,
            "closes_at": fields.Datetime.add(line.sent_at, days=14), "answered_at": line.answered_at,
            "user_input_id": answer.id if answer else False, "score": line.score or 0.0, "verdict": line.verdict,
            "follow_user_id": links["res.users"]["grace"] if line.follow_due_at else False,
            "follow_due_at": line.follow_due_at, "followed_at": line.followed_at, "follow_outcome": line.outcome,
        }

    def _catalogue_models(self):
        return [
            "survey.user_input", "frontoffice.feedback.invitation", "frontoffice.feedback.policy.version",
            "frontoffice.feedback.policy", *super()._catalogue_models(),
        ]

    def _version_owners(self):
        return super()._version_owners() | {"frontoffice.feedback.policy.version": "policy_id.company_id"}

    def _of_company(self, model):
        """Surveys carry no company: those of our invitations, what was tried out included."""
        found = super()._of_company(model)
        if model == "survey.user_input":
            company = [("company_id", "=", self.env.company.id)]
            found |= self.env["frontoffice.feedback.invitation"].search(company).user_input_id
        return found
