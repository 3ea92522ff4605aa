from odoo import models

from odoo.addons.frontoffice_crm.tools import story_cast as front_cast
from odoo.addons.frontoffice_crm.tools.story_clock import Clock

from ..tools import story_staff as staff
from ..tools import story_years as years


class Sample(models.AbstractModel):
    """Everybody else of the sample company: departments, places and people without a login."""

    _inherit = "frontoffice.sample"

    def _parts(self):
        return [*super()._parts(), "_load_staff"]

    def _load_staff(self, told, batch):
        """A hundred and twenty people in two places; returns how many work there."""
        company, known = self.env.company, self._remembered("hr.employee")
        sites = self._make("hr.work.location", {
            key: {"name": name, "company_id": company.id, "address_id": company.partner_id.id}
            for key, name in staff.SITES
        })
        self._make("hr.department", {
            key: {"name": name, "company_id": company.id, "manager_id": known.get(head, False)}
            for key, name, head in staff.DEPARTMENTS
        })
        self._seat_cast(known, self._remembered("hr.department"), sites)
        people = self._make_staff(sites, Clock(told.now, front_cast.ZONE).today)
        departments = self.env["hr.department"].browse(self._remembered("hr.department").values())
        self._draw_chart(departments, self.env["hr.employee"].browse(known["helen"]))
        return {"people": len(people) + len(front_cast.PEOPLE)}

    def _make_staff(self, sites, today):
        """People without a login; the first lead of a department without a head becomes it."""
        Department, seats = self.env["hr.department"], self._remembered("hr.department")
        # a list of the whole staff that is read in: nobody of them is a new colleague who needs things
        people = self.with_context(import_file=True)._make("hr.employee", {
            person.key: {
                "name": person.name, "company_id": self.env.company.id, "department_id": seats[person.department],
                "job_title": person.job, "work_location_id": sites[person.site].id,
                "date_version": years.since(today, n),
            }
            for n, person in enumerate(staff.colleagues())
        })
        for person in staff.colleagues():
            department = Department.browse(seats[person.department])
            if person.leads and not department.manager_id:
                department.manager_id = people[person.key]
        return people

    def _seat_cast(self, known, seats, sites):
        """Who has a login gets a job and a place; and a department, where none that is asked for things is theirs."""
        for n, (key, *_rest) in enumerate(front_cast.PEOPLE):
            department, job = staff.SEATS.get(key, (None, staff.JOBS.get(key)))
            values = {"job_title": job, "work_location_id": sites[staff.site_of(n)].id}
            if department:
                values["department_id"] = seats[department]
            self.env["hr.employee"].browse(known[key]).write(values)

    def _draw_chart(self, departments, director):
        """Everybody reports to the head of the department, the heads to the director."""
        for department in departments:
            others = department.member_ids - department.manager_id - director
            others.filtered(lambda person: not person.parent_id).parent_id = department.manager_id
        (departments.manager_id - director).parent_id = director

    def _catalogue_models(self):
        return [*super()._catalogue_models(), "hr.work.location"]
