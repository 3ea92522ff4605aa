import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .triangle_compose import FRESH

_logger = logging.getLogger(__name__)


class TriangleEngine(models.AbstractModel):
    """Levels: what is there at the end of a day and cannot be told afterwards."""

    _inherit = "triangle.engine"

    @api.model
    def _take_levels(self, day=None):
        """Write the levels of every company for the local day that ends nearest to now; once for a day.

        A company leaves a mark, a fact of the record ``-company``, also where the level is zero: so
        “nothing there” and “not counted” are told apart.
        """
        for name, source in self.env["triangle.measure"]._sources().items():
            measures = [measure_id for measure_id, _line in self._lines(source, level=True)]
            for company_id, ends in self._closing_days() if measures else ():
                try:
                    with self.env.cr.savepoint():
                        self._take_level(source, measures, company_id, day or ends)
                except Exception as error:  # noqa: BLE001 - a source that fails stops no other
                    _logger.warning("Levels of %s failed: %s", name, error, exc_info=True)

    def _closing_days(self):
        """[(company, local day)]: twelve hours ago it was surely the day that is ending or has just ended."""
        self.env.cr.execute(SQL(
            "SELECT z.id, (%s::timestamp AT TIME ZONE 'UTC' AT TIME ZONE z.tz)::date FROM (VALUES %s) z(id, tz)",
            fields.Datetime.now() - timedelta(hours=12),
            SQL(", ").join(SQL("(%s, %s)", *zone) for zone in self._zones())))
        return self.env.cr.fetchall()

    def _take_level(self, source, measures, company_id, day):
        """Write one company's levels of one source, unless that day has been counted."""
        self.env.flush_all()
        self.env.cr.execute(SQL(
            """INSERT INTO triangle_fact (measure_id, record_id, day, company_id, team_id, channel_id, department_id,
                      campaign_id, employee_id, num, den, value)
               SELECT m.id, %s, %s::date, %s, 0, 0, 0, 0, 0, 0, 0, 0 FROM unnest(%s::int[]) m(id)
                   ON CONFLICT (record_id, measure_id, day) DO NOTHING RETURNING measure_id""",
            -company_id, day, company_id, measures))
        fresh = [measure for (measure,) in self.env.cr.fetchall()]
        names = SQL(", ").join(SQL.identifier(name) for name in FRESH if name != "key_id")
        self.env.cr.execute(SQL(
            "INSERT INTO triangle_fact (%s) SELECT %s FROM (%s) f WHERE f.measure_id = ANY(%s) AND f.company_id = %s",
            names, names, self._levels_sql(source, day, fields.Datetime.now()), fresh, company_id))
        self.env["triangle.cells"]._rebuild(fresh, {(company_id, day)})
