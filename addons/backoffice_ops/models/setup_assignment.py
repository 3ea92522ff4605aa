from odoo import api, models
from odoo.fields import Domain

RULE = ("assign_policy", "match_language", "relax_level_hours", "relax_skill_hours", "capacity_weight", "skill_ids")
SKILLS = ("hr.skill", "hr.skill.level")
BETWEEN = " / "  # a skill and a level are named with their kind: two kinds may have an “Expert”


class Setup(models.AbstractModel):
    """Who gets requests of a type and which skills it takes, in the set-up file.

    Skills belong to HR: only kinds some request type takes are written down, and only whoever may add
    skills brings in those that are missing.
    """

    _inherit = "frontoffice.setup"

    @api.model
    def _setup_sections(self):
        sections = super()._setup_sections()
        for section in sections:
            if section["key"] == "request_types":
                section["fields"] += RULE
                section["lines"] = {**section["lines"], "skill_ids": ("skill_id", "level_id")}
        return sections + [
            {"key": "skills", "label": self.env._("Skills"), "model": "hr.skill.type", "match": "name",
             "fields": ("is_certification", "skill_ids", "skill_level_ids"), "domain": self._setup_taken_skills,
             "lines": {"skill_ids": ("name",), "skill_level_ids": ("name", "level_progress", "default_level")},
             "brings": SKILLS},
        ]

    @api.model
    def _setup_taken_skills(self):
        """Domain of kinds of skills that request types of this company take."""
        services = self.env["backoffice.service"].search([("company_id", "in", (False, self.env.company.id))])
        return Domain("id", "in", services.skill_ids.skill_id.skill_type_id.ids)

    def _say(self, spec, record):
        if record and record._name in SKILLS:
            return f"{record.skill_type_id.name}{BETWEEN}{record.name}"
        return super()._say(spec, record)

    @api.model
    def _find_name(self, model, name):
        if model not in SKILLS or BETWEEN not in name:
            return super()._find_name(model, name)
        kind, _between, skill = (part.strip() for part in name.partition(BETWEEN))
        escaped = [part.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") for part in (kind, skill)]
        return self.env[model].search([
            ("skill_type_id.name", "=ilike", escaped[0]), ("name", "=ilike", escaped[1])])

    def _brought(self, plan, section, record):
        if section["key"] != "skills":
            return super()._brought(plan, section, record)
        kind = self._find(section, plan["keyed"]["skills"], record["name"])
        allowed = kind.has_access("write") if kind else self.env["hr.skill.type"].has_access("create")
        return [
            (model, self._key(f"{record['name']}{BETWEEN}{line['name']}"))
            for model, word in zip(SKILLS, ("skills", "skill_levels"), strict=True) if allowed
            for line in record.get(word) or ()
        ]
