from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools import process_map

FRONT = 0  # node of everybody who asks without a department: the front office
SECRET = 5  # confidential requests count from this many on a line
DAYS = (30, 90, 365)

#: what a number on the map counts: condition on a stint
COUNTS = {
    "all": "TRUE", "back": "sent_back > 0", "again": "again > 0", "ping": "ping", "front": "to_front",
    "ready": "seconds IS NOT NULL",
}

# One row a stint: the time a request lies with one department, from being handed to it until it is handed on.
# An event that was taken back within ten seconds counts as never recorded, as in the fold.
STINTS = """
    h AS (
        SELECT id, COALESCE(from_department_id, %(front)s) AS sender, to_department_id, confidential
        FROM backoffice_handoff
        WHERE company_id IN %(companies)s AND active AND sent_at >= %(since)s AND sent_at < %(until)s AND %(service)s
    ), e AS (
        SELECT e.handoff_id, e.kind, e.payload, e.at, e.seq,
            count(*) FILTER (WHERE e.kind IN ('sent', 'rerouted')) OVER (
                PARTITION BY e.handoff_id ORDER BY e.at, e.seq) AS stint
        FROM h JOIN backoffice_handoff_event e ON e.handoff_id = h.id
        WHERE e.kind IN ('sent', 'rerouted', 'returned', 'declined', 'delivered', 'rejected') AND NOT EXISTS (
            SELECT FROM backoffice_handoff_event u WHERE u.handoff_id = e.handoff_id AND u.kind = 'undone'
            AND (u.payload->>'seq')::int = e.seq)
    ), t AS (
        SELECT handoff_id, stint,
            max((payload->>'to')::int) FILTER (WHERE kind IN ('sent', 'rerouted')) AS target,
            count(*) FILTER (WHERE kind IN ('returned', 'declined')) AS sent_back,
            bool_or(kind = 'declined') AS declined,
            count(*) FILTER (WHERE kind = 'rejected') AS again,
            (array_agg((payload->>'total_s')::float ORDER BY at DESC, seq DESC)
                FILTER (WHERE kind = 'delivered' AND payload->>'total_s' IS NOT NULL))[1] AS seconds
        FROM e WHERE stint > 0 GROUP BY handoff_id, stint
    ), p AS (
        SELECT t.handoff_id, t.stint, t.sent_back, t.again, t.seconds, h.sender, h.confidential,
            COALESCE(t.target, h.to_department_id) AS target,
            COALESCE(CASE WHEN NOT lag(t.declined) OVER w THEN lag(t.target) OVER w END, h.sender) AS source,
            row_number() OVER (
                PARTITION BY t.handoff_id, COALESCE(t.target, h.to_department_id) ORDER BY t.stint) > 1 AS returned_to
        FROM t JOIN h ON h.id = t.handoff_id WINDOW w AS (PARTITION BY t.handoff_id ORDER BY t.stint)
    ), r AS (
        SELECT p.*, sender = %(front)s AND sent_back > 0 AS to_front,
            sum(sent_back) OVER (PARTITION BY handoff_id, target) >= 2 OR sum(returned_to::int) OVER (
                PARTITION BY handoff_id, LEAST(source, target), GREATEST(source, target)) >= 2 AS ping
        FROM p
    ), kept AS (
        SELECT * FROM r WHERE %(department)s AND (NOT confidential OR (source, target) IN (
            SELECT source, target FROM r WHERE confidential
            GROUP BY source, target HAVING count(DISTINCT handoff_id) >= %(secret)s
        ))
    )
"""
AGGREGATES = """
    SELECT grouping(source), source, target, count(*), count(DISTINCT handoff_id),
        count(*) FILTER (WHERE sent_back > 0), count(*) FILTER (WHERE again > 0), count(*) FILTER (WHERE ping),
        count(*) FILTER (WHERE to_front), count(seconds), count(DISTINCT handoff_id) FILTER (WHERE seconds IS NOT NULL),
        percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds), percentile_cont(0.8) WITHIN GROUP (ORDER BY seconds)
    FROM kept GROUP BY GROUPING SETS ((source, target), ()) ORDER BY 1, 4 DESC, 2, 3
"""
NUMBERS = ("n", "requests", "back", "again", "ping", "front", "ready", "timed", "median", "p80")


class BackofficeProcess(models.AbstractModel):
    """Who hands to whom, how long it lies there and how often it comes back: read from the ledger.

    The sums are open to every colleague who may see requests; the requests behind a number are those
    the reader may open.
    """

    _name = "backoffice.process"
    _description = "Process map"

    @api.model
    @api.readonly
    def map(self, filters=None):
        """Nodes and lines of the map with their numbers, the sums, and what can be chosen.

        ``filters``: {"days": 30|90|365, "since", "until": ISO days, "department": id, "service": id}. Requests
        are taken by the day they were sent. Times are working hours of the department from getting a request
        to its last "ready" there, pauses with proof left out.
        """
        filters = filters or {}
        lines, total = self._lines(filters)
        names = self._names(lines)
        drawn = process_map.layout(list(names), [(x["source"], x["target"], x["n"]) for x in lines], FRONT)
        for line in lines:
            line |= {**drawn["edges"][line["source"], line["target"]], "id": f"{line['source']}-{line['target']}",
                     "from": names[line["source"]], "to": names[line["target"]]}
        return {
            "width": drawn["width"], "height": drawn["height"], "lines": lines, "total": total,
            "nodes": [{"id": node, "name": name, **drawn["nodes"][node], **self._of_node(node, lines)}
                      for node, name in names.items()],
            "choices": self._choices(),
        }

    @api.model
    def drill(self, filters, what="all", source=None, target=None):
        """Action with the requests behind a number, as far as this person may open them."""
        if what not in COUNTS:
            raise UserError(self.env._("There is no such number."))
        where = SQL(COUNTS[what])  # one of the fixed conditions above
        for name, value in (("source", source), ("target", target)):
            if value is not None:
                where = SQL("%s AND %s = %s", where, SQL.identifier(name), int(value))
        rows = self._execute(filters or {}, SQL("SELECT DISTINCT handoff_id FROM kept WHERE %s", where))
        seen = self.env["backoffice.handoff"].search([("id", "in", [row[0] for row in rows])])
        slowest = self.env.ref("backoffice_ops.process_time_list") if what == "ready" else None
        return {
            "type": "ir.actions.act_window", "res_model": "backoffice.handoff",
            "name": self._title(what, source, target) + self._share(len(seen), len(rows)),
            "views": [(slowest and slowest.id, "list"), (False, "kanban"), (False, "form")],
            "domain": [("id", "in", seen.ids)],
            "context": {"create": False}, "help": self._hidden(len(rows) - len(seen)),
        }

    # -- numbers -----------------------------------------------------------------------------------

    @api.model
    def _lines(self, filters):
        """([numbers of each line], sums)."""
        lines, total = [], {}
        for is_total, source, target, *numbers in self._execute(filters, SQL(AGGREGATES)):
            values = dict(zip(NUMBERS, numbers, strict=True))
            values |= {key: values[key] / 3600 if values[key] is not None else None for key in ("median", "p80")}
            values["rate"] = values["back"] / values["n"] if values["n"] else 0
            if is_total:
                total = values
            else:
                lines.append({"source": source, "target": target, **values})
        return lines, total

    @api.model
    def _execute(self, filters, query):
        """Rows of a query over the stints that ``filters`` take in."""
        self.env["backoffice.handoff"].check_access("read")
        self.env["backoffice.handoff"].flush_model()
        self.env["backoffice.handoff.event"].flush_model()
        since, until = self._window(filters)
        stints = SQL(
            STINTS, front=FRONT, companies=tuple(self.env.companies.ids), since=since, until=until, secret=SECRET,
            service=SQL("service_id = %s", int(filters["service"])) if filters.get("service") else SQL("TRUE"),
            department=SQL("%s IN (source, target)", int(filters["department"]))
            if filters.get("department") else SQL("TRUE"),
        )
        return self.env.execute_query(SQL("WITH %s %s", stints, query))

    @api.model
    def _window(self, filters):
        """(since, until), naive UTC, of days as the user counts them."""
        now = fields.Datetime.now()
        if filters.get("since"):
            until = fields.Datetime.to_datetime(filters.get("until")) or now
            return fields.Datetime.to_datetime(filters["since"]), fields.Datetime.add(until, days=1)
        days = int(filters.get("days") or DAYS[1])
        return fields.Datetime.subtract(now, days=days), fields.Datetime.add(now, seconds=1)

    # -- words -------------------------------------------------------------------------------------

    @api.model
    def _names(self, lines):
        """{node: name}, the front office first."""
        ids = {line[side] for line in lines for side in ("source", "target")}
        # sudo: names of departments, also of those put away
        departments = self.env["hr.department"].sudo().with_context(active_test=False).browse(ids - {FRONT}).exists()
        names = {FRONT: self.env._("Front office")} if FRONT in ids else {}
        names |= {d.id: d.name for d in departments.sorted(lambda d: (d.name, d.id))}
        return names | {gone: self.env._("A department that is gone") for gone in sorted(ids - set(names))}

    @api.model
    def _of_node(self, node, lines):
        gets = [line for line in lines if line["target"] == node]
        got = sum(line["n"] for line in gets)
        return {
            "gets": got, "gives": sum(line["n"] for line in lines if line["source"] == node),
            "rate": sum(line["back"] for line in gets) / got if got else 0,
        }

    @api.model
    def _choices(self):
        services = self.env["backoffice.service"].search([("active", "=", True)])
        departments = services.sudo().department_id.sorted("name")  # names of departments
        return {
            "departments": [{"id": d.id, "name": d.name} for d in departments],
            "services": [{"id": s.id, "name": s.name} for s in services], "days": list(DAYS),
        }

    @api.model
    def _title(self, what, source, target):
        words = {
            "all": self.env._("Handed over"), "back": self.env._("Sent back"), "again": self.env._("Done again"),
            "ping": self.env._("To and fro"), "front": self.env._("Sent back to the front office"),
            "ready": self.env._("Ready, slowest first"),
        }
        ends = [end for end in (source, target) if end is not None]
        names = self._names([{"source": end, "target": end} for end in ends])
        return f"{words[what]}: {' → '.join(names[end] for end in ends)}" if ends else words[what]

    @api.model
    def _share(self, seen, counted):
        """Said where the list is shorter than the number that was pressed."""
        return self.env._(" (%(seen)s of %(counted)s)", seen=seen, counted=counted) if seen < counted else ""

    @api.model
    def _hidden(self, count):
        if not count:
            return False
        return self.env._("%s more are counted, which your rights do not let you open.", count)
