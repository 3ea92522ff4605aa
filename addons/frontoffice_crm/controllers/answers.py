import secrets

from odoo import http
from odoo.http import request

from ..models.intake_entry import Entry
from ..models.intake_refusal import Refusal
from . import posted
from .my_cases import MyCases
from .public_form import PublicForm

BODY = 8192
SOLVED = "frontoffice_crm.public_solved"


def _looked(channel, origin):
    """What the reader of a form sees while typing: answers that fit, or none after too many looks."""
    Snippet = request.env["frontoffice.snippet"]
    try:
        _raw, asked = posted.json_body(BODY)
    except ValueError:
        return posted.answer({"answers": []}, 400)
    if not Snippet._may_look(origin):
        return posted.answer({"answers": []}, 429)
    need = channel._form_needs().filtered(lambda n: str(n.id) == str(asked.get("need") or ""))
    text = asked.get("text") if isinstance(asked.get("text"), str) else ""
    found = Snippet.with_context(lang=channel.env.context.get("lang"))._public_for(text, channel.company_id, need)
    return posted.answer({"answers": found._for_customers()})


class PublicAnswers(PublicForm):
    """Ready answers beside the public form."""

    # Reads only, and changes nothing but a counter: as with the form itself there is no session to ride on.
    @http.route(
        "/service/<string:key>/answers", type="http", auth="public", methods=["POST"], csrf=False, save_session=False,
        max_content_length=BODY,
    )
    def answers(self, key, **_query):
        return _looked(self._channel(key), posted.origin())

    # as the form: its stamp says that we drew it
    @http.route(
        "/service/<string:key>/solved", type="http", auth="public", methods=["POST"], website=True, sitemap=False,
        csrf=False, save_session=False,
    )
    def solved(self, key, embed=None, **post):
        channel = self._channel(key)
        intake, guard = request.env["frontoffice.intake"], request.env["frontoffice.public.guard"]
        answer = request.env["frontoffice.snippet"]._public_one(post.get("answer"), channel.company_id)
        try:
            with request.env.cr.savepoint():
                problem = intake._form_problem(channel, posted.origin())
                if problem or not answer or guard._is_robot(f"form.{channel.id}", post):
                    raise problem or Refusal("robot", request.env._("Please send your question, we answer it."))
                intake._take_solved(self._solved_entry(channel, post), answer)
        except Refusal as error:
            intake._log_refused(channel, error.reason, posted.origin())
            return self._again(channel, embed, post, error)
        return self._page(SOLVED, channel, embed, {})

    def _solved_entry(self, channel, post):
        need = channel._form_needs().filtered(lambda n: str(n.id) == post.get("need"))
        return Entry(
            channel, text=(post.get("text") or "")[:BODY], need=need, handled_by="self",
            reference=self._reference(post).replace("form:", "solved:"),
        )


class PortalAnswers(MyCases):
    """The same for customers who are signed in."""

    # as above: it reads, and changes nothing but a counter
    @http.route("/my/cases/answers", type="http", auth="user", methods=["POST"], csrf=False, max_content_length=BODY)
    def my_answers(self, **_query):
        return _looked(self._channel(request.env.user.partner_id), f"user {request.env.uid}")

    @http.route("/my/cases/solved", type="http", auth="user", website=True, methods=["POST"])
    def my_solved(self, text="", need="", ticket="", answer="", **_post):
        partner = request.env.user.partner_id
        channel = self._channel(partner)
        found = request.env["frontoffice.snippet"]._public_one(answer, channel.company_id)
        if not found:
            again = request.env._("Please send your question, we answer it.")
            return self._new_page({"text": text, "need": need}, again)
        entry = Entry(
            channel, text=text[:BODY], partner=partner, handled_by="self",
            need=channel._form_needs().filtered(lambda n: str(n.id) == need),
            reference=f"solved:{ticket[:64] if len(ticket) >= 16 else secrets.token_urlsafe(18)}",
        )
        request.env["frontoffice.intake"]._take_solved(entry, found)
        return request.redirect("/my/cases?solved=1")
