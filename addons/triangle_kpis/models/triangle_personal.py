from datetime import timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.tools import SQL

from .res_company import PERSONAL_DAYS
from .triangle_cell import EMPLOYEE

SWITCH = "triangle_kpis.group_feature_personal"


class TriangleEngine(models.AbstractModel):
    """Who did it: kept with a fact only while personal figures are switched on, and only for some days.

    One switch: everybody who works here (``base.group_user``) has the group of personal figures, or
    nobody has. Older facts, and all of them while it is off, are put down to nobody (0): the counts
    stay as they are. The engine collects by the same rule, so it never writes back what was erased.
    """

    _inherit = "triangle.engine"

    @api.model
    def _personal_on(self):
        """Whether personal figures are switched on."""
        group = self.env.ref(SWITCH, raise_if_not_found=False)
        # sudo: a switch, not a secret
        return bool(group) and group in self.env.ref("base.group_user").sudo().all_implied_ids

    @api.model
    def _personal_days(self):
        """{company id: days a fact knows who did it}; empty while switched off."""
        if not self._personal_on():
            return {}
        # sudo: as above; every company, whoever asks
        companies = self.env["res.company"].sudo().with_context(active_test=False).search(fields.Domain.TRUE)
        return {company.id: company.triangle_personal_days or PERSONAL_DAYS for company in companies}

    @api.model
    def _personal_switched(self):
        """Just switched: collect who did what of the last days, or erase it all at once."""
        kept = self._personal_days()
        if kept:
            self.env["triangle.dirty"]._mark_days(max(kept.values()))
            self.env.ref("triangle_kpis.cron_refresh").sudo()._trigger()  # sudo: whoever may change the settings
        else:
            self._erase_personal()

    @staticmethod
    def _personal_limit(zone, days):
        """The last local day that knows nobody; None for all days."""
        today = fields.Datetime.now().replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(zone)).date()
        return today - timedelta(days=days) if days else None

    @api.model
    def _erase_personal(self):
        """Put down to nobody what is older than the setting allows; returns how many facts changed.

        Counts stay. Done twice it changes nothing more. SQL: as in the engine.
        """
        kept = self._personal_days()
        limits = [(company, self._personal_limit(zone, kept.get(company))) for company, zone in self._zones()]
        upto = SQL("(VALUES %s) k(company_id, upto)", SQL(", ").join(SQL("(%s, %s::date)", *pair) for pair in limits))
        self.env.flush_all()
        self.env.cr.execute(SQL(
            "UPDATE triangle_fact f SET employee_id = 0 FROM %s WHERE f.company_id = k.company_id"
            " AND f.employee_id <> 0 AND (k.upto IS NULL OR f.day <= k.upto)", upto))
        changed = self.env.cr.rowcount
        self.env.cr.execute(SQL(
            "DELETE FROM triangle_cell c USING %s WHERE c.company_id = k.company_id AND c.gset = %s"
            " AND (k.upto IS NULL OR c.level = 0 AND c.day <= k.upto)"
            " RETURNING c.measure_id, c.company_id, date_trunc('month', c.day)::date", upto, EMPLOYEE))
        gone = self.env.cr.fetchall()
        if gone and kept:
            self.env["triangle.cells"]._sum_months_of(
                sorted({measure for measure, _company, _month in gone}),
                {(company, month) for _measure, company, month in gone})
        self.env.invalidate_all()
        return changed


class TriangleFact(models.Model):
    _inherit = "triangle.fact"

    @api.model
    def _cron_erase_personal(self):
        """Nightly, before the last weeks are looked at again."""
        self.env["triangle.engine"]._erase_personal()
