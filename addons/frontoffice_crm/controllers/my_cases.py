import secrets

from odoo import http
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal, pager

from ..models.intake_entry import Entry
from ..models.intake_refusal import Refusal
from ..tools.case import LIVE
from . import posted

PER_PAGE = 20
FILES, FILE_MB = 3, 5
FILTERS = {"open": [("state", "in", LIVE)], "done": [("state", "in", ("resolved", "closed"))], "all": []}


class MyCases(CustomerPortal):
    """The customer's own cases: list, page, new request, and what customers do with them."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "case_count" in counters:
            values["case_count"] = self._cases().search_count(self._cases_domain())
        return values

    def _cases(self):
        # sudo: customers have no right to the model; the domain says which cases are theirs
        return request.env["frontoffice.case"].sudo()

    def _cases_domain(self):
        return self._cases()._portal_domain(request.env.user.partner_id) & Domain("merged_into_id", "=", False)

    def _scheme(self):
        return {"scheme": request.httprequest.cookies.get("color_scheme") or ""}

    @http.route(["/my/cases", "/my/cases/page/<int:page>"], type="http", auth="user", website=True, readonly=True)
    def my_cases(self, page=1, filterby="open", **_query):
        filterby = filterby if filterby in FILTERS else "open"
        domain = self._cases_domain() & Domain(FILTERS[filterby])
        total = self._cases().search_count(domain)
        pages = pager("/my/cases", total, page=page, step=PER_PAGE, url_args={"filterby": filterby})
        cases = self._cases().search(domain, order="opened_at desc, id desc", limit=PER_PAGE, offset=pages["offset"])
        return request.render(
            "frontoffice_crm.portal_my_cases",
            {
                **self._prepare_portal_layout_values(),
                **self._scheme(),
                "page_name": "cases",
                "pager": pages,
                "lines": [(case, case._portal_status()) for case in cases],
                "filterby": filterby,
                "default_url": "/my/cases",
            },
        )

    @http.route("/my/cases/new", type="http", auth="user", website=True, methods=["GET"])
    def new_case(self, **_query):
        return self._new_page({}, "")

    @http.route("/my/cases/new", type="http", auth="user", website=True, methods=["POST"])
    def send_new_case(self, text="", need="", ticket="", **_post):
        partner = request.env.user.partner_id
        channel = self._channel(partner)
        entry = Entry(
            channel,
            text=text,
            partner=partner,
            need=channel._form_needs().filtered(lambda n: str(n.id) == need),
            reference=f"portal:{ticket[:64]}" if len(ticket) >= 16 else "",
            handled_by="self",
            files=posted.files("files", FILES, FILE_MB),
        )
        intake = request.env["frontoffice.intake"]
        try:
            with request.env.cr.savepoint():
                taken = intake._take_form(entry)
        except Refusal as error:
            intake._log_refused(channel, error.reason, f"user {request.env.uid}")
            return self._new_page({"text": text, "need": need}, str(error))
        return request.redirect(f"/my/cases/{taken.encounter.case_id.id}?done=new")

    def _channel(self, partner):
        company = partner.company_id or request.env.company
        channel = request.env["frontoffice.channel"]._for_portal(company)
        return channel.with_company(company).with_context(lang=request.env.context.get("lang"))

    def _new_page(self, values, problem):
        channel = self._channel(request.env.user.partner_id)
        return request.render(
            "frontoffice_crm.portal_case_new",
            {
                **self._prepare_portal_layout_values(),
                **self._scheme(),
                "page_name": "cases",
                "needs": channel._form_needs(),
                "values": values,
                "problem": problem,
                "ticket": secrets.token_urlsafe(18),
                "files": FILES,
                "file_mb": FILE_MB,
            },
        )

    # -- one case ------------------------------------------------------------------------------------

    @http.route("/my/cases/<int:case_id>", type="http", auth="public", website=True)
    def my_case(self, case_id, access_token=None, done="", problem="", **_query):
        case, partner = self._allowed(case_id, access_token)
        if not partner:
            return self._polite(access_token)
        survivor = case._survivor()
        if survivor != case:
            return self._survivor(survivor, partner)
        return self._case_page(case, partner, access_token, done)

    def _allowed(self, case_id, access_token):
        """(case, who speaks); nobody when this visitor may not see it."""
        case = self._cases().browse(case_id)
        visitor = request.env["res.partner"] if request.env.user._is_public() else request.env.user.partner_id
        return case, case._portal_partner(visitor, access_token)

    def _polite(self, access_token):
        """No error page, and no word about whether the case exists."""
        response = request.render(
            "frontoffice_crm.portal_case_not_yours",
            {
                **self._scheme(),
                "with_link": bool(access_token),
                "public": request.env.user._is_public(),
                "page_name": "cases",
                "back": request.httprequest.path,
            },
        )
        response.status_code = 404
        return response

    def _survivor(self, survivor, partner):
        """A merged case: on to the one that lives, where this customer may see it."""
        same = survivor and survivor.partner_id.commercial_partner_id == partner.commercial_partner_id
        if not survivor or not (same or survivor._portal_partner(partner, None)):
            return request.render("frontoffice_crm.portal_case_joined", {**self._scheme(), "page_name": "cases"})
        return request.redirect(survivor.get_portal_url() if same else survivor.access_url)

    def _case_page(self, case, partner, access_token, done="", problem="", text=""):
        messages = case._portal_messages()
        for attachment in messages.attachment_ids:
            attachment.generate_access_token()
        return request.render(
            "frontoffice_crm.portal_case_page",
            {
                **self._scheme(),
                "page_name": "case",
                "case": case,
                "status": case._portal_status(),
                "step": case._portal_step(),
                "messages": messages,
                "can": case._portal_actions(),
                "partner": partner,
                "token": access_token or "",
                "done": done,
                "problem": problem,
                "text": text,
                "ticket": secrets.token_urlsafe(18),
                "files": FILES,
                "file_mb": FILE_MB,
                "zone": case.company_id.resource_calendar_id.tz or "UTC",
            },
        )

    @http.route("/my/cases/<int:case_id>/<string:step>", type="http", auth="public", website=True, methods=["POST"])
    def case_step(self, case_id, step, access_token=None, **post):
        """Answer, solved, not solved, rate: by POST alone, so that no mail scanner presses a button."""
        case, partner = self._allowed(case_id, access_token)
        if not partner:
            return self._polite(access_token)
        if case._survivor() != case:
            return self._survivor(case._survivor(), partner)
        back = f"/my/cases/{case.id}?access_token={access_token}" if access_token else f"/my/cases/{case.id}?"
        try:
            with request.env.cr.savepoint():
                target = self._do(case, partner, step, post)
        except UserError as error:
            return self._case_page(case, partner, access_token, problem=str(error), text=post.get("text") or "")
        return request.redirect(target or f"{back}&done={step}")

    def _do(self, case, partner, step, post):
        """Carry out one step; returns where to go, or None for the page itself. Raises UserError."""
        if step not in case._portal_actions():
            raise Refusal("invalid", request.env._("This is not possible any more. See how it stands now."))
        if not request.env["frontoffice.public.guard"]._allow("portal.case", f"{case.id} {partner.id}", 30, 3600):
            raise Refusal("limit", request.env._("This is a lot at once. Please wait an hour, or call us."))
        if step == "rate":
            return case._portal_rating_url({"1": 1, "3": 3}.get(post.get("stars"), 5))
        if step == "solved":
            return case._portal_solved()
        ticket = post.get("ticket") or ""
        reference = f"portal:{ticket[:64]}" if len(ticket) >= 16 else None
        uploads = posted.files("files", FILES, FILE_MB)
        if step == "not_solved":
            case._portal_not_solved()
        if step == "answer" or (post.get("text") or "").strip() or uploads:
            case._portal_answer(partner, post.get("text"), uploads, reference)
        return None
