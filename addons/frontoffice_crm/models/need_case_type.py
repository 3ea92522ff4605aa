from odoo import api, fields, models


class FrontofficeNeed(models.Model):
    """A topic may say what its cases are, so a complaint by mail, form or portal is one from the start."""

    _inherit = "frontoffice.need"

    case_type = fields.Selection(
        "_selection_case_type", "Its cases are", help="Empty: questions, until somebody says otherwise."
    )

    @api.model
    def _selection_case_type(self):
        return self.env["frontoffice.case"]._fields["type"]._description_selection(self.env)


class Case(models.Model):
    _inherit = "frontoffice.case"

    @api.model_create_multi
    def create(self, vals_list):
        needs = self.env["frontoffice.need"].sudo()  # the topic's type, whoever writes to us
        kinds = {need.id: need.case_type for need in needs.browse({
            vals["need_id"] for vals in vals_list if vals.get("need_id") and "type" not in vals
        })}
        return super().create([
            {**vals, "type": kinds[vals["need_id"]]} if "type" not in vals and kinds.get(vals.get("need_id")) else vals
            for vals in vals_list
        ])
