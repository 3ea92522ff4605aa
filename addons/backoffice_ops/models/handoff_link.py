from babel.dates import format_timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import babel_locale_parse
from odoo.tools.misc import get_lang

from odoo.addons.frontoffice_crm.models.intake_refusal import Refusal

from ..tools import handoff as pure


class Handoff(models.Model):
    """The page of a request for somebody without a login: accept, send back, ready, a question."""

    _inherit = "backoffice.handoff"

    def _link_problem(self, purpose):
        if not self.active or self.state in ("draft", "cancelled", "declined"):
            return "cancelled"
        if not self._performed_outside():
            return "revoked"
        return "over" if self.state == "done" else ""

    def _link_version(self):
        return self.ledger_seq

    def _link_files(self, purpose):
        """Files chosen for the performer, and those that answer what the request type asks for."""
        asked = self.env["backoffice.work"]._asked(self)
        answers = [file["id"] for question in asked for file in question["files"]]
        return self.performer_file_ids | self.env["ir.attachment"].browse(answers)

    # -- what is shown -------------------------------------------------------------------------------

    def _link_page(self, link):
        asked = self.env["backoffice.work"]._asked(self)
        lines = [(question["name"], question["answer"]) for question in asked if question["answer"]]
        return {
            "title": self.subject, "number": self.name, "asked": self.note or "", "lines": lines,
            "status": self._link_status(), **self._link_time(),
        }

    def _link_time(self):
        """{due_at, left, late} while the time is running."""
        if self.state not in ("sent", *pure.WORKING) or not self.due_at:
            return {}
        left = self.due_at - fields.Datetime.now()
        locale = babel_locale_parse(get_lang(self.env).code)
        words = format_timedelta(abs(left), locale=locale, threshold=1.2)
        late = left.total_seconds() < 0
        text = self.env._("%s late", words) if late else self.env._("%s left", words)
        return {"due_at": self.due_at, "left": text, "late": late}

    def _link_status(self):
        return {
            "sent": self.env._("This is new. Do you take it?"),
            "accepted": self.env._("You have taken it. Tell us when it is ready."),
            "in_progress": self.env._("You are working on it. Tell us when it is ready."),
            "paused": self.env._("It is waiting for something. Tell us when it is ready."),
            "returned": self.env._("You have sent it back. We add what is missing and write to you again."),
            "delivered": self.env._("You said it is ready. We are checking it now."),
            "done": self.env._("Finished. Thank you."),
        }.get(self.state, "")

    # -- what can be done ----------------------------------------------------------------------------

    def _link_actions(self, purpose):
        if self.state == "sent":
            codes = ("accept", "return", "ask")
        elif self.state in pure.WORKING:
            codes = ("ready", "return", "ask")
        else:
            codes = ("ask",) if self.state in ("returned", "delivered") else ()
        every = self._link_action_words()
        return [{"code": code, **every[code]} for code in codes]

    def _link_action_words(self):
        _ = self.env._
        needs = [(f"item:{need._key()}", need.name) for need in self.service_id.requirement_ids]
        return {
            "accept": {"label": _("Accept"), "style": "primary"},
            "ready": {
                "label": _("It is ready"), "send": _("Ready"), "style": "primary", "open": True,
                "note": _("What was done?"), "note_required": True, "files": _("Pictures or documents (if they help)"),
            },
            "return": {
                "label": _("Something is missing: send it back"), "send": _("Send back"), "choices": needs,
                "choices_label": _("What is missing?"), "note": _("In your words"),
            },
            "ask": {
                "label": _("Ask a question"), "send": _("Send the question"), "note": _("Your question"),
                "note_required": True, "files": _("Pictures or documents (if they help)"),
            },
        }

    def _link_thanks(self, purpose, code):
        return {
            "accept": self.env._("Thank you. It is yours now."),
            "ready": self.env._("Thank you. We check it and come back to you only if something is not right."),
            "return": self.env._("Thank you. We add what is missing and write to you again."),
            "ask": self.env._("Thank you. Your question has reached the people who asked you."),
        }.get(code, "")

    def _link_mail(self, link):
        _ = self.env._
        what = self.name if self.confidential else self.subject
        subject, text = {
            "returned": (_("Still with us: %s", what), _("We are adding what you told us was missing.")),
            "in_progress": (_("Please look at it again: %s", what), _("Something is not right yet. Please see why.")),
        }.get(self.state) or (
            _("Work for you: %s", what), _("We ask you to do this for us. The page says what and by when."),
        )
        if self.state == "sent" and self.return_count:
            text = _("What was missing has been added. Please look at it again.")
        return {"subject": f"{subject} ({self.name})", "text": text, "button": _("Open the request")}

    # -- what was decided ----------------------------------------------------------------------------

    def _link_says(self, link, text, files=()):
        message = super()._link_says(link, text, files)
        if not self.ack_note_at:
            self.ack_note_at = fields.Datetime.now()
        return message

    def _link_work_accept(self, link, values, files):
        self._record("accepted", {"link": link.id})

    def _link_work_return(self, link, values, files):
        codes = [code for code in values.get("choice", ()) if code.startswith("item:")]
        if not codes and not values.get("note"):
            raise Refusal("invalid", self.env._("Say what is missing, so that we can add it."))
        self._check_codes(codes, self._return_codes())
        self._record("returned", {"fault": "sender", "reasons": codes, "link": link.id})
        if values.get("note") or files:
            self._link_says(link, values.get("note"), files)

    def _link_work_ready(self, link, values, files):
        if not values.get("note"):
            raise Refusal("invalid", self.env._("Please say what was done."))
        try:
            self._check_ready_to_deliver()
        except UserError as error:
            # why is said among colleagues, the performer hears that it is our turn
            raise Refusal("invalid", self.env._(
                "Something is still open on our side, so it cannot be finished yet. Please ask us with a question."
            )) from error
        self._record("delivered", {"link": link.id})
        self.write({"outcome_note": values["note"], "feedback_note_at": fields.Datetime.now()})
        self._link_says(link, values["note"], files)

    def _link_work_ask(self, link, values, files):
        if not values.get("note"):
            raise Refusal("invalid", self.env._("Please write your question first."))
        self._link_says(link, values["note"], files)
        self.clarifications += 1
