import json

from odoo import http
from odoo.http import content_disposition, request


class PersonalExport(http.Controller):
    """The file of a person. Made for the download and kept nowhere."""

    @http.route("/frontoffice/personal/<int:partner_id>", type="http", auth="user", methods=["GET"])
    def export(self, partner_id):
        """Everything held about the contact as JSON; managers of the Front Office alone, logged."""
        partner = request.env["res.partner"].browse(partner_id).exists()
        if not partner:
            raise request.not_found()
        personal = request.env["frontoffice.personal"]
        allowed = request.env.user.company_ids.ids
        chosen = [int(c) for c in (request.cookies.get("cids") or "").split("-") if c.isdigit()]
        companies = [c for c in chosen if c in allowed] or allowed
        personal = personal.with_context(allowed_company_ids=companies)
        data = personal._export(partner.with_env(personal.env))
        text = json.dumps(data, ensure_ascii=False, indent=2, default=str)
        return request.make_response(text, headers=[
            ("Content-Type", "application/json; charset=utf-8"),
            ("Content-Disposition", content_disposition(f"person-{partner.id}.json")),
            ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"),
        ])
