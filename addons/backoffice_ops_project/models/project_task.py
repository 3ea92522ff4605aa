from odoo import api, fields, models

DONE = "1_done"


class ProjectTask(models.Model):
    """A task that fulfils a request: the last one done makes it ready, reopened opens it again."""

    _inherit = "project.task"

    handoff_id = fields.Many2one(
        "backoffice.handoff", "Request", index="btree_not_null", ondelete="set null", copy=False,
        domain=[("state", "in", ("sent", "accepted", "in_progress", "paused"))],
    )

    @api.model_create_multi
    def create(self, vals_list):
        tasks = super().create(vals_list)
        # sudo: customers make tasks in projects shared with them, and may not read what a task belongs to
        if asked := tasks.sudo().filtered("handoff_id"):
            asked.sudo(self.env.su)._join_request()
        return tasks

    def write(self, vals):
        before = {}
        if "state" in vals:
            # sudo: also for who works on the task alone
            before = {task: task.state for task in self.sudo() if task.handoff_id}
        done = super().write(vals)
        if vals.get("handoff_id"):
            self._join_request()
        if before:
            self._follow_tasks(before)
        return done

    def _join_request(self):
        """Only who may do the request makes it depend on a task. Making the task accepts the request."""
        requests = self.handoff_id
        requests._check_receiver()
        requests.filtered(lambda h: h.state == "sent").action_accept()
        requests.sudo().has_tasks = True  # a mark, not typed

    def _follow_tasks(self, before):
        closed = self.browse().union(*(t for t, state in before.items() if state != t.state and t.is_closed))
        opened = self.browse().union(*(t for t, state in before.items() if state == DONE and not t.is_closed))
        # sudo: who does the task need not see the request
        for request in opened.sudo().handoff_id:
            request._follow_reopened(self.env._("The task is open again."))
        for request in closed.sudo().handoff_id:  # as above
            request._follow_closed_task()
