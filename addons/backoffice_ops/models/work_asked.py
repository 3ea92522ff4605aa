from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_amount, format_date, html_sanitize, is_html_empty

from ..tools import intake


class WorkAsked(models.AbstractModel):
    """What was asked for, each answer as a person reads it, and the checklist of the department."""

    _inherit = "backoffice.work"

    @api.model
    @api.readonly
    def item(self, handoff_id):
        handoff = self._get(handoff_id)
        terms = handoff.sudo().service_version_id.values or {}  # the terms it was sent under, told to both sides
        return {
            **super().item(handoff_id), "checklist": self._checklist(handoff),
            "questions": handoff.service_id._questions(),
            "outcome_required": bool(terms.get("outcome_required")) and not handoff.outcome_note,
            "instructions": self._instructions(handoff) if handoff._allows(handoff._check_receiver) else "",
        }

    @api.model
    def _instructions(self, handoff):
        """HTML of how the department does it, as it read when the request was sent; empty without any."""
        # sudo: the terms it was sent under, told to who does it
        version = handoff.sudo().service_version_id
        html = version.values.get("instructions") if version else handoff.service_id.instructions
        return "" if is_html_empty(html) else html_sanitize(html)

    @api.model
    def _asked(self, handoff):
        """Items the request type asks for with ``answer`` in words, ``value`` as stored and ``files``."""
        answers = handoff.answers or {}
        questions = handoff.service_id._questions()
        return [
            {**question, "answer": self._say_answer(handoff, question, answers.get(question["key"])),
             "value": answers.get(question["key"]) or "",
             "files": self._answer_files(handoff, question, answers.get(question["key"]))}
            for question in intake.asked(questions, answers)
        ]

    @api.model
    def _say_answer(self, handoff, question, value):
        kind = question["kind"]
        if intake.blank(value):
            return ""
        if kind == "file":
            return ", ".join(file["name"] for file in self._answer_files(handoff, question, value))
        if intake.fault(question, value):
            return str(value)  # from before it had a kind
        said = {
            "amount": lambda: format_amount(self.env, intake.number(value), handoff.company_id.sudo().currency_id),
            "date": lambda: format_date(self.env, value),
            "yes_no": lambda: self.env._("Yes") if value == "yes" else self.env._("No"),
        }
        return said[kind]() if kind in said else str(value)

    @api.model
    def _answer_files(self, handoff, question, value):
        """Files of an answer that are attached to this request."""
        if question["kind"] != "file" or not isinstance(value, list):
            return []
        # sudo: who may read the request may read what is attached to it, and nothing else
        files = self.env["ir.attachment"].sudo().search(
            [("id", "in", value), ("res_model", "=", handoff._name), ("res_id", "=", handoff.id)])
        return [{"id": file.id, "name": file.name} for file in files]

    # -- checklist ---------------------------------------------------------------------------------

    @api.model
    def _checklist(self, handoff):
        """Steps this person may see, who ticked them and when."""
        Line = self.env["backoffice.checklist.line"]
        if not Line.has_access("read"):
            return []
        lines = Line.search([("handoff_id", "=", handoff.id)])
        return [
            {"id": line.id, "name": line.name, "required": line.required, "done": line.done,
             "who": line.sudo().done_by_id.name or "", "at": self._iso(line.done_at)}  # name only
            for line in lines
        ]

    @api.model
    def tick(self, line_id, done):
        """Tick a step of a request, or take the tick away. Returns the checklist as it is then."""
        line = self.env["backoffice.checklist.line"].browse(int(line_id)).exists()
        if not line:
            raise UserError(self.env._("This step is no longer there."))
        line.done = bool(done)
        return self._checklist(line.handoff_id)
