from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.frontoffice_crm.models.intake_refusal import Refusal

from .document_request import WAITING


class DocumentRequest(models.Model):
    """The page on which a document is handed in, and the reminder before it runs out."""

    _inherit = "backoffice.document.request"

    def _link_problem(self, purpose):
        case, handoff = self.case_id, self.handoff_id
        gone = case.state == "cancelled" or handoff.state == "cancelled" or not (case or handoff)
        if self.state == "cancelled" or gone:
            return "cancelled"
        if case.state == "merged":
            return "merged"
        return "" if self.state in (*WAITING, "expired") else "over"

    def _link_version(self):
        return f"{self.state} {self.asked_at} {self.received_at or ''}"

    def _link_page(self, link):
        mine = self.case_id.partner_id.commercial_partner_id == self.partner_id.commercial_partner_id
        lines = [(self.env._("About"), f"{self.case_id.name} {self.case_id.subject}")] if self.case_id and mine else []
        if self.due_date:
            lines.append((self.env._("Please by"), fields.Date.to_string(self.due_date)))
        asked = "\n".join(filter(None, (self.type_id.hint, self.note)))
        status = {
            "asked": self.env._("We need this document from you."),
            "refused": self.env._("What you sent is not right yet: %s", self.refusal or ""),
            "expired": self.env._("The one we have has run out. Please send the new one."),
        }.get(self.state, self.env._("We have it. Thank you."))
        return {"title": self.type_id.name, "number": "", "asked": asked, "lines": lines, "status": status}

    def _link_actions(self, purpose):
        if self.state not in (*WAITING, "expired"):
            return []
        _ = self.env._
        date = {"date": _("Valid until (as it says on the document)")} if self.type_id.expires else {}
        return [
            {"code": "upload", "label": _("Send the document"), "send": _("Send"), "style": "primary", "open": True,
             "files": _("Your document: a photo or a file"), "files_required": True, **date,
             "note": _("Anything to say about it?")},
            {"code": "cannot", "label": _("I cannot send it"), "send": _("Send"), "note": _("Why not?"),
             "note_required": True},
        ]

    def _link_thanks(self, purpose, code):
        return {
            "upload": self.env._("Thank you, it has arrived."),
            "cannot": self.env._("Thank you. Whoever asked you reads it and comes back to you."),
        }.get(code, "")

    def _link_mail(self, link):
        _ = self.env._
        name = _("a document") if self.confidential else self.type_id.name
        text = _("We need a document from you. Take a photo of it or send the file, it takes a minute.")
        if self.state == "refused":
            text = _("The document you sent is not right yet. The page says why.")
        return {"subject": _("Please send us: %s", name), "text": text, "button": _("Send the document")}

    def _link_document_upload(self, link, values, files):
        if not files:
            raise Refusal("invalid", self.env._("Please choose the file or photo first."))
        self._move((*WAITING, "expired"), {
            "state": "received", "received_at": fields.Datetime.now(), "refusal": False,
            "expiry_date": self._read_date(values.get("date")) or False,
        })
        self._link_says(link, values.get("note"), files)
        self._tell_asker(self.env._("A document has arrived: look at it"))
        self._arrived()

    def _link_document_cannot(self, link, values, files):
        if not values.get("note"):
            raise Refusal("invalid", self.env._("Please say why."))
        self._link_says(link, values["note"], files)
        self._tell_asker(self.env._("A document cannot be sent: see why"))

    def _read_date(self, text):
        """The date on the document, as the browser's date field gives it."""
        try:
            return fields.Date.to_date(text or None)
        except ValueError as error:
            raise Refusal("invalid", self.env._("Please enter the date as year-month-day.")) from error

    def _tell_asker(self, summary, date=None):
        """A to-do for whoever asked; no mail."""
        for document in self:
            user = document.asked_by_id
            if not user.active or user.share:
                continue
            try:
                with self.env.cr.savepoint():
                    document.with_context(mail_activity_quick_update=True).activity_schedule(  # stock's way of no mail
                        "mail.mail_activity_data_todo", date, summary=summary, user_id=user.id
                    )
            except UserError:
                continue  # may not see it any more

    # -- running out ---------------------------------------------------------------------------------

    @api.model
    def _cron_expiry(self, limit=500):
        """Once a day: a to-do before a document runs out, and what has run out says so."""
        today = fields.Date.context_today(self)
        gone = self.search([("state", "=", "accepted"), ("expiry_date", "<", today)], limit=limit)
        gone.write({"state": "expired"})
        gone.handoff_id._count_documents()
        self.flush_model()
        soon = self.search([
            ("state", "=", "accepted"), ("expiry_date", ">=", today),
            ("expiry_date", "<=", fields.Date.add(today, days=self._longest_notice())),
        ], order="expiry_date, id", limit=limit).filtered(lambda d: d._is_soon(today))
        for document in soon:
            document._tell_asker(self.env._("Runs out: ask for the new one"), document.expiry_date)
            document.reminded_for = document.expiry_date
        return len(gone), len(soon)

    @api.model
    def _longest_notice(self):
        types = self.env["backoffice.document.type"].search([("active", "=", True)])
        return max(types.mapped("remind_days"), default=0)

    def _is_soon(self, today):
        notice = fields.Date.add(today, days=self.type_id.remind_days)
        return self.expiry_date <= notice and self.reminded_for != self.expiry_date
