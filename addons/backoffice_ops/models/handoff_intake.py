import base64
import binascii

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ..tools import intake

WAITING = "frontoffice.desk.draft"  # files of unfinished forms live there; what nobody sends is cleared away
MAX_FILES = 50


class HandoffIntake(models.Model):
    """Complete work arrives: what the request type needs is there before it is sent."""

    _inherit = "backoffice.handoff"

    @api.model_create_multi
    def create(self, vals_list):
        handoffs = super().create(vals_list)
        handoffs._adopt_files()
        return handoffs

    def write(self, vals):
        done = super().write(vals)
        if vals.get("answers"):
            self._adopt_files()
        return done

    # -- what is missing ---------------------------------------------------------------------------

    def _missing(self):
        """Required items of one request without an answer that will do: the one definition."""
        self.ensure_one()
        return self.service_id._missing(self.answers, self._answer_files()[self.id])

    @api.depends("service_id.requirement_ids.required", "service_id.requirement_ids.kind", "answers")
    def _compute_missing(self):
        files = self._answer_files()
        for handoff in self:
            service = handoff.service_id
            handoff.missing_ids = service._missing(handoff.answers, files[handoff.id]) if service else False

    def _answer_files(self):
        """{id: ids of its attachments}; one query, none where no file is asked for."""
        found = {handoff.id: set() for handoff in self}
        asking = self.filtered(lambda h: "file" in h.service_id.requirement_ids.mapped("kind"))
        for handoff in asking - asking._origin:  # a new one: the files that wait for it
            found[handoff.id] = set(handoff._file_ids())
        if asking.ids:
            # sudo: whether something is attached, not what
            rows = self.env["ir.attachment"].sudo().search_fetch(
                [("res_model", "=", self._name), ("res_id", "in", asking.ids), ("res_field", "=", False)], ["res_id"])
            for file in rows:
                found[file.res_id].add(file.id)
        return found

    def _file_ids(self):
        """Ids of files named in the answers to questions for a file."""
        keys = {need._key() for need in self.service_id.requirement_ids if need.kind == "file"}
        answers = self.answers or {}
        return [one for key in keys if isinstance(answers.get(key), list) for one in answers[key]
                if isinstance(one, int)]

    def _check_complete(self):
        """Refuse answers that cannot be meant, and what is incomplete unless the request type allows that."""
        self.invalidate_recordset(["missing_ids"])  # files come and go without a word to the request
        wrong = dict.fromkeys(words for handoff in self for words in handoff._incomplete())
        if wrong:
            raise UserError("\n".join(wrong))

    def _incomplete(self):
        """What is wrong with the answers of one request, in words."""
        service = self.service_id
        if not service.requirement_ids:
            return []
        names = {need._key(): need.name for need in service.requirement_ids}
        faults = intake.faults(service._questions(), self.answers or {})
        words = [self._fault_words(wrong, names[key]) for key, wrong in faults.items()]
        if self.missing_ids and not service.allow_incomplete:
            words.append(self.env._(
                "%(department)s cannot start without: %(items)s. Add it and send again.",
                department=self.to_department_id.sudo().name, items=", ".join(self.missing_ids.mapped("name")),
            ))
        return words

    @api.model
    def _fault_words(self, code, name):
        _ = self.env._
        return {
            "number": _("“%s” has to be a number.", name), "amount": _("“%s” has to be an amount of money.", name),
            "date": _("“%s” has to be a date.", name), "choice": _("Choose “%s” from the list.", name),
            "yes_no": _("“%s” is answered with yes or no.", name), "file": _("“%s” has to be a file.", name),
        }[code]

    def action_send(self):
        self._check_sender()
        self._check_complete()
        return super().action_send()

    def action_resend(self, note=None, answers=None):
        self._check_sender()
        for handoff in self:
            if answers:
                handoff.answers = {**(handoff.answers or {}), **answers}
        self._check_complete()
        return super().action_resend(note)

    # -- files -------------------------------------------------------------------------------------

    @api.model
    def keep_file(self, name, content):
        """Keep a file for a request that is being written: ``content`` in base64. Returns {id, name}.

        UserError for what is too large or of a kind that is not taken.
        """
        self.check_access("create")
        try:
            raw = base64.b64decode(content or "", validate=True)
        except (binascii.Error, ValueError) as error:
            raise UserError(self.env._("“%s” did not arrive whole. Try again.", name)) from error
        Desk, Attachment = self.env["frontoffice.desk"], self.env["ir.attachment"].sudo()  # opened to its creator alone
        name = Desk._file_name(name)
        mimetype, _extension = Desk._check_file(name, raw)
        waiting = [("res_model", "=", WAITING), ("res_id", "=", 0), ("create_uid", "=", self.env.uid)]
        if Attachment.search_count(waiting, limit=MAX_FILES) >= MAX_FILES:
            raise UserError(self.env._("Enough files are waiting. Send the requests they are for first."))
        file = Attachment.create({
            "name": name, "raw": raw, "mimetype": mimetype, "res_model": WAITING, "res_id": 0,
        })
        return {"id": file.id, "name": file.name}

    def _adopt_files(self):
        """Files kept for an answer become attachments of the request. Raises AccessError for anybody else's."""
        for handoff in self:
            wanted = handoff._file_ids() if handoff.answers else []
            if not wanted:
                continue
            files = self.env["ir.attachment"].sudo().browse(wanted).exists()  # whose they are is checked next
            own = files.filtered(lambda f, h=handoff: (f.res_model, f.res_id) == (h._name, h.id))
            if any(f.res_model != WAITING or f.res_id or f.create_uid != self.env.user for f in files - own):
                raise AccessError(self.env._("These files belong to something else."))
            (files - own).write({"res_model": self._name, "res_id": handoff.id})
