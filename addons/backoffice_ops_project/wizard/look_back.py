from odoo import fields, models


class LookBack(models.TransientModel):
    """Tasks with a deadline: for a customer a promise, otherwise work asked for. The first deadline counts."""

    _inherit = "frontoffice.look.back"

    def _look_back_sources(self):
        return [*super()._look_back_sources(), ("task", self.env._("tasks"), "_count_tasks", "_load_tasks")]

    def _task_domain(self):
        mine = fields.Domain("company_id", "=", self.company_id.id)
        if self.env["res.company"].search_count([]) == 1:
            mine |= fields.Domain("company_id", "=", False)  # nobody else's
        return mine & fields.Domain([
            ("date_deadline", "!=", False), ("project_id", "!=", False), ("state", "=", "1_done"),
            ("handoff_id", "=", False), ("create_date", ">=", self._from()),
        ])

    def _count_tasks(self):
        return self.env["project.task"].search_count(self._task_domain())

    def _load_tasks(self, batch):
        tasks = self.env["project.task"].search(self._task_domain(), order="id")
        made = {"promises": 0, "hand_offs": 0}
        for chunk in self._in_chunks(tasks):
            fresh = self._fresh(chunk, "frontoffice.promise", "task_id")
            fresh = self._fresh(fresh, "backoffice.handoff", "history_task_id")
            for what, n in self._load_task_chunk(batch, fresh, self._first_deadlines(fresh)).items():
                made[what] += n
        return made

    def _load_task_chunk(self, batch, tasks, dues):
        told = tasks.filtered(lambda t: t.partner_id and t.create_date <= dues[t.id])
        promises = self._make_promises(batch, [
            (self._task_promise_vals(task, dues[task.id]), self._task_events(task, dues[task.id])) for task in told
        ])
        inside = tasks.filtered(lambda t: not t.partner_id)
        if not inside:
            return {"promises": len(promises)}
        service = self._history_service(batch, "tasks", self.env._("Look back: tasks"))
        requests = self._make_requests(batch, service, [self._task_request(task, dues[task.id]) for task in inside])
        return {"promises": len(promises), "hand_offs": len(requests)}

    def _first_deadlines(self, tasks):
        """{task id: the deadline first given}. A deadline that was moved is what the conversation remembers."""
        dues = {task.id: task.date_deadline for task in tasks}
        moved = self.env["mail.tracking.value"].search([
            ("field_id.name", "=", "date_deadline"), ("field_id.model", "=", "project.task"),
            ("mail_message_id.model", "=", "project.task"), ("mail_message_id.res_id", "in", tasks.ids),
            ("old_value_datetime", "!=", False),
        ], order="id desc")
        return dues | {value.mail_message_id.res_id: value.old_value_datetime for value in moved}

    def _closed_at(self, task):
        """When it was done: in Done since, else its last step. Both are stock's."""
        return max(task.date_end or task.date_last_stage_update or task.write_date, task.create_date)

    def _task_promise_vals(self, task, due):
        return {
            "name": task.name, "task_id": task.id, "partner_id": task.partner_id.id, "due_at": due,
            "made_at": task.create_date.replace(microsecond=0), "user_id": task.user_ids[:1].id,
            "made_by_id": task.create_uid.id,
        }

    def _task_events(self, task, due):
        closed = self._closed_at(task)
        return [*([("lapsed", due, {})] if closed > due else []), ("fulfilled", closed, {})]

    def _task_request(self, task, due):
        values = {"subject": task.name, "history_task_id": task.id, "user_id": task.user_ids[:1].id,
                  "from_user_id": task.create_uid.id}
        return values, task.create_date.replace(microsecond=0), due, self._closed_at(task)
