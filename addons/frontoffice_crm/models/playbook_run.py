from odoo import api, fields, models


class PlaybookRun(models.Model):
    """A call guide in use: what was asked, and what the customer said."""

    _name = "frontoffice.playbook.run"
    _description = "Use of a call guide"
    _order = "id desc"
    _check_company_auto = True

    playbook_id = fields.Many2one(
        "frontoffice.playbook", "Call guide", required=True, index=True, readonly=True, ondelete="restrict"
    )
    version_id = fields.Many2one("frontoffice.playbook.version", readonly=True, ondelete="restrict", index=True)
    encounter_id = fields.Many2one("frontoffice.encounter", index="btree_not_null", ondelete="cascade")
    case_id = fields.Many2one(
        "frontoffice.case", index="btree_not_null", check_company=True, ondelete="cascade"
    )
    lead_id = fields.Many2one("crm.lead", index="btree_not_null", ondelete="cascade")
    user_id = fields.Many2one("res.users", "Colleague", readonly=True, default=lambda self: self.env.uid)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, readonly=True, default=lambda self: self.env.company
    )
    greeting = fields.Char(related="playbook_id.greeting")
    aids = fields.Json(compute="_compute_aids")  # material and promises of today, beside the steps
    line_ids = fields.One2many("frontoffice.playbook.answer", "run_id")
    finished_at = fields.Datetime("Finished on", readonly=True)
    to_ask = fields.Integer("Questions that must be asked", readonly=True)
    asked = fields.Integer("Of these asked", readonly=True)

    @api.depends("playbook_id")
    def _compute_aids(self):
        for run in self:  # shown on the form alone
            run.aids = run.playbook_id._aids() if run.playbook_id else False

    def _dialog(self):
        return {
            "type": "ir.actions.act_window", "name": self.playbook_id.name, "res_model": self._name,
            "res_id": self.id, "view_mode": "form", "target": "new",
        }

    @api.depends("playbook_id")
    def _compute_display_name(self):
        for run in self:
            run.display_name = run.playbook_id.name

    def action_finish(self):
        """Done: count what was asked. Answers can be completed until then."""
        self.check_access("write")
        for run in self.filtered(lambda run: not run.finished_at):
            must = run.line_ids.filtered("required")
            run.write({
                "finished_at": fields.Datetime.now(), "to_ask": len(must), "asked": len(must.filtered("is_done")),
            })
        return {"type": "ir.actions.act_window_close"}
