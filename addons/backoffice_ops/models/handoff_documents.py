from odoo import fields, models
from odoo.exceptions import UserError

from .document_request import MISSING, WAITING

RUNNING = ("accepted", "in_progress")


class Handoff(models.Model):
    """A request waits for the documents it needs: its clock stops with evidence and goes on by itself."""

    _inherit = "backoffice.handoff"

    document_ids = fields.One2many("backoffice.document.request", "handoff_id", "Documents")
    # kept by the documents, so that requests without any cost nothing
    documents_missing = fields.Boolean(readonly=True)
    documents_awaited = fields.Boolean(readonly=True)

    def _ledger_locked(self):
        return super()._ledger_locked() | {"documents_missing", "documents_awaited"}

    def _count_documents(self):
        """Refresh what is missing, and what the clock waits for."""
        # sudo: flags of the system
        for handoff in self.sudo():
            documents = handoff.document_ids
            handoff.write({
                "documents_missing": any(d.required and d.state in MISSING for d in documents),
                "documents_awaited": bool(documents._clock_waits()),
            })

    def _after_record(self, kind, before, moments):
        super()._after_record(kind, before, moments)
        if kind in ("accepted", "started"):
            self.filtered("documents_awaited").sudo()._pause_for_documents()  # sudo: follows from the step

    def _pause_for_documents(self):
        """Wait for what the other side owes us. The question asked is the proof."""
        for handoff in self.filtered(lambda h: h.documents_awaited and h.state in RUNNING):
            document = handoff.document_ids._clock_waits()[:1]
            proof = handoff.message_post(subtype_xmlid="mail.mt_note", body=self.env._(
                "Waiting for a document: %s", document.display_name))
            own = document.partner_id.commercial_partner_id == handoff.partner_id.commercial_partner_id
            handoff._record("paused", {
                "reason": "customer" if own else "supplier", "evidence": True, "proof": proof.id,
                "document": document.id,
            })

    def _resume_from_documents(self):
        """The last document the clock waited for has come."""
        waiting = self.filtered(lambda h: h.state == "paused" and not h.documents_awaited)
        for handoff in waiting:
            # sudo: the ledger says why it waits, whoever brought the document
            last = handoff.sudo().event_ids.filtered(lambda e: e.kind == "paused").sorted("seq")[-1:]
            document = (last.payload or {}).get("document")
            if document:
                handoff._record("resumed", {"document": document})

    def _check_ready_to_deliver(self):
        super()._check_ready_to_deliver()
        for handoff in self.filtered("documents_missing"):
            # sudo: whoever says "ready" was checked before
            missing = handoff.sudo().document_ids.filtered(lambda d: d.required and d.state in MISSING)
            raise UserError(self.env._(
                "%(request)s is not ready yet. Still to come or to look at: %(documents)s.",
                request=handoff.name, documents=", ".join(missing.mapped("type_id.name")),
            ))

    def action_ask_document(self):
        """Ask the customer, a partner or a colleague for a document."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": "backoffice.document.request", "view_mode": "form",
            "name": self.env._("Ask for a document"), "target": "new",
            "views": [(self.env.ref("backoffice_ops.document_ask_form").id, "form")],
            "context": {
                "default_handoff_id": self.id, "default_case_id": False if self.confidential else self.case_id.id,
                "default_partner_id": self.partner_id.id, "default_company_id": self.company_id.id,
            },
        }


class DocumentRequest(models.Model):
    _inherit = "backoffice.document.request"

    def _clock_waits(self):
        """Of these, what the clock of the request waits for: owed by somebody who is not a colleague."""
        return self.filtered(lambda d: d.pauses and d.state in WAITING and d.partner_id.partner_share)


class Case(models.Model):
    _inherit = "frontoffice.case"

    document_ids = fields.One2many("backoffice.document.request", "case_id", "Documents")

    def _merge_relations(self):
        return super()._merge_relations() + [("backoffice.document.request", "case_id")]

    def action_ask_document(self):
        """Ask the customer for a document."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": "backoffice.document.request", "view_mode": "form",
            "name": self.env._("Ask for a document"), "target": "new",
            "views": [(self.env.ref("backoffice_ops.document_ask_form").id, "form")],
            "context": {"default_case_id": self.id, "default_partner_id": self.partner_id.id,
                        "default_company_id": self.company_id.id},
        }
