from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError


class Approver(models.AbstractModel):
    """Who decides a step, and who stands in for whom."""

    _name = "backoffice.approver"
    _description = "Who decides"

    @api.model
    def _people(self, step, asker, department, company):
        """Users who decide ``step`` (a snapshot), never the one who asks.

        Where nobody is left, the manager of the one who asks decides, else a Back Office manager; where
        there is none either, a UserError says what to do: a step is never skipped in silence.
        """
        found = getattr(self, f"_people_{step['who']}")(step, asker, department, company)
        users = self._usable(found, asker, company) or self._managers(asker, company)[:1]
        if not users:
            managers = self.env.ref("backoffice_ops.group_manager").sudo().all_user_ids
            users = self._usable(managers, asker, company)
        if not users:
            raise UserError(self.env._(
                "Nobody can decide “%s”. Choose other approvers in the settings of this request type.", step["name"]
            ))
        return users

    @api.model
    def _usable(self, users, asker, company):
        """Colleagues at work for this company; not the one who asks, not the machine."""
        return users.filtered(lambda u: (
            u.active and not u.share and u.id != SUPERUSER_ID and u != asker and company in u.company_ids
        )).sorted("id")

    # sudo below: who may decide is read from roles, members and managers, whoever asks

    @api.model
    def _people_person(self, step, asker, department, company):
        return self.env["res.users"].sudo().browse(step["user_id"] or []).exists()

    @api.model
    def _people_group(self, step, asker, department, company):
        return self.env["res.groups"].sudo().browse(step["group_id"] or []).exists().all_user_ids

    @api.model
    def _people_head(self, step, asker, department, company):
        chosen = self.env["hr.department"].sudo().browse(step["department_id"] or []).exists() or department
        members = self.env["backoffice.member"].sudo().search(
            [("department_id", "=", chosen.id), ("role", "in", ("head", "deputy"))]
        )
        heads = members.filtered(lambda m: m.role == "head").user_id - asker
        return heads or members.user_id - asker or chosen.sudo().manager_id.user_id

    @api.model
    def _people_manager(self, step, asker, department, company):
        return self._managers(asker, company)[:1]

    @api.model
    def _people_chain(self, step, asker, department, company):
        level = step.get("level") or 1
        return self._managers(asker, company)[level - 1:level]

    @api.model
    def _managers(self, user, company):
        """Managers with a login above a person, the nearest first; a circle ends where it began."""
        # active_test: somebody who has left still has a manager
        employee = self.env["hr.employee"].sudo().with_context(active_test=False).search(
            [("user_id", "=", user.id), ("company_id", "in", (False, company.id))], limit=1
        )
        seen, users = employee, self.env["res.users"].sudo()
        while (employee := employee.parent_id) and employee not in seen:
            seen |= employee
            users |= self._usable(employee.user_id, user, company)
        return users.browse(users.ids)

    # -- standing in ---------------------------------------------------------------------------------

    @api.model
    def _stand_ins(self, users, asker, company):
        """{user id: (who stands in, why)} of ``users`` who are away, have left or have said that somebody does.

        Away is leave by the calendar, not an evening. Who stands in is whom the person named, else a
        manager up the line, else a Back Office manager; somebody away as well stands in for nobody.
        """
        today = fields.Date.context_today(self)
        away = self._away(users, company)
        result = {}
        for user in users.sudo():  # as above
            named = user.backoffice_substitute_id and (user.backoffice_substitute_until or today) >= today
            why = "left" if not user.active else "named" if named else "leave" if user.id in away else None
            if why and (other := self._stand_in(user, asker, company)):
                result[user.id] = (other, why)
        return result

    @api.model
    def _stand_in(self, user, asker, company):
        """The first one who may and is there: whom the person named, deputies, managers."""
        named = user.backoffice_substitute_id | user.backoffice_substitute_id.backoffice_substitute_id
        managers = self.env.ref("backoffice_ops.group_manager").sudo().all_user_ids
        for others in (named, self._deputies(user), self._managers(user, company), managers.sorted("id")):
            usable = [u for u in others if u != user and self._usable(u, asker, company)]
            away = self._away(self.env["res.users"].union(*usable), company)
            if there := [u for u in usable if u.id not in away]:
                return there[0]
        return None

    @api.model
    def _deputies(self, user):
        """Heads and deputies of the departments the person is head of."""
        Member = self.env["backoffice.member"].sudo()
        led = Member.search([("user_id", "=", user.id), ("role", "=", "head")]).department_id
        return Member.search([("department_id", "in", led.ids), ("role", "in", ("head", "deputy"))]).user_id

    @api.model
    def _away(self, users, company):
        """Ids of people on leave now."""
        if not users:
            return set()
        # sudo: that somebody is away decides, the reason is not read
        resources = self.env["resource.resource"].sudo().search(
            [("user_id", "in", users.ids), ("company_id", "in", (False, company.id))]
        )
        return self.env["frontoffice.presence"]._away(resources, fields.Datetime.now()) if resources else set()
