from contextlib import contextmanager

from odoo import api, models
from odoo.exceptions import UserError

DEPTH = 3  # rules that set each other off, in a row
KEY = "backoffice.auto_depth"


class HandoffAuto(models.Model):
    """Requests made by rules: not twice while one is open, and no rule sets itself off without end."""

    _inherit = "backoffice.handoff"

    @api.model
    def _without_open(self, records, service):
        """Records of a batch that have no open request of this type a rule made."""
        rows = self._read_group(
            [("origin_model", "=", records._name), ("origin_id", "in", records.ids), ("service_id", "=", service.id),
             ("auto_created", "=", True), ("state", "not in", ("done", "cancelled"))], ["origin_id"])
        return records.browse(set(records.ids) - {origin for (origin,) in rows})

    @api.model
    @contextmanager
    def _automatic(self, record):
        """Count rules that run inside each other in this transaction, and requests made for requests."""
        running = self.env.cr.precommit.data
        depth = running.get(KEY, 0)
        if record._name == self._name:
            depth = max(depth, record.sudo().auto_depth)  # a number of the system, whoever set the rule off
        if depth >= DEPTH:
            raise UserError(self.env._("Rules set each other off %s times in a row. Change one of them.", DEPTH))
        before, running[KEY] = running.get(KEY, 0), depth + 1
        try:
            yield depth + 1
        finally:
            running[KEY] = before
