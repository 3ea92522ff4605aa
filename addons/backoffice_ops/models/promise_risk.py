from odoo import api, fields, models
from odoo.tools import SQL


class Promise(models.Model):
    """A promise is at risk when a request behind it is late, untouched too long, or due after it is needed."""

    _inherit = "frontoffice.promise"

    @api.model
    def _at_risk_domain(self):
        now = fields.Datetime.now()

        def late_request(model, alias, _query):
            return SQL(
                """EXISTS (SELECT 1 FROM backoffice_handoff h
                            WHERE h.promise_id = %s AND h.final_at IS NULL
                              AND h.state NOT IN ('draft', 'done', 'cancelled')
                              AND (h.due_at < %s OR h.due_at > COALESCE(%s, %s)
                                   OR (h.state = 'sent' AND h.accept_due_at < %s)))""",
                SQL.identifier(alias, "id"), now, SQL.identifier(alias, "need_by"),
                SQL.identifier(alias, "due_at"), now,
            )

        self.env["backoffice.handoff"].flush_model(["promise_id", "state", "due_at", "accept_due_at", "final_at"])
        self.flush_model(["need_by", "due_at"])
        late = fields.Domain("linked", "=", True) & fields.Domain.custom(to_sql=late_request)
        return super()._at_risk_domain() | late

    def _ready_expected(self):
        """When the last request still open is due."""
        result = super()._ready_expected()
        # sudo: the date alone, whatever the request is about
        rows = self.env["backoffice.handoff"].sudo()._read_group(
            [
                ("promise_id", "in", self.ids), ("final_at", "=", False),
                ("state", "not in", ("draft", "done", "cancelled")),
            ],
            ["promise_id"], ["due_at:max"],
        )
        for promise, due_at in rows:
            result[promise.id] = max(filter(None, (result[promise.id], due_at)), default=None)
        return result
