from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

NOTICES = {"returned": "warning", "declined": "danger", "delivered": "success"}
MAX_QUESTIONS = 3


class Desk(models.AbstractModel):
    """The Front Desk with one more step: a request to a department."""

    _inherit = "frontoffice.desk"

    @api.model
    def _outcomes(self):
        return [*super()._outcomes(), "handoff"]

    @api.model
    def open(self):
        services = self.env["backoffice.service"].search(
            [("company_id", "in", (False, self.env.company.id))], limit=80
        )
        return {**super().open(), "services": [self._service_line(service) for service in services]}

    @api.model
    def _service_line(self, service):
        """A request type with the questions the desk asks: at most three, the required ones first; more on demand."""
        questions = service._questions()
        return {
            "id": service.id, "name": service.name, "department": service.department_id.name,
            "hours": service.deliver_hours, "incomplete": service.allow_incomplete,
            "questions": questions[:MAX_QUESTIONS], "more": questions[MAX_QUESTIONS:],
        }

    @api.model
    def _log_outcome_handoff(self, entry):
        """A department must do something: the case it belongs to, a new one if there is none."""
        self._handoff_service(entry)
        self._log_outcome_case(entry)

    @api.model
    def _handoff_service(self, entry):
        wanted = (entry.values.get("handoff") or {}).get("service_id")
        service = self.env["backoffice.service"].browse(wanted or []).exists()
        if not service:
            raise UserError(self.env._("What do you need, and from whom? Choose a request type."))
        service.check_access("read")
        return service

    @api.model
    def _log_follow_handoff(self, entry):
        request = self.env["backoffice.handoff"].create(self._prepare_request_vals(entry))
        entry.keep(request).action_send()

    @api.model
    def _prepare_request_vals(self, entry):
        service = self._handoff_service(entry)
        given = (entry.values.get("handoff") or {}).get("answers") or {}
        answers = {str(key): answer for key, value in given.items() if (answer := self._answer(value))}
        return {
            **entry.case._prepare_handoff_vals(),
            "service_id": service.id, "subject": f"{service.name} · {entry.subject or entry.case.subject}",
            "encounter_id": entry.encounter.id, "promise_id": entry.promise.id if entry.promise else False,
            "partner_id": (entry.partner or entry.case.partner_id).id, "note": entry.note or False,
            "from_team_id": entry.encounter.team_id.id, "answers": answers or False,
        }

    @api.model
    def _answer(self, value):
        """An answer as it is stored: words without what stands around them, or ids of files kept for it."""
        if isinstance(value, list):
            return [one for one in value if isinstance(one, int)]
        return str(value or "").strip()[:500]

    @api.model
    def _say_handoff(self, values):
        wanted = (values.get("handoff") or {}).get("service_id")
        service = self.env["backoffice.service"].browse(wanted or []).exists()
        if not service:
            return ""
        return self.env._("Our department %(name)s takes care of it.", name=service.department_id.name)

    @api.model
    def _undo_order(self):
        return ["backoffice.handoff", *super()._undo_order()]

    @api.model
    def _undo_archived(self):
        return ["backoffice.handoff", *super()._undo_archived()]

    @api.model
    def _case_lines(self, cases):
        """Names the department that has the ball."""
        Handoff = self.env["backoffice.handoff"]
        domain = Handoff._open_domain() & Domain("case_id", "in", cases.ids)
        waiting = dict(Handoff._read_group(domain, ["case_id"], ["to_department_id:recordset"]))
        lines = super()._case_lines(cases)
        for line, case in zip(lines, cases, strict=True):
            line["departments"] = waiting[case].mapped("name") if case in waiting else []
        return lines

    @api.model
    def _notices(self):
        """Requests of this person that wait for an answer of hers."""
        requests = self.env["backoffice.handoff"].search(
            [("from_user_id", "=", self.env.uid), ("state", "in", tuple(NOTICES))], order="write_date desc", limit=5
        )
        labels = dict(requests._fields["state"]._description_selection(self.env))
        return super()._notices() + [
            {
                "text": labels[request.state], "detail": f"{request.subject} · {request.to_department_id.name}",
                "model": request._name, "id": request.id, "tone": NOTICES[request.state],
            }
            for request in requests
        ]
