from odoo import api, fields, models


class TriangleFact(models.Model):
    """One measure of one record, on its local day, with the dimensions valid for it.

    No foreign keys (a fact outlives nothing and blocks nothing), no rows that say nothing,
    0 = "unassigned". ``triangle.engine`` alone writes them; a cell is a sum of facts.
    """

    _name = "triangle.fact"
    _inherit = ["triangle.company.number.mixin"]
    _description = "Fact"
    _log_access = False
    _order = "day desc, id desc"

    measure_id = fields.Integer(required=True, readonly=True)
    record_id = fields.Integer(required=True, readonly=True)
    day = fields.Date(required=True, readonly=True)
    company_id = fields.Integer(required=True, readonly=True)
    team_id = fields.Integer(required=True, readonly=True)
    channel_id = fields.Integer(required=True, readonly=True)
    department_id = fields.Integer(required=True, readonly=True)
    campaign_id = fields.Integer(required=True, readonly=True)
    employee_id = fields.Integer(required=True, readonly=True, groups=fields.NO_ACCESS)
    extra_key = fields.Char(readonly=True)
    num = fields.Float(readonly=True)
    den = fields.Float(readonly=True)
    value = fields.Float(readonly=True)

    # With the day, because a level is counted every night anew; every other measure has one fact a record.
    _record_measure_day_uniq = models.UniqueIndex("(record_id, measure_id, day)")
    _measure_company_day_idx = models.Index("(measure_id, company_id, day)")

    @api.model
    def _refresh(self, sources=None):
        """Bring facts up to date now: "refresh now" and tests. Does not commit.

        Returns {source: error or None}. A source that fails stops no other.
        """
        engine = self.env["triangle.engine"]
        engine._flush_marks()
        return {name: self._refresh_source(engine, name) for name in sources or self.env["triangle.measure"]._sources()}

    def _refresh_source(self, engine, name):
        done, error = engine._run(name)
        while done and not error:
            done, error = engine._run(name, first=False)
        return error

    @api.model
    def _cron_refresh(self):
        """Every few minutes: work off what changed, batch by batch and source by source, until the time is up.

        One batch each in turn: a source that counts everything again keeps no other waiting.
        """
        engine, cron = self.env["triangle.engine"], self.env["ir.cron"]
        engine._flush_marks()
        busy, first = list(self.env["triangle.measure"]._sources()), True
        while busy:
            for name in list(busy):
                done, _error = engine._run(name, first)
                if not done:
                    busy.remove(name)
                if not cron._commit_progress(done, remaining=engine._waiting()):
                    return
            first = False

    @api.model
    def _cron_rescan(self, days=42):
        """Nightly: levels of the day, every record that stands on one of the last days, then what is kept.

        42 days: 35 plus the longest follow-up. Writes nothing where nothing changed.
        """
        self.env["triangle.engine"]._take_levels()
        self.env["triangle.measure"]._sync_definitions()
        self.env["triangle.dirty"]._mark_days(days)
        self._cron_refresh()
        self._keep_what_ended()

    def _keep_what_ended(self):
        """Keep figures and distinct counts, a transaction each: whoever counts changes is not held up."""
        cron = self.env["ir.cron"]
        self.env["triangle.snapshot"]._take()
        cron._commit_progress(remaining=1)
        for window in self.env["triangle.distinct"]._due():
            self.env["triangle.distinct"]._take_window(window)
            cron._commit_progress(remaining=1)
        cron._commit_progress(remaining=0)

    @api.model
    def _group_currency(self):
        """The currency amounts of several companies are added up in."""
        return self.env["triangle.engine"]._group_currency()

    @api.model
    def _rebuild(self):
        """Look again at every record there is and at every day that has facts. Resumable: it only queues."""
        self.env["triangle.dirty"]._mark_all()
