from odoo import models

from odoo.addons.backoffice_ops.tools import story_staff, story_years
from odoo.addons.frontoffice_crm.tools import story_cast
from odoo.addons.frontoffice_crm.tools.story_clock import Clock

EVERY = 3  # engineer
USUAL, MUCH = (1, 2, 3), (5, 6, 8)  # extra hours of a month, and of one in the bad quarter


class Sample(models.AbstractModel):
    """Extra hours of engineers of the sample company: many in the quarter that went wrong."""

    _inherit = "frontoffice.sample"

    def _parts(self):
        return [*super()._parts(), "_load_extra_hours"]

    def _load_extra_hours(self, told, batch):
        """One line a month and person; returns how many."""
        clock, people = Clock(told.now, story_cast.ZONE), self._remembered("hr.employee")
        engineers = [person.key for person in story_staff.engineers()][::EVERY]
        rows = {}
        for month in range(-12, 0):
            days = clock.working_days(month)
            for n, key in enumerate(engineers):
                hours = (MUCH if month in story_years.BAD else USUAL)[(n + month) % 3]
                rows[f"extra_{key}_{-month}"] = {
                    "employee_id": people[key], "date": days[(7 * n - month) % len(days)], "duration": hours,
                    "manual_duration": hours, "status": "approved"}
        lines = self._make("hr.attendance.overtime.line", rows)
        self._count(["overtime"])
        return {"extra_hours": len(lines)}

    def _catalogue_models(self):
        return ["hr.attendance.overtime.line", *super()._catalogue_models()]

    def _version_owners(self):
        return {**super()._version_owners(), "hr.attendance.overtime.line": "employee_id.company_id"}
