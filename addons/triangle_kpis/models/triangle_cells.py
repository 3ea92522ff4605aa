from odoo import api, models
from odoo.tools import SQL

from ..sources.base import NO_VALUE
from ..tools.statistics import EDGES
from ..tools.window import month_end
from .triangle_cell import BINS, CAMPAIGN, COMPANY, DEPARTMENT, EMPLOYEE, SUMS, TEAM_CHANNEL

EVERY = SQL("TRUE")
BASE = "measure_id, company_id, day"
# set -> the dimensions it keeps; GROUPING() has a bit for each dimension it leaves out
SETS = {
    COMPANY: (), TEAM_CHANNEL: ("team_id", "channel_id"), DEPARTMENT: ("department_id",),
    CAMPAIGN: ("campaign_id",), EMPLOYEE: ("employee_id",),
}
KEYS = ("team_id", "channel_id", "department_id", "campaign_id", "employee_id")


class TriangleCells(models.AbstractModel):
    """Sums facts into cells, for the days and months that changed. SQL: the ORM has no INSERT … SELECT."""

    _name = "triangle.cells"
    _description = "Cell builder"

    @api.model
    def _rebuild(self, measures, days):
        """Make the cells of some measures on some {(company, day)} equal to the sum of their facts."""
        if not days or not measures:
            return
        months = {(company, day.replace(day=1)) for company, day in days}
        self._clear(measures, 0, days)
        valued = self._valued_ids(measures)
        for some in (valued, set(measures) - valued):
            self._sum_facts(sorted(some), days, [COMPANY, TEAM_CHANNEL, DEPARTMENT, CAMPAIGN], bins=some is valued)
        if personal := self._personal_ids(measures):
            self._sum_facts(personal, days, [EMPLOYEE], SQL("f.employee_id <> 0"))
        self._sum_months_of(measures, months)

    @staticmethod
    def _pairs(days):
        """{(company, day)} as a list of VALUES."""
        return SQL(", ").join(SQL("(%s, %s::date)", company, day) for company, day in sorted(days))

    @staticmethod
    def _among(alias, days, months=False):
        """Condition: near some {(company, day)}. The planner finds no range in a list of them by itself."""
        companies, dates = zip(*days, strict=True)
        return SQL(
            "%(a)s.company_id = ANY(%(companies)s) AND %(a)s.day BETWEEN %(first)s AND %(last)s", a=SQL(alias),
            companies=sorted(set(companies)), first=min(dates), last=month_end(max(dates)) if months else max(dates))

    def _sum_months_of(self, measures, months):
        """Make the months {(company, first day)} of some measures equal to the sum of their days."""
        self._clear(measures, 1, months)
        self._sum_months(measures, months)

    def _valued_ids(self, measures):
        """Measures whose facts have a value, and so a distribution."""
        codes = self.env["triangle.measure"]._ids_by_code()
        lines = self.env["triangle.measure"]._lines().values()
        return set(measures) & {codes[line.code] for line in lines if line.money or line.value is not NO_VALUE}

    def _personal_ids(self, measures):
        """Measures shown per employee: the legal ones, and only once personal figures are switched on."""
        if not self.env["triangle.engine"]._personal_on():
            return []
        codes = self.env["triangle.measure"]._ids_by_code()
        legal = {codes[code] for code, line in self.env["triangle.measure"]._lines().items() if line.personal}
        return [measure for measure in measures if measure in legal]

    def _clear(self, measures, level, days):
        self.env.cr.execute(SQL(
            "DELETE FROM triangle_cell c USING (VALUES %s) t(company_id, day) WHERE c.level = %s AND %s"
            " AND c.company_id = t.company_id AND c.day = t.day AND c.measure_id = ANY(%s)",
            self._pairs(days), level, self._among("c", days), measures))

    def _sum_facts(self, measures, days, sets, where=EVERY, bins=True):
        if not measures:
            return
        keys, name = self._keys_sql(sets)
        self.env.cr.execute(SQL(
            """INSERT INTO triangle_cell (measure_id, level, gset, day, company_id, %s, %s)
               SELECT f.measure_id, 0, %s, f.day, f.company_id, %s, %s
                 FROM (SELECT f.*, %s AS bin FROM triangle_fact f JOIN (VALUES %s) t(company_id, day)
                           ON f.company_id = t.company_id AND f.day = t.day
                        WHERE f.measure_id = ANY(%s) AND %s AND %s OFFSET 0) f
                GROUP BY GROUPING SETS (%s)""",  # OFFSET: else the bin is worked out sixteen times for each set
            SQL(", ".join(KEYS)), SQL(", ").join(map(SQL.identifier, SUMS if bins else SUMS[:5])), name, keys,
            self._sums(bins), self._bin("f") if bins else SQL("NULL"), self._pairs(days), measures,
            self._among("f", days), where, SQL(", ").join(self._set_sql(SETS[gset]) for gset in sets),
        ))

    def _keys_sql(self, sets):
        """The dimensions of a row of some grouping sets, and which set it is of."""
        used = [key for key in KEYS if any(key in SETS[gset] for gset in sets)]
        keys = SQL(", ").join(
            SQL("COALESCE(f.%s, 0)", SQL.identifier(key)) if key in used else SQL("0") for key in KEYS)
        return keys, SQL(
            "CASE GROUPING(%s) %s END", SQL(", ").join(SQL("f.%s", SQL.identifier(key)) for key in used),
            SQL(" ").join(SQL("WHEN %s THEN %s", self._mask(used, SETS[gset]), gset) for gset in sets))

    @staticmethod
    def _mask(used, kept):
        return sum(1 << i for i, key in enumerate(reversed(used)) if key not in kept)

    @staticmethod
    def _set_sql(kept):
        names = ["measure_id", "company_id", "day", *kept]
        return SQL("(%s)", SQL(", ").join(SQL("f.%s", SQL.identifier(name)) for name in names))

    @staticmethod
    def _bin(fact):
        """The bin of a fact's value: (lower edge, upper edge], see ``bin_of``."""
        falling = [-edge for edge in reversed(EDGES)]
        return SQL("CASE WHEN %s.value IS NOT NULL THEN %s - width_bucket(-%s.value, %s::float8[]) END",
                   SQL(fact), len(EDGES), SQL(fact), falling)

    def _bins(self, fact="f"):
        """Sixteen counts of values of a fact."""
        return self._counts_of(self._bin(fact))

    @staticmethod
    def _counts_of(bin_sql):
        return [SQL("NULLIF(COUNT(*) FILTER (WHERE %s = %s), 0)", bin_sql, i) for i in range(len(BINS))]

    def _sums(self, bins):
        """num, den, n, sum, sumsq and the bins. A mark that a level was counted (record below 0) is no fact."""
        return SQL(", ").join([
            SQL("SUM(f.num), SUM(f.den), COUNT(*) FILTER (WHERE f.record_id > 0), SUM(f.value),"
                " SUM(f.value * f.value)"), *(self._counts_of(SQL("f.bin")) if bins else ())])

    def _sum_months(self, measures, months):
        sums = SQL(", ").join(SQL("SUM(c.%s)", SQL.identifier(name)) for name in SUMS)
        keys = SQL(", ").join(SQL("c.%s", SQL.identifier(key)) for key in KEYS)
        self.env.cr.execute(SQL(
            """INSERT INTO triangle_cell (measure_id, level, gset, day, company_id, %s, %s)
               SELECT c.measure_id, 1, c.gset, t.month, c.company_id, %s, %s
                 FROM triangle_cell c JOIN (VALUES %s) t(company_id, month)
                   ON c.company_id = t.company_id AND date_trunc('month', c.day::timestamp)::date = t.month
                WHERE c.level = 0 AND c.measure_id = ANY(%s) AND %s
                GROUP BY c.measure_id, c.gset, t.month, c.company_id, %s""",
            SQL(", ".join(KEYS)), SQL(", ").join(map(SQL.identifier, SUMS)), keys, sums, self._pairs(months), measures,
            self._among("c", months, months=True), keys))
