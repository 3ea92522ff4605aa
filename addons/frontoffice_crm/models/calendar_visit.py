import secrets

from odoo import api, fields, models
from odoo.exceptions import ValidationError

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without what looks alike
AGENT = "frontoffice_crm.group_agent"


class CalendarEvent(models.Model):
    """An agreed visit: a calendar entry of stock, so that every calendar people use shows it."""

    _inherit = "calendar.event"

    res_id = fields.Many2oneReference(index="btree_not_null")  # each case asks for its visits
    notes = fields.Html(groups="base.group_user")  # "internal use only": the customer may read the rest of it
    appointment_type_id = fields.Many2one(
        "frontoffice.appointment.type", "Appointment", index="btree_not_null", ondelete="restrict"
    )
    appointment_company_id = fields.Many2one(
        related="appointment_type_id.company_id", store=True, index="btree_not_null"
    )
    room_id = fields.Many2one(
        "resource.resource", index="btree_not_null", domain=[("resource_type", "=", "material")],
        ondelete="restrict",
    )
    visitor_partner_id = fields.Many2one("res.partner", "Customer", index="btree_not_null", groups=AGENT)
    visitor_name = fields.Char("Name given", groups=AGENT)
    visitor_email = fields.Char("E-mail given", groups=AGENT)
    visitor_phone = fields.Char("Phone given", groups=AGENT)
    booking_lang = fields.Char("Language chosen", groups=AGENT)
    booking_tz = fields.Char("Time zone of the customer", groups=AGENT)
    booked_by = fields.Selection([("self", "Customer"), ("desk", "Colleague")], groups=AGENT)
    booking_token = fields.Char(copy=False, index="btree_not_null", readonly=True, groups=AGENT)
    booking_code = fields.Char("Code", copy=False, index="btree_not_null", readonly=True, groups=AGENT)
    move_count = fields.Integer("Times moved", copy=False, readonly=True)
    checked_in_at = fields.Datetime("Checked in", copy=False, readonly=True)
    seen_at = fields.Datetime("Seen", copy=False, readonly=True)
    missed_at = fields.Datetime("Did not come", copy=False, readonly=True)
    cancelled_at = fields.Datetime("Cancelled", copy=False, readonly=True)
    reminded_at = fields.Datetime("Reminder sent", copy=False, readonly=True)
    forgotten_at = fields.Datetime("Name blanked", copy=False, readonly=True)
    visit_state = fields.Selection(
        [
            ("booked", "Agreed"), ("here", "Is here"), ("seen", "Seen"), ("missed", "Did not come"),
            ("cancelled", "Cancelled"),
        ],
        "State", compute="_compute_visit_state",
    )
    late_minutes = fields.Integer("Late (minutes)", compute="_compute_visit_state")

    _booking_token_uniq = models.UniqueIndex("(booking_token) WHERE booking_token IS NOT NULL")

    @api.depends("checked_in_at", "seen_at", "missed_at", "cancelled_at", "start")
    def _compute_visit_state(self):
        for event in self:
            steps = (
                ("cancelled", event.cancelled_at), ("seen", event.seen_at), ("missed", event.missed_at),
                ("here", event.checked_in_at),
            )
            event.visit_state = next((state for state, at in steps if at), "booked")
            here = event.checked_in_at
            event.late_minutes = max(0, (here - event.start).total_seconds() // 60) if here and event.start else 0

    @api.constrains("room_id", "start", "stop", "active")
    def _check_room(self):
        for event in self.filtered(lambda e: e.room_id and e.active):
            # sudo: a room is taken, whoever sees by whom
            if self.sudo().search_count([
                ("room_id", "=", event.room_id.id), ("id", "!=", event.id),
                ("start", "<", event.stop), ("stop", ">", event.start),
            ], limit=1):
                raise ValidationError(
                    self.env._("%s is taken at that time. Choose another room or time.", event.room_id.name)
                )

    @api.model_create_multi
    def create(self, vals_list):
        keyed = [{**vals, **self._booking_keys()} if vals.get("appointment_type_id") else vals for vals in vals_list]
        return super().create(keyed)

    @api.model
    def _booking_keys(self):
        return {
            "booking_token": secrets.token_urlsafe(24),
            "booking_code": "".join(secrets.choice(ALPHABET) for _n in range(6)),
        }

    # -- what promises listen to ---------------------------------------------------------------------

    def _appointment_seen(self, at=None):
        """The visitor is being served. Whoever promised a time hooks in here; a second call changes nothing."""
        # sudo: an agent marks any visit of the company, private entries too
        visits = self.sudo().filtered(lambda event: event.appointment_type_id and not event.seen_at)
        visits.write({"seen_at": at or fields.Datetime.now(), "missed_at": False})
        return visits

    def _appointment_unseen(self):
        """Called, and nobody came, or called by mistake: not seen after all."""
        visits = self.sudo().filtered("seen_at")  # as above
        visits.write({"seen_at": False})
        return visits

    def _appointment_missed(self, at=None):
        """The visitor did not come. Counted as an interaction that was a no-show."""
        visits = self.sudo().filtered(  # as above
            lambda event: event.appointment_type_id and not (event.seen_at or event.missed_at or event.cancelled_at)
        )
        visits.write({"missed_at": at or fields.Datetime.now()})
        visits._count_missed()
        return visits

    def _count_missed(self):
        """One interaction "Did not come" a visit, unless the visitor has a number already."""
        Encounter = self.env["frontoffice.encounter"].sudo()  # as above
        rows = Encounter._read_group(
            [("calendar_event_id", "in", self.ids), ("ticket_seq", ">", 0)], ["calendar_event_id"]
        )
        known = self.browse([event.id for (event,) in rows])
        Encounter.create([visit._prepare_missed_vals() for visit in self - known])

    def _prepare_missed_vals(self):
        kind = self.appointment_type_id
        queue = kind.queue_id or self.env["frontoffice.queue"].sudo().new({"company_id": kind.company_id.id})
        return {
            "calendar_event_id": self.id, "state": "no_show", "arrived_at": self.start, "ended_at": self.stop,
            "turn_at": self.start, "partner_id": self.visitor_partner_id.id, "partner_name": self.visitor_name,
            "need_id": kind.need_id.id, "user_id": self.user_id.id, "company_id": kind.company_id.id,
            "channel_id": queue._ticket_channel().id, "host_id": self.user_id.id,
        }
