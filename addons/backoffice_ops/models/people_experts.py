from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import people as pure
from .people import DAYS

SENT_BACK = 3  # this often within the days looked at is worth a morning together
AHEAD = 28


class PeopleExperts(models.AbstractModel):
    """What hangs on one person, and who could learn it from them."""

    _inherit = "backoffice.people"

    @api.model
    @api.readonly
    def experts(self, department_id):
        """Request types at most one person did in 60 days, by their share of the department's hours."""
        department = self._department(department_id)
        rows, able = self._experts(department), self._services(department)._able(self._members(department).user_id)
        courses = self._courses(self.env["hr.skill"].union(*(row[0].skill_ids.skill_id for row in rows)))
        return [{
            "id": service.id, "name": service.name, "person": user.name, "person_id": user.id, "n": count,
            "share": round(100 * share),
            "also": self.env["res.users"].sudo().browse(  # names of colleagues in the same department
                set(able[service.id][0]) - {user.id}).sorted("name").mapped("name"),
            "courses": [c for skill in service.skill_ids.skill_id.ids for c in courses.get(skill, [])],
        } for service, user, count, share in rows]

    @api.model
    def _experts(self, department):
        # sudo: counts of a department for its head; which requests they are stays with the record rules
        groups = self.env["backoffice.handoff"].sudo()._read_group(
            self._done_domain(department), ["service_id", "user_id"], ["__count", "worked_hours:sum"]
        )
        return pure.single_experts([
            (service, user, count, hours or count * service.deliver_hours) for service, user, count, hours in groups
        ])

    # -- pairs -------------------------------------------------------------------------------------

    @api.model
    @api.readonly
    def pairs(self, department_id):
        """Two people who could spend a morning together, and why. Nobody is ranked."""
        department = self._department(department_id)
        return [{
            "teacher": self._named(teacher), "learner": self._named(learner), "reasons": reasons,
        } for teacher, learner, reasons in self._pairs(department)]

    @api.model
    def _named(self, user_id):
        return {"id": user_id, "name": self.env["res.users"].sudo().browse(user_id).name}  # a colleague's name

    @api.model
    def _pairs(self, department):
        services, members = self._services(department), self._members(department)
        able, needs, knows = services._able(members.user_id), [], {}
        for service, user, count, _share in self._experts(department):
            needs.append((service.id, user.id, self.env._(
                "Only %(who)s did “%(what)s” in %(days)s days (%(n)s requests).",
                who=user.name, what=service.name, days=DAYS, n=count)))
            knows[service.id] = set(able[service.id][0]) | set(able[service.id][1])
        for service in services:
            can = list(able[service.id][0])
            if len(can) == 1 and service.id not in knows:
                needs.append((service.id, can[0], self.env._(
                    "Only %(who)s has the skills for “%(what)s”.",
                    who=self._named(can[0])["name"], what=service.name)))
                knows[service.id] = set(able[service.id][1])
        people = members.filtered(lambda m: m.capacity > 0).user_id.ids  # who takes no requests learns none
        inside = [need for need in needs if need[1] in members.user_id.ids]
        return pure.propose(inside, people, knows) + self._pairs_across(department)

    @api.model
    def _pairs_across(self, department):
        """Somebody who asks and somebody who does it, where much came back to one team."""
        Handoff, found = self.env["backoffice.handoff"].sudo(), []  # sudo: as in _experts
        since = fields.Datetime.subtract(fields.Datetime.now(), days=DAYS)
        asked = (
            fields.Domain("to_department_id", "=", department.id) & fields.Domain("sent_at", ">=", since)
            & fields.Domain("service_id", "in", self._services(department).ids)
            & fields.Domain("confidential", "=", False) & fields.Domain("from_team_id", "!=", False)
            & fields.Domain("company_id", "in", self.env.companies.ids)
        )
        total = {(s, t): n for s, t, n in Handoff._read_group(asked, ["service_id", "from_team_id"], ["__count"])}
        back = asked & fields.Domain("sender_return_count", ">", 0)
        for service, team, count in Handoff._read_group(back, ["service_id", "from_team_id"], ["__count"]):
            of_type = fields.Domain("service_id", "=", service.id)
            last = Handoff.search(
                asked & of_type & fields.Domain("from_team_id", "=", team.id)
                & fields.Domain("from_user_id.active", "=", True), order="id desc", limit=1)
            did = Handoff.search(
                self._done_domain(department) & of_type & fields.Domain("user_id.active", "=", True),
                order="final_at desc", limit=1)
            if count >= SENT_BACK and last.from_user_id and did.user_id and did.user_id != last.from_user_id:
                found.append((did.user_id.id, last.from_user_id.id, [self.env._(
                    "%(back)s of %(all)s requests “%(what)s” from %(team)s came back: something was missing.",
                    back=count, all=total[service, team], what=service.name, team=team.name)]))
        return found

    # -- a morning together ------------------------------------------------------------------------

    @api.model
    def plan_morning(self, department_id, teacher_id, learner_id):
        """Put a morning into both calendars, the first one in a week's time both are at work.

        UserError when the pair is not one of those proposed, or no such morning comes.
        """
        department = self._department(department_id)
        pair = next((p for p in self._pairs(department) if p[:2] == (int(teacher_id), int(learner_id))), None)
        if not pair:
            raise UserError(self.env._("This pair is no longer proposed. Reload the page."))
        users = self.env["res.users"].sudo().browse(pair[:2])  # sudo: names and calendars of two colleagues
        start = self._free_morning(users)
        event = self.env["calendar.event"].with_context(no_mail_to_attendees=True, dont_notify=True).create({
            "name": self.env._("A morning together: %(one)s and %(two)s", one=users[0].name, two=users[1].name),
            "start": start, "stop": start + timedelta(hours=3), "user_id": self.env.uid, "privacy": "public",
            "partner_ids": users.partner_id.ids, "description": "\n".join(pair[2]),
        })
        for user in users:
            user._bus_send("simple_notification", {
                "type": "info", "title": event.name,
                "message": self.env._("It is in your calendar: %s.", fields.Date.to_string(event.start.date())),
            })
        return {"id": event.id, "start": fields.Datetime.to_string(event.start)}

    @api.model
    def _free_morning(self, users):
        """Naive UTC start of a morning both are at work at its beginning and near its end."""
        Presence, company = self.env["frontoffice.presence"], self.env.company
        calendar = company.sudo().resource_calendar_id  # hours only
        first = fields.Datetime.now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=7)
        for day in range(AHEAD):
            start = calendar._plan_seconds([(first + timedelta(days=day), 1)])[0]
            start = start and start - timedelta(seconds=1)
            if not start or start.date() != (first + timedelta(days=day)).date():
                continue
            there = Presence._present(users, company, start) & Presence._present(
                users, company, start + timedelta(hours=2, minutes=59))
            if there >= set(users.ids):
                return start
        raise UserError(self.env._("In the next weeks there is no morning both are at work. Talk to them."))
