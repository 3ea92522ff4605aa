import base64
import binascii
import os

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools.file_kind import MB, kind

MAX_MB = 10
MAX_FILES = 10
KEPT_DAYS = 35  # a parked form is kept for a month
HOST = "frontoffice.desk.draft"


class DeskFiles(models.AbstractModel):
    """Pasted pictures, photos and files: checked here, open to nobody else until they are logged."""

    _inherit = "frontoffice.desk"

    @api.model
    def attach(self, name, content):
        """Keep one file of an unfinished form: ``content`` in base64. Returns {id, name, image}.

        UserError when it is too large or of a kind that is not taken.
        """
        self._check_agent()
        try:
            raw = base64.b64decode(content or "", validate=True)
        except (binascii.Error, ValueError) as error:
            raise UserError(self.env._("“%s” did not arrive whole. Try again.", name)) from error
        name = self._file_name(name)
        mimetype, extension = self._check_file(name, raw)
        if not name.lower().endswith((f".{extension}", ".jpeg", ".csv", ".heif")):
            name = f"{name}.{extension}"  # named as what it is
        waiting = [("res_model", "=", HOST), ("res_id", "=", 0), ("create_uid", "=", self.env.uid)]
        if self.env["ir.attachment"].search_count(waiting, limit=MAX_FILES * 20) >= MAX_FILES * 20:
            raise UserError(self.env._("Enough files are waiting: log or drop what is parked first."))
        # a host without a record: stock opens it to its creator alone
        file = self.env["ir.attachment"].create({
            "name": name, "raw": raw, "mimetype": mimetype, "res_model": HOST, "res_id": 0,
        })
        return {"id": file.id, "name": file.name, "image": mimetype.startswith("image/")}

    @api.model
    def discard(self, file_id):
        """Forget a file of one's own unfinished form."""
        self._check_agent()
        file = self.env["ir.attachment"].browse(file_id).exists()
        if file and self._is_waiting(file):
            file.unlink()
        return True

    @api.model
    def _is_waiting(self, file):
        """Whether it is a file of this person that belongs to nothing yet."""
        mine = file.sudo().create_uid == self.env.user  # sudo: whose it is decides whether it may be read
        return mine and not file.sudo().res_id and file.sudo().res_model in (False, HOST)

    @api.model
    def _file_name(self, name):
        plain = os.path.basename(str(name or "").replace("\\", "/")).replace("\x00", "").strip()
        return plain[-120:] or self.env._("Picture")

    @api.model
    def _check_file(self, name, raw):
        """(MIME type, extension) of a file that may come in. UserError with what to do for any other."""
        if not raw:
            raise UserError(self.env._("“%s” is empty.", name))
        if len(raw) > MAX_MB * MB:
            raise UserError(self.env._("“%(name)s” is larger than %(size)s MB.", name=name, size=MAX_MB))
        found = kind(raw)
        if not found:
            raise UserError(self.env._(
                "“%s” is not a kind of file the desk takes: pictures, PDF, text and office documents are.", name
            ))
        return found

    @api.model
    def _log_attachments(self, entry):
        """Files go to the case, else to the interaction."""
        files = self.env["ir.attachment"].browse(entry.values.get("attachment_ids") or []).exists()
        if any(not self._is_waiting(file) for file in files):
            raise AccessError(self.env._("These files belong to something else."))
        if len(files) > MAX_FILES:
            raise UserError(self.env._("At most %s files at once.", MAX_FILES))
        for file in files:
            self._check_file(file.name, file.raw)  # made by whatever call
        host = entry.case or entry.encounter
        files.write({"res_model": host._name, "res_id": host.id})
        if files:
            entry.made["ir.attachment"] = files.ids

    @api.autovacuum
    def _gc_files(self):
        """Files of forms that nobody logged."""
        self.env["ir.attachment"].sudo().search([
            ("res_model", "=", HOST), ("res_id", "=", 0),
            ("create_date", "<", fields.Datetime.subtract(fields.Datetime.now(), days=KEPT_DAYS)),
        ], limit=1000).unlink()
