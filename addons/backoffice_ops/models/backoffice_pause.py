from odoo import api, fields, models
from odoo.tools import SQL

LAST_HOUR = 3600


class BackofficePause(models.Model):
    """Every wait of a request, read from the ledger: with what proof, and how close to its due time."""

    _name = "backoffice.pause"
    _description = "Waits of requests"
    _auto = False
    _order = "began_at desc, id desc"

    handoff_id = fields.Many2one("backoffice.handoff", "Request", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    to_department_id = fields.Many2one("hr.department", "Department", readonly=True)
    service_id = fields.Many2one("backoffice.service", "Request type", readonly=True)
    reason = fields.Char("Waiting for", readonly=True)
    reason_label = fields.Char("Waits for", compute="_compute_reason_label")
    began_at = fields.Datetime("Since", readonly=True)
    stopped = fields.Boolean("The clock waited", readonly=True)
    with_proof = fields.Boolean("With a message or file", readonly=True)
    left_hours = fields.Float("Time left then (h)", readonly=True, help="Working hours left when it began to wait.")
    last_minute = fields.Boolean("Less than an hour before due", readonly=True)
    auto_ended = fields.Boolean("Went on by itself", readonly=True)

    @api.depends("reason")
    def _compute_reason_label(self):
        labels = self.env["backoffice.pause.reason"]._labels()
        for pause in self:
            pause.reason_label = labels.get(pause.reason) or pause.reason

    def action_open_handoff(self):
        """The request itself."""
        self.ensure_one()
        return self.handoff_id.get_formview_action()

    @property
    def _table_query(self):
        """Waits of requests that are not confidential and were not taken back."""
        return SQL(
            """SELECT e.id, e.handoff_id, h.company_id, h.to_department_id, h.service_id, e.at AS began_at,
                      e.payload->>'reason' AS reason, e.payload->>'worked_s' IS NOT NULL AS stopped,
                      e.payload->>'proof' IS NOT NULL OR e.payload->>'file' IS NOT NULL AS with_proof,
                      (e.payload->>'left_s')::numeric / 3600 AS left_hours,
                      COALESCE((e.payload->>'left_s')::int BETWEEN 0 AND %s, FALSE) AS last_minute,
                      EXISTS (SELECT 1 FROM backoffice_handoff_event n
                               WHERE n.handoff_id = e.handoff_id AND n.kind = 'resumed' AND n.at >= e.at
                                 AND n.seq > e.seq AND n.payload->>'auto' = 'true'
                                 AND NOT EXISTS (SELECT 1 FROM backoffice_handoff_event m
                                                  WHERE m.handoff_id = e.handoff_id AND m.kind = 'paused'
                                                    AND m.seq > e.seq AND m.seq < n.seq)) AS auto_ended
                 FROM backoffice_handoff_event e
                 JOIN backoffice_handoff h ON h.id = e.handoff_id
                WHERE e.kind = 'paused' AND NOT h.confidential
                  AND NOT EXISTS (SELECT 1 FROM backoffice_handoff_event u
                                   WHERE u.handoff_id = e.handoff_id AND u.kind = 'undone'
                                     AND (u.payload->>'seq')::int = e.seq)""",
            LAST_HOUR - 1,
        )
