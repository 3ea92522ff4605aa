from odoo import fields, models
from odoo.tools import SQL

# The last "ready" of a request that was not taken back; working seconds of the department it lay with.
READY = """(
    SELECT (d.payload->>'total_s')::float / 3600 FROM backoffice_handoff_event d
    WHERE d.handoff_id = %s AND d.kind = 'delivered' AND d.payload->>'total_s' IS NOT NULL AND NOT EXISTS (
        SELECT FROM backoffice_handoff_event u WHERE u.handoff_id = d.handoff_id AND u.kind = 'undone'
        AND (u.payload->>'seq')::int = d.seq)
    ORDER BY d.at DESC, d.seq DESC LIMIT 1)"""


class HandoffReady(models.Model):
    """The time behind a figure of the process map, which lists sort by."""

    _inherit = "backoffice.handoff"

    ready_hours = fields.Float(
        "Until ready (working hours)", compute="_compute_ready_hours",
        help="Working time of the department until it last said “ready”, pauses with proof left out.",
    )

    def _compute_ready_hours(self):
        self.env["backoffice.handoff.event"].flush_model()
        ready = SQL(READY, SQL("h.id"))
        times = dict(self.env.execute_query(
            SQL("SELECT h.id, %s FROM backoffice_handoff h WHERE h.id = ANY(%s)", ready, self.ids)))
        for handoff in self:
            handoff.ready_hours = times.get(handoff.id) or 0

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        if field_name != "ready_hours":
            return super()._order_field_to_sql(alias, field_name, direction, nulls, query)
        ready = SQL(READY, SQL.identifier(alias, "id"))
        return SQL("%s %s %s", ready, direction, SQL("NULLS LAST"))
