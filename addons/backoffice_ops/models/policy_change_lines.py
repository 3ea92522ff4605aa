from odoo import api, models

from ..tools import differences

LISTS = ("requirements", "checklist")


class PolicyChange(models.Model):
    """Questions and steps of a request type, line by line instead of list against list."""

    _inherit = "frontoffice.policy.change"

    def _differences(self):
        old, new = self.old or {}, self.new or {}
        if self.model != "backoffice.service":
            return super()._differences()
        lists = [name for name in LISTS if name in old]
        plain = models.BaseModel.new(self, {  # the model has a field called new
            "model": self.model, "res_id": self.res_id,
            "old": {name: value for name, value in old.items() if name not in (*LISTS, "cost_revision")},
            "new": {name: value for name, value in new.items() if name not in (*LISTS, "cost_revision")},
        })
        lines = super(PolicyChange, plain)._differences()
        for name in lists:
            lines += [self._line_words(name, line) for line in differences.lines(old.get(name), new.get(name))]
        return lines

    def _label(self, name):
        words = {"requirements": self.env._("What it needs"), "checklist": self.env._("Checklist")}
        return words.get(name) or super()._label(name)

    def _line_words(self, name, line):
        """One sentence for one line of a list."""
        kind, title, fields = line
        _ = self.env._
        words = {
            "added": _("%(list)s: “%(line)s” added", list=self._label(name), line=title),
            "removed": _("%(list)s: “%(line)s” removed", list=self._label(name), line=title),
            "moved": _("%(list)s: another order", list=self._label(name)),
        }
        if kind in words:
            return words[kind]
        parts = "; ".join(f"{self._part(field)}: {self._say(before)} → {self._say(after)}"
                          for field, before, after in fields)
        return _("%(list)s: “%(line)s” – %(parts)s", list=self._label(name), line=title, parts=parts)

    @api.model
    def _part(self, name):
        labels = {
            "name": self.env._("wording"), "required": self.env._("needed"), "kind": self.env._("answer is"),
            "choices": self.env._("list"), "when": self.env._("only if"),
        }
        return labels.get(name, name)

    def _question(self, code):
        """The words of the question a condition is about."""
        lines = [*((self.new or {}).get("requirements") or ()), *((self.old or {}).get("requirements") or ())]
        return next((f"“{line['name']}”" for line in lines if line.get("code") == code), code)

    def _say(self, value):
        """A value of a line in words."""
        if isinstance(value, bool):
            return self.env._("yes") if value else self.env._("no")
        if isinstance(value, list):
            return ", ".join(map(str, value)) or "–"
        if isinstance(value, dict):
            operators = dict(self.env["backoffice.service.checklist"]._fields["when_operator"]
                             ._description_selection(self.env))
            said = operators.get(value.get("operator"), "")
            return " ".join(filter(None, (self._question(value.get("item")), said, str(value.get("value") or ""))))
        kinds = dict(self.env["backoffice.service.requirement"]._fields["kind"]._description_selection(self.env))
        return kinds.get(value) or (str(value) if value else "–")
