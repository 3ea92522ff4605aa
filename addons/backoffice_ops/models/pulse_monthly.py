import logging

import psycopg2

from odoo import api, fields, models

from ..tools import pulse as pure

_logger = logging.getLogger(__name__)


class TooFew(Exception):
    """Nobody would be anonymous: no round either."""


class BackofficePulse(models.Model):
    """The three questions once a month by themselves, where a company has switched that on."""

    _inherit = "backoffice.pulse"

    @api.model
    def _cron_monthly(self):
        """Ask in every company that wants it and has not been asked this month. Returns how many were."""
        # sudo: rounds of all companies, by the scheduler
        wanted = self.env["res.company"].sudo().search([("pulse_monthly", "=", True)])
        return sum(self.sudo()._ask_this_month(company) for company in wanted)

    @api.model
    def _ask_this_month(self, company):
        """Whether this call asked; a second worker in the same minute finds the round taken."""
        month = fields.Date.context_today(self.with_context(tz=company.partner_id.tz or "UTC")).replace(day=1)
        values = {"kind": "pulse", "month": month, "company_id": company.id}
        try:
            with self.env.cr.savepoint():
                pulse = self.search([(name, "=", value) for name, value in values.items()])
                pulse = pulse.try_lock_for_update() if pulse else self.create(values)
                if pulse.state != "draft":  # asked already, or in the hands of another worker
                    return False
                if len(pulse._people()) < pure.LEAST:
                    raise TooFew
                pulse.action_send()
                pulse.flush_recordset()
                return True
        except TooFew:
            return False
        except (psycopg2.errors.UniqueViolation, psycopg2.errors.SerializationFailure):
            _logger.info("Pulse of company %s was sent by another worker", company.id)
            return False
