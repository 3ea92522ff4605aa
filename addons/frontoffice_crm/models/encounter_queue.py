from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

FROZEN = frozenset({
    "ticket_queue_id", "ticket_day", "ticket_seq", "queue_number", "turn_at", "call_count", "jumped", "jump_reason",
})


class Encounter(models.Model):
    """A person in a waiting line: the interaction before it begins."""

    _inherit = "frontoffice.encounter"

    queue_id = fields.Many2one(
        "frontoffice.queue", "Waiting line", index="btree_not_null", check_company=True, ondelete="restrict"
    )
    ticket_queue_id = fields.Many2one(
        "frontoffice.queue", "Number given by", index="btree_not_null", check_company=True, ondelete="restrict"
    )
    ticket_day = fields.Date("Number of the day")
    ticket_seq = fields.Integer("Number")
    turn_at = fields.Datetime("Turn counts from", help="When they came; with an appointment, the time agreed.")
    called_at = fields.Datetime("Called", index="btree_not_null")
    shown_at = fields.Datetime("On the screen since", help="The last time the number was called.")
    call_count = fields.Integer("Times called")
    jumped = fields.Boolean("Served out of turn", index="btree_not_null")
    jump_reason = fields.Char("Why out of turn")
    kiosk_code = fields.Char(help="Shown by the kiosk while it had no connection, instead of the number.")
    lang = fields.Char("Language chosen")
    host_id = fields.Many2one("res.users", "Visits", index="btree_not_null", ondelete="set null")
    forgotten_at = fields.Datetime("Name blanked", readonly=True)

    _ticket_uniq = models.UniqueIndex("(ticket_queue_id, ticket_day, ticket_seq) WHERE ticket_seq > 0")
    _queue_waiting_idx = models.Index("(queue_id, ticket_day, turn_at) WHERE state = 'waiting'")

    @api.model
    def _has_field_access(self, field, operation):
        # numbers stay as given, and whoever was served out of turn stays counted
        if operation == "write" and field.name in FROZEN and not self.env.su:
            return False
        return super()._has_field_access(field, operation)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_numbered(self):
        if any(encounter.ticket_seq and encounter.source == "person" for encounter in self):
            raise UserError(self.env._(
                "This visitor has a number, and numbers have no gaps. Mark it “Left without answer” instead."
            ))

    # -- the end of the day ------------------------------------------------------------------------------

    @api.model
    def _cron_close_day(self):
        """Whoever still waits when the local day is over has left; idempotent."""
        for queue in self.env["frontoffice.queue"].search([("active", "in", (True, False))]):
            today = queue._today()
            left = self.search([
                ("queue_id", "=", queue.id), ("ticket_day", "<", today), ("state", "in", ("waiting", "serving")),
            ], limit=1000)
            for day, people in left.grouped("ticket_day").items():
                over = queue._day_start(day + timedelta(days=1)) - timedelta(seconds=1)
                for state, group in people.grouped("state").items():
                    after = "abandoned" if state == "waiting" else "done"
                    group.write({"state": after, "ended_at": over})

    # -- forgetting ----------------------------------------------------------------------------------------

    @api.autovacuum
    def _gc_visitors(self):
        """Blank what visitors said about themselves, after the days their line keeps it. Counts stay."""
        done = remaining = 0
        for queue in self.env["frontoffice.queue"].search([("active", "in", (True, False))]):
            visitors = self.search(self._forgettable_domain(queue), limit=1000)
            visitors._forget_visitor()
            done += len(visitors)
            remaining += len(visitors) == 1000
        return done, remaining

    @api.model
    def _forgettable_domain(self, queue):
        until = fields.Datetime.now() - timedelta(days=queue.retention_days)
        return fields.Domain([
            ("ticket_queue_id", "=", queue.id), ("partner_id", "=", False), ("arrived_at", "<", until),
            ("forgotten_at", "=", False), ("state", "not in", ("waiting", "serving")),
        ])

    def _forget_visitor(self):
        self.write({
            "partner_name": False, "email": False, "phone": False, "note": False, "kiosk_code": False,
            "host_id": False, "forgotten_at": fields.Datetime.now(),
        })
