from odoo import fields, models

from odoo.addons.frontoffice_crm.tools import story_cast as front_cast
from odoo.addons.frontoffice_crm.tools.story_clock import Clock, month_start

from ..tools import story_rules as told_rules

STARTS_IN = 10  # days
LEVELS = (("Beginner", 25), ("Able", 60), ("Expert", 100))
#: who knows it, how well, confirmed in which month, by whom
CREDIT = (("ines", "Expert", -13, "helen"), ("tomas", "Able", -5, "ines"))
PARTS = (("jonas", "Expert", -13, "helen"), ("noah", "Able", -4, "jonas"), ("arjun", "Able", -3, "jonas"))
SKILLS = (("credit_release", "Credit release", CREDIT), ("spare_part", "Reading a type plate", PARTS))


class Sample(models.AbstractModel):
    """Skills, a colleague who starts soon, and what colleagues said without a name."""

    _inherit = "frontoffice.sample"

    def _parts(self):
        return [*super()._parts(), "_load_people"]

    def _load_people(self, told, batch):
        """Skills, the newcomer and the anonymous rounds; returns how many skills are known."""
        clock = Clock(told.now, front_cast.ZONE)
        self._make_newcomer(clock)
        self._make_pulses(clock)
        return {"skills": len(self._make_skills(clock))}

    def _make_newcomer(self, clock):
        self._make("hr.employee", {"lena": {
            "name": "Lena Krause", "company_id": self.env.company.id, "job_title": "Front desk",
            "contract_date_start": fields.Date.add(clock.today, days=STARTS_IN),
            "date_version": fields.Date.add(clock.today, days=STARTS_IN),
        }})

    def _make_skills(self, clock):
        """Only Ines could release credit; since five months Tomás can, too."""
        kind = self._make("hr.skill.type", {"craft": {
            "name": "Lindwater: what it takes",
            "skill_level_ids": [fields.Command.create({"name": n, "level_progress": p}) for n, p in LEVELS],
            "skill_ids": [fields.Command.create({"name": name}) for _code, name, _people in SKILLS],
        }})["craft"]
        levels = {level.name: level for level in kind.skill_level_ids}
        people, users = self._remembered("hr.employee"), self._remembered("res.users")
        services, rows = self._remembered("backoffice.service"), {}
        for (code, _name, known), skill in zip(SKILLS, kind.skill_ids.sorted("id"), strict=True):
            self.env["backoffice.service.skill"].create(
                {"service_id": services[code], "skill_id": skill.id, "level_id": levels["Able"].id})
            for who, level, month, by in known:
                day = month_start(clock.today, month)
                rows[f"{code}_{who}"] = {
                    "employee_id": people[who], "skill_type_id": kind.id, "skill_id": skill.id, "valid_from": day,
                    "skill_level_id": levels[level].id, "validated_by_id": users[by],
                    "validated_at": fields.Datetime.to_datetime(day),
                }
        return self._make("hr.employee.skill", rows)

    def _make_pulses(self, clock):
        """Three rounds that are over. The answers say a department and nothing else."""
        desks = [user.backoffice_department_ids[:1] for user in self.env["res.users"].browse(
            self._remembered("res.users").values())]
        pulses = self._make("backoffice.pulse", {
            f"{kind}{-month}": {"kind": kind, "month": month_start(clock.today, month),
                                "company_id": self.env.company.id, "state": "closed", "asked": len(desks),
                                "closes_on": month_start(clock.today, month + 1)}
            for month, kind, _means in told_rules.PULSES
        })
        rows = {}
        for month, kind, means in told_rules.PULSES:
            pulse = pulses[f"{kind}{-month}"]
            rows |= self._pulse_rows(pulse, told_rules.pulse_answers(month, means, len(desks) - 3), desks, month)
        self.env["survey.user_input"].union(*self._make("survey.user_input", rows).values())._forget_when()

    def _pulse_rows(self, pulse, answers, desks, month):
        questions = pulse.survey_id.question_ids.filtered(lambda q: q.question_type == "scale")
        return {
            f"pulse{-month}_{n}": {
                "survey_id": pulse.survey_id.id, "pulse_id": pulse.id, "state": "done",
                "pulse_department_id": desks[n].id,
                "user_input_line_ids": [
                    fields.Command.create({
                        "question_id": question.id, "answer_type": "scale", "value_scale": value,
                    })
                    for question, value in zip(questions, values, strict=True)
                ],
            }
            for n, values in enumerate(answers)
        }

    def _catalogue_models(self):
        return [
            "backoffice.pulse", "hr.employee.skill", "backoffice.service.skill", "hr.skill.type",
            *super()._catalogue_models(),
        ]

    def _version_owners(self):
        return super()._version_owners() | {
            "hr.employee.skill": "employee_id.company_id", "backoffice.service.skill": "service_id.company_id",
        }

    def _of_company(self, model):
        found = super()._of_company(model)
        if model == "survey.user_input":
            company = [("company_id", "=", self.env.company.id)]
            found |= found.search([("pulse_id", "in", self.env["backoffice.pulse"].search(company).ids)])
        return found
