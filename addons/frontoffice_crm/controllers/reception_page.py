"""What the pages of the reception share: their frame, and the language and look a visitor asks for."""

import json

from markupsafe import Markup

from odoo.http import request

PAGE_HEADERS = {
    "Cache-Control": "no-store", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def page(screen, title, values, company=None, status=200):
    """The one frame of all screens: ``values`` go in as JSON, ``screen`` says which script draws them."""
    lang = request.env["res.lang"].sudo()._get_data(code=request.env.lang or "en_US")
    data = json.dumps(values, default=str).replace("<", "\\u003c")
    scheme = request.httprequest.cookies.get("color_scheme")
    html = request.env["ir.ui.view"].sudo()._render_template("frontoffice_crm.reception_page", {
        "screen": screen, "title": title, "data": Markup(data), "company": company,
        "scheme": scheme if scheme in ("dark", "light") else "",
        "html_lang": (lang.code or "en_US").replace("_", "-").split("@")[0], "direction": lang.direction or "ltr",
    })
    return request.make_response(html, headers=list(PAGE_HEADERS.items()), status=status)


def choose_lang(wanted=None, company=None):
    """Speak the language asked for, else the browser's, else the company's; only installed ones."""
    codes = [code for code, _name in request.env["res.lang"].sudo().get_installed()]
    browser = [tag.replace("-", "_") for tag in request.httprequest.accept_languages.values()]
    own = company and company.partner_id.lang
    for tag in filter(None, (wanted, *browser, own)):
        code = tag if tag in codes else next((c for c in codes if c.split("_")[0] == tag.split("_")[0]), None)
        if code:
            request.update_context(lang=code)
            return code
    request.update_context(lang=codes[0])
    return codes[0]


def languages():
    """[{code, name}] of the installed languages, each in its own words."""
    langs = request.env["res.lang"].sudo().search([])
    return [{"code": lang.code, "name": lang.name.split(" / ")[-1].split(" (")[0]} for lang in langs]


def gone():
    """What an unknown, closed or withdrawn link shows: nothing about what it once was."""
    choose_lang()
    words = request.env._("This link is no longer valid. Please ask us for a new one.")
    return page("note", "", {"text": words}, status=404)
