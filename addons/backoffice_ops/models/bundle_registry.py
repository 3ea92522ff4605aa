from odoo import api, models
from odoo.exceptions import UserError

from ..tools import bundle as pure


class Personal(models.AbstractModel):
    _inherit = "frontoffice.personal"

    @api.model
    def _personal_data(self):
        gone = self._erased()
        return [
            *super()._personal_data(),
            {"model": "backoffice.bundle", "links": ["partner_id"],
             "through": {"case_id": "frontoffice.case", "promise_id": "frontoffice.promise",
                         "encounter_id": "frontoffice.encounter"},
             "export": ["name", "state", "need_by"], "rights": True,
             "blank": {"name": lambda bundle: bundle.template_id.name or gone}},
            {"model": "backoffice.bundle.step", "through": {"bundle_id": "backoffice.bundle"}, "rights": True,
             "export": ["name"],
             "blank": {"name": lambda step: step.service_id.name or gone, "answers": False}},
        ]


class FrontofficeBatch(models.Model):
    _inherit = "frontoffice.batch"

    @api.model
    def _batch_models(self):
        return ["backoffice.bundle", *super()._batch_models()]


class Setup(models.AbstractModel):
    """Reasons to wait and bundle templates in the set-up file."""

    _inherit = "frontoffice.setup"

    @api.model
    def _setup_sections(self):
        _ = self.env._
        return super()._setup_sections() + [
            {"key": "waiting_for", "label": _("Waiting for…"), "model": "backoffice.pause.reason", "fields": (
                "name", "stops_clock", "cap_hours", "needs_customer_message", "sequence")},
            {"key": "bundle_templates", "label": _("Bundle templates"), "model": "backoffice.bundle.template",
             "fields": ("name", "note", "sequence", "step_ids", "order_text"),
             "lines": {"step_ids": ("name", "service_id", "sequence")}, "check": "bundle"},
        ]

    @api.model
    def _setup_check_bundle(self, plan, record):
        """An order of steps that cannot be read, names a step there is none of, or goes round in a circle."""
        here = plan["keyed"]["bundle_templates"].get(record["code"])
        steps = record.get("steps")
        count = len(here.step_ids if here else ()) if steps is None else len(steps)
        try:
            pure.ordered(self.env["backoffice.bundle.template"]._read_order(record.get("order_text"), count))
        except pure.Cycle:
            return [self.env._("“%s”: steps that wait for each other could never begin.", record["order_text"])]
        except UserError as error:
            return [str(error)]
        return []
