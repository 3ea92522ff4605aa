import re
import secrets

from odoo import api, fields, models
from odoo.exceptions import ValidationError

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{1,60}[a-z0-9])?")


class AppointmentType(models.Model):
    """Something people make an appointment for: with whom, where, how long, and how soon."""

    _name = "frontoffice.appointment.type"
    _description = "Appointment"
    _order = "sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    description = fields.Text("What to know before", translate=True)
    need_id = fields.Many2one("frontoffice.need", "Topic", check_company=True, ondelete="restrict")
    minutes = fields.Integer("Lasts (minutes)", default=30, required=True)
    buffer = fields.Integer("Break after it (minutes)", help="Nobody is booked in this time.")
    step = fields.Integer("A start every (minutes)", default=30, required=True)
    user_ids = fields.Many2many("res.users", string="With", help="Whoever is free is booked, the least busy first.")
    team_id = fields.Many2one(
        "crm.team", "Or anybody of the team", check_company=True, domain=[("is_service", "=", True)],
    )
    room_ids = fields.Many2many(
        "resource.resource", string="Rooms", domain=[("resource_type", "=", "material")],
        help="One of these must be free too. Empty: no room is needed.",
    )
    # Stock's invitations ask for the usual place of an appointment by this name; ours are where the visit says.
    location_id = fields.Many2one("res.partner", compute="_compute_location_id")
    calendar_id = fields.Many2one(
        "resource.calendar", "Offered in", check_company=True,
        help="Only within these hours, and only while the people are at work. Empty: the working hours of the company.",
    )
    min_notice_hours = fields.Integer("Not sooner than (hours)", default=2, required=True)
    horizon_days = fields.Integer("Not later than (days)", default=42, required=True)
    change_hours = fields.Integer(
        "Moved or cancelled until (hours before)", default=2, required=True,
        help="Later than that, customers are asked to call.",
    )
    reminder_hours = fields.Integer("Reminder (hours before)", default=24, help="One mail. 0: none.")
    question_ids = fields.One2many("frontoffice.appointment.question", "type_id")
    standard_id = fields.Many2one(
        "frontoffice.promise.standard", "Standard promise", check_company=True, ondelete="restrict",
        help="What is promised with each appointment, if anything.",
    )
    queue_id = fields.Many2one(
        "frontoffice.queue", "Waits in", check_company=True, ondelete="restrict",
        help="The waiting line of visitors who have checked in.",
    )
    location = fields.Char("Where", translate=True)
    self_booking = fields.Boolean("Customers book it themselves")
    slug = fields.Char("Last part of the link", help="Such as consultation. Empty: a link nobody can guess.")
    booking_token = fields.Char(
        copy=False, readonly=True, default=lambda self: secrets.token_urlsafe(18),
        groups="frontoffice_crm.group_agent",
    )
    booking_url = fields.Char("Link to book", compute="_compute_booking_url", groups="frontoffice_crm.group_agent")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _slug_uniq = models.UniqueIndex("(slug) WHERE slug IS NOT NULL", "This link is already used.")
    _token_uniq = models.UniqueIndex("(booking_token)")
    _times = models.Constraint(
        "CHECK (minutes BETWEEN 5 AND 1440 AND step BETWEEN 5 AND 1440 AND buffer >= 0 AND buffer <= 1440)",
        "An appointment lasts from 5 minutes to a day, and so does the time between two starts.",
    )
    _notice = models.Constraint(
        "CHECK (min_notice_hours >= 0 AND change_hours >= 0 AND reminder_hours >= 0"
        " AND horizon_days BETWEEN 1 AND 366)",
        "Hours cannot be negative, and appointments are offered for at most a year.",
    )

    def _compute_location_id(self):
        self.location_id = False

    @api.depends("slug", "booking_token")
    def _compute_booking_url(self):
        for kind in self:
            kind.booking_url = f"{kind.get_base_url()}/frontoffice/book/{kind.slug or kind.booking_token}"

    @api.constrains("slug")
    def _check_slug(self):
        if any(kind.slug and not SLUG.fullmatch(kind.slug) for kind in self):
            raise ValidationError(
                self.env._("The link may have small letters, digits and dashes, such as first-visit.")
            )

    @api.constrains("self_booking", "user_ids", "team_id")
    def _check_people(self):
        for kind in self:
            if kind.self_booking and not kind._people():
                raise ValidationError(self.env._("Choose with whom customers book “%s”.", kind.name))

    def action_new_link(self):
        """Another link; the old one stops working at once. A link in words is taken off."""
        self.check_access("write")
        for kind in self:
            # sudo: the token is read-only so that nobody chooses one
            kind.sudo().write({"booking_token": secrets.token_urlsafe(18), "slug": False})
        return True

    def action_open_booking(self):
        """What customers see, in a new tab."""
        return {"type": "ir.actions.act_url", "url": self.booking_url, "target": "new"}

    @api.model
    def _by_link(self, key):
        """The appointment behind a public link, as superuser; none when it is closed or unknown."""
        kinds = self.sudo()  # anybody with the link may book
        found = kinds.search([("slug", "=", key)], limit=1) if SLUG.fullmatch(key or "") else kinds.browse()
        found = found or self.env["frontoffice.public.guard"]._by_token(self._name, "booking_token", key)
        return found.filtered(lambda kind: kind._is_bookable())

    def _is_bookable(self):
        """Whether customers book it themselves now."""
        return self.self_booking and self.active

    def _people(self):
        """Those who can be booked."""
        self.ensure_one()
        people = self.user_ids | self.team_id.member_ids
        return people.filtered(lambda user: user.active and self.company_id in user.company_ids)

    def _hours_calendar(self):
        return self.calendar_id or self.company_id.resource_calendar_id

    def _zone_name(self):
        """The time zone appointments are shown in at the place itself."""
        return self._hours_calendar().tz or self.company_id.partner_id.tz or "UTC"
