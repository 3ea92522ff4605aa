from datetime import timedelta

from odoo import api, fields, models


class TriangleJobRun(models.Model):
    """One batch of the fact engine: what it did, how late it was, what went wrong."""

    _name = "triangle.job.run"
    _description = "Fact run"
    _order = "id desc"
    _log_access = False

    source = fields.Char(required=True, readonly=True)
    started_at = fields.Datetime(required=True, readonly=True)
    finished_at = fields.Datetime(readonly=True)
    as_of = fields.Datetime(
        readonly=True, help="Facts of this source are complete up to this moment, as far as time passing goes."
    )
    ok = fields.Boolean(readonly=True)
    error = fields.Char(readonly=True)
    records = fields.Integer(readonly=True)
    changed = fields.Integer("Days changed", readonly=True)
    lag_seconds = fields.Integer("Lag (s)", readonly=True, help="Age of the oldest change it worked off.")

    _source_idx = models.Index("(source, id)")

    @api.model
    def _as_of(self, source):
        """The moment up to which a source has been worked off, or False before its first run."""
        last = self.search([("source", "=", source), ("as_of", "!=", False)], limit=1)
        return last.as_of

    @api.model
    def _log(self, source, vals):
        """Note a run. A run with nothing to do only moves the last note's moment forward."""
        last = self.search([("source", "=", source)], limit=1)
        same = last.error == vals.get("error", False) if last else False
        if last and same and not vals.get("records"):
            last.write({key: vals[key] for key in ("finished_at", "as_of") if vals.get(key)})
        else:
            self.create({"source": source, **vals})

    @api.autovacuum
    def _gc_old(self):
        self.search([("started_at", "<", fields.Datetime.now() - timedelta(days=90)), ("ok", "=", True)]).filtered(
            lambda run: run.as_of != self._as_of(run.source)
        ).unlink()
