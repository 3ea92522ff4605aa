from datetime import timezone
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import promise as pure

MARGIN_SECONDS = 600
STEP_SECONDS = 1800  # "by half past two", never "by 14:07"


class Promise(models.Model):
    """Promises we will not keep as things stand, while the customer can still be told."""

    _inherit = "frontoffice.promise"

    will_miss = fields.Boolean(
        "Will not make it", compute="_compute_will_miss", search="_search_will_miss",
        help="The usual time still needed is longer than the time left, or a request behind it is late.",
    )

    def _compute_will_miss(self):
        among = fields.Domain("id", "in", self.ids)
        found = self.search(among & self._will_miss_domain(among)) if self.ids else self.browse()
        for promise in self:
            promise.will_miss = promise in found

    def _search_will_miss(self, operator, value):
        return self._will_miss_domain() if operator == "in" else NotImplemented

    @api.model
    def _will_miss_domain(self, among=fields.Domain.TRUE):
        """Given by people, open, not due yet, no new date told that still holds, and forecast to break."""
        now = fields.Datetime.now()
        open_ones = among & fields.Domain("state", "in", pure.OPEN) & fields.Domain("due_at", ">", now)
        open_ones &= fields.Domain("origin_kind", "=", "person")
        open_ones &= fields.Domain("revised_due_at", "=", False) | fields.Domain("revised_due_at", "<=", now)
        return open_ones & (self._slow_domain(open_ones) | self._at_risk_domain())

    @api.model
    def _at_risk_domain(self):
        """Hook: promises whose help comes too late. None here; the back office adds late requests."""
        return fields.Domain.FALSE

    @api.model
    def _slow_domain(self, open_ones):
        """What its standard usually still needs (P80 less the time worked) is more than the time left.

        Both run on the same clock, so that is P80 against the hours from making it to its due time. Not
        asked where everything is ready already.
        """
        waiting = open_ones & fields.Domain("state", "=", "made") & fields.Domain("standard_id", "!=", False)
        result = fields.Domain.FALSE
        by_company = {}
        for company, standard in self.sudo()._read_group(waiting, ["company_id", "standard_id"]):
            by_company[company] = by_company.get(company, standard) | standard
        for company, standards in by_company.items():  # sudo: the experience of a standard is no secret
            needs = {key: hours for key, hours in standards._capabilities(company).items() if hours is not None}
            for standard_id, hours in needs.items():
                mine = fields.Domain("standard_id", "=", standard_id) & fields.Domain("company_id", "=", company.id)
                result |= mine & fields.Domain("promised_hours", "<", hours - pure.TALKING_S / 3600) & fields.Domain(
                    "change_count", "=", 0)
            result |= self._slow_moved_domain(waiting, company, needs)
        return fields.Domain("state", "=", "made") & result

    @api.model
    def _slow_moved_domain(self, waiting, company, needs):
        """Those the customer moved: their promised time is counted again."""
        domain = waiting & fields.Domain("change_count", ">", 0) & fields.Domain("company_id", "=", company.id)
        moved = self.sudo().search(domain & fields.Domain("standard_id", "in", list(needs)))  # sudo: as above
        given = moved._working_seconds({p.id: (p.made_at, p.due_at) for p in moved})
        slow = [i for i in given if given[i] + pure.TALKING_S < needs[self.browse(i).sudo().standard_id.id] * 3600]
        return fields.Domain("id", "in", slow)

    # -- a new date that is safe -----------------------------------------------------------------

    def _ready_expected(self):
        """Hook: {promise id: when everything behind it is expected to be ready, or None}."""
        return dict.fromkeys(self.ids)

    def _new_safe_date(self):
        """The next date that can be said safely, later than the old one; naive UTC, on the half hour."""
        self.ensure_one()
        now = fields.Datetime.now()
        calendar = self.standard_id._calendar(self.company_id)
        if self.standard_id:
            hours, _known = self.standard_id._usual_hours(self.company_id)
            worked = self._working_seconds({self.id: (self.made_at, now)}).get(self.id, 0)
            left = max(hours * 3600 - worked, hours * 900)  # a quarter of it at least: it is not done yet
        else:
            left = 8 * 3600
        start = max(now, self._ready_expected()[self.id] or now)
        due = calendar._plan_seconds([(start, round(left) + MARGIN_SECONDS)])[0]
        if due and due <= self.due_at:
            due = calendar._plan_seconds([(self.due_at, STEP_SECONDS)])[0]
        return due and self._on_half_hour(due)

    @api.model
    def _on_half_hour(self, due):
        late = (due.minute * 60 + due.second) % STEP_SECONDS
        return fields.Datetime.add(due, seconds=STEP_SECONDS - late) if late else due

    def action_tell(self):
        """Open the drafted message with a new safe date; a person reads and sends it."""
        self.ensure_one()
        if self.state not in (*pure.OPEN, "broken") or self.fulfilled_at:
            raise UserError(self.env._("“%s” is settled: there is no new date to tell.", self.display_name))
        draft = self.env["frontoffice.promise.tell"]._draft(self)
        return {
            "type": "ir.actions.act_window", "res_model": draft._name, "res_id": draft.id, "target": "new",
            "view_mode": "form", "name": self.env._("Tell the customer a new date"),
        }

    def _told_today(self):
        """Whether the customer was told a new date today, taken back or not: what is said is said."""
        zone = ZoneInfo(self.company_id.resource_calendar_id.tz or "UTC")

        def day(moment):
            return moment.replace(tzinfo=timezone.utc).astimezone(zone).date()

        today = day(fields.Datetime.now())
        # sudo: events are read for the fold, whoever asks
        book = self.sudo()._ledger_books()[self.id]
        return any(e.kind == "changed" and e.payload.get("told") and day(e.at) == today for e in book)
