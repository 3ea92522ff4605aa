import base64
from pathlib import Path

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.base.models.res_partner import _tz_get

from ..tools import event_log

REPORTED = ("rows", "cases", "events", "new", "known", "changed", "with_promise", "hand_offs", "problems")
ALWAYS = ("rows", "cases", "new", "problems")


class ImportLog(models.TransientModel):
    """Bring the history of another system: upload, check what the columns mean, try, import."""

    _name = "frontoffice.import.log"
    _description = "Import an event log"
    _rec_name = "source"

    data = fields.Binary("File", attachment=False, help="CSV or XES event log.")
    filename = fields.Char()
    source = fields.Char(
        "Name of the log", compute="_compute_source", store=True, readonly=False,
        help="Cases are recognised by this name and their number: importing again adds only what is new.",
    )
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    timezone = fields.Selection(
        _tz_get, "Time zone", default=lambda self: self.env.company.resource_calendar_id.tz or self.env.user.tz,
        help="For times without an offset.",
    )
    on_error = fields.Selection(
        [("skip", "Leave bad rows out"), ("stop", "Stop at bad rows")], "Bad rows", default="skip", required=True
    )
    line_ids = fields.One2many("frontoffice.import.log.line", "wizard_id", "Columns")
    state = fields.Selection(
        [("upload", "File"), ("mapping", "Columns"), ("tried", "Dry run"), ("done", "Imported")], default="upload"
    )
    report = fields.Json(readonly=True)
    report_text = fields.Text(compute="_compute_report_text")
    batch_id = fields.Many2one("frontoffice.batch", readonly=True)

    @api.depends("filename")
    def _compute_source(self):
        for wizard in self:
            wizard.source = wizard.source or Path(wizard.filename or "").stem

    # -- buttons ---------------------------------------------------------------------------------

    def action_propose(self):
        """Read the columns and say what they seem to mean."""
        rows = self._service()._read_rows(self._bytes(), {})
        mapping = event_log.propose_mapping(rows, self.timezone or "UTC")
        roles = {column: role for role, column in mapping.items()}
        samples = next((row.values for row in rows if isinstance(row, event_log.Row)), {})
        self.line_ids = [fields.Command.clear()] + [
            fields.Command.create({"column": column, "sample": sample[:120], "role": roles.get(column, False)})
            for column, sample in samples.items()
        ]
        self.state = "mapping"
        return self._reopen()

    def action_dry_run(self):
        """Count what would come in, without writing anything."""
        self.report = self._run(dry_run=True)
        self.state = "tried"
        return self._reopen()

    def action_import(self):
        """Bring it in, as one batch that can be removed whole."""
        self.report = self._run(dry_run=False)
        self.batch_id = self.report["batch_id"]
        self.state = "done"
        return self._reopen()

    def action_open_batch(self):
        """The batch just imported."""
        return {
            "type": "ir.actions.act_window", "res_model": "frontoffice.batch", "res_id": self.batch_id.id,
            "view_mode": "form", "views": [(False, "form")],
        }

    def _run(self, dry_run):
        return self._service()._import_bytes(self._bytes(), {
            "source": self.source, "on_error": self.on_error, "timezone": self.timezone, "dry_run": dry_run,
            "company_id": self.company_id.id, "mapping": self._mapping(),
        })

    def _service(self):
        self.ensure_one()
        return self.env["frontoffice.import.service"].with_company(self.company_id)

    def _bytes(self):
        if not self.data:
            raise UserError(self.env._("Choose a file first."))
        return base64.b64decode(self.data)

    def _mapping(self):
        """{role: column} as chosen; a role given to two columns is refused."""
        lines = self.line_ids.filtered("role")
        mapping = {line.role: line.column for line in lines}
        if len(mapping) < len(lines):
            raise UserError(self.env._("Two columns have the same meaning. Choose one of them."))
        return mapping

    def _reopen(self):
        return {
            "type": "ir.actions.act_window", "res_model": self._name, "res_id": self.id, "target": "new",
            "view_mode": "form", "views": [(False, "form")], "name": self.env._("Import a log"),
        }

    # -- report ----------------------------------------------------------------------------------

    @api.depends("report")
    def _compute_report_text(self):
        for wizard in self:
            wizard.report_text = "\n".join(wizard._report_lines(wizard.report)) if wizard.report else False

    def _report_lines(self, report):
        words = {
            "rows": self.env._("Rows"), "cases": self.env._("Cases"), "events": self.env._("Events"),
            "new": self.env._("New cases"), "known": self.env._("Already here"),
            "changed": self.env._("Here, but the log says something else now"),
            "with_promise": self.env._("With a promised date"), "hand_offs": self.env._("Changes of hands"),
            "problems": self.env._("Bad rows"),
        }
        lines = [f"{words[name]}: {report[name]}" for name in REPORTED if report[name] or name in ALWAYS]
        return lines + self._unmapped_lines(report["unmapped"]) + report["errors"]

    def _unmapped_lines(self, unmapped):
        """What the log names and nothing here is called yet."""
        words = {
            "channel": self.env._("New channels"), "department": self.env._("New departments"),
            "group": self.env._("New groups"),
        }
        return [
            f"{words.get(what, what)}: " + ", ".join(f"{name} ({n})" for name, n in names.items())
            for what, names in unmapped.items() if names
        ]

    # -- for scripts -----------------------------------------------------------------------------

    @api.model
    def _import_file(self, path, options=None):
        """Import a file of the server; the report of `frontoffice.import.service`. The caller commits."""
        path = Path(path)
        source = (options or {}).get("source") or path.stem
        return self.env["frontoffice.import.service"]._import_bytes(
            path.read_bytes(), {**(options or {}), "source": source}
        )
