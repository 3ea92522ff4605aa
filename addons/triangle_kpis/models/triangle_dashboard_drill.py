import json

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..tools import statistics
from .triangle_dashboard import LADDER, PARTITION
from .triangle_dashboard_value import QUANTILE

LISTED = 10_000  # records a list may name one by one; more are found by the server
SLOWEST = 0.9  # "slowest" means the slowest tenth
# part -> (measure, which of its records) of promises, beside the rungs of the ladder and the parts of the partition
PROMISES = {
    "heroic": ("promise_heroic", "num"), "overlap": ("promise_overlap", "num"), "silent": ("promise_silent", "num"),
    "missed": ("promise_standard_missed", "num"), "no_standard": ("promise_undesigned", "num"),
    "short": ("promise_short", "all"),
}


class TriangleDashboardDrill(models.AbstractModel):
    """From a number to exactly the records it was counted from, with the rights of who clicks."""

    _inherit = "triangle.dashboard"

    @api.model
    @api.readonly
    def drill(self, kpi_code, filters=None, part=None):
        """An action that opens the records of a figure.

        Parts: see ``readme/API.md``. The answer also says how many there are (``total``) and how many the user
        may see (``visible``; None where there are more than 10,000). Raises UserError for an unknown figure or
        part, AccessError without the right to read.
        """
        own = bool((filters or {}).get("own"))
        if not own:
            self._check_viewer()
        kpi = self._kpi(kpi_code, own)
        part = part or kpi.drill_part
        filters = self._clean(filters)
        period = self._period(filters)
        if own:  # on a read-only cursor the server asks again with one that can write: better call ``drill_own``
            filters = self._own_filters(filters)
            self.env["triangle.access.log"]._note("records", [kpi.code])
        model, ids = self._drill_ids(kpi, filters, period["windows"]["now"], part)
        return self._drill_action((kpi, part), model, ids, (filters, period))

    def _drill_ids(self, kpi, filters, window, part):
        """(model, ids or SQL that yields them) of a part of a figure."""
        if kpi.live:
            return "frontoffice.promise", self._overdue_ids(filters)
        kind, _colon, key = part.partition(":")
        if kind == "topic":
            return "frontoffice.encounter", self._topic_ids(filters, window, key)
        if kind in ("reason", "service"):
            return "backoffice.handoff", getattr(self, f"_{kind}_ids")(filters, window, key)
        if kpi.computed and kind in ("all", "num", "miss"):
            found = self.env["triangle.recompute"]._records_of(kpi, window, filters, part)
            if found:
                return found
        return self._fact_ids(kpi, filters, window, part)

    def _fact_ids(self, kpi, filters, window, part):
        parts = self.env["triangle.reader"]._formula_names(kpi)
        if part == "all" and any(name.endswith("_to_date") for name in parts):
            return self._open_ids(kpi, filters, window[1])
        if part == "all" and any(name.endswith("_keys") for name in parts):
            return self._key_ids(kpi, filters, window)
        kind, _colon, index = part.partition(":")
        if kind in ("slow", "bin"):
            return self._slice_ids(kpi, filters, window, int(index) if index else None)
        code, how = self._drill_measure(kpi, part)
        return self._source_of(code).model, self._record_sql(code, window, filters, how)

    def _record_sql(self, code, window, filters, how):
        """Ids a measure counted, as a query; as a list where confidential requests must be left out one by one."""
        reader = self.env["triangle.reader"]
        if any(filters.get(name) for name in ("team_id", "department_id", "as_of")):
            return reader._record_ids(code, window, filters, how)
        # All: also the 0 of what has no record, so that the index alone tells how many there are.
        counted = {"all": SQL("TRUE"), "num": SQL("c.num > 0"), "miss": SQL("c.den > 0 AND c.num < c.den")}
        return SQL(
            "SELECT c.record_id FROM triangle_fact c WHERE c.measure_id = %s AND c.day BETWEEN %s AND %s AND %s AND %s",
            self.env["triangle.measure"]._ids_by_code()[code], *window, reader._where(filters), counted[how])

    def _source_of(self, code):
        sources = self.env["triangle.measure"]._sources().values()
        source = next((s for s in sources if any(m.code == code for m in s.measures)), None)
        if not source:
            raise UserError(self.env._("There is nothing to open behind this figure."))
        return source

    def _drill_measure(self, kpi, part):
        """(measure, all | num | miss) that a part of a figure stands for."""
        rungs = {f"ladder_{key}": (code, "all" if how == "den" else "num") for key, code, how in LADDER}
        promises = {**rungs, **PROMISES, **{name: (f"promise_{name}", "num") for name in PARTITION}}
        if part in promises:
            return promises[part]
        if part.startswith("delay_"):
            return part, "num"
        if part == "unheard":
            return "topic_unheard", "num"
        if part == "all":
            return kpi.den_measure or kpi.num_measure, "all"
        if part in ("num", "miss"):
            return kpi.num_measure, part
        raise UserError(self.env._("There is no such part of this figure."))

    # -- parts that are no measure -----------------------------------------------------------------

    def _open_ids(self, kpi, filters, last):
        """Records counted in by the last day and not counted out: a level made of flows."""
        names = self.env["triangle.reader"]._formula_names(kpi)
        code = kpi.num_measure if f"{kpi.num_measure}_to_date" in names else next(
            name.removesuffix("_to_date") for name in sorted(names) if name.endswith("_to_date"))
        ever = (fields.Date.to_date("1900-01-01"), last)
        gone = {name.removesuffix("_to_date") for name in names if name.endswith("_to_date")} - {code}
        left = {id_ for other in gone for id_ in self.env["triangle.reader"]._record_ids(other, ever, filters, "num")}
        ids = self.env["triangle.reader"]._record_ids(code, ever, filters, "num")
        return self._source_of(code).model, [id_ for id_ in ids if id_ not in left]

    def _key_ids(self, kpi, filters, window):
        """The different customers themselves."""
        names = self.env["triangle.reader"]._formula_names(kpi)
        codes = [name.removesuffix("_keys") for name in names if name.endswith("_keys")]
        measures = list(self.env["triangle.reader"]._ids_of(codes))
        self.env.cr.execute(SQL(
            "SELECT DISTINCT c.key_id FROM %s c WHERE c.measure_id = ANY(%s)"
            " AND c.day BETWEEN %s AND %s AND %s ORDER BY 1",
            self.env["triangle.reader"]._source_table("triangle_presence", filters, set(codes)),
            measures, *window, self.env["triangle.reader"]._where(filters)))
        return "res.partner", [row[0] for row in self.env.cr.fetchall()]

    def _slice_ids(self, kpi, filters, window, index):
        """Records of one bin of a duration, or of its slowest tenth (exact, ties included)."""
        names = sorted(name for name in self.env["triangle.reader"]._formula_names(kpi)
                       if name.rpartition("_")[2] in QUANTILE)
        code = names[0].rpartition("_")[0] if names else kpi.num_measure
        measure = self.env["triangle.measure"]._ids_by_code().get(code)
        scope = SQL("c.measure_id = %s AND c.day BETWEEN %s AND %s AND c.value IS NOT NULL AND %s", measure, *window,
                    self.env["triangle.reader"]._where(filters))
        table = self.env["triangle.reader"]._source_table("triangle_fact", filters, {code})
        if index is None:
            limit = SQL("c.value >= (SELECT percentile_disc(%s) WITHIN GROUP (ORDER BY c.value)"
                        " FROM %s c WHERE %s)", SLOWEST, table, scope)
        else:
            limit = self._bin_sql(index)
        self.env.cr.execute(SQL(
            "SELECT c.record_id FROM %s c WHERE %s AND %s ORDER BY c.value DESC, 1", table, scope, limit))
        return self._source_of(code).model, [row[0] for row in self.env.cr.fetchall()]

    def _bin_sql(self, index):
        edges = [None, *statistics.EDGES, None]
        if not 0 <= index < statistics.BINS:
            raise UserError(self.env._("There is no such part of this figure."))
        low, high = edges[index], edges[index + 1]
        return SQL(" AND ").join([
            SQL("c.value > %s", low) if low is not None else SQL("TRUE"),
            SQL("c.value <= %s", high) if high is not None else SQL("TRUE")])

    def _overdue_ids(self, filters):
        dimensions = [SQL("p.%s = %s", SQL.identifier(name), filters[name])
                      for name in ("team_id", "channel_id", "campaign_id") if filters.get(name)]
        self.env.cr.execute(SQL(
            "SELECT p.id FROM frontoffice_promise p WHERE p.company_id = ANY(%s) AND p.made_at IS NOT NULL"
            " AND p.origin_kind <> 'auto' AND %s AND %s ORDER BY 1",
            self.env.companies.ids, self._overdue_at(filters), SQL(" AND ").join(dimensions or [SQL("TRUE")]),
        ))
        return [row[0] for row in self.env.cr.fetchall()]

    def _reason_ids(self, filters, window, code):
        self.env.cr.execute(SQL(
            "SELECT DISTINCT handoff_id FROM (%s) s WHERE code = %s ORDER BY 1",
            self._returns_sql(filters, *window), code))
        return [row[0] for row in self.env.cr.fetchall()]

    def _topic_ids(self, filters, window, need_id):
        """Interactions about one topic."""
        asked = self._record_sql("topic_unheard", window, {**filters, "team_id": None, "department_id": None}, "all")
        dimensions = [SQL("e.%s = %s", SQL.identifier(name), filters[name])
                      for name in ("team_id",) if filters.get(name)]
        return SQL("SELECT e.id FROM frontoffice_encounter e WHERE e.need_id = %s AND e.id IN (%s) AND %s",
                   int(need_id), asked, SQL(" AND ").join(dimensions or [SQL("TRUE")]))

    def _service_ids(self, filters, window, service_id):
        """Requests of one type that were due and late."""
        late = self.env["triangle.reader"]._record_ids("handoff_sla", window, filters, "miss")
        self.env.cr.execute(SQL(
            "SELECT id FROM backoffice_handoff WHERE service_id = %s AND NOT confidential AND id = ANY(%s) ORDER BY 1",
            int(service_id), late))
        return [row[0] for row in self.env.cr.fetchall()]

    # -- the action --------------------------------------------------------------------------------

    def _drill_action(self, what, model, ids, where):
        (kpi, part), (filters, period) = what, where
        records = self.env[model].with_context(active_test=False)
        if not records.has_access("read"):
            raise AccessError(self.env._("You may see this figure, but not the records behind it."))
        ids, total = self._counted_ids(ids)
        visible, token = None, self._token(kpi, part, filters, period)
        named = "triangle_drill" in records._fields
        domain = [["triangle_drill", "=", token]]
        if total <= LISTED or not named:
            shown = records.search([("id", "in", ids[:LISTED])]).ids
            visible = len(shown) if total <= LISTED else None
            domain = [["triangle_drill" if named else "id", "in", shown]]
        label = self._part_label(part)
        name = f"{kpi.name} · {label}" if label else kpi.name
        return {
            "type": "ir.actions.act_window", "name": f"{name} · {period['label']}", "res_model": model,
            "views": [[False, "list"], [False, "form"]], "domain": domain,
            # The name of the list goes with it, so that taking it away as a file can be written down.
            "context": {"active_test": False, "create": False, "triangle_drill": token}, "target": "current",
            "total": total, "visible": visible,
        }

    def _counted_ids(self, ids):
        """([the first ids], how many there are) of a list or of a query."""
        if not isinstance(ids, SQL):
            return ids, len(ids)
        self.env.cr.execute(SQL("%s LIMIT %s", ids, LISTED + 1))
        found = self.env.cr.fetchall()
        first = sorted(row[0] for row in found if row[0] > 0)
        if len(found) <= LISTED:
            return first, len(first)
        self.env.cr.execute(SQL(
            "SELECT (SELECT COUNT(*) FROM (%s) x) - (SELECT COUNT(*) FROM (%s) x(id) WHERE x.id <= 0)", ids, ids))
        return first, self.env.cr.fetchone()[0]

    def _token(self, kpi, part, filters, period):
        """What a long list is found by again: plain data, no secret; whoever uses it needs the right to see figures."""
        kept = {name: filters[name] for name in ("team_id", "channel_id", "department_id", "campaign_id", "own")
                if filters.get(name)}
        return json.dumps({"kpi": kpi.code, "part": part, "from": period["from"], "to": period["to"], **kept})

    @api.model
    def _token_domain(self, model, token, limit=None):
        """The domain a token stands for on a model; nothing for one that cannot be read or is of another model.

        :param limit: so many of them, whichever they are
        """
        try:
            asked = json.loads(token)
            code, part = asked.pop("kpi"), asked.pop("part")
            filters = {**asked, "date_from": asked.pop("from"), "date_to": asked.pop("to")}
        except (TypeError, ValueError, KeyError, AttributeError):
            return fields.Domain.FALSE
        own = bool(filters.get("own"))
        if not own:
            self._check_viewer()
        kpi, filters = self._kpi(code, own), self._clean(filters)
        window = (filters["date_from"], filters["date_to"])
        found, ids = self._drill_ids(kpi, self._own_filters(filters) if own else filters, window, part)
        if found != model:
            return fields.Domain.FALSE
        if not isinstance(ids, SQL):
            return fields.Domain("id", "in", ids[:limit])
        if limit:
            return fields.Domain.custom(to_sql=lambda _model, alias, _query: SQL(
                "%s = ANY(ARRAY(%s LIMIT %s))", SQL.identifier(alias, "id"), ids, limit))
        # IS TRUE: looked up in a hash. As a join the planner walks the index of the order, past all there was before.
        return fields.Domain.custom(
            to_sql=lambda _model, alias, _query: SQL("(%s IN (%s)) IS TRUE", SQL.identifier(alias, "id"), ids))

    def _part_label(self, part):
        _ = self.env._
        return {
            "miss": _("not"), "over": _("promised too early"), "enable": _("back office late"),
            "deliver": _("ours at the desk"), "heroic": _("kept all the same"), "slow": _("the slowest tenth"),
            "silent": _("late without warning"), "overlap": _("too early and not ready"),
            "missed": _("not enabled in time"), "no_standard": _("without a standard"),
            "unheard": _("topics nobody owns"),
        }.get(part)
