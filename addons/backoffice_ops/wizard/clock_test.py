from datetime import timedelta, timezone
from zoneinfo import ZoneInfo

from babel.dates import format_datetime as babel_format
from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import get_lang

from ..tools import worked_example as pure

AHEAD = timedelta(days=60)


class ClockTest(models.TransientModel):
    """Does the calendar do what we think? Three examples, worked out by the very code that sets due times."""

    _name = "backoffice.clock.test"
    _description = "Test of working hours"

    service_id = fields.Many2one("backoffice.service", "Request type")
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    calendar_id = fields.Many2one(
        "resource.calendar", "Working hours", compute="_compute_calendar", store=True, readonly=False
    )
    hours = fields.Float("Ready within (working hours)", compute="_compute_hours", store=True, readonly=False)
    examples = fields.Html(compute="_compute_examples", sanitize=False)

    @api.model
    def action_open(self):
        return self._open({})

    @api.model
    def _open(self, vals):
        return {
            "type": "ir.actions.act_window", "res_model": self._name, "res_id": self.create(vals).id,
            "view_mode": "form", "target": "new", "name": self.env._("Test the working hours"),
        }

    @api.depends("service_id", "company_id")
    def _compute_calendar(self):
        for test in self:
            test.calendar_id = (
                test.service_id._calendar(test.company_id) if test.service_id
                else test.calendar_id or test.company_id.resource_calendar_id
            )

    @api.depends("service_id")
    def _compute_hours(self):
        for test in self:
            test.hours = test.service_id.deliver_hours or test.hours or 2.0

    @api.depends("calendar_id", "hours")
    def _compute_examples(self):
        for test in self:
            rows = [test._example_markup(title, start) for title, start in test._starts()]
            test.examples = Markup().join(rows)

    def _starts(self):
        """[(title, naive UTC start or None)] of a normal day, a closed time, and the next change of the clocks."""
        now = fields.Datetime.now()
        hours = self.calendar_id._working_hours(now, now + AHEAD)
        change = pure.next_change(self._zone(), now)
        around = self.calendar_id._working_hours(change - timedelta(days=14), change) if change else ()
        return [
            (self.env._("A normal day"), pure.normal_start(hours)),
            (self.env._("Over a weekend or holiday"), pure.closed_start(hours)),
            (self.env._("Over the next change of the clocks"), change and (pure.last_before(around, change) or change)),
        ]

    def _zone(self):
        return self.calendar_id.tz or "UTC"

    def _example(self, start):
        """(due, [(from, to)] that counts) of one example, by the same code as every request."""
        seconds = round(self.hours * 3600)
        due = self.calendar_id._plan_seconds([(start, seconds)])[0]
        spans = pure.counted(self.calendar_id._working_hours(start, due), start, seconds) if due else []
        return due, spans

    def _example_markup(self, title, start):
        if not start:
            return self._card(title, self.env._("This calendar has none."), [])
        due, spans = self._example(start)
        if not due:
            return self._card(title, self.env._("No due time: these hours do not offer that much time."), [])
        head = self.env._("Sent %(start)s → due %(due)s", start=self._when(start), due=self._when(due))
        why = [self.env._("%(from)s to %(to)s counts %(time)s", **{
            "from": self._when(a), "to": self._when(b, "HH:mm"), "time": self._time(b - a)}) for a, b in spans]
        return self._card(title, head, why)

    def _card(self, title, head, why):
        because = Markup("<div class='text-muted'>%s</div><ul class='mb-0'>%s</ul>") % (
            self.env._("because"), Markup().join(Markup("<li>%s</li>") % row for row in why)) if why else ""
        return Markup("<div class='card mb-2'><div class='card-body py-2'><div class='text-muted small'>%s</div>"
                      "<b>%s</b>%s</div></div>") % (title, head, because)

    def _when(self, moment, pattern="EEE d MMM HH:mm"):
        """In the calendar's own time zone: that is the one its hours are written in."""
        local = moment.replace(tzinfo=timezone.utc).astimezone(ZoneInfo(self._zone()))
        return babel_format(local, pattern, tzinfo=local.tzinfo, locale=get_lang(self.env).code)

    def _time(self, span):
        minutes = round(span.total_seconds() / 60)
        return self.env._("%(h)s h %(m)02d", h=minutes // 60, m=minutes % 60)
