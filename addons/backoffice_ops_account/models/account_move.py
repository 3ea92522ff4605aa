from odoo import fields, models


class AccountMove(models.Model):
    """Posting it makes its request ready; taking it back opens the request again."""

    _inherit = "account.move"

    handoff_ids = fields.One2many("backoffice.handoff", "move_id", "Requests", groups="base.group_user")

    def _post(self, soft=True):
        posted = super()._post(soft)
        for move, requests in posted._requests().items():
            requests._follow_done(self.env._("%s was posted.", move.name))
        return posted

    def button_draft(self):
        was_sent = self.filtered(lambda m: m.state == "posted" and m.is_move_sent and m.is_sale_document())
        result = super().button_draft()
        for move in was_sent:
            move.sudo().service_reset_count += 1  # sudo: counted, not typed
        for move, requests in self._requests().items():
            requests._follow_reopened(self.env._("%s is a draft again.", move.name or move.display_name))
        return result

    def _requests(self):
        """{document: requests that follow it}; one query."""
        # sudo: a request follows its document, whoever posts it
        requests = self.env["backoffice.handoff"].sudo().search([("move_id", "in", self.ids)])
        return requests.grouped("move_id")
