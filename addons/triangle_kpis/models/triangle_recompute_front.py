import math
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import parity, statistics
from .triangle_recompute import Figure

ACTIVE = "customer_active"  # measures of this name, and those that begin with it, say who was there
RECENT = 30  # days somebody counts as a customer after the last sign of life
GROUPINGS = {
    "segment": SQL("CASE WHEN firm.id IS NULL THEN NULL WHEN firm.is_company THEN 'company' ELSE 'person' END"),
    "language": SQL("COALESCE(NULLIF(e.lang, ''), NULLIF(ch.lang, ''), p.lang)"),
    "work_mode": SQL("e.work_mode"),
}


class TriangleRecompute(models.AbstractModel):
    """Customers: who is active, how many complain of those, and whether all are served alike."""

    _inherit = "triangle.recompute"

    @api.model
    def _reads(self):
        measures = self.env["triangle.measure"]
        active = {code for code in measures._ids_by_code() if self._says_active(code)}
        alike = dict.fromkeys(("k37", "k37_segment", "k37_language", "k37_work_mode"), {"first_response"})
        return {**super()._reads(), "k13": active, "k30": {"complaint", *active}, **alike}

    # -- who is active -----------------------------------------------------------------------------

    @api.model
    def _active_measures(self):
        """Ids of all measures that say a customer was active: contacts here, orders and invoices by others."""
        known = self.env["triangle.measure"]._ids_by_code()
        return [id_ for code, id_ in known.items() if self._says_active(code)]

    @staticmethod
    def _says_active(code):
        return code == ACTIVE or code.startswith(f"{ACTIVE}_")

    def _active_sql(self, first, last, filters):
        """FROM and WHERE of the days customers were active on."""
        return SQL("triangle_presence c WHERE c.measure_id = ANY(%s) AND c.day BETWEEN %s AND %s AND %s",
                   self._active_measures(), first, last, self.env["triangle.reader"]._where(filters))

    @api.model
    def _x_k13(self, window, filters):
        """Different customers with any sign of life, whatever told us. A census: no interval."""
        self.env.cr.execute(SQL("SELECT COUNT(DISTINCT c.key_id) FROM %s", self._active_sql(*window, filters)))
        count = self.env.cr.fetchone()[0]
        if not count and not self._ever_active(window, filters):
            return Figure()
        return Figure(float(count), count, count)

    def _ever_active(self, window, filters):
        self.env.cr.execute(SQL("SELECT EXISTS (SELECT FROM %s)", self._active_sql("1900-01-01", window[1], filters)))
        return self.env.cr.fetchone()[0]

    def _x_k13_ids(self, window, filters, part):
        self.env.cr.execute(SQL("SELECT DISTINCT c.key_id FROM %s ORDER BY 1", self._active_sql(*window, filters)))
        return "res.partner", [row[0] for row in self.env.cr.fetchall()]

    # -- complaints of active customers ------------------------------------------------------------

    @api.model
    def _x_k30(self, window, filters):
        """Complaints per 1,000 customers active lately: on average over the days of the window, those with a
        sign of life in the 30 days up to each."""
        return self._xs_k30({"now": window}, filters)["now"]

    @api.model
    def _xs_k30(self, windows, filters):
        """The same of many windows in two queries: {window: figure}."""
        today = self._today()
        spans = {name: (first, min(last, max(today, first))) for name, (first, last) in windows.items()}
        active = self._recently_active(
            min(first for first, _last in spans.values()), max(last for _first, last in spans.values()), filters)
        sums = self.env["triangle.reader"]._sums(windows, {"complaint"}, filters)
        return {
            name: self._complaint_rate(sums[name].get("complaint"), [
                active.get(first + timedelta(days=i), 0) for i in range((last - first).days + 1)])
            for name, (first, last) in spans.items()
        }

    @staticmethod
    def _complaint_rate(sums, active):
        """The figure of some complaints and the customers active on each day; days to come are none of these."""
        count, mean = int(sums.num) if sums else 0, sum(active) / len(active)
        if not mean:
            return Figure(count=count)
        low, high = statistics.poisson(count)
        return Figure(count * 1000 / mean, count, math.ceil(mean), low * 1000 / mean, high * 1000 / mean)

    def _recently_active(self, first, last, filters):
        """{day: customers active in the 30 days up to it}, one pass over who was there on which day.

        Somebody active on a day counts until the next one, for 30 days at most: comings less goings.
        """
        self.env.cr.execute(SQL(
            """WITH there AS (SELECT DISTINCT c.key_id, c.day FROM %s),
                    spans AS (SELECT day, LEAST(LEAD(day) OVER (PARTITION BY key_id ORDER BY day), day + %s) AS gone
                                FROM there)
               SELECT d, SUM(n) FROM (SELECT day AS d, COUNT(*) AS n FROM spans GROUP BY 1
                   UNION ALL SELECT gone, -COUNT(*) FROM spans GROUP BY 1) s GROUP BY 1""",
            self._active_sql(first - timedelta(days=RECENT - 1), last, filters), RECENT))
        change, found, level = {day: int(count) for day, count in self.env.cr.fetchall()}, {}, 0
        for i in range((last - first).days + RECENT):
            day = first + timedelta(days=i - RECENT + 1)
            level += change.get(day, 0)
            found[day] = level
        return found

    def _today(self):
        """The latest local day of the companies switched on."""
        zones = dict(self.env["triangle.engine"]._zones())
        self.env.cr.execute(SQL("SELECT MAX((%s::timestamp AT TIME ZONE 'UTC' AT TIME ZONE z)::date) FROM unnest(%s) z",
                                fields.Datetime.now(), [zones.get(id_, "UTC") for id_ in self.env.companies.ids]))
        return self.env.cr.fetchone()[0]

    def _x_k30_ids(self, window, filters, part):
        return "frontoffice.case", self.env["triangle.reader"]._record_ids("complaint", window, filters, "all")

    # -- served alike ------------------------------------------------------------------------------

    @api.model
    def _x_k37(self, window, filters, names=tuple(GROUPINGS)):
        """The widest gap in "answered in time" between kinds of customers, languages, or office and remote.

        Standardised to the company's mix of channels; groups of fewer than thirty stay out.
        """
        found = [(parity.gap(groups), groups) for groups in self._parity_groups(window, filters, names).values()]
        found = [(far, groups) for far, groups in found if far]
        if not found:
            return Figure()
        (value, _best, _worst), groups = max(found, key=lambda pair: pair[0][0])
        low, high = parity.interval(groups)
        return Figure(value, None, sum(n for cells in groups.values() for _k, n in cells.values()), low, high)

    def _x_k37_segment(self, window, filters):
        return self._x_k37(window, filters, ("segment",))

    def _x_k37_language(self, window, filters):
        return self._x_k37(window, filters, ("language",))

    def _x_k37_work_mode(self, window, filters):
        return self._x_k37(window, filters, ("work_mode",))

    def _parity_groups(self, window, filters, names):
        """{grouping: {group: {channel: (in time, of)}}}."""
        found = {}
        for name in names:
            groups = found.setdefault(name, {})
            self.env.cr.execute(SQL(
                "SELECT %s AS grp, c.channel_id, SUM(c.num), SUM(c.den) FROM %s GROUP BY 1, 2",
                GROUPINGS[name], self._parity_sql(window, filters)))
            for group, channel, num, den in self.env.cr.fetchall():
                if group:
                    groups.setdefault(group, {})[channel] = (int(num), int(den))
        return found

    def _parity_sql(self, window, filters):
        """FROM and WHERE of judged answers with their interaction. SQL: cells do not know these groups."""
        return SQL(
            "triangle_fact c JOIN frontoffice_encounter e ON e.id = c.record_id"
            " LEFT JOIN frontoffice_channel ch ON ch.id = e.channel_id LEFT JOIN res_partner p ON p.id = e.partner_id"
            " LEFT JOIN res_partner firm ON firm.id = p.commercial_partner_id"
            " WHERE c.measure_id = %s AND c.day BETWEEN %s AND %s AND %s",
            self.env["triangle.measure"]._ids_by_code()["first_response"], *window,
            self.env["triangle.reader"]._where(filters))

    def _x_k37_ids(self, window, filters, part, names=tuple(GROUPINGS)):
        """What was not answered in time in the group that is worst off."""
        groups = {name: parity.gap(found) for name, found in self._parity_groups(window, filters, names).items()}
        known = {name: far for name, far in groups.items() if far}
        if not known:
            return "frontoffice.encounter", []
        name = max(known, key=lambda key: known[key][0])
        self.env.cr.execute(SQL(
            "SELECT c.record_id FROM %s AND c.num < c.den AND %s = %s ORDER BY 1",
            self._parity_sql(window, filters), GROUPINGS[name], known[name][2]))
        return "frontoffice.encounter", [row[0] for row in self.env.cr.fetchall()]

    def _x_k37_segment_ids(self, window, filters, part):
        return self._x_k37_ids(window, filters, part, ("segment",))

    def _x_k37_language_ids(self, window, filters, part):
        return self._x_k37_ids(window, filters, part, ("language",))

    def _x_k37_work_mode_ids(self, window, filters, part):
        return self._x_k37_ids(window, filters, part, ("work_mode",))
