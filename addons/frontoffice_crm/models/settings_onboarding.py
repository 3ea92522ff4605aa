from odoo import api, models
from odoo.exceptions import UserError


class FrontofficeSettings(models.TransientModel):
    """The first ten minutes, as a panel on the settings page until somebody closes it for good."""

    _inherit = "frontoffice.settings"

    @api.model
    def get_onboarding(self):
        """{"steps": [{"id", "title", "sentence", "button", "done", "done_text"}], "text"}; None once closed."""
        self._check_manager()
        panel = self._onboarding()
        if not panel or panel.is_onboarding_closed:
            return None
        steps = [self._onboarding_step(step) for step in panel.step_ids.sorted("sequence")]
        done = all(step["done"] for step in steps)
        return {"steps": steps, "text": panel.text_completed if done else ""}

    @api.model
    def open_onboarding_step(self, step_id):
        """The action behind a step, with the rights of who presses it."""
        self._check_manager()
        step = self._onboarding().step_ids.filtered(lambda s: s.id == step_id)
        if not step:
            raise UserError(self.env._("This step is no longer there. Reload the page."))
        return getattr(self.env["onboarding.onboarding.step"].browse(step.id), step.panel_step_open_action_name)()

    @api.model
    def close_onboarding(self):
        """Away for ever, for everybody of this company."""
        self._check_manager()
        self._onboarding().action_close()

    def _onboarding(self):
        # sudo: stock keeps onboarding panels for administrators; this one belongs to who runs the front office
        panel = self.env.ref("frontoffice_crm.onboarding", raise_if_not_found=False)
        panel = panel.sudo() if panel else self.env["onboarding.onboarding"]
        panel._search_or_create_progress()
        return panel

    def _onboarding_step(self, step):
        done = step.current_step_state in ("just_done", "done")
        # as the user: what a step looks at is read with the rights of who looks
        if not done and step.sudo(False)._frontoffice_done(step.panel_step_open_action_name):
            step.action_set_just_done()
            done = True
        return {
            "id": step.id, "title": step.title, "sentence": step.description, "button": step.button_text,
            "done": done, "done_text": step.done_text,
        }
