from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools.misc import clean_context

HOSTS = ("promise_id", "case_id", "encounter_id", "lead_id")


class BundleAsk(models.TransientModel):
    """Ask several departments at once for a promise, a case, an interaction or a lead."""

    _name = "backoffice.bundle.ask"
    _description = "Ask several departments"
    _check_company_auto = True

    name = fields.Char("What is it about?", required=True)
    template_id = fields.Many2one("backoffice.bundle.template", check_company=True)
    service_ids = fields.Many2many("backoffice.service", string="Who is asked for what", check_company=True)
    promise_id = fields.Many2one("frontoffice.promise", readonly=True, check_company=True)
    case_id = fields.Many2one("frontoffice.case", readonly=True, check_company=True)
    encounter_id = fields.Many2one("frontoffice.encounter", readonly=True, check_company=True)
    lead_id = fields.Many2one("crm.lead", readonly=True, index="btree_not_null", check_company=True)
    partner_id = fields.Many2one("res.partner", "Customer", index="btree_not_null")
    team_id = fields.Many2one("crm.team")
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    need_by = fields.Datetime("Needed by", compute="_compute_need_by", store=True, readonly=False, precompute=True)
    order_text = fields.Char(compute="_compute_order_text")
    asked = fields.Json(compute="_compute_asked", help="[{key, name, department, questions}] of what asks something.")
    answers = fields.Json(help="{key of a step: {key of a question: answer}}")

    @api.depends("promise_id")
    def _compute_need_by(self):
        for ask in self:
            ask.need_by = ask.promise_id.need_by or ask.promise_id.due_at or ask.need_by

    @api.depends("template_id")
    def _compute_order_text(self):
        """The steps of the template, in their order and in words."""
        for ask in self:
            ask.order_text = " · ".join(self._step_words(step) for step in ask.template_id.step_ids)

    def _step_words(self, step):
        others = ", ".join(step.after_ids.mapped("name"))
        return self.env._("%(step)s (after: %(others)s)", step=step.name, others=others) if others else step.name

    @api.depends("template_id", "service_ids")
    def _compute_asked(self):
        for ask in self:
            ask.asked = [
                {"key": key, "name": name, "department": service.department_id.name, "questions": questions}
                for key, name, service in ask._steps() if (questions := service._questions())
            ]

    def _steps(self):
        """[(key, name, request type)] of what is asked for, in order; one type may be asked for twice."""
        if self.template_id:
            steps = self.template_id._origin.step_ids
            return [(f"step_{step.id}", step.name, step.service_id) for step in steps]
        return [(f"type_{service.id}", service.name, service) for service in self.service_ids._origin]

    def _said(self, key, service):
        """Answers to the questions of one step; what was said before another choice was made is left out."""
        said = (self.answers or {}).get(key) or {}
        return {question["key"]: said[question["key"]] for question in service._questions() if question["key"] in said}

    def _check_answers(self):
        """The gate of a single request, for all of them at once, before anything is made."""
        Handoff = self.env["backoffice.handoff"]
        company = self.company_id.id
        Handoff.concat(*(
            Handoff.new({"service_id": service.id, "company_id": company, "answers": self._said(key, service)})
            for key, _name, service in self._steps()
        ))._check_complete()

    def action_ask(self):
        """Send what can begin at once, and show how it stands."""
        self._check_answers()
        bundle = self._bundle()
        bundle.action_start()
        return self._open(bundle)

    def action_arrange(self):
        """Keep it as a draft to say first which step waits for which."""
        return self._open(self._bundle())

    def _bundle(self):
        # what fills this wizard fills nothing else
        self = self.with_env(self.env(context=clean_context(self.env.context)))
        if not self.template_id and not self.service_ids:
            raise UserError(self.env._("Choose a template, or at least one request type."))
        values = {name: self[name].id for name in (*HOSTS, "partner_id", "team_id", "company_id", "template_id")}
        if not self.template_id:
            values["step_ids"] = [
                Command.create({"service_id": service.id, "sequence": number})
                for number, service in enumerate(self.service_ids, start=1)
            ]
        bundle = self.env["backoffice.bundle"].create({**values, "name": self.name, "need_by": self.need_by})
        for step, (key, _name, service) in zip(bundle.step_ids, self._steps(), strict=True):
            step.answers = self._said(key, service) or False
        return bundle

    def _open(self, bundle):
        return {"type": "ir.actions.act_window", "res_model": bundle._name, "res_id": bundle.id, "view_mode": "form"}
