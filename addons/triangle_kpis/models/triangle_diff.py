from odoo import models
from odoo.tools import SQL

from .triangle_compose import FRESH

FACT = [name for name in FRESH if name != "key_id"]
PRESENCE = [name for name in FRESH if name not in ("employee_id", "extra_key", "num", "den", "value")]


class TriangleEngine(models.AbstractModel):
    """Writes what differs between the facts there are and the facts there should be."""

    _inherit = "triangle.engine"

    def _replace(self, source, ids, now, is_new=False):
        """Make the facts of some records what they should be; returns the {(company, day)} that changed.

        ``is_new``: none of them has facts yet, nothing is to be compared.
        """
        measures = self._measure_ids(source)
        composed = self._facts_sql(source, SQL("%s = ANY(%s)", source.id, ids), now)
        changed, there = self._add(composed) if is_new else self._compare(composed, measures, ids)
        self.env["triangle.distinct"]._forget(measures, there)
        return changed

    def _add(self, composed):
        """Write facts nothing is known of yet, in one statement."""
        notes = [self._notes("triangle_fact", rows)[1] for rows in ("facts", "keys")]
        self.env.cr.execute(SQL(
            """WITH fresh AS MATERIALIZED (%s),
                    facts AS (INSERT INTO triangle_fact (%s) SELECT %s FROM fresh WHERE key_id IS NULL RETURNING *) %s,
                    keys AS (INSERT INTO triangle_presence (%s) SELECT %s FROM fresh WHERE key_id IS NOT NULL
                             RETURNING *) %s
               SELECT DISTINCT company_id, day, TRUE FROM facts
               UNION ALL SELECT DISTINCT company_id, day, FALSE FROM keys""",
            composed, *(SQL(", ".join(FACT)),) * 2, notes[0], *(SQL(", ".join(PRESENCE)),) * 2, notes[1]))
        rows = self.env.cr.fetchall()
        return [{(company, day) for company, day, is_fact in rows if is_fact == wanted} for wanted in (True, False)]

    def _compare(self, composed, measures, ids):
        """Write the difference to the facts there are."""
        cr = self.env.cr
        cr.execute(SQL(
            "CREATE TEMP TABLE IF NOT EXISTS triangle_fresh (measure_id int, record_id int, day date, company_id int,"
            " team_id int, channel_id int, department_id int, campaign_id int, employee_id int, extra_key varchar,"
            " num float8, den float8, value float8, key_id int) ON COMMIT DROP"))
        cr.execute(SQL("TRUNCATE triangle_fresh"))
        cr.execute(SQL("INSERT INTO triangle_fresh %s", composed))
        cr.execute(SQL("ANALYZE triangle_fresh"))  # else the planner compares everything with everything
        changed = self._diff("triangle_fact", FACT, SQL("key_id IS NULL"), measures, ids)
        return changed, self._diff("triangle_presence", PRESENCE, SQL("key_id IS NOT NULL"), measures, ids)

    def _diff(self, table, columns, mine, measures, ids):
        """Delete rows that are no longer true, insert those that are missing; nothing else is touched."""
        names = [SQL.identifier(column) for column in columns]
        same = SQL("(%s) IS NOT DISTINCT FROM (%s)", *(
            SQL(", ").join(SQL("%s.%s", SQL(alias), name) for name in names) for alias in ("n", "f")))
        target = SQL.identifier(table)
        gone, added = self._notes(table)
        self.env.cr.execute(SQL(
            """WITH moved AS (DELETE FROM %s f WHERE f.record_id = ANY(%s) AND f.measure_id = ANY(%s) AND NOT EXISTS (
                   SELECT 1 FROM triangle_fresh n WHERE n.record_id = f.record_id AND n.measure_id = f.measure_id
                   AND %s AND %s) RETURNING f.*) %s
               SELECT DISTINCT company_id, day FROM moved""", target, ids, measures, mine, same, gone))
        changed = set(self.env.cr.fetchall())
        self.env.cr.execute(SQL(
            """WITH moved AS (INSERT INTO %s (%s) SELECT %s FROM triangle_fresh n WHERE %s AND NOT EXISTS (
                   SELECT 1 FROM %s f WHERE f.record_id = n.record_id AND f.measure_id = n.measure_id)
                   RETURNING *) %s
               SELECT DISTINCT company_id, day FROM moved""",
            target, SQL(", ").join(names), SQL(", ").join(names), mine, target, added))
        return changed | set(self.env.cr.fetchall())

    def _notes(self, table, rows="moved"):
        """Parts of the statements that note what changes on days whose figures were kept already."""
        Restatement = self.env["triangle.restatement"]
        closed = Restatement._closed()
        if not closed:
            return SQL(), SQL()
        columns = SQL("m.num, m.den, m.value" if table == "triangle_fact" else "NULL, NULL, m.key_id")
        return tuple(Restatement._note_sql(closed, *what, rows) for what in ((columns, True), (SQL("0, 0, 0"), False)))
