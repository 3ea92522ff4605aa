import secrets
from datetime import timedelta

from odoo import api, models
from odoo.fields import Datetime
from odoo.tools import SQL

from ..tools import feedback as pure
from .mail_thread import AUTOMATIC


class FeedbackInvitation(models.Model):
    """Asking: only who may be asked, once, in one budget over all rules and colleagues."""

    _inherit = "frontoffice.feedback.invitation"

    @api.model
    def _cron_send(self, limit=200):
        """Ask whoever is due and may be asked; note why where not. Running it again asks nobody twice."""
        now = Datetime.now()
        due = [("state", "=", "planned"), ("send_after", "<=", now)]
        todo = self.search(due, order="send_after, id", limit=limit).try_lock_for_update(allow_referencing=True)
        for line in todo:
            reason = line._refusal(now)
            if reason:
                line.write({"state": "skipped", "skip_reason": reason})
            else:
                line._ask(now)
        self.search([("state", "=", "sent"), ("closes_at", "<", now)]).write({"state": "expired"})
        self.env["ir.cron"]._commit_progress(len(todo), remaining=self.search_count(due, limit=1))

    def _refusal(self, now):
        """Why this person is not asked now, as a code; None when nothing speaks against it."""
        if not self.email:
            return "address"
        if self.partner_id.feedback_opt_out or self._blacklisted():
            return "opted_out"
        if not self._still_ended():
            return "reopened"
        return self._rests(now) or self._over_budget(self.email, self.company_id, now)

    def _rests(self, now):
        """"rest" while this person was asked the same by this rule not long ago."""
        asked = self.search_count([
            ("policy_id", "=", self.policy_id.id), ("email", "=", self.email),
            ("sent_at", ">", now - timedelta(days=self.policy_id.rest_days)),
        ], limit=1)
        return "rest" if asked else None

    def _blacklisted(self):
        # sudo: the block list of mail is not the front office's to read
        return bool(self.env["mail.blacklist"].sudo().search_count([("email", "=", self.email)], limit=1))

    def _still_ended(self):
        record = self._about()
        if self.policy_id.trigger == "relationship" or not record:
            return True
        return record.state in record._rating_states and record._feedback_episode() == self.episode

    def _about(self):
        """The case, promise or interaction this is about."""
        self.ensure_one()
        return self.case_id or self.promise_id or self.encounter_id

    @api.model
    def _over_budget(self, email, company, now):
        """"budget" when this person was asked enough, by whatever rule or colleague; else None.

        The person is locked first, so that two askers cannot both find room.
        """
        # an advisory lock has no ORM counterpart; it ends with the transaction
        self.env.cr.execute(SQL("SELECT pg_advisory_xact_lock(hashtext(%s))", f"frontoffice.feedback:{email}"))
        since = now - timedelta(days=company.feedback_days)
        # sudo: the budget holds over all companies' colleagues who may ask
        lines = self.sudo().search([
            ("email", "=", email), ("company_id", "=", company.id), ("sent_at", ">", since),
        ])
        return pure.refusal(lines.mapped("sent_at"), now, company.feedback_count, company.feedback_days)

    def _ask(self, now):
        days = (self.policy_version_id.values or {}).get("answer_days") or 14
        self.write({
            "state": "sent", "sent_at": now, "closes_at": now + timedelta(days=days),
            "token": secrets.token_urlsafe(24),
        })
        if self.instrument == pure.CSAT:
            self._about()._ask_rating_for(self)
        else:
            self._ask_survey()

    def _ask_survey(self):
        """One mail with the link of the stock survey page; opening it answers nothing."""
        survey = self.env["survey.survey"].browse(self.policy_version_id.values["survey_id"])
        self.user_input_id = survey._create_answer(
            partner=self.partner_id, email=self.email, deadline=self.closes_at, check_attempts=False,
        )
        template = self.env.ref("frontoffice_crm.mail_template_survey")
        template.send_mail(self.id, email_layout_xmlid="mail.mail_notification_light", email_values={
            "headers": repr(AUTOMATIC), "record_company_id": self.company_id.id, "auto_delete": True,
        })
