from lxml import etree

from odoo import api, models
from odoo.exceptions import AccessError, UserError


class FrontofficeSettings(models.TransientModel):
    """The switches of Settings for the person who runs the front office, who need not be an administrator."""

    _inherit = "frontoffice.settings"

    @api.model
    def _switch_apps(self):
        """Names of the blocks of the general settings that are ours. Upper add-ons add theirs."""
        return ["frontoffice_crm"]

    @api.model
    def get_switches(self):
        """[{"title", "switches": [{"name", "label", "sentence", "on"}]}] by level, as in the general settings."""
        self._check_manager()
        levels = {}  # blocks of several add-ons with one title are one level
        for block in self._switch_blocks():
            levels.setdefault(block.get("title") or "", []).extend(map(self._switch, self._switch_fields(block)))
        return [{"title": title, "switches": switches} for title, switches in levels.items() if switches]

    @api.model
    def set_switch(self, name, on):
        """Reveal or hide a feature for everybody. Nothing is lost: its records are there either way."""
        self._check_manager()
        known = {field for block in self._switch_blocks() for field, _sentence in self._switch_fields(block)}
        if name not in known:
            raise UserError(self.env._("There is no switch called “%s”.", name))
        # sudo: a switch reveals menus and fields and holds no right (`_holds_no_right` makes sure), so whoever
        # runs the front office may turn it; stock keeps the general settings for administrators
        group = self._switch_group(name).sudo()
        if not self._holds_no_right(group):
            raise AccessError(self.env._("This switch also gives rights: ask an administrator to turn it."))
        employees = self.env.ref("base.group_user").sudo()
        if on:
            employees._apply_group(group)
        else:
            employees._remove_group(group)
        return self.get_switches()

    def _check_manager(self):
        if not self.env.user.has_group("frontoffice_crm.group_manager"):
            raise AccessError(self.env._("Only a Front Office manager turns switches."))

    def _switch_blocks(self):
        # sudo: the words of the general settings page are no secret
        view = self.env.ref("base.res_config_settings_view_form").sudo()
        arch = view._get_combined_arch()
        return [
            block for app in self._switch_apps() for block in arch.xpath("//app[@name=$app]//block", app=app)
            if isinstance(block, etree._Element)
        ]

    def _switch_fields(self, block):
        fields = self.env["res.config.settings"]._fields
        return [
            (field.get("name"), setting.get("help") or "")
            for setting in block.xpath(".//setting[.//field]") for field in setting.xpath(".//field")[:1]
            if getattr(fields.get(field.get("name")), "implied_group", None)
        ]

    def _switch(self, item):
        name, sentence = item
        label = self.env["res.config.settings"]._fields[name]._description_string(self.env)
        on = self._switch_group(name) in self._employee_groups()
        return {"name": name, "label": label, "sentence": sentence, "on": on}

    def _employee_groups(self):
        # sudo: which switches are on is no secret
        return self.env.ref("base.group_user").sudo().all_implied_ids

    def _switch_group(self, name):
        return self.env.ref(self.env["res.config.settings"]._fields[name].implied_group)

    def _holds_no_right(self, group):
        """A group with access to a model, a rule or further groups is more than a switch."""
        return not (group.model_access or group.rule_groups or group.implied_ids)
