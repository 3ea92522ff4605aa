from odoo import api, models

MORE = ("allow_incomplete", "outcome_required", "is_incident", "checklist_ids")
OUTSIDE = ("performer_kind", "performer_id", "performer_email", "link_days")
COSTS = ("cost_fixed", "touch_hours", "hour_rate")
WHEN = ("when_item", "when_operator", "when_value")


class Setup(models.AbstractModel):
    """Questions, checklists, terms and costs of request types in the set-up file."""

    _inherit = "frontoffice.setup"

    @api.model
    def _setup_sections(self):
        sections = super()._setup_sections()
        costs = COSTS if self.env.user.has_group("backoffice_ops.group_head") else ()
        for section in sections:
            if section["key"] == "request_types":
                section["fields"] += (*MORE, *OUTSIDE, *costs)
                section["check"] = "service"
                section["lines"] |= {
                    "requirement_ids": (*section["lines"]["requirement_ids"], "kind", "choices", *WHEN),
                    "checklist_ids": ("code", "name", "required", *WHEN),
                }
        return sections

    @api.model
    def _setup_check_service(self, plan, record):
        """Conditions that ask for a question or an answer there is none of."""
        here = plan["keyed"]["request_types"].get(record["code"])
        lines = [
            *(record.get("requirements") or ()),
            *(need._question() | {"code": need._key()} for need in (here.requirement_ids if here else ())),
        ]
        questions = {line.get("code"): line for line in reversed(lines)}
        return [
            words for line in (*(record.get("requirements") or ()), *(record.get("checklists") or ()))
            if line.get("when_item") and (words := self._wrong_condition(line, questions))
        ]

    def _wrong_condition(self, line, questions):
        """What is wrong with the condition of a line, in words, or nothing."""
        question = questions.get(line["when_item"])
        if question is None:
            return self.env._(
                "“%(line)s” depends on the question “%(code)s”, which is not asked.", line=line["name"],
                code=line["when_item"])
        choices = question.get("choices") or ""
        answers = choices.splitlines() if isinstance(choices, str) else choices
        wanted = line.get("when_value")
        asked = line.get("when_operator", "is") in ("is", "is_not")
        if question.get("kind") == "choice" and asked and wanted not in [answer.strip() for answer in answers]:
            return self.env._(
                "“%(line)s” depends on the answer “%(value)s”, which is not on the list of “%(code)s”.",
                line=line["name"], value=wanted or "", code=line["when_item"])
        return ""
