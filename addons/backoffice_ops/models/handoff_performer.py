from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError

from odoo.addons.frontoffice_crm.models.ledger_mixin import UNDO_GRACE, UNDO_SECONDS

TOLD = ("sent", "resent", "rejected", "reopened")  # when a performer outside has something to do
FREE = ("draft", "returned", "declined")  # when another performer can be chosen


class Handoff(models.Model):
    """A request that somebody without a login does. The department stays in charge and sees everything."""

    _name = "backoffice.handoff"
    _inherit = ["backoffice.handoff", "backoffice.link.target"]

    performer_id = fields.Many2one(
        "res.partner", "Done outside by", index="btree_not_null", ondelete="restrict",
        compute="_compute_performer", store=True, readonly=False, precompute=True,
        domain=[("is_subcontractor", "=", True)],
    )
    performer_email = fields.Char(
        "Done by mailbox", compute="_compute_performer", store=True, readonly=False, precompute=True
    )
    performer_file_ids = fields.Many2many(
        "ir.attachment", "backoffice_handoff_performer_file_rel", "handoff_id", "attachment_id",
        "Files for the performer", copy=False, help="Only these files are shown outside.",
    )
    link_until = fields.Datetime("Link works until", compute="_compute_link_until", compute_sudo=True)

    @api.depends("service_id")
    def _compute_performer(self):
        for handoff in self:
            sent = handoff.ledger_seq and handoff  # keeps whom it was sent to
            handoff.update(handoff.service_id._performer_values() if not sent else {
                "performer_id": handoff.performer_id.id, "performer_email": handoff.performer_email,
            })

    @api.depends("state", "performer_id", "performer_email")
    def _compute_link_until(self):
        outside = self._performed_outside()
        (self - outside).link_until = False
        links = self.env["backoffice.link"]._of(outside, "work").filtered(lambda link: not link.revoked_at)
        for handoff in outside:
            handoff.link_until = links.filtered(lambda link, h=handoff: link.res_id == h.id)[:1].expires_at

    @api.constrains("performer_file_ids")
    def _check_performer_files(self):
        """Nobody shows a file outside that they may not open themselves."""
        self.sudo().performer_file_ids.with_env(self.env).check_access("read")  # sudo: those hidden from them, too

    @api.model
    def _has_field_access(self, field, operation):
        if operation == "write" and field.name in ("performer_id", "performer_email") and not self.env.su:
            if any(handoff.state not in FREE for handoff in self):
                return False  # who has it outside is not swapped under their hands
        return super()._has_field_access(field, operation)

    def _performed_outside(self):
        return self.filtered(lambda handoff: handoff.performer_id or handoff.performer_email)

    # -- the mail with the link ----------------------------------------------------------------------

    def _after_record(self, kind, before, moments):
        super()._after_record(kind, before, moments)
        outside = self._performed_outside()
        if not outside:
            return
        if kind in TOLD:
            outside.sudo()._mail_work_links()  # sudo: part of the step, its right was checked
        elif kind == "undone":
            outside._take_back_mails()
        elif kind == "rerouted":
            # another department has it now, and whoever did it outside does not any more
            outside.sudo()._take_from_performer()

    def _mail_work_links(self):
        """One new link and one mail for each request, held back while the step can be undone."""
        hold = fields.Datetime.add(fields.Datetime.now(), seconds=UNDO_SECONDS + UNDO_GRACE)
        for handoff in self:
            hours = handoff.service_id.link_days * 24
            recipient = handoff.performer_id or handoff.performer_email
            link, url = self.env["backoffice.link"]._issue(handoff, "work", recipient, hours)
            if not link._mail(url, hold):
                handoff.message_post(subtype_xmlid="mail.mt_note", body=self.env._(
                    "No mail could be sent to %s. Check the address, or tell them by telephone.", link._who()
                ))

    def _take_back_mails(self):
        """A step was undone: what it mailed is not sent, its link does not work."""
        links = self.env["backoffice.link"]._of(self, "work").filtered(lambda link: link._is_held())
        links._revoke()
        links._drop_mail()

    def _take_from_performer(self):
        self.env["backoffice.link"]._of(self, "work")._revoke()
        self.write({"performer_id": False, "performer_email": False})

    def action_mail_link(self):
        """Send the performer a new link; the one before stops working."""
        self.check_access("write")
        if any(not handoff.can_send and not handoff.can_receive for handoff in self):
            raise UserError(self.env._("Only the people of this request can send its link."))
        todo = self._performed_outside().filtered(lambda handoff: handoff.column in ("to_accept", "in_work", "waiting"))
        if not todo:
            raise UserError(self.env._("There is nothing to do outside for this request."))
        todo.sudo()._mail_work_links()  # sudo: the right was checked above
        return True

    def action_revoke_link(self):
        """Take the work back: the link stops working and the portal shows it no more."""
        self.check_access("write")
        if any(not handoff.can_send and not handoff.can_receive for handoff in self):
            raise UserError(self.env._("Only the people of this request can take it back."))
        self.sudo()._take_from_performer()  # sudo: the right was checked above
        return True

    # -- portal --------------------------------------------------------------------------------------

    @api.model
    def _performer_domain(self, partner):
        """Requests a portal user may do: addressed to his company; confidential ones to himself."""
        family = fields.Domain("performer_id.commercial_partner_id", "=", partner.commercial_partner_id.id)
        own = fields.Domain("performer_id", "=", partner.id) | fields.Domain("confidential", "=", False)
        return family & own & fields.Domain("state", "not in", ("draft", "cancelled"))

    def _portal_link(self, partner, make=False):
        """The link that stands for a portal user in the ledger; made only when something is decided."""
        self.ensure_one()
        Link = self.env["backoffice.link"].sudo()  # nobody writes links by hand
        mine = Link._of(self, "work").filtered(lambda link: link.partner_id == partner)[:1]
        if not mine and make:
            mine, _url = Link._issue(self, "work", partner, self.service_id.link_days * 24)
        return mine or Link.new({
            "purpose": "work", "res_model": self._name, "res_id": self.id, "partner_id": partner.id,
            "company_id": self.company_id.id, "email": partner.email,
        })

    def _technical(self):
        """As the technical user, who does what people outside decide."""
        return self.with_user(SUPERUSER_ID).with_company(self.company_id[:1])
