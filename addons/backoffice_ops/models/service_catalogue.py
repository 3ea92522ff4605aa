from odoo import api, fields, models
from odoo.tools import SQL

BEFORE = {"allow_incomplete": True, "outcome_required": False}  # terms of request types that were there already


class Service(models.Model):
    """The catalogue entry: what may be sent, what has to be ticked, what "ready" has to say."""

    _inherit = "backoffice.service"

    allow_incomplete = fields.Boolean(
        "May be sent incomplete",
        help="Then it counts as incomplete. Otherwise what is needed has to be there before it is sent.",
    )
    outcome_required = fields.Boolean(
        "“Ready” says what was done", default=True, help="The sender reads it and can tell the customer.",
    )
    is_incident = fields.Boolean(
        "Reports a fault",
        help="Requests of this type report that a system or a machine does not work: repairs are counted apart.",
    )
    checklist_ids = fields.One2many("backoffice.service.checklist", "service_id", copy=True)

    @api.model
    def _init_column(self, column_name):
        """Request types from before keep the terms they were agreed under."""
        if column_name not in BEFORE:
            return super()._init_column(column_name)
        column = SQL.identifier(column_name)
        return self.env.cr.execute(SQL(
            "UPDATE backoffice_service SET %s = %s WHERE %s IS NULL", column, BEFORE[column_name], column))
