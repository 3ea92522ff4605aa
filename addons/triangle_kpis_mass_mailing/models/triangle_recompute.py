from odoo import models
from odoo.tools import SQL

from odoo.addons.triangle_kpis.models.triangle_recompute import Figure
from odoo.addons.triangle_kpis.tools import decompose, statistics

REACHED = ("mailing_reach", "campaign_reach")


class TriangleRecompute(models.AbstractModel):
    """K01: who was reached by a mailing or by us, each person once."""

    _inherit = "triangle.recompute"

    def _reads(self):
        return {**super()._reads(), "k01": {*REACHED}, "k02_lift": {"mailing_click"}}

    def _reached_sql(self, columns, codes, window, filters):
        ids = self.env["triangle.measure"]._ids_by_code()
        return SQL(
            "SELECT %s FROM triangle_presence c WHERE c.measure_id = ANY(%s) AND c.day BETWEEN %s AND %s AND %s",
            columns, [ids[code] for code in codes], *window, self.env["triangle.reader"]._where(filters))

    def _x_k01(self, window, filters):
        self.env.cr.execute(self._reached_sql(SQL("COUNT(DISTINCT c.key_id)"), REACHED, window, filters))
        people = self.env.cr.fetchone()[0]
        return Figure(people, people, people) if people else Figure()

    def _x_k01_ids(self, window, filters, part):
        self.env.cr.execute(self._reached_sql(SQL("c.record_id"), REACHED[:1], window, filters))
        return "mailing.trace", sorted(row[0] for row in self.env.cr.fetchall())

    # -- what writing personally brings --------------------------------------------------------------

    def _strata(self, window, filters):
        """[(clicked, delivered, clicked of the comparison, delivered)] of each campaign that has both."""
        self.env.cr.execute(SQL(
            """SELECT SUM(c.num) FILTER (WHERE NOT m.plain), SUM(c.den) FILTER (WHERE NOT m.plain),
                      SUM(c.num) FILTER (WHERE m.plain), SUM(c.den) FILTER (WHERE m.plain)
                 FROM %s GROUP BY c.campaign_id HAVING COUNT(*) FILTER (WHERE m.plain) > 0
                  AND COUNT(*) FILTER (WHERE NOT m.plain) > 0""", self._compared_sql(window, filters)))
        return [tuple(float(number) for number in row) for row in self.env.cr.fetchall()]

    def _compared_sql(self, window, filters):
        """FROM and WHERE of what mailings of campaigns delivered, and whether each was one to compare with."""
        self.env["mailing.mailing"].flush_model(["is_comparison"])
        return SQL(
            "triangle_fact c JOIN mailing_trace mt ON mt.id = c.record_id JOIN LATERAL ("
            "SELECT COALESCE(ml.is_comparison, FALSE) AS plain FROM mailing_mailing ml WHERE ml.id = mt.mass_mailing_id"
            ") m ON TRUE WHERE c.measure_id = %s AND c.campaign_id <> 0 AND c.day BETWEEN %s AND %s AND %s",
            self.env["triangle.measure"]._ids_by_code()["mailing_click"], *window,
            self.env["triangle.reader"]._where(filters))

    def _x_k02_lift(self, window, filters):
        """Difference of the shares that clicked, campaign by campaign (Mantel-Haenszel); of one campaign, plain."""
        strata = self._strata(window, filters)
        n = int(sum(den + base for _num, den, _other, base in strata))
        if not strata:
            return Figure()
        if len(strata) > 1:
            value, low, high = decompose.same_mix(strata)
            return Figure(value, None, n, low, high)
        (num, den, other, base), = strata
        return Figure(num / den - other / base, None, n, *statistics.newcombe(num, den, other, base))

    def _x_k02_lift_ids(self, window, filters, part):
        """What was delivered of the campaigns compared."""
        found = self._compared_sql(window, filters)
        self.env.cr.execute(SQL(
            """SELECT c.record_id FROM %s AND c.campaign_id IN (
                   SELECT c.campaign_id FROM %s GROUP BY 1 HAVING COUNT(DISTINCT m.plain) > 1) ORDER BY 1""",
            found, found))
        return "mailing.trace", [row[0] for row in self.env.cr.fetchall()]
