from collections import Counter

from odoo import api, models

from odoo.addons.frontoffice_crm.tools import event_log

from ..tools import handoff as pure

CHUNK = 1000


class ImportService(models.AbstractModel):
    """Each change of hands in a log becomes a request with its original times.

    Groups become departments under the department the case belongs to; each group gets one request
    type whose times are worked out from the first half of the log, so that the second half is judged
    by something it did not make itself.
    """

    _inherit = "frontoffice.import.service"

    @api.model
    def _unmapped(self, histories):
        counts = event_log.value_counts(histories)
        known = {name.lower() for name in self._known_departments().mapped("name")}
        return super()._unmapped(histories) | {
            what: {name: n for name, n in counts[what].most_common() if name.lower() not in known}
            for what in ("department", "group")
        }

    @api.model
    def _known_departments(self):
        return self.env["hr.department"].search([("company_id", "in", (self.env.company.id, False))])

    @api.model
    def _import_stints(self, pairs, batch, options):
        counts = super()._import_stints(pairs, batch, options)
        users = self._users([case for _record, case in pairs])
        departments = self._departments(pairs, batch)
        services = self._services(pairs, departments, batch, options)
        jobs = [(record, case, stint) for record, case in pairs for stint in case.stints]
        for start in range(0, len(jobs), CHUNK):
            self._write_handoffs(jobs[start : start + CHUNK], departments, services, users, options["now"])
        self._write_enabled(pairs)
        return counts | {"hand_offs": len(jobs), "services": len(services), "departments": len(departments)}

    # -- departments and request types -----------------------------------------------------------

    @api.model
    def _departments(self, pairs, batch):
        """{(department of the case, group): department}, created where missing and noted in the batch."""
        wanted = dict.fromkeys(_place(case, group) for _record, case in pairs for group in case.groups)
        known = {(d.parent_id.name or "", d.name): d for d in self._known_departments()}
        parents = dict.fromkeys(("", parent) for parent, _group in wanted)
        created = self._create_departments([key for key in parents if key not in known], known)
        created += self._create_departments([key for key in wanted if key not in known], known)
        batch.summary = {**(batch.summary or {}), "department_ids": created.ids}
        return {key: known[key] for key in wanted}

    @api.model
    def _create_departments(self, keys, known):
        created = self.env["hr.department"].create([
            {
                "name": name, "parent_id": known["", parent].id if parent else False,
                "company_id": self.env.company.id,
            }
            for parent, name in keys
        ])
        known.update(zip(keys, created, strict=True))
        return created

    @api.model
    def _services(self, pairs, departments, batch, options):
        """{group: version of its request type}; its times are the P80 of the first half of the log."""
        code = {group: f"{options['source']}/{group}" for _parent, group in departments}
        homes = _homes(pairs)
        by_code = self._write_services(list(code.values()), [
            {
                "name": self.env._("Handled by %s", group), "code": code[group], "derived": True,
                "department_id": departments[homes[group]].id, "company_id": self.env.company.id,
                "batch_id": batch.id, "active": True, **times,
            }
            for group, times in self._usual_times([case for _record, case in pairs]).items()
        ])
        versions = self.env["backoffice.service"].union(*by_code.values())._current_versions()
        return {group: versions[by_code[code[group]].id] for group in code if code[group] in by_code}

    @api.model
    def _write_services(self, codes, values):
        """{code: request type}: missing ones created, those of a removed batch used again, others left."""
        Service = self.env["backoffice.service"].with_context(active_test=False)
        known = {
            service.code: service
            for service in Service.search([("code", "in", codes), ("company_id", "=", self.env.company.id)])
        }
        fresh = Service.create([vals for vals in values if vals["code"] not in known])
        for vals in values:
            if (service := known.get(vals["code"])) and not service.active:
                service.write(vals)
        return known | {service.code: service for service in fresh}

    @api.model
    def _usual_times(self, histories):
        """{group: accept_hours and deliver_hours} that four of five changes of hands met."""
        calendar = self.env.company.resource_calendar_id
        stints = _judging_stints(histories)
        accept = calendar._count_seconds([(stint.sent_at, stint.accepted_at) for stint in stints])
        deliver = calendar._count_seconds([(stint.sent_at, stint.delivered_at) for stint in stints])
        found = {}
        for stint, *seconds in zip(stints, accept, deliver, strict=True):
            found.setdefault(stint.group, []).append(seconds)
        return {
            group: dict(zip(
                ("accept_hours", "deliver_hours"),
                (event_log.p80(seconds) / 3600 for seconds in zip(*times, strict=True)), strict=True,
            ))
            for group, times in found.items()
        }

    # -- requests --------------------------------------------------------------------------------

    @api.model
    def _write_handoffs(self, jobs, departments, services, users, now):
        """Requests of one chunk with sent, accepted, delivered and, after two quiet days, confirmed."""
        Handoff = self.env["backoffice.handoff"]
        values = [self._prepare_stint_vals(*job, departments, services, users) for job in jobs]
        self._number("backoffice.handoff", values)
        handoffs = Handoff.create(values)
        stints = {handoff.id: stint for handoff, (_record, _case, stint) in zip(handoffs, jobs, strict=True)}
        sent = self._payload_sent(handoffs, {i: stint.sent_at for i, stint in stints.items()})
        states = {
            i: pure.Handoff(running_since=stint.sent_at, deliver_s=sent[i]["deliver_s"]) for i, stint in stints.items()
        }
        delivered = handoffs._payload_delivered({}, {i: stint.delivered_at for i, stint in stints.items()}, states)
        Handoff._record_history([
            (handoff, _events(stints[handoff.id], sent[handoff.id], delivered[handoff.id], now)) for handoff in handoffs
        ])

    @api.model
    def _payload_sent(self, handoffs, moments):
        """What the sent event must say: due times on the receiver's calendar and the version they come from.

        As for a request sent by hand, but a log has no form to be complete or not.
        """
        clocks = handoffs._started(moments, lambda record: record._budget("deliver_hours"))
        return {
            record.id: clocks[record.id] | {
                "deliver_s": record._budget("deliver_hours"), "to": record.to_department_id.id,
                "version": record.service_version_id.id, "required_ok": True,
            }
            for record in handoffs
        }

    @api.model
    def _prepare_stint_vals(self, record, case, stint, departments, services, users):
        version = services[stint.group]
        return {
            "subject": record.subject, "service_id": version.service_id.id, "service_version_id": version.id,
            "required_ok_at_send": True,
            "from_department_id": departments[_place(case, stint.sender)].id,
            "to_department_id": departments[_place(case, stint.group)].id,
            "from_user_id": False, "user_id": users.get(stint.resource.lower()),
            "case_id": record.id, "promise_id": record.promise_ids[:1].id,
            "encounter_id": record.encounter_ids[:1].id, "company_id": record.company_id.id,
            "source": "import", "batch_id": record.batch_id.id,
        }

    @api.model
    def _write_enabled(self, pairs):
        """A promise waits for its requests from the first one on and is enabled with the last."""
        entries = []
        for record, case in pairs:
            promise = record.promise_ids[:1]
            if promise and case.stints:
                last = max(stint.delivered_at for stint in case.stints)
                entries.append((promise, [
                    ("linked", case.stints[0].sent_at, {}),
                    ("enabled", last, {"enabled_at": last.isoformat()}),
                ]))
        self.env["frontoffice.promise"]._record_history(entries)


def _place(case, group):
    """Where a group of a case is at home: (department of the case, group)."""
    return (case.department or event_log.UNASSIGNED, group)


def _homes(pairs):
    """{group: the place it got most of its work in}, ties by name."""
    counts = Counter(_place(case, stint.group) for _record, case in pairs for stint in case.stints)
    return {place[1]: place for place in sorted(counts, key=lambda place: (counts[place], place))}


def _judging_stints(histories):
    """What a group's usual time rests on: the first half of the log, or all of it where that is silent."""
    half = _by_group(event_log.first_half(histories))
    return [stint for group, stints in _by_group(histories).items() for stint in half.get(group) or stints]


def _by_group(histories):
    result = {}
    for case in histories:
        for stint in case.stints:
            result.setdefault(stint.group, []).append(stint)
    return result


def _events(stint, sent, delivered, now):
    """The request's ledger; silence confirms once its two working days have passed."""
    events = [
        ("sent", stint.sent_at, sent), ("accepted", stint.accepted_at, {}),
        ("delivered", stint.delivered_at, delivered),
    ]
    confirm = pure.moment(delivered["confirm_due_at"])
    if confirm and confirm < now:
        events.append(("confirmed", confirm, {"auto": True}))
    return events
