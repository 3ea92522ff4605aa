from odoo import api, fields, models
from odoo.exceptions import UserError


class Handoff(models.Model):
    """A request done as one or several tasks. Each side follows the other."""

    _inherit = "backoffice.handoff"

    task_ids = fields.One2many("project.task", "handoff_id", "Tasks")
    history_task_id = fields.Many2one(
        "project.task", "Task it was", index="btree_not_null", ondelete="set null", readonly=True,
        help="For work of the past.",
    )
    has_tasks = fields.Boolean(readonly=True, copy=False, help="Spares requests without tasks every look for some.")

    @api.model
    def _ledger_locked(self):
        return super()._ledger_locked() | {"has_tasks"}

    def action_make_task(self):
        """Make the task of the request, in the project its type names, else in one to be chosen."""
        self.ensure_one()
        self._check_receiver()
        if self.state not in ("sent", "accepted", "in_progress", "paused"):
            raise UserError(self.env._("Only a request in work becomes a task."))
        values = self._prepare_task_vals()
        action = {
            "type": "ir.actions.act_window", "res_model": "project.task", "view_mode": "form",
            "views": [[False, "form"]], "name": self.env._("Task"),
        }
        if not self.service_id.project_id:
            return {**action, "context": {f"default_{name}": value for name, value in values.items()}}
        return {**action, "res_id": self.env["project.task"].create(values).id}

    def _prepare_task_vals(self):
        values = {
            "name": self.name, "handoff_id": self.id, "project_id": self.service_id.project_id.id,
            "date_deadline": self.due_at, "user_ids": (self.user_id or self.env.user).ids,
        }
        if not self.confidential:  # the project has more readers than the request
            name = f"{self.name} {self.subject}"
            values |= {"name": name, "partner_id": self.partner_id.id, "description": self.note}
        return {name: value for name, value in values.items() if value}

    def action_view_tasks(self):
        """The tasks of this request."""
        return {
            "type": "ir.actions.act_window", "name": self.env._("Tasks"), "res_model": "project.task",
            "view_mode": "list,form", "domain": [("handoff_id", "in", self.ids)],
        }

    # -- the request follows --------------------------------------------------------------------

    def _follow_closed_task(self):
        """Ready with the last task, when one was done. All cancelled: people decide."""
        if self._open_tasks():
            return
        done = self.task_ids.filtered(lambda task: task.state == "1_done")
        if done:
            self._follow_done(self.env._("Done: %s", ", ".join(done.mapped("name"))))
        elif self.state in ("accepted", "in_progress", "paused"):
            self.message_post(
                body=self.env._("Its task was cancelled. Send the request back, or do it another way."),
                subtype_xmlid="mail.mt_note",
            )

    # -- the task follows --------------------------------------------------------------------------

    def _after_record(self, kind, before, moments):
        super()._after_record(kind, before, moments)
        move = {
            "delivered": "_tasks_done", "cancelled": "_tasks_cancelled",
            "rejected": "_tasks_reopened", "reopened": "_tasks_reopened",
        }.get(kind)
        followed = self.filtered("has_tasks") if move else self.browse()
        if followed:
            getattr(followed, move)()

    def _open_tasks(self):
        return self.sudo().task_ids.filtered(lambda task: not task.is_closed)  # sudo: follows from the request

    def _tasks_done(self):
        self._open_tasks().state = "1_done"

    def _tasks_cancelled(self):
        self._open_tasks().state = "1_canceled"

    def _tasks_reopened(self):
        """Where no task is open already, the one done last is."""
        for handoff in self:
            done = handoff.sudo().task_ids.filtered(lambda task: task.state == "1_done")  # as above
            if not handoff._open_tasks():
                done.sorted("date_last_stage_update")[-1:].state = "01_in_progress"
