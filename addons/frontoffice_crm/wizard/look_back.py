from datetime import datetime, time
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from ..models.promise_standard import MIN_N, WINDOW_DAYS
from ..tools.experience import known_then

CHUNK = 1000
MONTHS = 25
KINDS = {"counter": "Look back: meetings", "email": "Look back: mails", "phone": "Look back: calls"}


class LookBack(models.TransientModel):
    """Read what this database already knows into interactions and promises marked as history.

    Nothing is sent, nobody gets anything to do, no clock starts: original times go straight into the
    ledgers. Everything comes in one batch per company, which a manager can remove again.
    """

    _name = "frontoffice.look.back"
    _description = "Look back"

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    since = fields.Date(
        required=True, default=lambda self: fields.Date.context_today(self) - relativedelta(months=MONTHS),
        help="How far back to look.",
    )
    found = fields.Char(compute="_compute_found")
    state = fields.Selection([("ready", "Ready"), ("done", "Done")], default="ready", required=True)
    result = fields.Char(readonly=True)
    batch_id = fields.Many2one("frontoffice.batch", readonly=True)

    # -- what there is ---------------------------------------------------------------------------

    def _look_back_sources(self):
        """Hook: list of (key, words, count method, load method), in the order of loading.

        ``count()`` returns how many there are; ``load(batch)`` writes what is new and returns
        {what: how many}. Bridges append theirs. Both run as superuser for the wizard's company and
        must look at nothing else.
        """
        return [
            ("lead", self.env._("leads"), "_count_leads", "_load_leads"),
            ("meeting", self.env._("meetings"), "_count_meetings", "_load_meetings"),
            ("rating", self.env._("ratings"), "_count_ratings", "_load_ratings"),
        ]

    @api.depends("company_id", "since")
    def _compute_found(self):
        for wizard in self:
            reader = wizard._reader()
            words = ", ".join(
                f"{getattr(reader, count)():,} {label}" for _key, label, count, _load in reader._look_back_sources()
            )
            since = format_date(self.env, wizard.since, date_format="MMM y") if wizard.since else ""
            wizard.found = self.env._(
                "Found %(what)s since %(since)s. Nothing will be sent.", what=words, since=since
            )

    def _reader(self):
        """The wizard with eyes for the whole history of its company. Raises AccessError."""
        if not self.env.su and (
            not self.env.user.has_group("frontoffice_crm.group_manager") or self.company_id not in self.env.companies
        ):
            raise AccessError(self.env._("Only a Front Office manager of the company looks back."))
        # sudo: leads and meetings of all colleagues are counted, and only counts are shown
        return self.sudo().with_company(self.company_id).with_context(active_test=False)

    def _from(self):
        """The moment from which on we look, naive UTC."""
        return datetime.combine(self.since, time.min)

    # -- loading ---------------------------------------------------------------------------------

    def action_look_back(self):
        """Write what is new since the last time and say what it was."""
        self.ensure_one()
        if not self.since or self.since > fields.Date.context_today(self):
            raise UserError(self.env._("Say a day in the past from which on to look."))
        reader = self._reader()
        batch = reader.env["frontoffice.batch"]._get_active("history", "look_back", self.company_id)
        batch = batch or reader._make_batch()
        made = {}
        for _key, _label, _count, load in reader._look_back_sources():
            for what, n in getattr(reader, load)(batch).items():
                made[what] = made.get(what, 0) + n
        reader._remember(batch, made)
        self.write({"state": "done", "batch_id": batch.id, "result": self._result_text(made)})
        return self._reopen()

    def _make_batch(self):
        return self.env["frontoffice.batch"].create({
            "name": self.env._("Look back: what this database knew"), "kind": "history",
            "source_key": "look_back", "company_id": self.company_id.id, "user_id": self.env.uid,
        })

    def _remember(self, batch, made):
        summary = dict(batch.summary or {})
        for what, n in made.items():
            summary[what] = summary.get(what, 0) + n
        batch.summary = summary

    def _result_text(self, made):
        return self.env._(
            "%(encounters)s interactions, %(promises)s promises and %(ratings)s ratings added. Nothing was sent.",
            encounters=made.get("encounters", 0), promises=made.get("promises", 0), ratings=made.get("ratings", 0),
        )

    def _reopen(self):
        return {
            "type": "ir.actions.act_window", "res_model": self._name, "res_id": self.id,
            "view_mode": "form", "target": "new", "name": self.env._("Look back"),
        }

    def action_open_batch(self):
        """What was added, as a batch that can be removed whole."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": "frontoffice.batch", "res_id": self.batch_id.id,
            "view_mode": "form", "target": "current",
        }

    # -- for sources -----------------------------------------------------------------------------

    def _fresh(self, origins, model, field, **where):
        """Origins without a record of ``model`` that points to them by ``field``, in whatever company."""
        domain = [(field, "in", origins.ids), *[(name, "=", value) for name, value in where.items()]]
        known = [origin.id for (origin,) in self.env[model]._read_group(domain, [field])]
        return origins - origins.browse(known)

    def _history_channel(self, batch, kind):
        """The archived channel under which history of a kind is counted."""
        Channel = self.env["frontoffice.channel"]
        code = f"look_back_{kind}"
        found = Channel.search([("code", "=", code), ("company_id", "=", self.company_id.id)], limit=1)
        if not found:
            found = Channel.create({
                "name": KINDS[kind], "code": code, "kind": kind, "company_id": self.company_id.id,
                "first_response_minutes": 0, "first_response_clock": "wall", "active": False,
            })
            ids = (batch.summary or {}).get("channel_ids", [])
            batch.summary = {**(batch.summary or {}), "channel_ids": [*ids, found.id]}
        return found

    def _make_encounters(self, batch, vals_list):
        """Interactions of the past. Nobody measured the first answer, so none is judged."""
        common = {
            "company_id": self.company_id.id, "batch_id": batch.id, "source": "history", "state": "done",
            "direction": "in",
        }
        encounters = self.env["frontoffice.encounter"].create([{**vals, **common} for vals in vals_list])
        encounters.write({"response_due_at": False, "first_response_at": False})
        return encounters

    def _make_promises(self, batch, pairs):
        """Decided promises of the past. ``pairs``: list of (values, [(kind, at, payload)])."""
        common = {
            "company_id": self.company_id.id, "batch_id": batch.id, "source": "history",
            "origin_kind": "history",
        }
        Promise = self.env["frontoffice.promise"]
        known = self._capabilities_then(pairs)
        promises = Promise.create([
            {**vals, **common, "capability_hours": hours} for (vals, _events), hours in zip(pairs, known, strict=True)
        ])
        ends = {
            promise.id: (promise.made_at, at)
            for promise, (_vals, events) in zip(promises, pairs, strict=True)
            for kind, at, _payload in events if kind == "fulfilled"
        }
        worked = promises._working_seconds(ends)
        Promise._record_history([
            (promise, [
                (kind, at, {"in_full": True, "worked_s": worked.get(promise.id), **payload} if kind == "fulfilled"
                 else payload)
                for kind, at, payload in events
            ])
            for promise, (_vals, events) in zip(promises, pairs, strict=True)
        ])
        return promises

    def _capabilities_then(self, pairs):
        """[hours that were safe when each promise was made, or False]: from what had been done by then.

        Exact where promises come in the order in which they were made.
        """
        result = [False] * len(pairs)
        standards = {vals["standard_id"] for vals, _events in pairs if vals.get("standard_id")}
        for standard in self.env["frontoffice.promise.standard"].browse(sorted(standards)):
            rows = [i for i, (vals, _events) in enumerate(pairs) if vals.get("standard_id") == standard.id]
            known = known_then(
                self._done_by(standard, [pairs[i] for i in rows]), [pairs[i][0]["made_at"] for i in rows],
                WINDOW_DAYS, MIN_N)
            for i in rows:
                result[i] = known[pairs[i][0]["made_at"]] or False
        return result

    def _done_by(self, standard, pairs):
        """[(when, working hours it took)] of what was promised by a standard: what is there, and what comes now."""
        before = self.env["frontoffice.promise"].search_fetch([
            ("standard_id", "=", standard.id), ("company_id", "=", self.company_id.id), ("fulfilled_at", "!=", False),
        ], ["fulfilled_at", "delivered_hours"])
        now = [(vals["made_at"], at) for vals, events in pairs for kind, at, _payload in events if kind == "fulfilled"]
        seconds = standard._calendar(self.company_id)._count_seconds(now)
        return [(promise.fulfilled_at, promise.delivered_hours) for promise in before] + [
            (at, worked / 3600) for (_made, at), worked in zip(now, seconds, strict=True)]

    def _end_of_day(self, day):
        """Last second of a day where the company works, naive UTC."""
        zone = ZoneInfo(self.company_id.resource_calendar_id.tz or self.company_id.partner_id.tz or "UTC")
        local = datetime.combine(day, time(23, 59, 59), tzinfo=zone)
        return local.astimezone(ZoneInfo("UTC")).replace(tzinfo=None)

    def _in_chunks(self, records):
        """Parts of a recordset that fit into memory."""
        for start in range(0, len(records), CHUNK):
            yield records[start : start + CHUNK]
            self.env.flush_all()
            self.env.invalidate_all()
