import base64

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..tools import setup_file, setup_lines
from . import setup_words


class SetupImport(models.TransientModel):
    """Set-up file: upload, look at every difference, apply. Nothing is written before the last button."""

    _name = "frontoffice.setup.import"
    _description = "Set-up file"

    data = fields.Binary("File", attachment=False)
    filename = fields.Char()
    source = fields.Char(readonly=True, help="Where the file comes from: its name, or a trade.")
    title = fields.Char(readonly=True)
    state = fields.Selection(
        [("upload", "File"), ("tried", "Differences"), ("done", "Imported")], default="upload"
    )
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company, readonly=True)
    name_ids = fields.One2many("frontoffice.setup.import.name", "wizard_id", "What these names mean here")
    line_ids = fields.One2many("frontoffice.setup.import.line", "wizard_id", "Differences")
    add_count = fields.Integer(readonly=True)
    change_count = fields.Integer(readonly=True)
    edited_count = fields.Integer(readonly=True)
    same_count = fields.Integer(readonly=True)
    cannot_count = fields.Integer(readonly=True)
    problems = fields.Text(readonly=True)
    skipped = fields.Char(readonly=True)
    log_id = fields.Many2one("frontoffice.setup.log", readonly=True)

    def _compute_display_name(self):
        for wizard in self:
            wizard.display_name = wizard.title or self.env._("Set-up file")

    @api.model
    def action_open(self):
        """An empty page."""
        return self.create({})._reopen()

    def action_export(self):
        """Download the set-up of this company as one file."""
        self.ensure_one()
        text = self.env["frontoffice.setup"]._export()
        name = setup_file.slug(self.env.company.name, "company")
        self.write({"data": base64.b64encode(text.encode()), "filename": f"set-up-{name}.json"})
        return {
            "type": "ir.actions.act_url", "target": "download",
            "url": f"/web/content/{self._name}/{self.id}/data/{self.filename}?download=true",
        }

    def action_compare(self):
        """Show what the file would add and change. Choices made so far stay."""
        self.ensure_one()
        document, problems = self._document()
        plan = None
        if not problems:
            plan = self.env["frontoffice.setup"]._plan(document, self._chosen(), self.source or "")
            problems = plan["problems"]
        if problems:
            self.write({"problems": self._say_problems(problems), "state": "upload"})
            return True
        self._show(document, plan)
        return True

    def action_apply(self):
        """Bring it in: everything or nothing."""
        self.ensure_one()
        document, problems = self._document()
        if problems:
            raise UserError(self._say_problems(problems))
        take = {(line.section, line.key, line.field) for line in self.line_ids if line.take}
        setup = self._in_language(document)
        self.log_id = setup._apply(document, self._chosen(), take, self.source or self.filename)
        self.state = "done"
        return True

    def action_take_all(self):
        """Replace every edited value by the one of the file."""
        self.line_ids.filtered(lambda line: line.kind == "edited").take = True
        return True

    def action_back(self):
        """Choose another file."""
        self.write({"state": "upload", "data": False, "name_ids": [Command.clear()], "line_ids": [Command.clear()]})
        return True

    def action_open_log(self):
        """What was just imported."""
        return {
            "type": "ir.actions.act_window", "res_model": "frontoffice.setup.log", "res_id": self.log_id.id,
            "views": [(False, "form")], "name": self.env._("Imported"),
        }

    # -- inside ----------------------------------------------------------------------------------

    def _document(self):
        if not self.data:
            raise UserError(self.env._("Choose a file first."))
        if len(self.data) > setup_file.MAX_BYTES * 1.4:
            return None, [setup_file.Problem(0, "too_big", str(setup_file.MAX_BYTES // 1_000_000))]
        return setup_file.parse(base64.b64decode(self.data))

    def _in_language(self, document):
        """Texts are written in the language of the file where it is installed."""
        lang = document.header.get("language")
        installed = dict(self.env["res.lang"].get_installed())
        return self.env["frontoffice.setup"].with_context(lang=lang if lang in installed else self.env.lang)

    def _chosen(self):
        return {(row.model, row.name): "create" if row.make else row.record_id for row in self.name_ids}

    @api.model
    def _say_problems(self, problems):
        labels = {key: s["label"] for key, s in self.env["frontoffice.setup"]._sections().items()}
        lines = []
        for problem in problems[:50]:
            where = setup_words.place(self.env, problem, labels)
            text = setup_words.problem_text(self.env, problem)
            lines.append(f"{where}: {text}" if where else text)
        if len(problems) > 50:
            lines.append(self.env._("… and %s more.", len(problems) - 50))
        return "\n".join(lines)

    def _show(self, document, plan):
        statuses = [entry["status"] for entry in plan["records"]]
        lines = [vals for entry in plan["records"] for vals in self._line_vals(plan, entry)]
        self.write({
            "state": "tried", "problems": False, "title": document.header.get("name") or self.filename,
            "skipped": ", ".join(key.replace("_", " ") for key in plan["skipped"]) or False,
            "name_ids": [Command.clear(), *map(Command.create, self._name_vals(plan))],
            "line_ids": [Command.clear(), *map(Command.create, lines)],
            "add_count": statuses.count("add"), "same_count": statuses.count("same"),
            "cannot_count": statuses.count("cannot"),
            "change_count": sum(1 for vals in lines if vals["kind"] == "change"),
            "edited_count": sum(1 for vals in lines if vals["kind"] == "edited"),
        })

    def _line_vals(self, plan, entry):
        section = plan["sections"][entry["section"]]
        common = {
            "section": entry["section"], "section_label": section["label"], "key": entry["key"],
            "label": entry["label"], "reason": entry["reason"] or entry["note"] or False,
        }
        if entry["status"] in ("add", "cannot"):
            said = self.env["frontoffice.setup"]._say_value(
                {k: v for k, v in entry["values"].items() if k not in ("name", "sequence", "shared")}
            )
            return [{**common, "kind": entry["status"], "new": said[:400]}]
        kept = {(line.section, line.key, line.field) for line in self.line_ids if line.take}
        return [
            {**common, **self._change_vals(section, change),
             "take": (entry["section"], entry["key"], change.field) in kept}
            for change in entry["changes"]
        ]

    def _change_vals(self, section, change):
        setup = self.env["frontoffice.setup"]
        name = setup._field_of(section).get(change.field) if "model" in section else None
        label = self.env[section["model"]]._fields[name]._description_string(self.env) if name else change.field
        old, new = setup_lines.line_changes(change.old, change.new)
        return {
            "kind": "edited" if change.edited else "change", "field": change.field, "field_label": label,
            "old": setup._say_value(old)[:400], "new": setup._say_value(new)[:400],
        }

    def _name_vals(self, plan):
        chosen = self._chosen()
        return [
            {"model": model, "name": name, "found": found,
             "model_label": self.env["ir.model"].sudo()._get(model).name,  # sudo: the word for a kind of record
             "record_id": chosen.get((model, name)) if isinstance(chosen.get((model, name)), int) else False,
             "make": chosen.get((model, name)) == "create"}
            for (model, name), found in plan["names"].items()
        ]

    def _reopen(self):
        return {
            "type": "ir.actions.act_window", "res_model": self._name, "res_id": self.id,
            "view_mode": "form", "name": self.env._("Set-up file"), "target": "current",
        }
