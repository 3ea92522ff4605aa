import secrets

from werkzeug.exceptions import NotFound, RequestEntityTooLarge, abort

from odoo import http
from odoo.http import request
from odoo.tools import format_datetime

from ..models.intake_entry import Entry
from ..models.intake_refusal import Refusal
from ..models.public_guard import TRAP
from ..tools import public_text
from ..tools.file_kind import MB
from . import posted

SPARE = 2 * MB  # texts and borders around the files
ALWAYS = 110 * MB  # no form takes more: ten files of ten MB
FIELDS = ("name", "email", "phone", "need", "text")
PAGE = "frontoffice_crm.public_form"
THANKS = "frontoffice_crm.public_thanks"


def _limit(_controller):
    """Bytes one post may have. A larger one is written down and refused before it is read."""
    key = request.httprequest.path.rsplit("/", 1)[-1]
    channel = request.env["frontoffice.channel"]._by_form_key(key)
    limit = channel.form_files * channel.form_file_mb * MB + SPARE if channel else SPARE
    if channel and (request.httprequest.content_length or 0) > limit:
        # its own transaction: the refusal rolls this one back
        with request.env.registry.cursor() as cr:
            intake = request.env(cr=cr)["frontoffice.intake"]
            # sudo: as in _by_form_key
            same = intake.env["frontoffice.channel"].sudo().browse(channel.id)
            intake._log_refused(same, "oversized", posted.origin())
        abort(RequestEntityTooLarge().get_response())
    return ALWAYS


class PublicForm(http.Controller):
    """A form anybody may fill in. The visitor is a stranger here, even when signed in elsewhere."""

    @http.route(
        "/service/<string:key>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=False,
        save_session=False,
    )
    def form(self, key, embed=None, **_query):
        channel = self._channel(key)
        return self._page(PAGE, channel, embed, {"values": {}, "problem": ""})

    # No session in a page inside another site, so no stock CSRF token: the stamp of the form says that
    # we drew it, its ticket that it is sent once. Nothing is done in anybody's name.
    @http.route(
        "/service/<string:key>",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
        csrf=False,
        save_session=False,
        max_content_length=_limit,
    )
    def send(self, key, embed=None, **post):
        channel = self._channel(key)
        intake, guard = request.env["frontoffice.intake"], request.env["frontoffice.public.guard"]
        known = intake._known_entry(Entry(channel, reference=self._reference(post)))
        if known:  # sent twice: the same page again
            return self._thanks(channel, embed, known)
        try:
            with request.env.cr.savepoint():
                self._guarded(channel, guard, post)
                taken = intake._take_form(self._entry(channel, post))
        except Refusal as error:
            intake._log_refused(channel, error.reason, posted.origin())
            return self._again(channel, embed, post, error)
        return self._thanks(channel, embed, taken.encounter)

    # -- steps ---------------------------------------------------------------------------------------

    def _channel(self, key):
        channel = request.env["frontoffice.channel"]._by_form_key(key)
        if not channel:
            raise NotFound()
        lang = request.env.context.get("lang")
        return channel.with_context(lang=lang).with_company(channel.company_id)

    def _guarded(self, channel, guard, post):
        """Raise Refusal for robots and floods. The cheapest check comes first."""
        if guard._is_robot(f"form.{channel.id}", post):
            raise Refusal(
                "robot", request.env._("The form was open for too long, or sent too fast. Please send it again.")
            )
        problem = request.env["frontoffice.intake"]._form_problem(channel, posted.origin())
        if problem:
            raise problem
        if channel.form_consent and not post.get("consent"):
            raise Refusal("invalid", request.env._("Please tick that you agree, so that we may answer you."))
        if not (post.get("email") or "").strip() and not (post.get("phone") or "").strip():
            raise Refusal(
                "invalid", request.env._("Please give an e-mail address or a telephone number, so that we can answer.")
            )

    def _entry(self, channel, post):
        need = channel._form_needs().filtered(lambda n: str(n.id) == post.get("need"))
        return Entry(
            channel,
            text=post.get("text") or "",
            name=post.get("name") or "",
            email=post.get("email") or "",
            phone=post.get("phone") or "",
            need=need,
            reference=self._reference(post),
            handled_by="self",
            files=posted.files("files", channel.form_files, channel.form_file_mb),
        )

    def _reference(self, post):
        """What makes a second post of the same page the same post."""
        ticket = post.get("ticket") or ""
        return (
            f"form:{ticket}" if 16 <= len(ticket) <= 64 and ticket.replace("-", "").replace("_", "").isalnum() else ""
        )

    # -- pages ---------------------------------------------------------------------------------------

    def _again(self, channel, embed, post, error):
        values = {name: public_text.body(post.get(name))[: public_text.BODY] for name in FIELDS}
        response = self._page(PAGE, channel, embed, {"values": values, "problem": str(error)})
        response.status_code = {"limit": 429, "oversized": 413}.get(error.reason, 422)
        return response

    def _thanks(self, channel, embed, encounter):
        usual = request.env["frontoffice.intake"]._form_date(channel, encounter)
        zone = channel.company_id.resource_calendar_id.tz or "UTC"
        date = usual and format_datetime(request.env, usual["due_at"], tz=zone, dt_format="EEEE d MMMM, HH:mm")
        return self._page(
            THANKS,
            channel,
            embed,
            {
                "reference": encounter._public_reference(),
                "date": date,
                "promised": usual and usual["promised"],
                "mailed": channel.ack_mail and encounter.email,
                "zone": zone,
            },
        )

    def _page(self, template, channel, embed, values):
        guard = request.env["frontoffice.public.guard"]
        embedded = bool(embed) and channel.form_embed
        common = {
            "channel": channel, "company": channel.company_id, "needs": channel._form_needs(), "trap": TRAP,
            "stamp": guard._stamp(f"form.{channel.id}"), "ticket": secrets.token_urlsafe(18), "embed": embedded,
            "no_header": True, "no_footer": embedded, "scheme": request.httprequest.cookies.get("color_scheme") or "",
        }
        response = request.render(template, {**common, **values})
        ancestors = channel._frame_ancestors() if embedded else "'none'"
        response.headers["Content-Security-Policy"] = f"frame-ancestors {ancestors}"
        if ancestors == "'none'":
            response.headers["X-Frame-Options"] = "DENY"
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response
