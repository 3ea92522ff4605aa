from odoo import fields, models


class BundleTemplateStep(models.Model):
    _name = "backoffice.bundle.template.step"
    _description = "Step of a bundle template"
    _inherit = ["backoffice.bundle.step.mixin"]
    _check_company_auto = True
    _step_owner = "template_id"

    template_id = fields.Many2one("backoffice.bundle.template", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="template_id.company_id", store=True, index=True)
    after_ids = fields.Many2many(
        "backoffice.bundle.template.step", "backoffice_bundle_template_after", "step_id", "after_id",
        domain="[('template_id', '=', template_id), ('id', '!=', id)]",
    )

    def _copy_to(self, target, owner):
        """Create these steps in ``target``'s model with the same order among them; returns them."""
        steps = target.create([
            {"name": s.name, "service_id": s.service_id.id, "sequence": s.sequence, **owner} for s in self
        ])
        new = dict(zip(self.ids, steps, strict=True))
        for step in self:
            new[step.id].after_ids = [new[other.id].id for other in step.after_ids]
        return steps
