from odoo import fields, models


def new_action(record, values):
    """A new corrective action about ``record``, filled as far as it is known."""
    return {
        "type": "ir.actions.act_window", "res_model": "backoffice.corrective", "view_mode": "form", "target": "current",
        "name": record.env._("Corrective action"),
        "context": {f"default_{name}": value for name, value in values.items() if value},
    }


def open_actions(record, domain):
    """The corrective actions about ``record``."""
    action = record.env["ir.actions.actions"]._for_xml_id("backoffice_ops.corrective_action")
    return {**action, "domain": domain, "context": {}}


class Case(models.Model):
    _inherit = "frontoffice.case"

    corrective_ids = fields.Many2many(
        "backoffice.corrective", "backoffice_corrective_case_rel", "case_id", "corrective_id", "Corrective actions"
    )

    def action_corrective(self):
        """End the cause of this complaint: a change, its owner, and a look back at what it did."""
        self.ensure_one()
        if self.corrective_ids:
            return open_actions(self, [("case_ids", "in", self.ids)])
        return new_action(self, {
            "about": "cause", "cause_id": self.root_cause_id.id, "case_ids": self.ids,
            "company_id": self.company_id.id,
        })


class Promise(models.Model):
    _inherit = "frontoffice.promise"

    def action_corrective(self):
        """End what breaks this kind of promise."""
        self.ensure_one()
        there = self.env["backoffice.corrective"].search(
            [("standard_id", "=", self.standard_id.id), ("state", "in", ("open", "changed"))], limit=1
        )
        if there and self.standard_id:
            # sudo: to link to a colleague's action is no edit of it
            there.sudo().promise_ids = [fields.Command.link(self.id)]
            return open_actions(self, [("standard_id", "=", self.standard_id.id)])
        return new_action(self, {
            "about": "standard", "standard_id": self.standard_id.id, "promise_ids": self.ids,
            "company_id": self.company_id.id,
        })


class ReturnReason(models.Model):
    _inherit = "backoffice.return.reason"

    corrective_count = fields.Integer("Corrective actions", compute="_compute_corrective_count")

    def _compute_corrective_count(self):
        counts = dict(self.env["backoffice.corrective"]._read_group(
            [("reason_id", "in", self.ids)], ["reason_id"], ["__count"]
        ))
        for reason in self:
            reason.corrective_count = counts.get(reason, 0)

    def action_corrective(self):
        """End what makes people send back for this reason."""
        self.ensure_one()
        if self.corrective_count:
            return open_actions(self, [("reason_id", "=", self.id)])
        return new_action(self, {"about": "reason", "reason_id": self.id, "company_id": self.env.company.id})


class Handoff(models.Model):
    _inherit = "backoffice.handoff"

    def action_corrective(self):
        """End what made this request come back: the first reason it was sent back for."""
        self.ensure_one()
        # sudo: the codes of the reasons, for whoever sees the request
        returned = self.sudo().event_ids.filtered(lambda e: e.kind == "returned")
        codes = [code for event in returned for code in (event.payload or {}).get("reasons") or []]
        reason = self.env["backoffice.return.reason"].search([("code", "in", codes)], limit=1)
        return new_action(self, {
            "about": "reason", "reason_id": reason.id, "handoff_ids": self.ids, "company_id": self.company_id.id,
            "department_id": self.to_department_id.id,
        })
