from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import bundle as pure


class BundleStepMixin(models.AbstractModel):
    """A step that waits for other steps of the same bundle or template."""

    _name = "backoffice.bundle.step.mixin"
    _description = "Step of a bundle"
    _order = "sequence, id"
    _step_owner = None  # name of the many2one to what the steps belong to

    name = fields.Char(
        "What is needed", compute="_compute_name", store=True, readonly=False, precompute=True, required=True
    )
    service_id = fields.Many2one(
        "backoffice.service", "Request type", required=True, index=True, ondelete="restrict", check_company=True
    )
    sequence = fields.Integer(default=10)

    @api.depends("service_id")
    def _compute_name(self):
        for step in self:
            step.name = step.name or step.service_id.name

    @api.constrains("after_ids")
    def _check_loop(self):
        """Steps cannot wait for each other; said in words, with the names of the loop."""
        for owner in self[self._step_owner]:
            try:
                pure.ordered({step.id: tuple(step.after_ids.ids) for step in owner.step_ids})
            except pure.Cycle as loop:
                raise ValidationError(self._loop_words(self.browse(loop.steps))) from loop
        for step in self:
            if any(other[self._step_owner] != step[self._step_owner] for other in step.after_ids):
                raise ValidationError(self.env._("“%s” can only wait for steps beside it.", step.name))

    def _loop_words(self, steps):
        following = [*steps[1:], steps[0]]
        waits = ", ".join(
            self.env._("“%(step)s” waits for “%(other)s”", step=step.name, other=other.name)
            for step, other in zip(steps, following, strict=True)
        )
        return self.env._("%s: none of them could ever begin. Take one of these out.", waits)
