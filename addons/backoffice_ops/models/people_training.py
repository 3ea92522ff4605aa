from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import people as pure
from .people import DONE

WINDOW = 90  # days before and after
YEAR = 365


class PeopleTraining(models.AbstractModel):
    """Did it help? Requests of a type before and after its skill was confirmed for one more person."""

    _inherit = "backoffice.people"

    @api.model
    @api.readonly
    def trainings(self, department_id):
        """Skills confirmed in the last year, with the requests that take them 90 days before and after.

        Judged are request types of the whole department, never a person; the department's other types
        over the same days are the comparison. Below ten requests there is no figure.
        """
        department = self._department(department_id)
        services, users = self._services(department), self._members(department).user_id
        since = fields.Datetime.subtract(fields.Datetime.now(), days=YEAR)
        # sudo: the day a skill was confirmed; whose it is stays out
        groups = self.env["hr.employee.skill"].sudo()._read_group([
            ("skill_id", "in", services.skill_ids.skill_id.ids), ("validated_at", ">=", since),
            ("employee_id.user_id", "in", users.ids),
        ], ["skill_id"], ["validated_at:max", "__count"], order="validated_at:max desc")
        return [self._training(department, services, skill, at, count) for skill, at, count in groups]

    @api.model
    def _training(self, department, services, skill, at, count):
        takes = services.filtered(lambda s: skill in s.skill_ids.skill_id)
        before, after = (at - timedelta(days=WINDOW), at), (at, at + timedelta(days=WINDOW))
        others = services - takes
        return {
            "id": skill.id, "name": skill.name, "on": fields.Date.to_string(at.date()), "people": count,
            "types": takes.mapped("name"), "few": pure.FEW,
            "before": self._figures(department, takes, *before), "after": self._figures(department, takes, *after),
            "others_before": self._figures(department, others, *before),
            "others_after": self._figures(department, others, *after),
        }

    @api.model
    def _figures(self, department, services, start, stop):
        """n, right first time in percent, usual (median) working hours of what was finished in a span."""
        if not services:
            return pure.judged(0, 0, None)
        Handoff = self.env["backoffice.handoff"]
        Handoff.flush_model()
        # a median has no ORM counterpart; sums over a department, no row leaves this method
        [(count, right, hours)] = self.env.execute_query(SQL(
            """SELECT count(*), count(*) FILTER (
                          WHERE coalesce(return_count, 0) = 0 AND coalesce(rework_count, 0) = 0),
                      percentile_cont(0.5) WITHIN GROUP (ORDER BY worked_hours)
                 FROM backoffice_handoff
                WHERE to_department_id = %s AND service_id IN %s AND state IN %s AND active
                  AND final_at >= %s AND final_at < %s AND company_id IN %s AND (%s OR NOT confidential)""",
            department.id, tuple(services.ids), DONE, start, stop, tuple(self.env.companies.ids),
            self._is_trusted(department),
        ))
        return pure.judged(count, right, hours)
