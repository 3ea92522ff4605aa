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
            return self._say_line(value)
        return str(value)

    def _say_line(self, line):
        """A line by its name, with the rest in parentheses."""
        title = line.get("name") or line.get("code")
        rest = ", ".join(
            f"{word.replace('_', ' ')}: {self._say_value(part)}" for word, part in line.items()
            if part not in (None, "", []) and not (title and word in ("name", "code"))
        )
        return f"{title} ({rest})" if title and rest else title or rest
