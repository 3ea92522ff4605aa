from odoo import api, fields, models
from odoo.exceptions import UserError

STATES = [
    ("asked", "Asked"), ("received", "Arrived"), ("accepted", "Accepted"), ("refused", "Not right, asked again"),
    ("expired", "Run out"), ("cancelled", "Not needed any more"),
]
WAITING = ("asked", "refused")  # the other side's turn
MISSING = (*WAITING, "received", "expired")  # not there, or nobody has looked at it
LINK_DAYS = 30


class DocumentRequest(models.Model):
    """A document somebody owes us: asked for by link, looked at, valid until a day."""

    _name = "backoffice.document.request"
    _description = "Document request"
    _inherit = ["backoffice.internal.audience", "mail.thread", "mail.activity.mixin", "backoffice.link.target"]
    _order = "due_date, id"
    _check_company_auto = True
    _mail_post_access = "read"

    type_id = fields.Many2one("backoffice.document.type", "Document", required=True, index=True, ondelete="restrict")
    note = fields.Text("What exactly we need")
    handoff_id = fields.Many2one(
        "backoffice.handoff", "Request", index="btree_not_null", check_company=True, ondelete="cascade"
    )
    case_id = fields.Many2one("frontoffice.case", index="btree_not_null", check_company=True, ondelete="restrict")
    partner_id = fields.Many2one(
        "res.partner", "Asked from", required=True, index=True, ondelete="restrict", tracking=False,
        compute="_compute_partner", store=True, readonly=False, precompute=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, compute="_compute_company", store=True, readonly=False,
        precompute=True,
    )
    required = fields.Boolean("Needed before “ready”", default=True)
    pauses = fields.Boolean("The clock waits for it", default=True)
    due_date = fields.Date("Please by")
    expiry_date = fields.Date("Valid until")
    state = fields.Selection(STATES, "Status", default="asked", required=True, readonly=True, index=True)
    asked_at = fields.Datetime("Asked on", readonly=True, default=fields.Datetime.now)
    asked_by_id = fields.Many2one(
        "res.users", "Asked by", readonly=True, index="btree_not_null", ondelete="set null",
        default=lambda self: self.env.uid,
    )
    received_at = fields.Datetime("Arrived on", readonly=True)
    decided_at = fields.Datetime("Looked at on", readonly=True)
    decided_by_id = fields.Many2one("res.users", "Looked at by", readonly=True, ondelete="set null")
    refusal = fields.Text("What is not right", readonly=True)
    reminded_for = fields.Date(readonly=True)
    confidential = fields.Boolean(compute="_compute_confidential", store=True, index=True, compute_sudo=True)
    file_ids = fields.One2many(
        "ir.attachment", "res_id", "Files", domain=[("res_model", "=", "backoffice.document.request")], readonly=True
    )

    @api.model
    def _locked(self):
        return {"state", "asked_at", "asked_by_id", "received_at", "decided_at", "decided_by_id", "reminded_for",
                "refusal"}

    @api.model
    def _has_field_access(self, field, operation):
        if operation == "write" and not self.env.su and field.name in self._locked():
            return False  # set by asking, arriving and deciding alone
        return super()._has_field_access(field, operation)

    @api.depends("handoff_id", "case_id")
    def _compute_partner(self):
        for document in self:
            document.partner_id = document.partner_id or document.handoff_id.partner_id or document.case_id.partner_id

    @api.depends("handoff_id", "case_id")
    def _compute_company(self):
        for document in self:
            document.company_id = (
                document.company_id or document.handoff_id.company_id or document.case_id.company_id or self.env.company
            )

    @api.depends("handoff_id.confidential")
    def _compute_confidential(self):
        for document in self:
            document.confidential = document.handoff_id.confidential

    @api.depends("type_id", "partner_id")
    def _compute_display_name(self):
        for document in self:
            document.display_name = f"{document.type_id.name or ''} · {document.partner_id.name or ''}".strip(" ·")

    # -- steps ---------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        documents = super().create(vals_list)
        if any(not document.handoff_id and not document.case_id for document in documents):
            raise UserError(self.env._("Ask for a document from a request or from a case."))
        documents.handoff_id.check_access("read")
        documents.sudo()._ask()  # sudo: part of asking, who may ask has just been checked
        return documents

    def _ask(self):
        """One mail with a link to each, and the clock waits."""
        Link = self.env["backoffice.link"]
        for document in self:
            link, url = Link._issue(document, "document", document.partner_id, LINK_DAYS * 24)
            if not link._mail(url):
                document.message_post(subtype_xmlid="mail.mt_note", body=self.env._(
                    "No mail could be sent to %s. Check the address, or attach the document yourself.", link._who()
                ))
        self._follow_handoffs()

    def action_ask_again(self):
        """Mail a new link; the one before stops working."""
        self._move(WAITING + ("expired",), {"state": "asked", "asked_at": fields.Datetime.now()})
        self.sudo()._ask()  # sudo: the right was checked in _move
        return True

    def action_accept(self):
        """It is the right one."""
        for document in self:
            if document.type_id.expires and not document.expiry_date:
                raise UserError(self.env._("Enter until when “%s” is valid first.", document.type_id.name))
        return self._decide("accepted")

    def action_refuse(self, note=None):
        """Not right: say why, and it is asked for again."""
        if not note:
            return self.env["ir.actions.act_window"]._for_xml_id("backoffice_ops.document_refuse_action")
        self._decide("refused", {"refusal": note})
        self.sudo()._ask()  # sudo: the right was checked in _decide
        return True

    def action_received(self):
        """It came another way (by hand, by post): the files are attached here."""
        self._move((*WAITING, "expired"), {"state": "received", "received_at": fields.Datetime.now()})
        self.sudo()._arrived()  # sudo: as above
        return True

    def action_cancel(self):
        """Not needed any more; the link says so."""
        self._move(tuple(key for key, _label in STATES if key != "cancelled"), {"state": "cancelled"})
        self.sudo()._arrived()  # sudo: as above; nothing waits for it any more
        return True

    def _decide(self, state, extra=None):
        self._move(("received",), {
            "state": state, "decided_at": fields.Datetime.now(), "decided_by_id": self.env.uid, "refusal": False,
            **(extra or {}),
        })
        self.sudo().handoff_id._count_documents()  # sudo: as in _move
        return True

    def _move(self, states, values):
        """Write a step after checking who and where. Raises UserError."""
        self.check_access("write")
        labels = dict(self._fields["state"]._description_selection(self.env))
        for document in self:
            if document.state not in states:
                raise UserError(self.env._(
                    "“%(name)s” is “%(state)s” now, so this is not possible. Reload to see who was faster.",
                    name=document.display_name, state=labels[document.state],
                ))
        self.sudo().write(values)  # sudo: steps alone write these fields

    # -- the request behind it -----------------------------------------------------------------------

    def _follow_handoffs(self):
        self.handoff_id._count_documents()
        self.handoff_id._pause_for_documents()

    def _arrived(self):
        self.handoff_id._count_documents()
        self.handoff_id._resume_from_documents()
