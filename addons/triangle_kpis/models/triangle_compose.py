from odoo import api, models
from odoo.tools import SQL

from ..sources.base import LEVEL

DIMENSIONS = ("team_id", "channel_id", "department_id", "campaign_id", "employee_id")
FRESH = ("measure_id", "record_id", "day", "company_id", *DIMENSIONS, "extra_key", "num", "den", "value", "key_id")
LOCAL_TODAY = SQL("(ctx.now AT TIME ZONE 'UTC' AT TIME ZONE co.tz)::date")
DAY = SQL("(measured.anchor AT TIME ZONE 'UTC' AT TIME ZONE co.tz)::date")
NO_LINE = SQL("(0, NULL::timestamp, 0::float8, 0::float8, NULL::float8, NULL::int, NULL::varchar)")
# The department somebody belonged to, from day to day. As in stock the first one also holds for the time before it.
STAFF = SQL(
    """(SELECT e.user_id, e.company_id, v.department_id,
               CASE WHEN LAG(v.id) OVER w IS NULL THEN '-infinity' ELSE v.date_version END AS a,
               COALESCE(LEAD(v.date_version) OVER w, 'infinity') AS b
          FROM hr_employee e JOIN hr_version v ON v.employee_id = e.id
         WHERE e.user_id IS NOT NULL AND v.active
        WINDOW w AS (PARTITION BY e.id ORDER BY v.date_version)) staffing""")


class TriangleEngine(models.AbstractModel):
    """Composes what the facts of a source are, at any moment, into one SELECT."""

    _inherit = "triangle.engine"

    # -- measures and zones ------------------------------------------------------------------------

    def _lines(self, source, level=False):
        """[(id, measure)] of a source that are facts of events, or levels."""
        Measure = self.env["triangle.measure"]
        codes = Measure._ids_by_code()
        return [(codes[line.code], line) for line in Measure._lines_of(source) if (line.kind == LEVEL) == level]

    def _measure_ids(self, source):
        return [measure_id for measure_id, _line in self._lines(source)]

    def _zones(self):
        """[(company, IANA zone)]: the zone of the company's working hours decides its local day."""
        self.env["res.company"].flush_model(["resource_calendar_id"])
        self.env["resource.calendar"].flush_model(["tz"])
        self.env.cr.execute(SQL(
            "SELECT c.id, COALESCE(k.tz, 'UTC') FROM res_company c"
            " LEFT JOIN resource_calendar k ON k.id = c.resource_calendar_id ORDER BY 1"))
        return self.env.cr.fetchall()

    def _zone(self, company):
        """The zone of one company."""
        return company.sudo().resource_calendar_id.tz or "UTC"  # sudo: everybody may know what day it is

    # -- the SELECT --------------------------------------------------------------------------------

    @api.model
    def _facts_sql(self, source, scope, now):
        """SELECT of what the facts of a source are at the moment ``now``, in the order of ``FRESH``."""
        return self._compose(source, self._lines(source), self._counts_sql, DAY, {"scope": scope, "now": now})

    @api.model
    def _levels_sql(self, source, day, now):
        """The same of its levels, as they are now, put on a day."""
        return self._compose(source, self._lines(source, level=True), lambda line: line.where,
                             SQL("%s::date", day), {"scope": SQL("TRUE"), "now": now})

    @api.model
    def _young_sql(self, source, scope, now):
        """The same of what is too young to be judged: begun, and not yet followed for long enough."""
        lines = [(measure_id, line) for measure_id, line in self._lines(source) if line.is_cohort]
        return lines and self._compose(source, lines, lambda line: SQL(
            "(%s) AND %s <= ctx.now AND %s > ctx.now", line.where, line.anchor, line.visible_at,
        ), DAY, {"scope": scope, "now": now})

    @staticmethod
    def _counts_sql(line):
        """Whether a record counts for a measure by now."""
        if line.visible_at is None:
            return line.where
        return SQL("(%s) AND %s <= ctx.now", line.where, line.visible_at)

    def _compose(self, source, lines, counts, day, where):
        columns = [SQL("COALESCE(%s, 0) AS %s", self._dimension_sql(source, name, day), SQL.identifier(name))
                   for name in DIMENSIONS]
        kept = self._personal_days()
        return SQL(
            """SELECT measured.measure_id, %(id)s AS record_id, %(day)s AS day, co.id AS company_id,
                    %(dimensions)s, measured.extra_key, measured.num, measured.den, %(value)s AS value, measured.key_id
               FROM (SELECT %(now)s::timestamp AS now) ctx, %(tables)s
               JOIN (VALUES %(zones)s) co(id, tz, kept) ON co.id = %(company)s
               CROSS JOIN LATERAL
                    (VALUES %(lines)s) measured(measure_id, anchor, num, den, value, key_id, extra_key)
               %(staff)s
              WHERE measured.anchor IS NOT NULL AND %(scope)s
                AND (measured.num <> 0 OR measured.den <> 0
                     OR measured.value IS NOT NULL OR measured.key_id IS NOT NULL)""",
            id=source.id, day=day, dimensions=SQL(", ").join(columns), tables=source.tables, company=source.company,
            value=self._value_sql(lines), staff=self._staff_sql(source), **where,
            zones=SQL(", ").join(SQL("(%s, %s, %s::int)", *zone, kept.get(zone[0])) for zone in self._zones()),
            lines=SQL(", ").join([self._line_sql(source, *line, counts) for line in lines] or [NO_LINE]),
        )

    @staticmethod
    def _line_sql(source, measure_id, line, counts):
        extra = line.extra if line.extra is not None else source.dimensions.get("extra_key", SQL("NULL"))
        return SQL(
            "(%s, CASE WHEN %s THEN %s END, %s, %s, %s, %s, (%s)::varchar)",
            measure_id, counts(line), line.anchor, line.num, line.den, line.value, line.key, extra,
        )

    # -- who it is put down to ---------------------------------------------------------------------

    @staticmethod
    def _by_staff(source):
        """Whether facts get the department their employee belonged to on that day: none of their own is known."""
        return "employee_id" in source.dimensions and "department_id" not in source.dimensions

    def _dimension_sql(self, source, name, day):
        if name == "department_id" and self._by_staff(source):
            return SQL("staffing.department_id")
        found = source.dimensions.get(name, SQL("0"))
        if name == "employee_id" and name in source.dimensions:  # see triangle_personal.py
            return SQL("CASE WHEN %s > %s - co.kept THEN %s END", day, LOCAL_TODAY, found)
        return found

    def _staff_sql(self, source):
        if not self._by_staff(source):
            return SQL()
        self.env["hr.version"].flush_model(["employee_id", "department_id", "date_version", "active"])
        self.env["hr.employee"].flush_model(["user_id", "company_id"])
        return SQL(
            "LEFT JOIN %s ON staffing.user_id = %s AND staffing.company_id = co.id"
            " AND staffing.a <= %s AND %s < staffing.b",
            STAFF, source.dimensions["employee_id"], DAY, DAY)

    # -- money -------------------------------------------------------------------------------------

    @api.model
    def _group_currency(self):
        """The currency amounts of several companies are added up in: of the main company."""
        return self.env["res.company"].sudo()._get_main_company().currency_id  # facts are counted for nobody's eyes

    def _value_sql(self, lines):
        """The value of a fact; of money, the amount in group currency at the rate of the fact's day."""
        money = [measure_id for measure_id, line in lines if line.money]
        if not money:
            return SQL("measured.value")
        self.env["res.company"].flush_model(["currency_id"])
        self.env["res.currency.rate"].flush_model()
        group = SQL("%s", self._group_currency().id)
        own = SQL("(SELECT currency_id FROM res_company WHERE id = co.id)")
        return SQL(
            "CASE WHEN measured.measure_id <> ALL(%s) THEN measured.value WHEN %s = %s THEN measured.num"
            " ELSE measured.num * %s / %s END",
            money, own, group, self._rate_sql(group), self._rate_sql(own))

    def _rate_sql(self, currency):
        """The rate ``res.currency`` takes for the main company on the day of the fact."""
        main = self.env["res.company"].sudo()._get_main_company()  # as above
        rates = SQL("SELECT r.rate FROM res_currency_rate r WHERE r.currency_id = %s"
                    " AND (r.company_id = %s OR r.company_id IS NULL)", currency, main.root_id.id)
        return SQL(
            "COALESCE((%s AND r.name <= %s ORDER BY r.company_id, r.name DESC LIMIT 1),"
            " (%s ORDER BY r.company_id, r.name LIMIT 1), 1)", rates, DAY, rates)
