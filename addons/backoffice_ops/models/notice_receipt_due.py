from odoo import api, fields, models

READ_DAYS = 5  # working days of each person


class NoticeReceipt(models.Model):
    """Until when reading counts as in time for the figures, whatever the announcement itself asks."""

    _inherit = "backoffice.notice.receipt"

    ack_due_at = fields.Datetime(readonly=True, help="End of the fifth working day of this person after being asked.")

    _ack_due_idx = models.Index("(ack_due_at) WHERE acked_at IS NULL")

    @api.model_create_multi
    def create(self, vals_list):
        receipts = super().create(vals_list)
        receipts.filtered(lambda receipt: not receipt.ack_due_at)._plan_reading()
        return receipts

    def _plan_reading(self):
        """Work out the moment; one interval fetch per calendar. Leave stops the time."""
        dues = self._dues(READ_DAYS)
        for receipt in self:
            if dues.get(receipt.id) and receipt.ack_due_at != dues[receipt.id]:
                receipt.ack_due_at = dues[receipt.id]


class Notice(models.Model):
    _inherit = "backoffice.notice"

    @api.model
    def _cron_deliver(self):
        """Leave booked meanwhile gives more time; a time that is over stays as it was."""
        self.env["backoffice.notice.receipt"].sudo().search([  # sudo: working days, nobody's reasons
            ("acked_at", "=", False), "|", ("ack_due_at", "=", False), ("ack_due_at", ">", fields.Datetime.now()),
        ])._plan_reading()
        return super()._cron_deliver()
