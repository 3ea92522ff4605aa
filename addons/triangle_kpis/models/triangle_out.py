from datetime import UTC
from uuid import uuid4
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from .triangle_reader import FILTERS

KEY = ("day", "measure_id", "company_id", *FILTERS)  # what a line of the counted days is one of
BATCH = 2000
MODELS = {"company_id": "res.company", "team_id": "crm.team", "channel_id": "frontoffice.channel",
          "department_id": "hr.department", "campaign_id": "utm.campaign", "measure_id": "triangle.measure"}


class TriangleOut(models.AbstractModel):
    """Tables that leave the house: figures, and counted days, each with the words that explain them.

    Values are those of ``triangle.dashboard`` and ``triangle.report``. Shares are fractions,
    days local to their company, moments UTC beside the zone. What is absent is empty.
    """

    _name = "triangle.out"
    _description = "Figures as files"

    # -- words at the top --------------------------------------------------------------------------

    @api.model
    def _heading(self, title, period, filters, as_of):
        """[(what, words)]: where the numbers come from, so that a file explains itself."""
        _ = self.env._
        zones = dict(self.env["triangle.engine"]._zones())
        kpis = self.env["triangle.dashboard"]._kpis()
        return [
            (_("Service Triangle"), title),
            (_("Companies"), ", ".join(self.env.companies.mapped("name"))),
            (_("Period"), f"{period['from']} – {period['to']}"),
            (_("Filters"), self._filter_words(filters)),
            (_("Time zone"), ", ".join(f"{c.name}: {zones.get(c.id, 'UTC')}" for c in self.env.companies)),
            (_("Counted up to"), self._moment_words(as_of)),
            (_("Written"), self._moment_words(fields.Datetime.now())),
            (_("Versions of the figures"), ", ".join(f"{kpi.code} v{kpi.version}" for kpi in kpis)),
            (_("How to read it"), _("Shares are fractions: 0.83 is 83 %. An empty cell means: not known, not zero.")),
        ]

    def _filter_words(self, filters):
        asked, names = [name for name in FILTERS if filters.get(name)], Names(self.env)
        labels = {name: self.env["triangle.report"]._fields[name]._description_string(self.env) for name in asked}
        words = [f"{labels[name]}: {names.of(name, filters[name])}" for name in asked]
        words += [known] if (known := self.env["triangle.dashboard"]._known_words(filters)) else []
        return "; ".join(words) or self.env._("None")

    def _moment_words(self, moment):
        """“2026-03-18 09:59 UTC (10:59 Europe/Berlin)”."""
        if not moment:
            return self.env._("Never")
        zone = self.env["triangle.engine"]._zone(self.env.company)
        local = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
        return f"{moment:%Y-%m-%d %H:%M} UTC ({local:%Y-%m-%d %H:%M} {zone})"

    # -- figures -----------------------------------------------------------------------------------

    @api.model
    def _figure_table(self, found):
        """[row]: a line of titles, then a line a figure of ``triangle.dashboard._figures``."""
        _ = self.env._
        sides = dict(self.env["triangle.kpi"]._fields["side"]._description_selection(self.env))
        months = next((tile["trend"] for tile in found["figures"] if tile["trend"]), [])
        head = [_("Code"), _("Figure"), _("Side or actor"), _("Unit"), _("Currency"), _("Value"), _("Records"),
                _("Counted"), _("Likely from"), _("Likely to"), _("Target"), _("Source of the target"), _("Remark"),
                _("Version")]
        head += [text for month in months for text in (month["period"], _("%s: records", month["period"]))]
        return [head, *(self._figure_row(tile, sides, len(months)) for tile in found["figures"])]

    def _figure_row(self, tile, sides, months):
        low, high = tile["interval"] or (None, None)
        currency = self.env["res.currency"].browse(tile["currency"] or []).name
        trend = tile["trend"] or [{"value": None, "n": None}] * months
        remark = tile["error"] or tile["status_text"]
        return [
            tile["code"], tile["label"], sides[tile["side"]], tile["unit"], currency, tile["value"], tile["n"],
            tile["count"], low, high, tile["target"], tile["target_source"] or tile["target_note"], remark,
            tile["version"],
            *(value for month in trend for value in (month["value"], month["n"])),
        ]

    # -- counted days ------------------------------------------------------------------------------

    @api.model
    def _check_analyst(self):
        if not self.env.user.has_group("triangle_kpis.group_analyst"):
            raise AccessError(self.env._("You need the right “Service Triangle: Analyst” to read counted days."))

    @api.model
    def _check_today(self, filters):
        """Counted days are kept as they are; as they were known earlier nobody wrote down."""
        if filters.get("as_of"):
            raise UserError(self.env._("Counted days are only there as they are known today."))

    @api.model
    def _day_head(self):
        _ = self.env._
        return [_("Day"), _("Code"), _("What is counted"), _("Company"), _("Team"), _("Channel"), _("Department"),
                _("Campaign"), _("Counted"), _("Out of"), _("Records")]

    @api.model
    def _day_rows(self, first, last, filters):
        """Lines of the counted days one after the other, read so many at a time by a cursor of the database."""
        self._check_analyst()
        cursor, names = SQL.identifier(f"triangle_{uuid4().hex}"), Names(self.env)
        self.env.cr.execute(SQL("DECLARE %s NO SCROLL CURSOR FOR %s", cursor, self._days_sql(first, last, filters)))
        codes = {id_: code for code, id_ in self.env["triangle.measure"]._ids_by_code().items()}
        while True:
            self.env.cr.execute(SQL("FETCH FORWARD %s FROM %s", BATCH, cursor))
            lines = self.env.cr.fetchall()
            for day, measure, company, *rest in lines:
                words = [names.of(name, id_) for name, id_ in zip(FILTERS, rest[:4], strict=True)]
                team, channel, department, campaign = words
                yield [day.isoformat(), codes.get(measure), names.of("measure_id", measure),
                       names.of("company_id", company), team, channel, department, campaign, *rest[4:]]
            if len(lines) < BATCH:
                return

    def _days_sql(self, first, last, filters, after=None, limit=None):
        """Lines of ``triangle.report`` of the companies switched on, in the order of their key."""
        columns = [SQL("c.%s", SQL.identifier(name)) for name in KEY[:3]]
        columns += [SQL("COALESCE(c.%s, 0)", SQL.identifier(name)) for name in FILTERS]
        key = SQL(", ").join(columns)
        behind = SQL("(%s) > %s", key, tuple(after)) if after else SQL("TRUE")
        return SQL(
            "SELECT %s, c.num, c.den, c.n FROM (%s) c WHERE c.day BETWEEN %s AND %s AND %s AND %s ORDER BY %s %s",
            key, self.env["triangle.report"]._table_query, first, last, self.env["triangle.reader"]._where(filters),
            behind, key, SQL("LIMIT %s", limit) if limit else SQL())

    @api.model
    def _day_page(self, first, last, filters, after=None, limit=1000):
        """([line as a dict], key of the last or None): up to ``limit`` lines behind a key.

        Days are asked for in growing spans, so that a page costs what is on it. UserError for a key
        that cannot be read.
        """
        self._check_analyst()
        after = self._parse_key(after) if after else None
        day, found, span = max(first, after[0]) if after else first, [], 1
        while day <= last and len(found) < limit:
            until = min(last, day.fromordinal(day.toordinal() + span - 1))
            self.env.cr.execute(self._days_sql(day, until, filters, after, limit - len(found)))
            found += self.env.cr.fetchall()
            day, span = day.fromordinal(until.toordinal() + 1), span * 2
        key = ".".join(str(part) for part in found[-1][:7]) if len(found) == limit else None
        return [self._day_line(line) for line in found], key

    def _day_line(self, line):
        codes = {id_: code for code, id_ in self.env["triangle.measure"]._ids_by_code().items()}
        day, measure, company, *rest = line
        return {"day": day.isoformat(), "code": codes.get(measure), "company_id": company,
                **{name: id_ or None for name, id_ in zip(FILTERS, rest[:4], strict=True)},
                "num": rest[4], "den": rest[5], "n": rest[6]}

    def _parse_key(self, text):
        try:
            day, *ids = str(text).split(".")
            key = (fields.Date.to_date(day), *(int(id_) for id_ in ids))
        except ValueError:
            key = ()
        if len(key) != len(KEY) or not key[0]:
            raise UserError(self.env._("This key cannot be read. Send “next” of the page before as it is."))
        return key


class Names:
    """Names of records by id, each looked up once. Sudo: a number's dimension is named to who sees the number."""

    def __init__(self, env):
        self.env, self.known = env, {}

    def of(self, field, id_):
        if not id_:
            return None
        if (field, id_) not in self.known:
            record = self.env[MODELS[field]].sudo().browse(id_).exists()
            self.known[field, id_] = record.display_name if record else f"#{id_}"
        return self.known[field, id_]
