from odoo import api, fields, models

from ..tools import approval as pure


class ApprovalAsk(models.Model):
    """The way begins: all its steps at once, the first one asked; and each next one when its turn comes."""

    _inherit = "backoffice.approval"

    @api.model
    def _begin(self, subjects, plan):
        """Make the steps for ``subjects`` and ask the first of each. Returns the approvals.

        ``plan(subject)``: {"steps": snapshots, "values": values of each approval, "department": record}.
        """
        vals, found = [], {}  # found: the same question is answered once a call
        for subject in subjects:
            todo = plan(subject)
            asker = self.env["res.users"].sudo().browse(todo["values"]["asked_by_id"])  # who decides, as in approver
            company = subject.company_id
            steps = [s for s in todo["steps"] if pure.applies(s, todo["values"].get("amount") or 0)]
            if any(step["who"] == "chain" for step in steps):
                steps = pure.expand(steps, len(self.env["backoffice.approver"]._managers(asker, company)))
            for position, step in enumerate(steps, start=1):
                users = self._found(found, step, asker, todo["department"], company)
                vals.append({**self._prepare_step(step, users), **todo["values"], "position": position,
                             "company_id": company.id})
        approvals = self.sudo().create(vals)  # sudo: nobody makes approvals by hand
        approvals.filtered(lambda a: a.position == 1)._ask()
        return approvals

    @api.model
    def _found(self, found, step, asker, department, company):
        key = (repr(sorted(step.items(), key=str)), asker.id, department.id, company.id)
        if key not in found:
            found[key] = self.env["backoffice.approver"]._people(step, asker, department, company)
        return found[key]

    @api.model
    def _prepare_step(self, step, users):
        return {
            "name": step["name"], "who": step["who"], "mode": step["mode"], "gate": step["gate"],
            "by_mail": step["by_mail"], "within_hours": step["within_hours"],
            "seat_ids": [fields.Command.create({"user_id": user.id}) for user in users],
        }

    def _ask(self):
        """Their turn: the clock runs, people and who stands in for them are told."""
        approvals = self.sudo()  # as in _begin
        now = fields.Datetime.now()
        dues = approvals._dues(now)
        for approval in approvals:
            approval.write({"state": "asked", "asked_at": now, "due_at": dues[approval.id]})
        for company, group in approvals.grouped("company_id").items():
            group._place_stand_ins(company)
        approvals.seat_ids._tell()
        return approvals

    def _dues(self, now):
        """{id: decide by, or False}; one plan a calendar."""
        result, groups = {}, {}
        for approval in self:
            if approval.within_hours:
                groups.setdefault(approval._calendar(), []).append(approval)
        for calendar, group in groups.items():
            dues = calendar._plan_seconds([(now, round(a.within_hours * 3600)) for a in group])
            result.update({a.id: due for a, due in zip(group, dues, strict=True)})
        return {approval.id: result.get(approval.id) or False for approval in self}

    def _calendar(self):
        """Working hours the wait is counted in: those of the department whose clock runs meanwhile."""
        self.ensure_one()
        if self.handoff_id:
            values = self.handoff_id.service_version_id.values or {}
            frozen = self.env["resource.calendar"].browse(values.get("calendar_id") or []).exists()
            return frozen or self.handoff_id.service_id._calendar(self.company_id)
        return self.company_id.resource_calendar_id

    def _place_stand_ins(self, company):
        """Who stands in for those who are away now or have left since."""
        for asker, group in self.grouped("asked_by_id").items():
            seats = group.seat_ids.filtered(lambda s: s.state == "asked" and not s.substitute_id)
            found = self.env["backoffice.approver"]._stand_ins(seats.user_id, asker, company)
            for seat in seats:
                if seat.user_id.id in found:
                    other, why = found[seat.user_id.id]
                    seat.write({"substitute_id": other.id, "substitute_why": why, "told_at": False})

    @api.model
    def _cron_stand_ins(self):
        """Leave that began after somebody was asked, every half hour."""
        self.env["ir.cron"]._commit_progress(self._look_for_stand_ins())

    @api.model
    def _look_for_stand_ins(self, limit=500):
        """Who stands in is found and both are told. Returns how many decisions got somebody."""
        domain = [("state", "=", "asked"), ("seat_ids.substitute_id", "=", False)]
        waiting = self.search(domain, limit=limit, order="id")
        for company, group in waiting.grouped("company_id").items():
            group._place_stand_ins(company)
        found = waiting.seat_ids.filtered(lambda s: s.state == "asked" and s.substitute_id and not s.told_at)
        found._tell()
        return len(found.approval_id)


class SeatTell(models.Model):
    _inherit = "backoffice.approval.seat"

    def _tell(self):
        """A to-do for each one asked and each one who stands in; in the app. By mail where it is wanted."""
        open_seats = self.filtered(lambda s: s.state == "asked" and not s.told_at)
        model = self.env["ir.model"]._get_id("backoffice.approval")
        kind = self.env.ref("mail.mail_activity_data_todo").id
        # quick update: a to-do in the app, no mail
        self.env["mail.activity"].sudo().with_context(mail_activity_quick_update=True).create([
            {"res_model_id": model, "res_id": seat.approval_id.id, "user_id": user.id, "activity_type_id": kind,
             "summary": seat._todo_words(user)}
            for seat in open_seats for user in (seat.user_id | seat.substitute_id).filtered("active")
            if user not in seat.approval_id.activity_ids.user_id
        ])
        open_seats.write({"told_at": fields.Datetime.now()})
        for user in open_seats.user_id | open_seats.substitute_id:
            user._bus_send("backoffice/changed", {})
        open_seats._tell_by_mail()

    def _todo_words(self, user):
        step = self.approval_id.name
        if self.substitute_id and user == self.substitute_id:
            return self.env._("Decide in place of %(name)s: %(step)s", name=self.user_id.name, step=step)
        if self.substitute_id:
            return self.env._("%(name)s stands in for you: %(step)s", name=self.substitute_id.name, step=step)
        return self.env._("Decide: %s", step)

    def _tell_by_mail(self):
        """Hook: a mail with a link that works once, where the step or the person wants it."""
