from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

THREADS = ("backoffice.handoff", "backoffice.handoff.desk")


class ConfidentialAudience(models.AbstractModel):
    """Of what is confidential, words go to those alone who may open it: not by mention, follower or mail."""

    _inherit = "backoffice.internal.audience"

    def _check_internal(self, partner_ids):
        super()._check_internal(partner_ids)
        if "confidential" not in self._fields:
            return
        secret = self.sudo().filtered("confidential")  # sudo: that it is confidential decides, whoever writes
        if not secret or not partner_ids:
            return
        # sudo: users of partners, to ask for their rights
        partners = self.env["res.partner"].sudo().browse(partner_ids).exists()
        shut_out = partners.filtered(lambda p: not any(secret._open_to(user) for user in p.user_ids))
        if shut_out:
            raise UserError(self.env._(
                "This is confidential and %(names)s may not see it. "
                "Write to the person who asked, who does it, or the head of the department.",
                names=", ".join(shut_out.mapped("name")),
            ))

    def _open_to(self, user):
        """Whether a user may read all of these."""
        own = self.with_user(user).with_context(allowed_company_ids=user.company_ids.ids)
        return own.has_access("read")

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        recipients = super()._notify_get_recipients(message, msg_vals=msg_vals, **kwargs)
        if not self or "confidential" not in self._fields or not self.sudo().confidential:  # as above
            return recipients
        Users = self.env["res.users"].sudo()  # as above
        return [line for line in recipients if line.get("uid") and self._open_to(Users.browse(line["uid"]))]


class Handoff(models.Model):
    _inherit = "backoffice.handoff"

    def _tell_changed(self):
        """Even that something changed is for those alone who may see it."""
        secret = self.filtered("confidential")
        super(Handoff, self - secret)._tell_changed()
        # sudo: who is trusted in the department, to send them a signal without words
        members = self.env["backoffice.member"].sudo().search([
            ("department_id", "in", secret.to_department_id.ids), ("role", "in", ("head", "deputy")),
        ]) if secret else self.env["backoffice.member"]
        for user in secret.from_user_id | secret.user_id | members.user_id:
            user._bus_send("backoffice/changed", {})


class Promise(models.Model):
    _inherit = "frontoffice.promise"

    def _praise_chain(self):
        """Who worked on what is confidential is not named."""
        chain, requests = super()._praise_chain(), self.sudo().handoff_ids  # as in the chain itself
        named = requests.filtered(lambda h: not h.confidential and h.state != "cancelled").user_id
        hidden = requests.filtered("confidential").user_id - named - self.sudo().user_id
        return chain - hidden


class MailFollowers(models.Model):
    """Stock lets every colleague list who follows which record; who follows what is confidential is not listed."""

    _inherit = "mail.followers"

    @api.model
    def _search(self, domain, *args, **kwargs):
        domain = Domain(domain)
        if not self.env.su:
            for model in THREADS:
                domain &= self._seen_followers(model)
        return super()._search(domain, *args, **kwargs)

    @api.model
    def _seen_followers(self, model):
        """Followers of other models, and of what is not confidential or open to this user."""
        # sudo: ids that are left out, they never leave this method
        secret = self.env[model].sudo().with_context(active_test=False)._search([("confidential", "=", True)])
        seen = Domain("res_model", "!=", model) | Domain("res_id", "not in", secret)
        Record = self.env[model].with_context(active_test=False)
        return seen | Domain("res_id", "in", Record._search([("confidential", "=", True)])) if (
            Record.has_access("read")) else seen

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if result or self.env.su or not self:
            return result
        open_ids = self.browse(self._search([("id", "in", self.ids)]))
        hidden = self - open_ids
        if not hidden:
            return None
        return hidden, lambda: AccessError(self.env._("You may not see who follows this."))


class MergeJournal(models.Model):
    _inherit = "frontoffice.merge.journal"

    def _shown_count(self, line):
        if line["model"] != "backoffice.handoff":
            return super()._shown_count(line)
        return len(self.env["backoffice.handoff"].browse(line["ids"]).exists()._filtered_access("read"))
