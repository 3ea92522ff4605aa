from odoo import models
from odoo.http import request


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def color_scheme(self):
        """Dark when the browser's cookie asks for it; Community would always answer light."""
        if request and request.cookies.get("color_scheme") == "dark":
            return "dark"
        return super().color_scheme()

    def session_info(self):
        """After login everybody sees the page of their role, unless they chose a page of their own."""
        info = super().session_info()
        if not info.get("home_action_id") and info.get("uid"):
            info["home_action_id"] = self.env.user._service_role_page()
        return info
