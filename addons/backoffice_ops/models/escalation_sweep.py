from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import escalation as pure

BATCH = 1000
LOCK = 7_219_204  # pg advisory key: one sweep at a time in a database
RUNNING = SQL("h.state IN ('sent', 'accepted', 'in_progress', 'paused', 'returned') AND h.active")
QUIET_STEP = {  # without any ladder: who does it, once, two working hours before
    "key": "risk", "clock": "deliver", "basis": "before", "value": 2.0, "tells": "doer", "levels": 1, "channel": "mail",
}
BUDGET = {"deliver": "deliver_hours", "accept": "accept_hours", "answer": "accept_hours"}
DUE = SQL(
    """CASE r.clock WHEN 'deliver' THEN h.due_at
                    WHEN 'accept' THEN CASE WHEN h.state = 'sent' THEN h.accept_due_at END
                    ELSE CASE WHEN h.state = 'returned' THEN h.sender_due_at END END"""
)
# reached while nobody did it, with nobody to be told: comes once more when somebody does
AGAIN = SQL(
    """DO UPDATE SET at = excluded.at, due_at = excluded.due_at, version_id = excluded.version_id
        WHERE backoffice_escalation_sent.at IS NULL"""
)
HORIZON = timedelta(days=1400)


class EscalationSweep(models.Model):
    """Steps reached since the last run, found by one question however many requests are open.

    Each group of requests under one version of a type has one latest due time per step: everything due
    until then has reached it. What was told before is left out by its key.
    """

    _inherit = "backoffice.escalation.sent"

    @api.model
    def _sweep(self, limit=BATCH, now=None):
        """Record steps reached and tell those they name, in one transaction. Returns how many."""
        now = (now or fields.Datetime.now()).replace(microsecond=0)
        if not self._is_alone():
            return 0
        self.env["backoffice.handoff"].flush_model()
        self.flush_model()
        rules = self._rules(now)
        if not rules:
            return 0
        found = self._insert(rules, limit, now)
        if found:
            steps = {(rule["group"], rule["step"]["key"]): rule["step"] for rule in rules}
            reached = self.sudo().browse(found)  # sudo: the system tells, nobody has the right to
            reached.invalidate_recordset()
            reached._tell_steps(steps)
        return len(found)

    def _is_alone(self):
        """Whether nobody else sweeps: two at once would pick the same steps, and one lose all its work each time."""
        return self.env.execute_query(SQL("SELECT pg_try_advisory_xact_lock(%s)", LOCK))[0][0]

    @api.model
    def _insert(self, rules, limit, now):
        """Ids of steps reached and not told before, the earliest due first: one statement."""
        rows = SQL(", ").join(
            SQL("(%s::int, %s::int, %s::int, %s, %s, %s::int, %s::int, %s::timestamp)", *rule["group"],
                rule["step"]["clock"], rule["step"]["key"], rule["version"], rule["hours"], rule["frontier"])
            for rule in rules
        )
        found = self.env.execute_query(SQL(
            """INSERT INTO backoffice_escalation_sent
                           (handoff_id, clock, step, stint, due_at, at, version_id, company_id)
               SELECT h.id, r.clock, r.step, h.stint, %(due)s, %(now)s, r.ladder, h.company_id
                 FROM (VALUES %(rows)s) r (version, department, company, clock, step, ladder, hours, frontier)
                 JOIN backoffice_handoff h
                   ON h.service_version_id = r.version AND h.to_department_id = r.department
                  AND h.company_id = r.company
                  AND (r.hours IS NULL OR r.hours = coalesce(h.sender_calendar_id, 0))
                WHERE %(running)s AND %(due)s <= r.frontier AND h.source NOT IN ('import', 'history', 'sample')
                  AND NOT EXISTS (SELECT 1 FROM backoffice_escalation_sent s
                                   WHERE s.handoff_id = h.id AND s.clock = r.clock AND s.step = r.step
                                     AND s.stint = h.stint AND (s.at IS NOT NULL OR h.user_id IS NULL))
             ORDER BY %(due)s, h.id LIMIT %(limit)s
               ON CONFLICT (handoff_id, clock, step, stint) %(again)s RETURNING id""",
            due=DUE, now=now, rows=rows, running=RUNNING, limit=limit, again=AGAIN,
        ))
        return [row[0] for row in found]

    # -- what is reached now -----------------------------------------------------------------------

    @api.model
    def _rules(self, now):
        """[{"group", "step", "version", "hours", "frontier"}]: for each group and step its latest due time.

        ``hours``: the senders' calendar that an answer is waited for in (0: none known), None for other clocks.
        """
        groups = self._groups()
        # sudo: time runs whoever may see it
        ladders = self.env["backoffice.escalation"].sudo().search([("active", "=", True)])
        versions = ladders._current_versions() if ladders else {}
        samples = self.env["backoffice.handoff"].sudo().browse([group[4] for group in groups])  # as above
        receivers, jobs = samples._receiver_calendars(), []
        for (*group, service_id, sample_id, answering) in groups:
            ladder = ladders._best(service_id, group[1], group[2])
            version = versions[ladder.id] if ladder else None
            sample = samples.browse(sample_id)
            for step in version.values["steps"] if version else [QUIET_STEP]:
                gap = pure.offset(step["basis"], step["value"], sample._budget(BUDGET[step["clock"]]))
                rule = {"group": tuple(group), "step": step, "version": version.id if version else None}
                calendars = {None: receivers[sample_id]}
                if step["clock"] == "answer":
                    calendars = {hours: sample._answer_calendar(hours) for hours in answering or ()}
                jobs += [(calendar, gap, {**rule, "hours": hours}) for hours, calendar in calendars.items()]
        return self._with_frontiers(jobs, now)

    @api.model
    def _groups(self):
        """(version, department, company, type, one request, hours of senders who owe an answer) of what is open."""
        return self.env.execute_query(SQL(
            """SELECT h.service_version_id, h.to_department_id, h.company_id, min(h.service_id), min(h.id),
                      array_agg(DISTINCT coalesce(h.sender_calendar_id, 0)) FILTER (WHERE h.state = 'returned')
                 FROM backoffice_handoff h
                WHERE %s AND h.service_version_id IS NOT NULL GROUP BY 1, 2, 3""", RUNNING,
        ))

    @api.model
    def _with_frontiers(self, jobs, now):
        """Rules with their frontier; one look into each calendar, farther only where it does not reach."""
        rules, gaps = [], {}
        for calendar, gap, _rule in jobs:
            gaps.setdefault(calendar, set()).add(gap)
        known = {calendar: self._frontiers(calendar, wanted, now) for calendar, wanted in gaps.items()}
        for calendar, gap, rule in jobs:
            if known[calendar][gap]:
                rules.append({**rule, "frontier": known[calendar][gap]})
        return rules

    @api.model
    def _frontiers(self, calendar, gaps, now):
        """{working seconds from the due time: latest due time reached now, None for none}."""
        reach = timedelta(days=28, seconds=8 * max(map(abs, gaps)))
        while True:
            reach = min(reach, HORIZON)
            hours = calendar._working_hours(now - reach, now + reach)
            found = {gap: pure.frontier(hours, now, gap) for gap in gaps}
            if None not in found.values():
                return found
            if reach == HORIZON:  # so far ahead that everything is nearer, or so far back that nothing is
                return {gap: due or (now + HORIZON if gap <= 0 else None) for gap, due in found.items()}
            reach *= 7
