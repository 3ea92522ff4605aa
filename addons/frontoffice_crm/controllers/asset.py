from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request


class Material(http.Controller):
    """Material given to one lead: counts the opening, then shows it."""

    @http.route("/material/<string:token>", type="http", auth="public", methods=["GET"], sitemap=False)
    def open(self, token):
        share = request.env["frontoffice.public.guard"]._by_token("frontoffice.asset.share", "token", token)
        if not share or not share.asset_id.active:
            raise NotFound()
        if request.env.user._is_public():  # colleagues who try the link are not customers
            share._opened()
        asset = share.asset_id
        if asset.url:
            return request.redirect(asset.url, code=302, local=False)
        stream = request.env["ir.binary"]._get_stream_from(asset, "file", filename=asset.file_name)
        return stream.get_response(as_attachment=True)
