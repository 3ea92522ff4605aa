from odoo import fields, models
from odoo.exceptions import UserError

from ..tools.case import LIVE, SETTLED


class Case(models.Model):
    """Some words, interactions and promises of a case become a case of their own."""

    _inherit = "frontoffice.case"

    def _split_off(self, subject, keep):
        """A new case with the records ``keep`` ({model: ids}) of this one; returns it."""
        self.ensure_one()
        self.check_access("write")
        self._ledger_lock()
        if self.state not in (*LIVE, *SETTLED):
            raise UserError(self.env._("This case is not open any more."))
        if not any(keep.values()):
            raise UserError(self.env._("Choose what the new case is about: a message, an interaction or a promise."))
        self.check_access("create")
        # sudo: people do not choose when a case was opened, a split may
        case = self.sudo().create(self._prepare_split_vals(subject, keep)).sudo(self.env.su)
        case._message_subscribe(partner_ids=self.sudo().message_partner_ids.ids)  # sudo: followers are followers
        moved = self._merge_lines(case, self._with_attachments(keep))
        journal = self._merge_journal("split", self, case, moved)
        for line in moved:
            journal._move(line)
        self._record("split", {"to": case.id})
        return case

    def _prepare_split_vals(self, subject, keep):
        return {
            "subject": subject or self.subject, "type": self.type, "need_id": self.need_id.id,
            "partner_id": self.partner_id.id, "partner_name": self.partner_name, "email": self.email,
            "phone": self.phone, "channel_id": self.channel_id.id, "team_id": self.team_id.id,
            "user_id": self.user_id.id, "company_id": self.company_id.id, "priority": self.priority,
            "opened_at": self._split_moment(keep),
        }

    def _split_moment(self, keep):
        """When the customer came with it: the answer times of the new case count from then."""
        letters = self.env["mail.message"].sudo().browse(keep.get("mail.message", []))
        visits = self.env["frontoffice.encounter"].sudo().browse(keep.get("frontoffice.encounter", []))
        moments = [*letters.mapped("date"), *visits.mapped("arrived_at")]
        first = min(moments, default=fields.Datetime.now())
        return max(first, self.opened_at).replace(microsecond=0)

    def _with_attachments(self, keep):
        """Files go with their message, stars with theirs."""
        messages = self.env["mail.message"].sudo().browse(keep.get("mail.message", []))
        files = messages.attachment_ids.filtered(lambda a: (a.res_model, a.res_id) == (self._name, self.id))
        return {**keep, "ir.attachment": files.ids, "rating.rating": messages.rating_ids.ids}

    def _unsplit(self, journal):
        """Everything returns to this case; the new one, which has had a life of its own, is cancelled."""
        case = journal.other_ids
        (self | case).check_access("write")
        (self | case)._ledger_lock()
        (self | case).invalidate_recordset(["state"])
        if case.state not in LIVE or self.state not in (*LIVE, *SETTLED):
            raise UserError(self.env._("%s has gone on in the meantime. Merge the two instead.", case.name))
        if case._grown_since(journal):
            raise UserError(self.env._(
                "%s has had new messages or promises since. Merge the two instead, so that nothing gets lost.",
                case.name,
            ))
        journal._move_back()
        case._record("cancelled", {"by": "unsplit"})
        case.sudo().active = False  # out of the lists, not out of the history
        self._record("unsplit", {"from": case.id})

    def _grown_since(self, journal):
        """Whether a customer or colleague added something to the split-off case."""
        known = {(line["model"], record_id) for line in journal.moved or [] for record_id in line["ids"]}
        for line in self._merge_lines(journal.case_id):  # what would move, were the two merged
            fresh = [i for i in line["ids"] if (line["model"], i) not in known]
            if line["model"] == "mail.message":
                kinds = self.env["mail.message"].sudo().browse(fresh).mapped("message_type")
                fresh = [kind for kind in kinds if kind in ("comment", "email")]
            if fresh:
                return True
        return False

    def action_split(self):
        """Take something out of this case."""
        action = self.env["ir.actions.act_window"]._for_xml_id("frontoffice_crm.case_split_action")
        return {**action, "context": {"default_case_id": self.id}}
