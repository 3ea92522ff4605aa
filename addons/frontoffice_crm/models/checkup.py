import platform

from odoo import api, fields, models, release
from odoo.exceptions import AccessError
from odoo.fields import Command

LEVELS = [("bad", "To do"), ("hint", "Worth a look"), ("ok", "Fine")]


class Checkup(models.TransientModel):
    """Is everything in place? One line per question, each with a button that opens or mends what is wrong.

    An add-on extends ``_checkup_items``.
    """

    _name = "frontoffice.checkup"
    _description = "Check-up"

    line_ids = fields.One2many("frontoffice.checkup.line", "checkup_id")
    bad_count = fields.Integer(readonly=True)
    hint_count = fields.Integer(readonly=True)
    diagnosis = fields.Text(readonly=True, help="Counts and versions alone: no names, no addresses.")

    def _compute_display_name(self):
        for page in self:
            page.display_name = self.env._("Check-up")

    @api.model
    def action_open(self):
        """Look now."""
        if not self.env.user.has_group("frontoffice_crm.group_manager"):
            raise AccessError(self.env._("The check-up is for Front Office managers."))
        page = self.create({})
        page._look()
        return page._reopen()

    def action_again(self):
        """Look again."""
        self._look()
        return True

    @api.model
    def _checkup_items(self):
        """What is looked at, worst first within an add-on; each a dict:

        ``code``, ``title``, ``sentence`` (what to do, where ``count`` is not 0), ``level`` of a finding
        ("bad" or "hint"), ``count``; ``action`` to open it, or ``fix``, the name of a method here.
        """
        return self._people_items() + self._catalogue_items() + self._machine_items()

    def _look(self):
        items = self._checkup_items()
        rank = {level: n for n, (level, _label) in enumerate(LEVELS)}
        lines = [self._line(item) for item in items]
        self.write({
            "line_ids": [Command.clear(), *map(Command.create, sorted(lines, key=lambda line: rank[line["level"]]))],
            "bad_count": sum(line["level"] == "bad" for line in lines),
            "hint_count": sum(line["level"] == "hint" for line in lines),
            "diagnosis": self._diagnose(items),
        })

    @staticmethod
    def _line(item):
        found = bool(item["count"])
        return {
            "code": item["code"], "title": item["title"], "count": item["count"],
            "level": item["level"] if found else "ok", "sentence": item["sentence"] if found else False,
            "action": item.get("action") if found else False, "fix": item.get("fix") if found else False,
        }

    def _diagnose(self, items):
        """Counts and versions for whoever helps from afar. Never a name, an address or a number of a person."""
        # sudo: names and versions of installed add-ons
        modules = self.env["ir.module.module"].sudo().search([("state", "=", "installed")])
        ours = modules.filtered(lambda m: m.name in self._checkup_modules())
        lines = [
            f"Odoo {release.version}, Python {platform.python_version()}, PostgreSQL {self._postgres()}",
            *(f"{module.name} {module.installed_version}" for module in ours.sorted("name")),
            self.env._("%s add-ons installed", len(modules)),
            *(f"{item['code']}: {item['count']}" for item in items),
            *(f"{name}: {count}" for name, count in self._sizes().items()),
        ]
        return "\n".join(lines)

    def _postgres(self):
        return self.env.cr._cnx.server_version // 10000

    @api.model
    def _checkup_modules(self):
        """Our add-ons. Upper add-ons add themselves."""
        return ["frontoffice_crm"]

    def _sizes(self):
        """{model: how many records this company has}; upper add-ons add theirs."""
        names = ("frontoffice.encounter", "frontoffice.case", "frontoffice.promise", "frontoffice.need")
        company = ("company_id", "in", (False, self.env.company.id))
        return {name: self.env[name].search_count([company]) for name in names}

    # -- helpers for items -----------------------------------------------------------------------

    @api.model
    def _open_action(self, records, name):
        """Open exactly these records: one as a form, several as a list."""
        action = {"type": "ir.actions.act_window", "res_model": records._name, "name": name, "target": "current"}
        if len(records) == 1:
            return {**action, "res_id": records.id, "views": [(False, "form")]}
        return {**action, "views": [(False, "list"), (False, "form")], "domain": [("id", "in", records.ids)]}

    @api.model
    def _item(self, code, title, sentence, records, level="bad"):
        """An item whose findings are records."""
        return {
            "code": code, "title": title, "sentence": sentence, "level": level, "count": len(records),
            "action": self._open_action(records, title) if records else False,
        }

    def _reopen(self):
        return {
            "type": "ir.actions.act_window", "res_model": self._name, "res_id": self.id, "view_mode": "form",
            "views": [(False, "form")], "name": self.env._("Check-up"), "target": "current",
        }
