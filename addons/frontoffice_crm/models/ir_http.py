from odoo import models
from odoo.http import request


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def color_scheme(self):
        """Dark when the browser's cookie asks for it; Community would always answer light."""
        if request and request.cookies.get("color_scheme") == "dark":
            return "dark"
        return super().color_scheme()
