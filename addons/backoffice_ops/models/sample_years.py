from odoo import fields, models

from odoo.addons.frontoffice_crm.tools import story_cast as front_cast
from odoo.addons.frontoffice_crm.tools.story_clock import Clock

from ..tools import story_staff as staff
from ..tools import story_years as years


class Sample(models.AbstractModel):
    """A year of the people of the sample: who left, who was away, what they learnt and were told."""

    _inherit = "frontoffice.sample"

    def _parts(self):
        return [*super()._parts(), "_load_years"]

    def _load_years(self, told, batch):
        """Leavers, absences, courses, cards and goals; returns how many absences."""
        clock = Clock(told.now, front_cast.ZONE)
        self._make_leavers(clock)
        self._make_cards(clock)
        self._make_courses(clock)
        self._make_goals(clock)
        return {"absences": len(self._make_absences(clock))}

    def _make_leavers(self, clock):
        seats = self._remembered("hr.department")
        self.with_context(import_file=True)._make("hr.employee", {
            key: {
                "name": name, "company_id": self.env.company.id, "department_id": seats[department], "job_title": job,
                "date_version": years.since(clock.today, 12 * n + 5), "departure_date": clock.working_days(month)[-3],
                "employee_type": "employee" if why else "contractor", "active": False,
                "departure_reason_id": self.env.ref(f"hr.departure_{why}").id if why else False,
            }
            for n, (key, name, department, job, month, why) in enumerate(years.LEAVERS)
        })
        outside = [person.key for person in staff.engineers()][::18]
        people = self._remembered("hr.employee")
        self.env["hr.employee"].browse([people[key] for key in outside]).employee_type = "contractor"

    def _make_absences(self, clock):
        people = self._remembered("hr.employee")
        keys = [person.key for person in staff.colleagues()]
        resources = {key: self.env["hr.employee"].browse(people[key]).resource_id.id for key in keys}
        return self._make("resource.calendar.leaves", {
            away.key: {
                "name": self.env._("Away"), "resource_id": resources[away.person], "company_id": self.env.company.id,
                "date_from": clock.local(away.first, 0), "date_to": clock.local(away.last, 23, 59),
                "time_type": "leave",
            }
            for away in years.absences(clock, keys)
        })

    def _make_courses(self, clock):
        kind = self.env["hr.resume.line.type"].search([("is_course", "=", True)], limit=1)
        people, rows = self._remembered("hr.employee"), {}
        for number, (title, month, hours, departments) in enumerate(years.COURSES):
            days = clock.working_days(month)
            for n, person in enumerate(p for p in staff.colleagues() if p.department in departments):
                rows[f"{person.key}_{number}"] = {
                    "employee_id": people[person.key], "name": title, "line_type_id": kind.id, "duration": hours,
                    "course_type": "external", "date_start": days[n % len(days)], "date_end": days[n % len(days)],
                }
        return self._make("hr.resume.line", rows)

    def _make_cards(self, clock):
        """Every engineer needs a card; those of four ran out, which nobody saw in time."""
        kind = self._make("hr.skill.type", {"card": {
            "name": "Lindwater: cards", "is_certification": True,
            "skill_level_ids": [fields.Command.create({"name": "Held", "level_progress": 100})],
            "skill_ids": [fields.Command.create({"name": years.CARD})],
        }})["card"]
        asked = {"skill_type_id": kind.id, "skill_id": kind.skill_ids.id, "skill_level_id": kind.skill_level_ids.id}
        job = self._make("hr.job", {"engineer": {
            "name": "Engineer", "company_id": self.env.company.id, "no_of_recruitment": 0,
            "job_skill_ids": [fields.Command.create(asked)],
        }})["engineer"]
        people, engineers = self._remembered("hr.employee"), staff.engineers()
        self.env["hr.employee"].browse([people[person.key] for person in engineers]).job_id = job
        today = clock.today
        self._make("hr.employee.skill", {
            f"card_{person.key}": {
                **asked, "employee_id": people[person.key], "valid_from": fields.Date.subtract(today, months=14),
                "valid_to": fields.Date.subtract(today, days=9) if n < years.CARDS_EXPIRED
                else fields.Date.add(today, months=1 + n % 10),
            }
            for n, person in enumerate(engineers)
        })

    # -- what people were told -----------------------------------------------------------------------

    def _make_goals(self, clock):
        """A goal each month, read by nearly everybody within days; each ended when the next one came."""
        users, helen = self._remembered("res.users"), self._remembered("res.users")["helen"]
        days = {month: clock.working_days(month)[0] for month, _title in years.GOALS}
        goals = self._make("backoffice.notice", {
            f"goal{-month}": {
                "name": title, "kind": "goal", "company_id": self.env.company.id, "date_from": days[month],
                "owner_id": helen, "ack_days": 5,
            }
            for month, title in years.GOALS
        })
        for month, _title in years.GOALS:
            notice, asked = goals[f"goal{-month}"], clock.local(days[month], 9)
            notice.write({"state": "ended", "version_id": notice._current_version().id})
            self._make_receipts(notice, asked, {
                user: None if (n + month) % 13 == 0 else clock.add(asked, (1 + (n * 5 - month) % 30) * 3600)
                for n, user in enumerate(users.values())})

    def _catalogue_models(self):
        return ["hr.resume.line", "resource.calendar.leaves", "hr.job", *super()._catalogue_models()]

    def _version_owners(self):
        return {**super()._version_owners(), "hr.resume.line": "employee_id.company_id"}
