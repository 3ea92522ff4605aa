from odoo import api, models


class Setup(models.AbstractModel):
    """Who is in a department, as what, and with how much room, in the set-up file."""

    _inherit = "frontoffice.setup"

    @api.model
    def _setup_sections(self):
        return super()._setup_sections() + [
            {"key": "members", "label": self.env._("Members of departments"), "model": "backoffice.member",
             "fields": ("user_id", "department_id", "role", "capacity"), "natural": ("user", "department"),
             "domain": [("user_id.active", "=", True)]},
        ]
