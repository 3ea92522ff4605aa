import json
from pathlib import Path

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools.misc import file_path


class ReadyMade(models.TransientModel):
    """Request types of the seven usual departments, to pick from. What is here already is never touched."""

    _name = "backoffice.ready"
    _description = "Ready-made request types"

    line_ids = fields.One2many("backoffice.ready.line", "page_id", "Request types")
    picked_count = fields.Integer(compute="_compute_picked_count")

    @api.depends("line_ids.picked")
    def _compute_picked_count(self):
        for page in self:
            page.picked_count = len(page.line_ids.filtered("picked"))

    def _compute_display_name(self):
        for page in self:
            page.display_name = self.env._("Ready-made request types")

    @api.model
    def _ready_folders(self):
        """Folders with ready-made request types, inside the add-ons path. Upper add-ons add theirs."""
        return ["backoffice_ops/data/catalogue"]

    @api.model
    def _ready_made(self):
        """{code: request type as the files say it}, departments in the order of the files."""
        lang, files = (self.env.lang or "en").split("_")[0], {}
        for folder in map(Path, map(file_path, self._ready_folders())):
            for path in (*folder.glob("*.json"), *(folder / lang).glob("*.json")):  # the later one wins
                files[path.stem] = path
        return {
            service["code"]: service for _stem, path in sorted(files.items())
            for service in json.loads(path.read_text("utf-8"))["request_types"]
        }

    @api.model
    def action_open(self):
        """The list, with what is here already marked."""
        self.env["backoffice.service"].check_access("create")
        here = self._here()
        page = self.create({"line_ids": [
            Command.create(self._line(service, here)) for service in self._ready_made().values()
        ]})
        return {
            "type": "ir.actions.act_window", "res_model": self._name, "res_id": page.id, "view_mode": "form",
            "views": [(False, "form")], "name": self.env._("Ready-made request types"), "target": "current",
        }

    @api.model
    def _here(self):
        """{code: request type of this company}, archived ones too."""
        services = self.env["backoffice.service"].with_context(active_test=False).search(
            [("company_id", "in", (False, self.env.company.id)), ("code", "!=", False)])
        return {service.code: service for service in services}

    @api.model
    def _line(self, service, here):
        questions = service.get("requirements", ())
        return {
            "code": service["code"], "name": service["name"], "department": service["department"],
            "accept_hours": service["accept_hours"], "deliver_hours": service["deliver_hours"],
            "confidential": service.get("confidential", False), "service_id": here.get(service["code"], self).id
            if service["code"] in here else False,
            "questions": "\n".join(q["name"] for q in questions),
            "steps": "\n".join(step["name"] for step in service.get("checklists", ())),
            "instructions": service.get("instructions", ""),
        }

    def action_add(self):
        """Create what was picked, in departments of the same name; missing ones are created."""
        self.ensure_one()
        self.env["backoffice.service"].check_access("create")
        here, ready = self._here(), self._ready_made()
        codes = [line.code for line in self.line_ids if line.picked and line.code not in here and line.code in ready]
        if not codes:
            raise UserError(self.env._("Tick the request types you want to add."))
        departments = self._departments({ready[code]["department"] for code in codes})
        services = self.env["backoffice.service"].create([
            self._service_vals(ready[code], departments) for code in codes
        ])
        services._current_versions()
        action = self.env["ir.actions.actions"]._for_xml_id("backoffice_ops.service_action")
        return {**action, "domain": [("id", "in", services.ids)], "target": "main"}

    @api.model
    def _departments(self, names):
        """{name: department of this company or of all}, created where there is none."""
        # sudo: who may add a request type may name the department that does it; nothing else is shown
        Department, found = self.env["hr.department"].sudo(), {}
        for name in sorted(names):
            known = Department.search(
                [("name", "=ilike", name), ("company_id", "in", (False, self.env.company.id))],
                order="company_id", limit=1)
            found[name] = known or Department.create({"name": name, "company_id": self.env.company.id})
        return found

    @api.model
    def _service_vals(self, service, departments):
        plain = ("code", "name", "accept_hours", "deliver_hours", "instructions", "confidential", "allow_incomplete")
        return {
            **{name: service[name] for name in plain if name in service},
            "department_id": departments[service["department"]].id, "company_id": self.env.company.id,
            "requirement_ids": [Command.create(self._line_vals(q, n)) for n, q in enumerate(
                service.get("requirements", ()), start=1)],
            "checklist_ids": [Command.create(self._line_vals(s, n)) for n, s in enumerate(
                service.get("checklists", ()), start=1)],
        }

    @api.model
    def _line_vals(self, line, place):
        return {"sequence": place * 10, **line}
