from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain


class Case(models.Model):
    """Solved cases close by themselves when the customer has nothing more to say."""

    _inherit = "frontoffice.case"

    @api.model
    def _silent_domain(self, now=None):
        """Solved long enough ago in their company, and nobody has to decide on a reply.

        Only a first look: what was said since is in the ledger, see ``_silent_ends``.
        """
        now = now or fields.Datetime.now()
        # sudo: the setting of each company, whoever runs the sweep
        companies = self.env["res.company"].sudo().search([("case_close_days", ">", 0)])
        return Domain.OR(
            Domain("company_id", "in", group.ids) & Domain("resolved_at", "<=", now - timedelta(days=days))
            for days, group in companies.grouped("case_close_days").items()
        ) & Domain("state", "=", "resolved") & Domain("suggestion", "=", False) & Domain(
            "source", "not in", ("import", "history")  # another system's log says itself when it was closed
        )

    def _silent_ends(self):
        """{case id: when its days of silence are over}, from the ledger; one query."""
        # sudo: read for the sweep
        groups = self.env["frontoffice.case.event"].sudo()._read_group(
            [("case_id", "in", self.ids)], ["case_id"], ["at:max"]
        )
        return {case.id: last + timedelta(days=case.company_id.case_close_days) for case, last in groups}

    @api.model
    def _close_silent(self, limit=500):
        """Close what has been silent for long, dated when the days were over; returns how many.

        Running it again changes nothing; what somebody works on this moment waits for the next run.
        """
        now = fields.Datetime.now()
        candidates = self.search(self._silent_domain(now))
        ends = candidates._silent_ends()
        ripe = candidates.filtered(lambda c: c.id in ends and ends[c.id] <= now)[:limit]
        ripe = ripe.try_lock_for_update(allow_referencing=True)
        ripe.invalidate_recordset(["state", "suggestion"])  # somebody may have been faster
        ends = ripe._silent_ends()
        ripe = ripe.filtered(lambda c: c.state == "resolved" and not c.suggestion and ends[c.id] <= now)
        ripe._record("closed", {"by": "silence"}, at=lambda case: ends[case.id])
        return len(ripe)

    @api.model
    def _cron_close(self):
        """The sweep; many of them are done in several runs."""
        self.env["ir.cron"]._commit_progress(self._close_silent(), remaining=0)
