from functools import partial

from odoo import models

from odoo.addons.frontoffice_crm.tools import story_cast as front_cast
from odoo.addons.frontoffice_crm.tools.story_clock import Clock
from odoo.addons.frontoffice_crm.tools.story_plan import FIGURES
from odoo.addons.frontoffice_crm.tools.story_promises import month_volume

from ..tools import story


class Sample(models.AbstractModel):
    """The back office's part of the sample: requests, and what they did to promises and cases."""

    _inherit = "frontoffice.sample"

    def _parts(self):
        return [*super()._parts(), "_load_backoffice"]

    def _path(self):
        return "my-work"

    def _story(self, now):
        told = super()._story(now)
        clock = Clock(now, front_cast.ZONE)
        told.requests = story.requests(told, clock, FIGURES, partial(month_volume, clock))
        return told

    def _load_backoffice(self, told, batch):
        """Departments, request types, requests with their history; returns how many requests."""
        offices = self._make_offices()
        links = {
            model: self._remembered(model)
            for model in ("res.users", "res.partner", "frontoffice.promise", "frontoffice.case", "crm.team")
        }
        handoffs = self._make_requests(told, offices, links, batch)
        self._measure_tables()  # thousands of updates follow, a hundred at a time
        self.env["backoffice.handoff"]._record_history([
            (handoffs[line.key], [
                (*self._full_event(handoffs[line.key], event), *self._actor(line, event, offices, links))
                for event in line.events
            ])
            for line in told.requests if line.events
        ])
        self._tell_promises(told, handoffs)
        self._tell_case(told, links)
        return {"requests": len(handoffs)}

    def _make_requests(self, told, offices, links, batch):
        versions = self.env["backoffice.service"].union(*offices["service"].values())._current_versions()
        start = self._make_sequence(self.env.company, "backoffice.handoff", "R", 4817)
        start.number_next -= len(told.requests) - 1
        return self._make("backoffice.handoff", {
            line.key: {
                **self._request_values(line, offices, links),
                "service_version_id": versions[offices["service"][line.service].id].id,
                "company_id": self.env.company.id, "source": "sample", "batch_id": batch.id,
            }
            for line in told.requests
        })

    def _request_values(self, line, offices, links):
        service = offices["service"][line.service]
        sender = links["res.users"][line.sender]
        seats = {row[0]: row[3] for row in front_cast.PEOPLE}
        accepted = any(kind == "accepted" for kind, _at, _payload in line.events)
        return {
            "service_id": service.id, "to_department_id": self._department(line, offices), "subject": line.subject,
            "from_user_id": sender, "from_team_id": links["crm.team"].get(seats[line.sender], False),
            "partner_id": links["res.partner"].get(line.customer, False),
            "promise_id": links["frontoffice.promise"].get(line.promise, False),
            "case_id": links["frontoffice.case"].get(line.case, False),
            "user_id": self._clerk(line, offices) if accepted else False,
            "answers": {
                r._key(): story.answer(r.code, line.subject)
                for r in service.requirement_ids if r.code != line.reason
            },
            "required_ok_at_send": line.complete, "clarifications": 0 if line.complete else 1,
            "ack_note_at": line.returned_at, "feedback_note_at": line.final_at,
        }

    def _department(self, line, offices):
        """Id of the department that has it in the end."""
        if line.moved_to:
            return self._remembered("hr.department")[line.moved_to]
        return offices["service"][line.service].department_id.id

    def _clerk(self, line, offices):
        """Ines releases credit holds; other work is shared with the second one of the department."""
        members = offices["members"][self._department(line, offices)]
        alone = line.clerk < 5 or line.service == "credit_release" and not line.shared
        return members[0] if alone else members[-1]

    def _actor(self, line, event, offices, links):
        """[id of who did it]: the clerk or who asked; silence confirms without anybody."""
        kind, _at, payload = event
        if payload.get("auto"):
            return []
        if kind in ("accepted", "returned", "delivered"):
            return [self._clerk(line, offices)]
        if kind == "declined":
            return [offices["members"][offices["service"][line.service].department_id.id][0]]
        return [links["res.users"][line.sender]]

    def _full_event(self, handoff, event):
        """An event of the story with the ids the ledger keeps."""
        kind, at, payload = event
        if kind in ("sent", "resent", "rerouted"):
            calendar = handoff._receiver_calendar()
            payload = {**payload, "calendar": calendar.id, "tz": calendar.tz}
        if kind == "sent":
            payload = {
                **payload, "to": handoff.service_id.department_id.id, "version": handoff.service_version_id.id,
                "required_ok": handoff.required_ok_at_send,
            }
        elif kind == "rerouted":
            payload = {**payload, "to": handoff.to_department_id.id}
        return kind, at, payload

    def _tell_promises(self, told, handoffs):
        """Promises a department was asked for, and when that was ready."""
        self.env["frontoffice.promise"]._record_history([
            (handoff.promise_id, [("linked", line.sent_at, {}, handoff.from_user_id.id), *(
                [("enabled", line.final_at, {"enabled_at": line.final_at.isoformat()}, handoff.user_id.id)]
                if line.final_at else []
            )])
            for line in told.requests if line.promise for handoff in (handoffs[line.key],)
        ])

    def _tell_case(self, told, links):
        """Cases that are still with a department."""
        Case = self.env["frontoffice.case"]
        asked = {
            line.case: (line.sent_at, links["res.users"][line.sender]) for line in told.requests
            if line.case and not line.final_at and line.key.startswith("t_")
        }
        Case._record_history([
            (Case.browse(links["frontoffice.case"][key]), [("asked_backoffice", at, {}, who)])
            for key, (at, who) in asked.items()
        ])
