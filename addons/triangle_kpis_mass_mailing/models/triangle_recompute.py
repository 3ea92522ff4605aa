from odoo import models
from odoo.tools import SQL

from odoo.addons.triangle_kpis.models.triangle_recompute import Figure

REACHED = ("mailing_reach", "campaign_reach")


class TriangleRecompute(models.AbstractModel):
    """K01: who was reached by a mailing or by us, each person once."""

    _inherit = "triangle.recompute"

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
