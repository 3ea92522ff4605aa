import secrets
from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import hash_sign, verify_hash_signed

from odoo.addons.frontoffice_crm.models.intake_refusal import Refusal

from ..tools import link as pure

SCOPE = "backoffice.link"
PATH = "/service/work/"
NONCE_HOURS = 24
POSTS = 30  # of one link in one hour
HOUR = 3600  # seconds


class BackofficeLink(models.Model):
    """A door for one person to one record, without a login: expiring, revocable, for one purpose.

    The secret is in the mail alone; here is its hash. Opening the page changes nothing. What is
    decided goes through ``_decide`` and is done by the technical user, never in the name of a colleague.
    The record behind it inherits ``backoffice.link.target``, which says what can be seen and done.
    """

    _name = "backoffice.link"
    _description = "Link for outsiders"
    _order = "id desc"
    _rec_name = "purpose"

    purpose = fields.Selection(
        [("work", "Work"), ("approve", "Approval"), ("document", "Document")], required=True, readonly=True
    )
    res_model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference("Record", model_field="res_model", required=True, readonly=True)
    partner_id = fields.Many2one("res.partner", "For", index="btree_not_null", readonly=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", "For colleague", index="btree_not_null", readonly=True, ondelete="cascade")
    email = fields.Char("Mailed to", readonly=True)
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True)
    confidential = fields.Boolean(readonly=True)
    token_hash = fields.Char(readonly=True, groups="base.group_system")
    issued_at = fields.Datetime("Issued on", required=True, readonly=True, default=fields.Datetime.now)
    expires_at = fields.Datetime("Valid until", required=True, readonly=True)
    revoked_at = fields.Datetime("Taken back on", readonly=True)
    answered_at = fields.Datetime("Last used on", readonly=True)

    _token_uniq = models.UniqueIndex("(token_hash)")
    _record_idx = models.Index("(res_model, res_id, purpose)")

    # -- giving and taking back ----------------------------------------------------------------------

    @api.model
    def _issue(self, record, purpose, recipient, hours):
        """(new link, its address). ``recipient``: a partner, a user, or a bare e-mail address (text).

        Earlier links of the same recipient to the same record and purpose stop working. The address
        is known here and now alone; it goes into one mail and is never stored.
        """
        record.ensure_one()
        who = self._recipient_values(recipient)
        # sudo: nobody writes links by hand; the caller checked the right on the record
        Link = self.sudo()
        Link._of(record, purpose).filtered(lambda link: link._is_for(who))._revoke()
        token = pure.fresh()
        link = Link.create({
            **who, "purpose": purpose, "res_model": record._name, "res_id": record.id,
            "company_id": record._link_company().id, "confidential": record._link_confidential(),
            "token_hash": pure.digest(token), "expires_at": fields.Datetime.now() + timedelta(hours=hours),
        })
        return link, f"{record.get_base_url()}{PATH}{token}"

    @api.model
    def _recipient_values(self, recipient):
        if isinstance(recipient, str):
            return {"partner_id": False, "user_id": False, "email": recipient}
        if recipient._name == "res.users":
            return {"partner_id": recipient.partner_id.id, "user_id": recipient.id, "email": recipient.email}
        return {"partner_id": recipient.id, "user_id": False, "email": recipient.email}

    def _is_for(self, who):
        if who["partner_id"]:
            return self.partner_id.id == who["partner_id"]
        return not self.partner_id and self.email == who["email"]

    @api.model
    def _of(self, records, purpose=None):
        """Links to these records, also those that no longer work; newest first."""
        domain = [("res_model", "=", records._name), ("res_id", "in", records.ids)]
        return self.sudo().search(domain + ([("purpose", "=", purpose)] if purpose else []))  # as in _issue

    def _revoke(self):
        """These links stop working now."""
        live = self.sudo().filtered(lambda link: not link.revoked_at)  # as in _issue
        live.revoked_at = fields.Datetime.now()
        return live

    # -- opening -------------------------------------------------------------------------------------

    @api.model
    def _open(self, token):
        """(link, problem) of a secret. ``problem`` is "" or why nothing can be done, see ``_problem``."""
        digest = pure.digest(token)
        # sudo: who has the secret may see its page, and the page shows nothing else
        link = self.sudo().search([("token_hash", "=", digest)], limit=1) if digest else self.sudo().browse()
        return link, link._problem()

    def _problem(self):
        """"" or one of unknown, replaced, revoked, expired, gone, and what the record says (over, cancelled…)."""
        target = self._target()
        if not self or not target:
            return "gone" if self else "unknown"
        if self.revoked_at:
            newer = self._of(target, self.purpose).filtered(lambda link: link.id > self.id and not link.revoked_at)
            return "replaced" if newer.filtered(lambda link: link.email == self.email) else "revoked"
        if self.expires_at <= fields.Datetime.now():
            return "expired"
        return target._link_problem(self.purpose)

    def _target(self):
        """The record behind the link, for the technical user, in the language of the page."""
        if not self or self.res_model not in self.env:
            return None
        target = self.env[self.res_model].with_user(SUPERUSER_ID).with_company(self.company_id)
        return target.browse(self.res_id).exists()

    def _who(self):
        """How the person behind the link is called in our conversation."""
        return self.partner_id.display_name or self.email or self.env._("Somebody")

    # -- deciding ------------------------------------------------------------------------------------

    def _nonce(self):
        """Goes into the page: one decision, on the record as it is shown, within a day."""
        target = self._target()
        values = [secrets.token_urlsafe(18), self.res_model, self.res_id, self.purpose, target._link_version()]
        return hash_sign(self.sudo().env, SCOPE, values, expiration_hours=NONCE_HOURS)  # reads the database secret

    def _opened_nonce(self, nonce):
        """(number, version) of a page of ours for this very record. Raises Refusal."""
        try:
            values = verify_hash_signed(self.sudo().env, SCOPE, nonce or "")  # as above
        except (ValueError, TypeError):
            values = None
        if not values or values[1:4] != [self.res_model, self.res_id, self.purpose]:
            raise Refusal("invalid", self.env._("The page was open for too long. Please look at it and send it again."))
        return values[0], values[4]

    def _decide(self, code, nonce, values, files=()):
        """Carry out one action of the page, once. Raises Refusal or UserError with a sentence to show.

        ``values``: what was typed; ``files``: [(name, bytes)], checked by their content.
        """
        self.ensure_one()
        guard, fresh = self.env["frontoffice.public.guard"], []
        number, version = self._opened_nonce(nonce)
        if not guard._allow("link", str(self.id), POSTS, HOUR):
            raise Refusal("limit", self.env._("This is a lot at once. Please wait an hour, or call us."))
        # of two posts at the same moment the second one starts again here, and finds the first
        self.sudo().answered_at = fields.Datetime.now()  # nobody writes links by hand
        self.flush_recordset(["answered_at"])

        def make():
            fresh.append(number)
            self._act(code, version, values, files)
            return {"code": code}

        guard._once(SCOPE, number, make)
        if not fresh:
            raise Refusal("replay", self.env._("We have this already: it was sent before. You see how it stands now."))

    def _act(self, code, version, values, files):
        target = self._target()
        if version != target._link_version():
            raise Refusal("changed", self.env._("Something has changed since you opened the page. See how it stands."))
        if code not in [action["code"] for action in target._link_actions(self.purpose)]:
            raise Refusal("invalid", self.env._("This is not possible any more. See how it stands now."))
        checked = self.env["frontoffice.intake"]._checked_files(files)
        getattr(target, f"_link_{self.purpose}_{code}")(self, values, checked)
