from odoo import models


class LookBack(models.TransientModel):
    """Work of the past as requests: when it was asked for, until when, and when it was ready.

    For bridges: they say what they found, this writes it with its original times.
    """

    _inherit = "frontoffice.look.back"

    def _history_service(self, batch, code, name):
        """The archived request type, with an archived department, under which history of a kind is counted."""
        Service = self.env["backoffice.service"]
        code = f"look_back_{code}"
        found = Service.search([("code", "=", code), ("company_id", "=", self.company_id.id)], limit=1)
        if not found:
            department = self.env["hr.department"].create(
                {"name": name, "company_id": self.company_id.id, "active": False}
            )
            found = Service.create({
                "name": name, "code": code, "department_id": department.id, "derived": True, "active": False,
                "company_id": self.company_id.id, "batch_id": batch.id,
            })
            ids = (batch.summary or {}).get("department_ids", [])
            batch.summary = {**(batch.summary or {}), "department_ids": [*ids, department.id]}
        return found

    def _make_requests(self, batch, service, rows):
        """Requests of the past that became ready. ``rows``: list of (values, sent, due, ready).

        Rows whose due moment lies before they were sent say nothing and are left out. Nobody knows when
        they were accepted, so nothing is due for that.
        """
        rows = [row for row in rows if row[1] <= row[2] and row[1] <= row[3]]
        version = service._current_versions()[service.id]
        requests = self.env["backoffice.handoff"].create([{
            **values, "service_id": service.id, "service_version_id": version.id, "company_id": self.company_id.id,
            "to_department_id": service.department_id.id, "source": "history", "batch_id": batch.id,
            "required_ok_at_send": True,
        } for values, *_moments in rows])
        calendar = service._calendar(self.company_id)
        budgets = calendar._count_seconds([(sent, due) for _values, sent, due, _ready in rows])
        worked = calendar._count_seconds([(sent, ready) for _values, sent, _due, ready in rows])
        requests._record_history([
            (request, [
                ("sent", sent, {
                    "due_at": due.replace(microsecond=0).isoformat(), "deliver_s": budget, "required_ok": True,
                    "to": service.department_id.id, "version": version.id,
                    "calendar": calendar.id or None, "tz": calendar.tz or "UTC",
                }),
                ("accepted", sent, {}), ("delivered", ready, {"total_s": seconds}),
                ("confirmed", ready, {"auto": True}),
            ])
            for request, (_values, sent, due, ready), budget, seconds in zip(
                requests, rows, budgets, worked, strict=True)
        ])
        return requests

    def _result_text(self, made):
        text = super()._result_text(made)
        if made.get("hand_offs"):
            text += " " + self.env._("%s requests to departments added.", made["hand_offs"])
        return text
