from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.frontoffice_crm.tools import assignment

IN_HAND = ("sent", "accepted", "in_progress", "paused")
LONGEST = 92  # days


class PeopleAbsence(models.AbstractModel):
    """If somebody were away: which open requests nobody else could take in time. Changes nothing."""

    _inherit = "backoffice.people"

    @api.model
    @api.readonly
    def absence(self, department_id, user_id, first, last):
        """What is at risk if this person is away from ``first`` to ``last`` (dates, both included).

        Counts what falls due in these days and is in the person's hands or waits for anybody, gives it
        out by the rules among those who are at work, and returns what finds nobody, as far as this
        user may see the requests.
        """
        department = self._department(department_id)
        members = self._members(department)
        member = members.filtered(lambda m: m.user_id.id == int(user_id))
        if not member:
            raise UserError(self.env._("Choose somebody of the department."))
        start, stop = self._span(first, last)
        stake = self._at_stake(department, member.user_id, start, stop)
        lost = self._without(stake, members, member, start, stop)
        rows = [self._lost_row(request, why) for request, why in lost]
        return {
            "requests": len(rows), "promises": len({row["promise_id"] for row in rows if row["promise_id"]}),
            "covered": len(stake) - len(rows), "rows": rows, "who": member.user_id.name,
        }

    @api.model
    def _span(self, first, last):
        """Naive UTC begin and end of days where the company is."""
        first, last = fields.Date.to_date(first), fields.Date.to_date(last)
        if not first or not last or last < first or (last - first).days > LONGEST:
            raise UserError(self.env._("Choose the first and the last day, at most three months apart."))
        zone = ZoneInfo(self.env.company.sudo().resource_calendar_id.tz or self.env.user.tz or "UTC")  # zone only

        def begin(day):
            return datetime.combine(day, time.min, tzinfo=zone).astimezone(timezone.utc).replace(tzinfo=None)

        return max(begin(first), fields.Datetime.now()), begin(last + timedelta(days=1))

    @api.model
    def _at_stake(self, department, user, start, stop):
        """Open requests that fall due in the days and are this person's or nobody's yet."""
        requests = self.env["backoffice.handoff"].search([
            ("to_department_id", "=", department.id), ("state", "in", IN_HAND),
            ("user_id", "in", [False, user.id]), ("company_id", "in", self.env.companies.ids),
        ])
        dues = requests._risk_dues()
        return requests.filtered(lambda r: dues[r.id] and start <= dues[r.id] < stop)

    @api.model
    def _without(self, stake, members, member, start, stop):
        """[(request, verdicts)] of what nobody else could take and this person could."""
        # sudo: rules, loads and presence decide; the requests themselves were searched as the user
        Assignment, lost = self.env["backoffice.assignment"].sudo(), []
        for company, requests in stake.grouped("company_id").items():
            staff = members.sudo().filtered(lambda m, c=company: m.company_id == c)
            items = Assignment._items(requests.sudo(), staff, start)
            away = assignment.plan(items, self._free_people(staff - member, company, start, stop), start)
            there = assignment.plan(items, self._free_people(staff, company, start, stop, member), start)
            could = {choice.item for choice in there if choice.person}
            mine = set(requests.filtered(lambda r: r.user_id == member.user_id).ids)
            lost += [
                (requests.browse(c.item), c.verdicts) for c in away
                if c.person is None and c.item in (could | mine)
            ]
        return lost

    @api.model
    def _free_people(self, members, company, start, stop, member=None):
        """Candidates who work at all in these days; what the person has in hand is not counted twice."""
        people = self.env["backoffice.assignment"].sudo()._people(members, company, start)  # as in _without
        present = self._works_between(members.user_id, company, start, stop)
        for person in people:
            person.present = person.id in present
            if member and person.id == member.user_id.id:
                person.load, person.present = 0.0, True
        return people

    @api.model
    def _works_between(self, users, company, start, stop):
        """Ids of users at work at some hour of these days."""
        # sudo: as in frontoffice.presence, hours and leave decide and nobody's reason is told
        resources = self.env["resource.resource"].sudo().search([
            ("user_id", "in", users.ids), ("resource_type", "=", "user"), ("company_id", "in", (False, company.id)),
        ])
        present = set((users - resources.user_id).ids)  # they follow the company's hours
        utc = (start.replace(tzinfo=timezone.utc), stop.replace(tzinfo=timezone.utc))
        for calendar, group in resources.grouped("calendar_id").items():
            if not calendar or calendar._is_stock_timed():
                present |= set(group.user_id.ids) - self.env["frontoffice.presence"]._away(group, start)
            else:
                intervals = calendar._work_intervals_batch(*utc, resources=group)
                present |= {resource.user_id.id for resource in group if list(intervals[resource.id])}
        return present

    @api.model
    def _lost_row(self, request, verdicts):
        # sudo: names and the words of the promise, as My work shows them
        known = request.sudo()
        promise = known.promise_id
        is_open = promise.state in ("made", "enabled")
        return {
            "id": request.id, "number": request.name, "subject": request.subject, "type": known.service_id.name,
            "due": self.env["backoffice.work"]._iso(request.due_at), "promise_id": promise.id if is_open else False,
            "promise": promise.name if is_open else "",
            "promise_due": self.env["backoffice.work"]._iso(promise.due_at) if is_open else None,
            "why": self._why_lost(set(verdicts.values())),
        }

    @api.model
    def _why_lost(self, codes):
        if codes & {"skill", "level"}:
            return self.env._("Nobody else has the skill.")
        if "full" in codes:
            return self.env._("Nobody else has room.")
        return self.env._("Nobody else is at work.")
