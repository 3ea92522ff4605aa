from datetime import timedelta

from odoo import api, fields, models

LAPSED_DAYS = 30  # after its time: whoever has not got it by then is not waiting for the figures
BACK_DAYS = 400
NOBODY_WAITS = ("import", "history")


class Promise(models.Model):
    """Whose time was lost where a promise was never fulfilled: it was taken back late, or nothing came of it.

    Written down when it is taken back after its time, else 30 days after its time as far as that
    moment; fulfilled later, it is worked out again.
    """

    _inherit = "frontoffice.promise"

    def _after_record(self, kind, before, moments):
        super()._after_record(kind, before, moments)
        if kind == "withdrawn":
            self._delays_again()

    def _delays_again(self, known=True):
        super()._delays_again(known)
        self.sudo()._delays_lapsed()  # parts are facts of the promise, whoever moved it

    def _delays_lapsed(self):
        """Write the parts of promises that were never fulfilled."""
        until = self._lost_until()
        lost = self.filtered(lambda p: p.id in until and not p.delay_ids)
        parts = lost._delay_parts(until)
        self.env["backoffice.delay"].create([
            vals for p in lost for vals in p._delay_values(parts[p.id], until[p.id])])

    def _lost_until(self):
        """{promise id: until when its time was lost} of those that are over without having been fulfilled."""
        now, result = fields.Datetime.now(), {}
        for promise in self.filtered(lambda p: p.due_at and not p.fulfilled_at and p.made_at):
            given_up = promise.due_at + timedelta(days=LAPSED_DAYS)
            if promise.withdrawn_at and promise.withdrawn_at > promise.due_at:
                result[promise.id] = min(promise.withdrawn_at, given_up)
            elif not promise.withdrawn_at and given_up <= now:
                result[promise.id] = given_up
        return result

    @api.model
    def _cron_delays(self, limit=500):
        """Each night: promises nothing came of. Running it again changes nothing."""
        now = fields.Datetime.now()
        over = fields.Domain("due_at", "<=", now - timedelta(days=LAPSED_DAYS)) & fields.Domain(
            "due_at", ">", now - timedelta(days=BACK_DAYS))
        todo = over & fields.Domain([
            ("fulfilled_at", "=", False), ("withdrawn_at", "=", False), ("made_at", "!=", False),
            ("delay_ids", "=", False), ("source", "not in", NOBODY_WAITS),
        ])
        promises = self.search(todo, limit=limit, order="due_at, id")
        promises._delays_lapsed()
        left = self.search_count(todo, limit=1) if len(promises) == limit else 0
        self.env["ir.cron"]._commit_progress(len(promises), remaining=left)
