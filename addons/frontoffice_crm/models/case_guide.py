from odoo import api, fields, models
from odoo.exceptions import UserError


class Case(models.Model):
    _inherit = "frontoffice.case"

    def action_guide(self):
        """Open the call guide of the topic, or go on with one that is not finished."""
        self.ensure_one()
        Run = self.env["frontoffice.playbook.run"]
        run = Run.search([("case_id", "=", self.id), ("finished_at", "=", False)], limit=1)
        if not run:
            guide = self.env["frontoffice.playbook"]._for_need(self.need_id, self.company_id)
            if not guide:
                raise UserError(
                    self.env._("There is no call guide for this topic yet. A manager writes it in Settings.")
                )
            run = guide._begin(case_id=self.id, company_id=self.company_id.id)
        return run._dialog()


class CrmLead(models.Model):
    _inherit = "crm.lead"

    service_has_guide = fields.Boolean(
        compute="_compute_service_has_guide", groups="frontoffice_crm.group_agent")

    @api.depends("company_id")
    @api.depends_context("uid", "company")
    def _compute_service_has_guide(self):
        wanted = self.env.user.has_group("frontoffice_crm.group_feature_guide")
        for company, leads in self.grouped(lambda lead: lead.company_id or self.env.company).items():
            leads.service_has_guide = wanted and bool(self.env["frontoffice.playbook"]._for_sales(company))

    def action_guide(self):
        """Open the guide for sales talks, or go on with one that is not finished."""
        self.ensure_one()
        Run = self.env["frontoffice.playbook.run"]
        run = Run.search([("lead_id", "=", self.id), ("finished_at", "=", False)], limit=1)
        if not run:
            company = self.company_id or self.env.company
            guide = self.env["frontoffice.playbook"]._for_sales(company)
            if not guide:
                raise UserError(self.env._("There is no call guide for sales yet. A manager writes it in Settings."))
            run = guide._begin(lead_id=self.id, company_id=company.id)
        return run._dialog()


class Desk(models.AbstractModel):
    _inherit = "frontoffice.desk"

    @api.model
    def open(self):
        return {**super().open(), "guides": self.env.user.has_group("frontoffice_crm.group_feature_guide")}

    @api.model
    def _log_extras(self):
        return [*super()._log_extras(), "_log_guide"]

    @api.model
    def _log_guide(self, entry):
        """What was asked, with the interaction; taken back with it."""
        self._keep_guide(entry.values.get("guide") or {}, entry.encounter)

    @api.model
    def guide(self, need_id):
        """The call guide of a topic for the desk: {id, name, greeting, steps, material, claims}, or None without one.

        Steps: {id, name, hint, kind, choices, required}. Material and claims: see ``_aids`` of the guide.
        """
        self._check_agent()
        if not self.env.user.has_group("frontoffice_crm.group_feature_guide"):
            return None
        need = self.env["frontoffice.need"].browse(need_id or []).exists()
        guide = self.env["frontoffice.playbook"]._for_need(need, self.env.company)
        if not guide:
            return None
        return {
            "id": guide.id, "name": guide.name, "greeting": guide.greeting or "",
            "steps": [{
                "id": step.id, "name": step.name, "hint": step.hint or "", "kind": step.kind,
                "choices": [c.strip() for c in (step.choices or "").split(",") if c.strip()],
                "required": step.required,
            } for step in guide.step_ids],
            **guide._aids(),
        }

    @api.model
    def _keep_guide(self, values, encounter):
        """Answers given at the desk, kept with the interaction. ``values``: {id, answers: {step id: text}}."""
        guide = self.env["frontoffice.playbook"].browse(values.get("id") or []).exists()
        if not guide or not encounter:
            return self.env["frontoffice.playbook.run"]
        run = guide._begin(
            encounter_id=encounter.id, case_id=encounter.case_id.id, company_id=encounter.company_id.id
        )
        answers = {int(step): str(text)[:1000] for step, text in (values.get("answers") or {}).items()}
        for line in run.line_ids:
            text = answers.get(line.step_id.id)
            if text:
                line.write({"is_done": True} if line.kind == "say" else {"value": text})
        run.action_finish()
        return run
