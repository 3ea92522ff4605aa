from odoo import api, fields, models
from odoo.exceptions import UserError


class BundleTemplate(models.Model):
    """Requests that belong together, and which waits for which."""

    _name = "backoffice.bundle.template"
    _description = "Bundle template"
    _inherit = ["frontoffice.coded.mixin"]
    _order = "sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    step_ids = fields.One2many("backoffice.bundle.template.step", "template_id", "Steps", copy=False)
    order_text = fields.Char(
        "Order", compute="_compute_order_text", inverse="_inverse_order_text",
        help="Which step waits for which, by their numbers: “2 after 1; 3 after 1, 2”.",
    )
    note = fields.Text("When to use it", translate=True)
    company_id = fields.Many2one(
        "res.company", index=True, default=lambda self: self.env.company, help="Empty: shared by all companies."
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_company_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0)) WHERE code IS NOT NULL", "This code is already used by another template."
    )

    def _code_source(self):
        return self.name

    @api.depends("step_ids.after_ids", "step_ids.sequence")
    def _compute_order_text(self):
        for template in self:
            number = {step: str(n) for n, step in enumerate(template.step_ids, start=1)}
            rows = [
                f"{number[step]} after {', '.join(number[other] for other in step.after_ids)}"
                for step in template.step_ids if step.after_ids
            ]
            template.order_text = "; ".join(rows)

    def _inverse_order_text(self):
        """Written by the set-up file, where steps have no ids."""
        for template in self:
            steps = template.step_ids
            for number, others in self._read_order(template.order_text, len(steps)).items():
                after = steps.browse().union(*(steps[other - 1] for other in others))
                if steps[number - 1].after_ids != after:
                    steps[number - 1].after_ids = after

    @api.model
    def _read_order(self, text, count):
        """{number of a step: numbers of those it waits for} out of “2 after 1; 3 after 1, 2”."""
        after = dict.fromkeys(range(1, count + 1), ())
        for row in filter(None, (part.strip() for part in (text or "").split(";"))):
            try:
                step, others = row.split(" after ")
                numbers = [int(step), *map(int, others.split(","))]
            except ValueError as error:
                words = self.env._("“%s” is not readable. Write it like: 2 after 1; 3 after 1, 2", row)
                raise UserError(words) from error
            if not {*numbers} <= after.keys():
                raise UserError(self.env._("“%(row)s”: there are %(count)s steps only.", row=row, count=count))
            after[numbers[0]] = tuple(numbers[1:])
        return after

    def copy(self, default=None):
        """With its steps and what they wait for."""
        copies = super().copy(default)
        for old, new in zip(self, copies, strict=True):
            old.step_ids._copy_to(new.step_ids, {"template_id": new.id})
        return copies

    def action_use(self):
        """A new bundle with these steps."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": "backoffice.bundle", "view_mode": "form",
            "context": {"default_template_id": self.id}, "name": self.env._("New bundle"),
        }
