from odoo import models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _tell_past(self):
        """What this order of the past told and when all of it had left: for Look back, without any call or promise."""
        values = {}
        due = self.service_due_at or self.commitment_date or self.expected_date
        if due and not self.service_due_at:
            values["service_due_at"] = due
        last = self._last_delivery()
        if last:
            complete = self._is_in_full()
            values |= {"service_in_full": complete, "service_delivered_at": complete and last}
        if values:
            self.write(values)
