from odoo import api, models


class Setup(models.AbstractModel):
    """Switches in the set-up file, and values in words."""

    _inherit = "frontoffice.setup"

    @api.model
    def _setup_read_switches(self):
        """{switch: {"on": bool}} of the features of Settings."""
        switches = self.env["frontoffice.settings"].get_switches()
        return {item["name"]: {"on": item["on"]} for level in switches for item in level["switches"]}

    @api.model
    def _setup_write_switches(self, key, values):
        self.env["frontoffice.settings"].set_switch(key, bool(values["on"]))

    @api.model
    def _say_value(self, value):
        """A value for the eyes of a person."""
        if value in (None, "", []):
            return "–"
        if isinstance(value, bool):
            return self.env._("yes") if value else self.env._("no")
        if isinstance(value, list):
            return ", ".join(self._say_value(part) for part in value)
        if isinstance(value, dict):
            return " · ".join(self._say_value(part) for part in value.values() if part not in (None, "", []))
        return str(value)
