from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

WINDOW_DAYS = 90
MIN_N = 30


class PromiseStandardVersion(models.Model):
    """What a standard promise said when a promise was made from it."""

    _name = "frontoffice.promise.standard.version"
    _description = "Version of a standard promise"
    _inherit = ["frontoffice.version.mixin"]

    standard_id = fields.Many2one(
        "frontoffice.promise.standard", required=True, index=True, readonly=True, ondelete="restrict"
    )
    _standard_number_uniq = models.UniqueIndex("(standard_id, number)")


class PromiseStandard(models.Model):
    """A promise we give often, with its usual time in working hours."""

    _name = "frontoffice.promise.standard"
    _description = "Standard promise"
    _inherit = ["frontoffice.versioned.mixin"]
    _order = "sequence, name, id"
    _version_model = "frontoffice.promise.standard.version"
    _version_owner = "standard_id"
    _version_fields = ("name", "sentence", "hours", "calendar_id")
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    code = fields.Char()
    sentence = fields.Char(
        "What we say", translate=True,
        help="Read out to the customer. {when} is replaced by the promised time.",
    )
    hours = fields.Float("Usual time (working hours)", required=True, default=8.0)
    calendar_id = fields.Many2one(
        "resource.calendar", check_company=True, string="Working hours",
        help="Empty: those of the company.",
    )
    owner_id = fields.Many2one("res.users", help="Who answers for keeping it.")
    parent_id = fields.Many2one(
        "frontoffice.promise.standard", string="Like", index="btree_not_null",
        help="Borrow experience from this one until there is enough of its own.",
    )
    company_id = fields.Many2one("res.company", index=True, help="Empty: shared by all companies.")
    sequence = fields.Integer(default=10)
    automatic = fields.Boolean(
        readonly=True, help="Given by the system with each interaction, case or visit, not at the desk."
    )
    active = fields.Boolean(default=True)
    version_ids = fields.One2many("frontoffice.promise.standard.version", "standard_id", readonly=True)
    note = fields.Html("How we keep it")

    _hours_positive = models.Constraint("CHECK (hours >= 0)", "The usual time cannot be negative.")

    def _calendar(self, company):
        """Working hours a promise is judged by; an empty calendar means around the clock."""
        return self.calendar_id or company.resource_calendar_id

    def _capabilities(self, company):
        """{standard id: working hours we manage 8 times out of 10, or None}.

        80th percentile (continuous) of the delivered working hours of the last 90 days, from at
        least 30 promises, else the figure of the standard it is like, else unknown.
        """
        own = self._own_capabilities(company)
        result = {}
        for standard in self:
            result[standard.id] = next(
                (own[s.id] for s in (standard, *standard._ancestors()) if own.get(s.id) is not None), None
            )
        return result

    def _ancestors(self):
        found, standard = [], self.parent_id
        while standard and standard not in found and standard != self:
            found.append(standard)
            standard = standard.parent_id
        return found

    def _own_capabilities(self, company):
        every = self | self.browse([s.id for standard in self for s in standard._ancestors()])
        if not every:
            return {}
        Promise = self.env["frontoffice.promise"]
        Promise.flush_model(["standard_id", "delivered_hours", "fulfilled_at", "company_id"])
        since = fields.Datetime.now() - timedelta(days=WINDOW_DAYS)
        # percentile_cont has no ORM counterpart
        rows = self.env.execute_query(
            SQL(
                """SELECT standard_id, percentile_cont(0.8) WITHIN GROUP (ORDER BY delivered_hours)
                     FROM frontoffice_promise
                    WHERE standard_id IN %s AND company_id = %s AND fulfilled_at >= %s
                      AND delivered_hours IS NOT NULL
                 GROUP BY standard_id HAVING count(*) >= %s""",
                tuple(every.ids), company.id, since, MIN_N,
            )
        )
        return dict(rows)

    def _get_queue_delay(self, company):
        """Hook: working hours by which the departments behind this standard are slower now than usual."""
        return 0.0

    def _usual_hours(self, company):
        """(working hours that are safe now, whether experience says so)."""
        capability = self._capabilities(company)[self.id]
        known = capability is not None
        return max(capability if known else self.hours, 0.0) + self._get_queue_delay(company), known

    def _safe(self, company=None, at=None):
        """The date that is safe to say now.

        Returns a dict: ``due_at`` (naive UTC, None beyond the calendar's horizon), ``hours``
        (working), ``basis`` ("experience" when the 80th percentile is known, else "standard"),
        ``kept`` and ``of`` (decided promises of the last 90 days).
        """
        self.ensure_one()
        company = company or self.env.company
        hours, known = self._usual_hours(company)
        due_at = self._calendar(company)._plan_seconds([(at or fields.Datetime.now(), round(hours * 3600))])[0]
        kept, of = self._kept_of(company)
        return {
            "due_at": due_at, "hours": hours, "kept": kept, "of": of,
            "basis": "experience" if known else "standard",
        }

    def _kept_of(self, company, promised_hours=None):
        """(kept, decided) of the last 90 days; with ``promised_hours`` only those at least as tight."""
        Promise = self.env["frontoffice.promise"]
        since = fields.Datetime.now() - timedelta(days=WINDOW_DAYS)
        domain = fields.Domain([
            ("standard_id", "=", self.id), ("company_id", "=", company.id),
            ("due_at", ">=", since), ("state", "in", ("kept", "late", "broken")),
        ])
        if promised_hours is not None:
            domain &= fields.Domain("promised_hours", "<=", promised_hours + 1e-6)
        # put away or not, a promise decided is experience; and the rest is answered from the index alone
        counts = dict(Promise.with_context(active_test=False)._read_group(domain, ["state"], ["__count"]))
        return counts.get("kept", 0), sum(counts.values())

    def _judge(self, due_at, company=None, at=None, usual=None):
        """How a wished date compares: promised working hours, safe or not, and the record so far.

        ``usual``: the safe working hours, where they were looked up a moment ago.
        """
        self.ensure_one()
        company = company or self.env.company
        at = at or fields.Datetime.now()
        usual = self._usual_hours(company)[0] if usual is None else usual
        hours = self._calendar(company)._count_seconds([(at, due_at)])[0] / 3600
        kept, of = self._kept_of(company, hours)
        return {
            "hours": hours, "kept": kept, "of": of, "safe": hours >= usual - 1e-6,
        }

    @api.depends("name", "hours")
    def _compute_display_name(self):
        for standard in self:
            standard.display_name = standard.name
