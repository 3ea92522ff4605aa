from odoo import api, fields, models, tools

MANUAL = "manual"
RULE_FIELDS = {"assign_policy", "department_id", "active"}


class BackofficeService(models.Model):
    """Who gets requests of a type: the people of its department who are at work, able and have room."""

    _inherit = "backoffice.service"

    assign_policy = fields.Selection(
        [
            ("manual", "Nobody: the department takes it"), ("least_loaded", "Who has most room"),
            ("round_robin", "Everybody in turn"), ("skilled", "Who knows most about it"),
        ],
        "Given to", default=MANUAL, required=True,
        help="Only people of the department who are at work now and have room for it.",
    )
    skill_ids = fields.One2many(
        "backoffice.service.skill", "service_id", "Takes skills", copy=True,
        help="A skill counts once somebody else has confirmed it.",
    )
    match_language = fields.Boolean(
        "Speaks the customer's language", help="Asked for first; given up, and said so, when nobody at work does."
    )
    relax_level_hours = fields.Float(
        "Any level after (working hours)", default=2.0, help="How long it waits for somebody good enough. 0: for ever."
    )
    relax_skill_hours = fields.Float(
        "Anybody after (working hours)", default=8.0, help="How long it waits for somebody with the skill. 0: for ever."
    )
    capacity_weight = fields.Float(
        "Counts as", default=1.0, help="How many usual requests one of these takes up of a person's room."
    )

    _capacity_weight_positive = models.Constraint(
        "CHECK (capacity_weight > 0 AND relax_level_hours >= 0 AND relax_skill_hours >= 0)",
        "A request takes up some room, and waiting times cannot be negative.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        services = super().create(vals_list)
        if services.filtered(lambda service: service.assign_policy != MANUAL):
            self.env.registry.clear_cache()
        return services

    def write(self, vals):
        done = super().write(vals)
        if RULE_FIELDS & vals.keys():
            self.env.registry.clear_cache()
            self.env["backoffice.assignment"]._drain(self._giving().department_id)
        return done

    def _giving(self):
        """Request types whose requests are given to somebody."""
        return self.filtered(lambda service: service.assign_policy != MANUAL and service.active)

    @api.model
    @tools.ormcache()
    def _giving_departments(self):
        """Ids of departments that give out anything: whoever asks for nothing pays for nothing."""
        groups = self.sudo()._read_group(  # sudo: whether a rule exists is no secret
            [("assign_policy", "!=", MANUAL)], ["department_id"]
        )
        return frozenset(department.id for (department,) in groups)

    def _skill_needs(self):
        """{skill: percent needed} of one request type."""
        self.ensure_one()
        return {line.skill_id: line.level_id.level_progress for line in self.skill_ids}

    def _able(self, users=None):
        """{service id: ({user id: level of good enough people}, {user id: level of those who know less})}.

        A person's level is that of the weakest skill needed; without any skill needed both are empty.
        Two queries for all.
        """
        skills = self.skill_ids.skill_id
        levels = self.env["hr.employee.skill"]._levels(users or self.env["res.users"], skills) if skills else {}
        result = {}
        for service in self:
            needs = service._skill_needs()
            each = [levels[skill.id] for skill in needs]
            everybody = set(each[0]).intersection(*each[1:]) if each else set()
            known = {user: min(level[user] for level in each) for user in everybody}
            good = {
                user: level for user, level in known.items()
                if all(levels[skill.id][user] >= percent for skill, percent in needs.items())
            }
            result[service.id] = good, {user: known[user] for user in everybody - good.keys()}
        return result

    def _version_values(self):
        values = super()._version_values()
        if self.assign_policy != MANUAL or self.skill_ids:
            values["assignment"] = {
                "policy": self.assign_policy, "match_language": self.match_language,
                "relax_hours": [self.relax_level_hours, self.relax_skill_hours], "weight": self.capacity_weight,
                "skills": [[skill.id, percent] for skill, percent in self._skill_needs().items()],
            }
        return values
