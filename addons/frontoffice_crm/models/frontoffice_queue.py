from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools import waiting

RECENT = 30  # calls that say how fast a line moves
RECENT_HOURS = 3


class FrontofficeQueue(models.Model):
    """A waiting line with numbers: who is next, at which counters, and what may be said in public."""

    _name = "frontoffice.queue"
    _description = "Waiting line"
    _order = "sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    prefix = fields.Char(
        "Numbers begin with", size=3, default="A", help="A letter tells the lines apart on the screen: A12, B7."
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    channel_ids = fields.Many2many(
        "frontoffice.channel", string="Served at", check_company=True,
        help="The counters that call from this line. Empty: every counter.",
    )
    team_ids = fields.Many2many(
        "crm.team", string="Served by", check_company=True, domain=[("is_service", "=", True)],
        help="Only members of these teams call from this line. Empty: everybody at the desk.",
    )
    need_ids = fields.Many2many(
        "frontoffice.need", string="Topics to choose", check_company=True,
        help="What visitors choose from when they take a number. Empty: the line itself is the choice.",
    )
    calendar_id = fields.Many2one(
        "resource.calendar", "Opening hours", check_company=True,
        help="Numbers are given in these hours. Empty: the working hours of the company.",
    )
    ticket_text = fields.Char(
        "Printed below the number", translate=True, help="One line, such as “Please wait on the first floor.”"
    )
    closed_text = fields.Char("Said when closed", translate=True)
    retention_days = fields.Integer(
        "Keep names for (days)", default=30, required=True,
        help="Names, numbers and words of visitors who are not in the address book are blanked "
             "after so many days. Counts and times stay.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    is_open = fields.Boolean("Open now", compute="_compute_is_open")
    waiting_count = fields.Integer("Waiting", compute="_compute_waiting_count")

    _prefix_uniq = models.UniqueIndex(
        "(company_id, prefix) WHERE active IS TRUE AND prefix IS NOT NULL",
        "Another waiting line begins its numbers with the same letter. People could not tell them apart.",
    )

    @api.constrains("retention_days")
    def _check_retention(self):
        if any(not 1 <= queue.retention_days <= 3650 for queue in self):
            raise ValidationError(self.env._("Names are kept for at least a day and at most ten years."))

    # -- the day and the hours -----------------------------------------------------------------------

    def _calendar(self):
        return self.calendar_id or self.company_id.resource_calendar_id

    def _zone(self):
        """The zone whose midnight starts the numbers again."""
        return ZoneInfo(self._calendar().tz or self.company_id.partner_id.tz or "UTC")

    def _today(self, at=None):
        """The local day of a naive UTC moment."""
        self.ensure_one()
        return (at or fields.Datetime.now()).replace(tzinfo=UTC).astimezone(self._zone()).date()

    def _day_start(self, day):
        """Naive UTC of a local midnight."""
        return datetime.combine(day, time.min, self._zone()).astimezone(UTC).replace(tzinfo=None)

    def _compute_is_open(self):
        now = fields.Datetime.now()
        for queue in self:
            hours = queue.sudo()._calendar()._working_hours(now, now + timedelta(seconds=60))
            queue.is_open = bool(len(hours))  # sudo: opening hours are on the door

    def _compute_waiting_count(self):
        counts = dict(self.env["frontoffice.encounter"]._read_group(
            self._waiting_domain(), ["queue_id"], ["__count"]
        ))
        for queue in self:
            queue.waiting_count = counts.get(queue, 0)

    # -- numbers -------------------------------------------------------------------------------------

    def _issue(self, values=None, at=None):
        """One more person in the line: the interaction, waiting, with its number.

        ``at``: when the person came, for a kiosk that was cut off; never in the future and never
        before the last half hour. UserError when the line is closed and it is not a kiosk's late post.
        """
        self.ensure_one()
        now = fields.Datetime.now()
        arrived = min(max(at or now, now - timedelta(minutes=30)), now)
        if not self.is_open and not at:
            raise UserError(self._closed_words())
        day = self._today(now)
        # sudo: whoever may hand out a number may take the next one
        number = self.env["frontoffice.queue.day"].sudo()._next(self, day)
        Encounter = self.env["frontoffice.encounter"]
        Encounter.check_access("create")
        # sudo: the columns of the turn are closed to people, so that nobody writes a place in the line
        ticket = Encounter.sudo().create({
            "channel_id": self._ticket_channel().id, "company_id": self.company_id.id,
            "arrived_at": arrived, "turn_at": arrived, "state": "waiting", "user_id": False, "queue_id": self.id,
            "ticket_queue_id": self.id, "ticket_day": day, "ticket_seq": number,
            "queue_number": f"{self.prefix or ''}{number}", **(values or {}),
        })
        return ticket.with_env(self.env)

    def _closed_words(self):
        return self.closed_text or self.env._("We are closed now. Please come back in our opening hours.")

    def _ticket_channel(self):
        """The counter a waiting person is counted for until one calls."""
        Channel = self.env["frontoffice.channel"]
        channel = self.channel_ids[:1] or Channel.search(
            [("company_id", "=", self.company_id.id), ("kind", "=", "counter")], limit=1
        )
        if not channel:
            # sudo: a company without a counter must not send its first visitor away
            channel = Channel.sudo().create({
                "name": self.env._("Counter"), "kind": "counter", "company_id": self.company_id.id,
            }).sudo(False)
        return channel

    # -- who waits ---------------------------------------------------------------------------------------

    def _waiting_domain(self):
        """People waiting in these lines today."""
        domain = fields.Domain.FALSE
        for queue in self:
            domain |= fields.Domain("queue_id", "=", queue.id) & fields.Domain("ticket_day", "=", queue._today())
        return domain & fields.Domain("state", "=", "waiting")

    @api.model
    def _served_by(self, user, channel):
        """Lines a person at a counter calls from, in the company at hand."""
        queues = self.search([("company_id", "=", self.env.company.id)])
        return queues.filtered(
            lambda queue: (not queue.channel_ids or channel in queue.channel_ids)
            and (not queue.team_ids or user in queue.team_ids.member_ids)
        )

    def _pace(self):
        """[(arrived, called)] in seconds of the last calls of one line."""
        self.ensure_one()
        calls = self.env["frontoffice.encounter"].search_fetch(
            [
                ("queue_id", "=", self.id), ("called_at", ">=", fields.Datetime.now() - timedelta(hours=RECENT_HOURS)),
                ("state", "in", ("serving", "done")),
            ],
            ["turn_at", "called_at"], order="called_at desc", limit=RECENT,
        )
        return [(call.turn_at.timestamp(), call.called_at.timestamp()) for call in calls if call.turn_at]

    def _minutes(self, position, pace=None):
        """Minutes until the person at a position is called, or None: too few to say."""
        pace = self._pace() if pace is None else pace
        return waiting.rounded_minutes(waiting.estimate(pace, position))

    def _changed(self):
        """Tell the desks that a line moved: once a transaction, and nothing else."""
        data = self.env.cr.precommit.data
        if self and not data.get("frontoffice_crm.queue_changed"):
            data["frontoffice_crm.queue_changed"] = True
            # sudo: the group is only the address; the message says nothing
            self.env.ref("frontoffice_crm.group_agent").sudo()._bus_send("frontoffice_crm/queue_changed", {})
