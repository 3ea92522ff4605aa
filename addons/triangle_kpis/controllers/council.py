from odoo.exceptions import AccessError
from odoo.http import Controller, request, route


class Council(Controller):
    """The sheet for the works council, to be read or printed."""

    @route("/service_triangle/council", type="http", auth="user", methods=["GET"], readonly=True)
    def sheet(self):
        """A page of its own; AccessError for who is no manager while personal figures are off."""
        council = request.env["triangle.council"]
        if not council._may_read():
            raise AccessError(request.env._("Managers read this sheet, and everybody once personal figures are on."))
        return request.render("triangle_kpis.council_sheet", council._values())
