from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ServiceRequirement(models.Model):
    """A question has a kind, and may be asked only where another answer makes it necessary."""

    _name = "backoffice.service.requirement"
    _inherit = ["backoffice.service.requirement", "backoffice.condition.mixin"]

    kind = fields.Selection(
        [
            ("text", "Words"), ("number", "Number"), ("amount", "Amount of money"), ("date", "Date"),
            ("choice", "One of a list"), ("yes_no", "Yes or no"), ("file", "File or document"),
        ],
        "Answer is", default="text", required=True,
    )
    choices = fields.Text("List", translate=True, help="One answer in each line.")

    @api.constrains("kind", "choices")
    def _check_choices(self):
        for need in self:
            if need.kind == "choice" and len(need._choice_list()) < 2:
                raise ValidationError(self.env._("“%s”: write at least two answers, one in each line.", need.name))

    @api.constrains("code", "service_id")
    def _check_code_once(self):
        twice = self._read_group(
            [("service_id", "in", self.service_id.ids), ("code", "!=", False)], ["service_id", "code"],
            having=[("__count", ">", 1)],
        )
        for service, _code in twice:
            raise ValidationError(self.env._("Two questions of “%s” have the same code.", service.name))

    def _choice_list(self):
        return [line.strip() for line in (self.choices or "").splitlines() if line.strip()]

    def _question(self):
        """The question as screens and the pure tools read it."""
        self.ensure_one()
        question = {"key": self._key(), "name": self.name, "required": self.required, "kind": self.kind or "text"}
        if self.kind == "choice":
            question["choices"] = self._choice_list()
        if when := self._when():
            question["when"] = when
        return question

    def _frozen(self):
        """The question as a version keeps it: what is not set is left out."""
        return {
            "code": self._key(), **{
                name: value for name, value in self._question().items()
                if name != "key" and not (name == "kind" and value == "text")
            },
        }
