import re
import secrets

from odoo import api, fields, models
from odoo.exceptions import ValidationError

ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:\d{1,5})?", re.IGNORECASE)
FORM_KINDS = ("web", "portal", "social", "press", "counter", "phone")


class FrontofficeChannel(models.Model):
    """A public form: a page of its own under a secret or readable address, also inside other sites."""

    _inherit = "frontoffice.channel"

    form_enabled = fields.Boolean("Public form", help="Anybody with the link can write to us. Nobody has to sign in.")
    form_token = fields.Char(copy=False, readonly=True, index="btree_not_null", groups="frontoffice_crm.group_manager")
    form_url = fields.Char("Link to the form", compute="_compute_form_url", groups="frontoffice_crm.group_manager")
    form_intro = fields.Text("Text above the form", translate=True)
    form_consent = fields.Text(
        "Consent",
        translate=True,
        help="People tick this before they send. Empty: nothing to tick, one line says what for.",
    )
    form_files = fields.Integer("Files at most", default=3)
    form_file_mb = fields.Integer("MB per file", default=5)
    form_promise = fields.Boolean(
        "Make it a promise",
        help="The safe date of the topic is promised at once. Off: the page only says what is usual.",
    )
    form_embed = fields.Boolean("May be shown inside other sites")
    form_origins = fields.Char(
        "Sites",
        help="Addresses of the sites that may show it, such as https://www.example.com, with spaces between.",
    )
    form_embed_code = fields.Char(
        "Code for your site", compute="_compute_form_url", groups="frontoffice_crm.group_manager"
    )
    ack_mail = fields.Boolean(
        "Confirm by e-mail",
        compute="_compute_ack_mail",
        store=True,
        readonly=False,
        help="A short mail says that it arrived, with the number of the case. On for forms, off for mailboxes.",
    )
    ack_template_id = fields.Many2one(
        "mail.template",
        "Words of the confirmation",
        domain=[("model", "=", "frontoffice.case")],
        ondelete="restrict",
    )

    _form_token_uniq = models.UniqueIndex("(form_token) WHERE form_token IS NOT NULL")
    _form_limits = models.Constraint(
        "CHECK (form_files BETWEEN 0 AND 10 AND form_file_mb BETWEEN 1 AND 10)",
        "A form takes at most 10 files of at most 10 MB each.",
    )

    @api.depends("kind")
    def _compute_ack_mail(self):
        for channel in self:
            channel.ack_mail = channel.kind in ("web", "portal")

    @api.depends("form_enabled", "form_token", "form_embed")
    def _compute_form_url(self):
        for channel in self:
            shown = channel.form_enabled and channel.form_token
            channel.form_url = f"{channel.get_base_url()}/service/{channel.form_token}" if shown else False
            channel.form_embed_code = (
                shown
                and channel.form_embed
                and (
                    f'<iframe src="{channel.form_url}?embed=1" title="{channel.company_id.name}" loading="lazy"'
                    ' style="width: 100%; height: 52rem; border: 0"></iframe>'
                )
            )

    @api.constrains("form_origins")
    def _check_form_origins(self):
        for channel in self:
            wrong = [site for site in (channel.form_origins or "").split() if not ORIGIN.fullmatch(site)]
            if wrong:
                raise ValidationError(
                    self.env._(
                        "“%s” is not the address of a site. Write it like https://www.example.com, without a path.",
                        wrong[0],
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        channels = super().create(vals_list)
        channels._ensure_form_token()
        return channels

    def write(self, vals):
        result = super().write(vals)
        if vals.get("form_enabled"):
            self._ensure_form_token()
        return result

    def _ensure_form_token(self):
        # sudo: the address of the form is read-only for people, so that nobody sets a guessable one
        for channel in self.sudo().filtered(lambda c: c.form_enabled and not c.form_token):
            channel.form_token = secrets.token_urlsafe(18)

    # -- buttons -------------------------------------------------------------------------------------

    def action_open_form(self):
        """Look at the form as a visitor does."""
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": f"/service/{self.sudo().form_token}", "target": "new"}

    def action_new_form_link(self):
        """A new address: the old one stops working at once."""
        self.check_access("write")
        for channel in self.sudo():  # as above
            channel.form_token = secrets.token_urlsafe(18)
        return True

    # -- what the page asks --------------------------------------------------------------------------

    @api.model
    def _by_form_key(self, key):
        """The channel of a form's address: its token, or its code when exactly one form has it."""
        if not re.fullmatch(r"[\w-]{2,64}", key or ""):
            return self.sudo().browse()
        # sudo: who has the link may see the form, and nothing else of the channel
        forms = self.sudo().search(
            [
                ("form_enabled", "=", True),
                "|",
                ("form_token", "=", key),
                ("code", "=", key),
            ],
            limit=2,
        )
        return forms.filtered(lambda c: c.form_token == key) or (forms if len(forms) == 1 else forms.browse())

    def _form_needs(self):
        """Topics a visitor may choose."""
        self.ensure_one()
        return (
            self.env["frontoffice.need"]
            .sudo()
            .search(
                [  # as above
                    ("is_published", "=", True),
                    ("company_id", "in", (False, self.company_id.id)),
                ]
            )
        )

    def _frame_ancestors(self):
        """Who may show the form inside a page (value of the Content-Security-Policy directive)."""
        self.ensure_one()
        if not self.form_embed:
            return "'none'"
        return " ".join(["'self'", *(self.form_origins or "").split()]) if self.form_origins else "'self'"

    @api.model
    def _for_portal(self, company):
        """The portal channel of a company; created when the first customer writes there."""
        # sudo: customers have no rights to channels
        channels = self.sudo()
        found = channels.search([("company_id", "=", company.id), ("kind", "=", "portal")], limit=1)
        return found or channels.create(
            {
                "name": self.env._("Customer portal"),
                "kind": "portal",
                "company_id": company.id,
            }
        )
