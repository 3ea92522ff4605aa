import base64
import binascii

from odoo import api, models
from odoo.exceptions import UserError


class WorkFiles(models.AbstractModel):
    """Pictures and files straight into a request: pasted, dropped, or from the phone's camera."""

    _inherit = "backoffice.work"

    @api.model
    def attach(self, handoff_id, name, content):
        """Put one file (base64) into the conversation of a request. Returns the conversation.

        UserError when it is too large or of a kind that is not taken.
        """
        handoff = self._get(handoff_id)
        desk = self.env["frontoffice.desk"]
        try:
            raw = base64.b64decode(content or "", validate=True)
        except (binascii.Error, ValueError) as error:
            raise UserError(self.env._("“%s” did not arrive whole. Try again.", name)) from error
        name = desk._file_name(name)
        mimetype, extension = desk._check_file(name, raw)
        if not name.lower().endswith((f".{extension}", ".jpeg", ".csv", ".heif")):
            name = f"{name}.{extension}"  # named as what it is
        # sudo: who may read a request may speak in its conversation, which stock ties files to writing
        file = self.env["ir.attachment"].sudo().create({
            "name": name, "raw": raw, "mimetype": mimetype, "res_model": handoff._name, "res_id": handoff.id,
        })
        handoff.sudo().message_post(
            attachment_ids=file.ids, author_id=self.env.user.partner_id.id, subtype_xmlid="mail.mt_note",
        )
        handoff._tell_changed()
        return self._talk(handoff)

    @api.model
    def _files(self, message):
        return [
            {"id": file.id, "name": file.name, "image": (file.mimetype or "").startswith("image/")}
            for file in message.sudo().attachment_ids  # of a message this person reads
        ]
