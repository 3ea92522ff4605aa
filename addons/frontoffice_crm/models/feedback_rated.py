import secrets
from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize

from ..tools import feedback as pure


class RatedMixin(models.AbstractModel):
    """Smileys share the one budget of a person with every survey."""

    _inherit = "frontoffice.rated.mixin"

    def action_ask_rating(self):
        Invitation = self.env["frontoffice.feedback.invitation"]
        now = fields.Datetime.now()
        for record in self:
            partner = record._rating_get_partner()
            if partner.feedback_opt_out:
                raise UserError(self.env._("%s does not want to be asked.", partner.name))
            email = email_normalize(partner.email or "")
            if email and Invitation._over_budget(email, record.company_id, now):
                raise UserError(self.env._(
                    "%(name)s was asked within the last %(days)s days."
                    " Ask again later, or change the limit in the settings.",
                    name=partner.name, days=record.company_id.feedback_days,
                ))
        return super().action_ask_rating()

    def _ask_rating(self):
        """As before, noted as asked, and not for those who were asked enough."""
        Invitation = self.env["frontoffice.feedback.invitation"].sudo()  # nobody writes them by hand
        now = fields.Datetime.now()
        for record in self:
            partner = record._rating_get_partner()
            email = email_normalize(partner.email or "")
            if record.state not in record._rating_states or not email or partner.feedback_opt_out:
                continue
            if not Invitation._over_budget(email, record.company_id, now):
                line = Invitation.create(record._prepare_asked_vals(partner, email, now))
                record._ask_rating_for(line)

    def _prepare_asked_vals(self, partner, email, now):
        """An invitation by a colleague instead of by a rule."""
        link = {"frontoffice.case": "case_id", "frontoffice.promise": "promise_id"}.get(self._name, "encounter_id")
        return {
            link: self.id, "company_id": self.company_id.id, "partner_id": partner.id, "email": email,
            "instrument": pure.CSAT, "episode": self._feedback_episode(), "user_id": self.user_id.id,
            "team_id": self.team_id.id, "channel_id": self.channel_id.id, "need_id": self._feedback_topic().id,
            "state": "sent", "planned_at": now, "sent_at": now, "closes_at": now + timedelta(days=14),
            "token": secrets.token_urlsafe(24),
        }

    def _ask_rating_for(self, invitation):
        """Send the smiley of one invitation and remember which rating answers it."""
        super()._ask_rating()
        # sudo: ratings of ours are closed to everybody, see the rules
        pending = self.sudo().rating_ids.filtered(lambda rating: not rating.consumed)
        invitation.rating_id = pending.sorted("id")[-1:]

    def rating_apply(self, rate, token=None, rating=None, **kwargs):
        applied = super().rating_apply(rate, token=token, rating=rating, **kwargs)
        # sudo: the customer rates, and has no right to see who asked
        lines = self.env["frontoffice.feedback.invitation"].sudo().search([("rating_id", "in", applied.ids)])
        for line in lines:
            line._answered(line.rating_id.rating)
        return applied

    # -- what rules look at ------------------------------------------------------------------------

    def _feedback_topic(self):
        """Topic of what is asked about."""
        return self.need_id

    def _feedback_type(self):
        """Case type, where there is one."""
        return False

    def _feedback_episode(self):
        """How often it had been opened again: a new episode may be asked about anew."""
        return 0


class Case(models.Model):
    _inherit = "frontoffice.case"

    def _feedback_type(self):
        return self.type

    def _feedback_episode(self):
        return self.reopen_count

    def _after_record(self, kind, before, moments):
        result = super()._after_record(kind, before, moments)
        if kind == "resolved":
            self.env["frontoffice.feedback.policy"]._plan("case_resolved", self)
        return result


class Promise(models.Model):
    _inherit = "frontoffice.promise"

    def _feedback_topic(self):
        return self.case_id.need_id or self.encounter_id.need_id

    def _feedback_type(self):
        return self.case_id.type

    def _after_record(self, kind, before, moments):
        result = super()._after_record(kind, before, moments)
        if kind in ("fulfilled", "lapsed"):
            given = self.filtered(lambda promise: promise.origin_kind == "person")
            self.env["frontoffice.feedback.policy"]._plan("promise_decided", given)
        return result


class Encounter(models.Model):
    _inherit = "frontoffice.encounter"

    def _feedback_type(self):
        return self.case_id.type

    def _complete(self):
        result = super()._complete()
        self._plan_feedback()
        return result

    def write(self, vals):
        done = super().write(vals)
        if vals.get("state") == "done":
            self._plan_feedback()
        return done

    def _plan_feedback(self):
        """Contacts that ended; one that became a case is asked about when the case is solved."""
        ended = self.filtered(lambda e: e.state == "done" and e.direction == "in" and not e.case_id)
        self.env["frontoffice.feedback.policy"]._plan("encounter_done", ended)
