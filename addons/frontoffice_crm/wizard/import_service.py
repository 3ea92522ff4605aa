import hashlib
import time

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools import event_log, event_log_reader
from .import_words import channel_kind, problem_text

SHOWN_ERRORS = 20
CHUNK = 500


class ImportService(models.AbstractModel):
    """Turns an event log into cases, interactions and promises with their original times.

    One transaction and one batch per import. A case of a source is imported once; what the log
    says about it later is reported, never written over. Upper addons add what they make of the
    changes of hands in `_import_stints`.

    Options (all optional): ``source`` name of the log, ``on_error`` "skip" or "stop", ``dry_run``,
    ``mapping`` {role: column}, ``company_id``, ``timezone`` of times without offset, ``encoding``,
    ``delimiter``.
    """

    _name = "frontoffice.import.service"
    _description = "Import of event logs"

    @api.model
    def _import_bytes(self, data, options=None):
        """Import a CSV or XES log; returns a report of plain values.

        Nothing is written when it raises: UserError for a file that is no log and, in "stop" mode,
        for the first bad row; AccessError for anybody but a manager of the company."""
        started = time.monotonic()
        company = self.env["res.company"].browse((options or {}).get("company_id") or self.env.company.id)
        self._check_importer(company)
        service = self.with_company(company)
        options = service._import_options(options or {})
        log = service._read_log(data, options)
        report = service._report(log, options)
        if not options["dry_run"]:
            if log["problems"] and options["on_error"] == "stop":
                raise UserError(service._stop_text(report))
            report |= service._write_log(log, options)
        return report | {"seconds": round(time.monotonic() - started, 2)}

    @api.model
    def _check_importer(self, company):
        manager = self.env.user.has_group("frontoffice_crm.group_manager")
        if not self.env.su and not (manager and company in self.env.companies):
            raise AccessError(self.env._("Only a Front Office manager of the company imports a log."))

    @api.model
    def _import_options(self, options):
        known = {"on_error": "skip", "dry_run": False, "mapping": None, "encoding": None, "delimiter": None}
        zone = self.env.company.resource_calendar_id.tz or self.env.user.tz or "UTC"
        result = {**known, "source": self.env._("Event log"), "timezone": zone, "now": fields.Datetime.now()}
        result |= {name: value for name, value in options.items() if value not in (None, "", False)}
        if result["on_error"] not in ("skip", "stop"):
            raise UserError(self.env._("Say what happens to bad rows: skip or stop."))
        return result

    # -- reading ---------------------------------------------------------------------------------

    @api.model
    def _read_rows(self, data, options):
        """Rows and problems of the file, as a list."""
        try:
            return list(event_log_reader.read(data, options.get("encoding"), options.get("delimiter")))
        except event_log_reader.UnreadableLog as error:
            raise UserError(self._line_text(error.problem)) from error

    @api.model
    def _read_log(self, data, options):
        """What the file says: mapping, case histories, problems, number of rows."""
        rows = self._read_rows(data, options)
        mapping = options["mapping"] or event_log.propose_mapping(rows, options["timezone"])
        missing = [role for role in event_log.REQUIRED if not mapping.get(role)]
        if missing:
            words = {"case": self.env._("case"), "activity": self.env._("activity"), "time": self.env._("time")}
            names = ", ".join(words[role] for role in missing)
            raise UserError(self.env._("Say which column holds: %s", names))
        stream = event_log.entries(rows, mapping, options["timezone"], options["now"])
        cases, problems = event_log.gather(stream)
        found = [event_log.history(entries) for entries in cases.values()]
        histories = [item for item in found if isinstance(item, event_log.History)]
        problems += [item for item in found if isinstance(item, event_log_reader.Problem)]
        return {"rows": len(rows), "mapping": mapping, "histories": histories, "problems": sorted(problems)}

    # -- reporting -------------------------------------------------------------------------------

    @api.model
    def _report(self, log, options):
        histories = log["histories"]
        fresh, changed = self._fresh(histories, options)
        moments = [case.opened_at for case in histories]
        return {
            "source": options["source"], "dry_run": bool(options["dry_run"]), "mapping": log["mapping"],
            "rows": log["rows"], "events": sum(case.events for case in histories), "cases": len(histories),
            "new": len(fresh), "known": len(histories) - len(fresh), "changed": len(changed),
            "with_promise": sum(bool(case.due_at) for case in histories),
            "hand_offs": sum(len(case.stints) for case in histories),
            "first": moments and str(min(moments)) or None, "last": moments and str(max(moments)) or None,
            "problems": len(log["problems"]),
            "errors": [self._line_text(problem) for problem in log["problems"][:SHOWN_ERRORS]],
            "unmapped": self._unmapped(histories), "batch_id": None,
        }

    @api.model
    def _unmapped(self, histories):
        """{what: {value: count}} of values nothing here is called yet; importing creates them."""
        counts = event_log.value_counts(histories)["channel"]
        known = self._known_channels()
        return {"channel": {name: n for name, n in counts.most_common() if name.lower() not in known}}

    @api.model
    def _line_text(self, problem):
        return self.env._(
            "Line %(line)s: %(text)s", line=problem.line, text=problem_text(self.env, problem.code, problem.value)
        )

    @api.model
    def _stop_text(self, report):
        lines = "\n".join(report["errors"])
        return self.env._(
            "Nothing was imported: %(n)s rows cannot be read.\n%(lines)s", n=report["problems"], lines=lines
        )

    # -- writing ---------------------------------------------------------------------------------

    @api.model
    def _import_key(self, source, key):
        return f"{source}/{key}"

    @api.model
    def _fresh(self, histories, options):
        """(cases of the log that are not here yet, cases that are but whose log says something else now)."""
        keys = {self._import_key(options["source"], case.key): case for case in histories}
        domain = [("import_key", "in", list(keys)), ("company_id", "=", self.env.company.id)]
        # sudo, active_test: a case is here whoever may see it
        Case = self.env["frontoffice.case"].sudo().with_context(active_test=False)
        found = Case.search_fetch(domain, ["import_key", "import_digest"])
        known = {case.import_key: case.import_digest for case in found}
        fresh = [case for key, case in keys.items() if key not in known]
        changed = [case for key, case in keys.items() if key in known and known[key] != digest(case)]
        return fresh, changed

    @api.model
    def _write_log(self, log, options):
        """Write all new cases under one batch, in one savepoint; returns the rest of the report."""
        fresh, _changed = self._fresh(log["histories"], options)
        if not fresh:
            return {}
        # sudo: original times are locked against people; the right to import was checked above
        service = self.sudo()
        with self.env.cr.savepoint():
            batch = service.env["frontoffice.batch"].create({
                "name": self.env._("Event log %s", options["source"]), "kind": "import", "user_id": self.env.uid,
                "source_key": options["source"], "company_id": self.env.company.id,
            })
            pairs = service._write_cases(fresh, batch, options)
            counts = service._import_stints(pairs, batch, options)
            counts |= {"cases": len(pairs), "promises": sum(bool(case.due_at) for _record, case in pairs)}
            batch.summary = {**(batch.summary or {}), **counts}
            self.env.flush_all()
        return {"batch_id": batch.id, "created": counts}

    @api.model
    def _write_cases(self, fresh, batch, options):
        """Cases, interactions and promises of the histories; list of (case record, history)."""
        channels = self._channels(fresh, batch)
        users = self._users(fresh)
        pairs = []
        for start in range(0, len(fresh), CHUNK):
            chunk = fresh[start : start + CHUNK]
            values = [self._prepare_case_vals(case, channels, users, batch) for case in chunk]
            self._number("frontoffice.case", values)
            part = list(zip(self.env["frontoffice.case"].create(values), chunk, strict=True))
            self._write_case_history(part)
            self._write_encounters(part, users)
            self._write_promises(part, options["now"])
            pairs += part
        return pairs

    @api.model
    def _prepare_case_vals(self, case, channels, users, batch):
        return {
            "subject": f"{case.key}: {case.activity}", "type": "order", "opened_at": case.opened_at,
            "channel_id": channels[(case.channel or event_log.UNASSIGNED).lower()].id,
            "user_id": users.get(case.resource.lower()), "company_id": self.env.company.id,
            "source": "import", "batch_id": batch.id,
            "import_key": self._import_key(batch.source_key, case.key), "import_digest": digest(case),
        }

    @api.model
    def _number(self, code, values):
        """Numbers before creation, so that no record is written twice."""
        numbers = self.env["ir.sequence"]._next_numbers(code, self.env.company, len(values))
        for vals, number in zip(values, numbers, strict=True):
            vals["name"] = number

    @api.model
    def _write_case_history(self, pairs):
        entries = []
        for record, case in pairs:
            if case.ended_at:
                entries.append((record, [("resolved", case.ended_at, {}), ("closed", case.ended_at, {})]))
            else:
                entries.append((record, [("taken", case.first_at, {})]))
        self.env["frontoffice.case"]._record_history(entries)

    @api.model
    def _write_encounters(self, pairs, users):
        encounters = self.env["frontoffice.encounter"].create([
            {
                "case_id": record.id, "channel_id": record.channel_id.id, "arrived_at": case.opened_at,
                "outcome": "case", "user_id": users.get(case.resource.lower()), "company_id": record.company_id.id,
                "source": "import", "batch_id": record.batch_id.id,
            }
            for record, case in pairs
        ])
        # The log does not say when the customer was answered: unknown is not late.
        encounters.filtered(lambda e: not e.first_response_at).write({"response_due_at": False})

    @api.model
    def _write_promises(self, pairs, now):
        """One promise per case with a deadline: made when the case began, judged by the deadline."""
        promised = [(record, case) for record, case in pairs if case.due_at]
        Promise = self.env["frontoffice.promise"]
        promises = Promise.create([self._prepare_promise_vals(record, case) for record, case in promised])
        both = list(zip(promises, [case for _record, case in promised], strict=True))
        worked = promises._working_seconds({p.id: (case.opened_at, case.ended_at) for p, case in both})
        Promise._record_history([
            (promise, self._promise_events(case, worked.get(promise.id), now)) for promise, case in both
        ])

    @api.model
    def _prepare_promise_vals(self, record, case):
        return {
            "name": self.env._("Settle %s in time", case.key), "case_id": record.id,
            "encounter_id": record.encounter_ids[:1].id, "channel_id": record.channel_id.id,
            "user_id": record.user_id.id, "made_by_id": record.user_id.id, "company_id": record.company_id.id,
            "made_at": case.opened_at, "due_at": case.due_at, "first_due_at": case.first_due_at,
            "source": "import", "batch_id": record.batch_id.id,
        }

    @api.model
    def _promise_events(self, case, worked, now):
        """Time ran out, fulfilled: in the order in which it happened. Due exactly now is in time."""
        events = []
        if case.due_at < (case.ended_at or now):
            events.append(("lapsed", case.due_at, {}))
        if case.ended_at:
            events.append(("fulfilled", case.ended_at, {"in_full": True, "worked_s": worked}))
        return events

    @api.model
    def _import_stints(self, pairs, batch, options):
        """Hook: what is made of the changes of hands; returns {what: how many}.

        ``pairs``: list of (case record, history with ``stints``).
        """
        return {}

    # -- what the log's words mean here ----------------------------------------------------------

    @api.model
    def _known_channels(self):
        """{name or code in lower case: channel} of this company."""
        channels = self.env["frontoffice.channel"].search([("company_id", "=", self.env.company.id)])
        by_code = {channel.code.lower(): channel for channel in channels if channel.code}
        return by_code | {channel.name.lower(): channel for channel in channels}

    @api.model
    def _channels(self, histories, batch):
        """{word of the log: channel}; missing ones are created and remembered by the batch."""
        known = self._known_channels()
        names = dict.fromkeys(case.channel or event_log.UNASSIGNED for case in histories)
        new = {name.lower(): name for name in names if name.lower() not in known}
        created = self.env["frontoffice.channel"].create([
            {"name": name, "kind": channel_kind(name), "company_id": self.env.company.id} for name in new.values()
        ])
        batch.summary = {**(batch.summary or {}), "channel_ids": created.ids}
        return known | dict(zip(new, created, strict=True))

    @api.model
    def _users(self, histories):
        """{word of the log: user id} where it is a login or a name of somebody in this company."""
        words = {case.resource.lower() for case in histories} | {
            stint.resource.lower() for case in histories for stint in case.stints
        }
        users = self.env["res.users"].search([("share", "=", False), ("company_ids", "in", self.env.company.ids)])
        named = {word.lower(): user.id for user in users for word in (user.name, user.login)}
        return {word: named[word] for word in words & named.keys()}


def digest(case):
    """Fingerprint of what the log says about a case, wherever in the file it says so."""
    return hashlib.sha256(repr(case._replace(line=0)).encode()).hexdigest()
