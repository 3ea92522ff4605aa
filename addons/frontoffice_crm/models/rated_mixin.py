from odoo import models
from odoo.exceptions import AccessError, UserError

from .mail_thread import AUTOMATIC

MACHINE = ("auto_comment", "notification", "user_notification", "out_of_office")


class RatedMixin(models.AbstractModel):
    """What customers rate on the stock rating page. Nobody of ours gives or changes the stars.

    For models that inherit ``rating.mixin`` already. It is listed first in ``_inherit`` and does not
    inherit that mixin itself: otherwise mail.thread would come before the ledger in the resolution
    order, and creating a record would write "created" into its chatter.
    """

    _name = "frontoffice.rated.mixin"
    _description = "Rated by customers"
    _rating_template = None  # external id of the mail that asks
    _rating_states = frozenset()  # states in which a customer can say how it was
    _rating_subtype = "mail.mt_note"  # kind of message the question is

    def action_ask_rating(self):
        """Ask the customer how it was: one mail with the stock rating link.

        Raises UserError when it is not finished, or when nobody could be asked.
        """
        self.check_access("write")
        for record in self:
            if record.state not in self._rating_states:
                raise UserError(self.env._("“%s” is not finished yet, so ask later.", record.display_name))
            if not record._rating_get_partner().email:
                raise UserError(self.env._("“%s” has no customer with an e-mail address.", record.display_name))
        self._ask_rating()
        return True

    def _ask_rating(self):
        """Send the question for those that are finished and have somebody to ask."""
        template = self.env.ref(self._rating_template)
        for record in self:
            if record.state not in self._rating_states or not record._rating_get_partner().email:
                continue
            record._freeze_rating()
            record.message_post_with_source(
                template, email_layout_xmlid="mail.mail_notification_light",
                message_type="auto_comment", subtype_xmlid=record._rating_subtype,
            )

    def _freeze_rating(self):
        """Who is rated is decided when we ask, not when the customer gets round to it."""
        self.ensure_one()
        self._rating_get_access_token()
        # sudo: ratings of ours are closed to everybody, see the rules
        pending = self.sudo().rating_ids.filtered(lambda r: not r.consumed)
        pending.write({"rated_partner_id": self._rating_get_operator().id})

    # -- nobody of ours gives stars ----------------------------------------------------------------

    def _check_rater(self, customer):
        """Refuse colleagues; a customer who works here may rate what was done for her."""
        user = self.env.user
        if user._is_internal() and not user._is_superuser() and user.partner_id != customer:
            raise AccessError(self.env._("Only the customer rates this."))

    def rating_apply(self, rate, token=None, rating=None, **kwargs):
        known = rating
        if token:
            # sudo: the token itself is the right to rate
            known = self.env["rating.rating"].sudo().search([("access_token", "=", token)], limit=1)
        self._check_rater((known or self.env["rating.rating"]).sudo().partner_id)
        return super().rating_apply(rate, token=token, rating=rating, **kwargs)

    def message_post(self, **kwargs):
        if kwargs.get("rating_value"):
            self._check_rater(self._rating_get_partner())
        return super().message_post(**kwargs)

    def _message_update_content(self, message, /, *, body, rating_value=None, **kwargs):
        if rating_value is not None:
            self._check_rater(message.sudo().rating_id.partner_id)  # sudo: ratings are closed, see above
        return super()._message_update_content(message, body=body, rating_value=rating_value, **kwargs)

    # -- mails that no person wrote ----------------------------------------------------------------

    def _notify_by_email_get_base_mail_values(self, message, recipients_data, additional_values=None):
        """What a machine sends says so, or two machines answer each other for ever."""
        values = dict(additional_values or {})
        if message.sudo().message_type in MACHINE or message.author_id == self.env.ref("base.partner_root"):
            values["headers"] = {**(values.get("headers") or {}), **AUTOMATIC}
        return super()._notify_by_email_get_base_mail_values(message, recipients_data, additional_values=values)
