from odoo import api, fields, models

from ..tools import setup_file


class SetupLog(models.Model):
    """Who brought in which set-up file, when, and what it changed."""

    _name = "frontoffice.setup.log"
    _description = "Imported set-up"
    _order = "id desc"
    _rec_name = "title"

    name = fields.Char("Source", required=True, readonly=True, help="A file, or a trade.")
    title = fields.Char("File", compute="_compute_title")
    user_id = fields.Many2one("res.users", "By", readonly=True, ondelete="set null")
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True)
    changes = fields.Json(readonly=True)
    added_count = fields.Integer("Added", compute="_compute_counts")
    changed_count = fields.Integer("Changed", compute="_compute_counts")
    text = fields.Text("What changed", compute="_compute_text")

    @api.depends("changes")
    def _compute_counts(self):
        for log in self:
            log.added_count = sum(1 for line in log.changes or [] if line["added"])
            log.changed_count = len(log.changes or []) - log.added_count

    @api.depends("name")
    def _compute_title(self):
        files = self.env["frontoffice.trade"]._trade_files()
        for log in self:
            path = files.get(log.name.removeprefix("trade:")) if log.name.startswith("trade:") else None
            log.title = setup_file.parse(path.read_bytes())[0].header["name"] if path else log.name

    @api.depends("changes")
    def _compute_text(self):
        labels = {key: section["label"] for key, section in self.env["frontoffice.setup"]._sections().items()}
        for log in self:
            log.text = "\n".join(self._line_text(line, labels) for line in log.changes or [])

    def _line_text(self, line, labels):
        where = f"{labels.get(line['section'], line['section'])}: {line.get('label') or line['key']}"
        if line["added"]:
            return self.env._("%s – new", where)
        say = self.env["frontoffice.setup"]._say_value
        parts = [f"{field}: {say(old)} → {say(new)}" for field, (old, new) in line["fields"].items()]
        return f"{where} – " + "; ".join(parts)
