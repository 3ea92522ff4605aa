from odoo import models


class OnboardingStep(models.Model):
    """What each step of the first ten minutes opens, and whether it is done."""

    _inherit = "onboarding.onboarding.step"

    def _frontoffice_action(self, xmlid):
        return self.env["ir.actions.actions"]._for_xml_id(xmlid)

    def action_open_frontoffice_look_back(self):
        """Read this database."""
        return self._frontoffice_action("frontoffice_crm.look_back_action")

    def action_open_frontoffice_trade(self):
        """The ten trades."""
        return self.env["frontoffice.trade"].action_open()

    def action_open_frontoffice_people(self):
        """Role presets in one dialog."""
        return self.env["frontoffice.desk.people"].action_open()

    def action_open_frontoffice_practise(self):
        """The sample company, loaded once."""
        Sample = self.env["frontoffice.sample"]
        if Sample.status()["can_load"]:
            Sample.action_load()
        self.sudo().action_set_just_done()  # sudo: stock keeps the steps for administrators
        return Sample.action_open()

    def action_open_frontoffice_mail(self):
        """The channels, where a mailbox gets its address."""
        return {
            **self._frontoffice_action("frontoffice_crm.channel_action"), "context": {"default_kind": "email"},
        }

    def action_open_frontoffice_invite(self):
        """Users, ready for a new one."""
        return self._frontoffice_action("base.action_res_users")

    # -- done ------------------------------------------------------------------------------------

    def _frontoffice_done(self, opens):
        """Whether the company has what the step that ``opens`` something leads to, however it got it."""
        check = getattr(self, opens.replace("action_open_", "_done_"), None)
        return bool(check and check())

    def _done_frontoffice_look_back(self):
        return self.env["frontoffice.batch"].search_count(
            [("kind", "=", "history"), ("company_id", "=", self.env.company.id)], limit=1)

    def _done_frontoffice_trade(self):
        return self.env["frontoffice.setup.log"].search_count(
            [("name", "like", "trade:%"), ("company_id", "=", self.env.company.id)], limit=1)

    def _done_frontoffice_people(self):
        # sudo: whether anybody has a role, not who
        return self.env["res.users"].sudo().search_count(
            [("service_role", "!=", False), ("company_ids", "in", self.env.company.ids)], limit=1)

    def _done_frontoffice_mail(self):
        return self.env["frontoffice.channel"].search([
            ("kind", "=", "email"), ("company_id", "=", self.env.company.id)]).filtered("alias_email")

    def _done_frontoffice_invite(self):
        # sudo: how many colleagues, not who
        return self.env["res.users"].sudo().search_count(
            [("share", "=", False), ("company_ids", "in", self.env.company.ids)], limit=4) > 3
