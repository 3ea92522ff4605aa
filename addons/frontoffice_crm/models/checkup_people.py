from odoo import models


class Checkup(models.TransientModel):
    """People, working hours and the catalogue."""

    _inherit = "frontoffice.checkup"

    def _colleagues(self):
        """Internal users of this company who work in one of our apps."""
        # sudo: the check-up counts people, whoever may see them; opening them asks for the right again
        return self.env["res.users"].sudo().search([
            ("share", "=", False), ("company_ids", "in", self.env.company.ids),
            ("all_group_ids", "in", self.env.ref("frontoffice_crm.group_agent").ids),
        ]).with_env(self.env)

    def _people_items(self):
        _ = self.env._
        users = self._colleagues()
        without, homeless = self._without_employee(users)
        desk = users.filtered("service_role")
        return [
            self._item(
                "user_without_employee", _("Everybody at the desk is an employee"),
                _("Leave, presence and home office are read from the employee. Create one for them."), without, "hint"),
            self._item(
                "employee_without_department", _("Everybody has a department"),
                _("Set the department on the employee."), homeless, "hint"),
            self._item(
                "user_without_time_zone", _("Everybody has a time zone"),
                _("Without one, times are shown in UTC: safe dates look wrong. Set it on the user."),
                users.filtered(lambda user: not user.tz)),
            {
                "code": "nobody_at_the_desk", "title": _("Somebody sits at the desk"), "level": "hint",
                "sentence": _("Nobody has a service role yet. Tick who sits at the desk."), "count": int(not desk),
                "action": self.env["ir.actions.actions"]._for_xml_id("frontoffice_crm.desk_people_action"),
            },
        ]

    def _without_employee(self, users):
        """(users without employee, users whose employee has no department) of the current company."""
        # sudo: which users have an employee and a department, nothing else of them
        employees = self.env["hr.employee"].sudo().search([
            ("user_id", "in", users.ids), ("company_id", "=", self.env.company.id)])
        placed = employees.filtered("department_id").user_id
        return users - employees.user_id.with_env(self.env), (employees.user_id - placed).with_env(self.env)

    def _catalogue_items(self):
        _ = self.env._
        company = ("company_id", "in", (False, self.env.company.id))
        standards = self.env["frontoffice.promise.standard"].search([company])
        return [
            self._item(
                "empty_calendar", _("Working hours have hours"),
                _("A calendar without working time never reaches a deadline. Enter the hours."),
                self._empty_calendars()),
            self._item(
                "unheard_topic", _("Somebody answers for each topic"),
                _("Give each a usual promise, and a team or a person."),
                self.env["frontoffice.need"].search([company, ("is_unheard", "=", True)])),
            self._item(
                "standard_without_hours", _("Each standard promise has its usual time"),
                _("0 hours promise “now”. Enter how long it usually takes."),
                standards.filtered(lambda standard: not standard.hours)),
            {
                "code": "no_topics", "title": _("There are topics and standard promises"), "level": "bad",
                "sentence": _("Start with the ones of your trade."),
                "count": int(not standards.filtered(lambda s: not s.automatic)
                             or not self.env["frontoffice.need"].search_count([company], limit=1)),
                "action": self.env["ir.actions.actions"]._for_xml_id("frontoffice_crm.trade_action"),
            },
        ]

    def _empty_calendars(self):
        """Calendars this company judges by that have no working time."""
        used = self.env.company.resource_calendar_id | self.env["resource.calendar"].union(*(
            self.env[model].search([("company_id", "in", (False, self.env.company.id))]).calendar_id
            for model in self._models_with_calendar()
        ))
        return used.filtered(lambda calendar: not calendar.attendance_ids and not calendar.flexible_hours)

    def _models_with_calendar(self):
        """Catalogue models with working hours of their own; upper add-ons add theirs."""
        return ["frontoffice.promise.standard", "frontoffice.queue", "frontoffice.appointment.type"]
