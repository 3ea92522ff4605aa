from odoo import http
from odoo.http import request


class PromiseFeed(http.Controller):
    """The private calendar of a colleague's promises: read-only, by a secret address."""

    @http.route(
        "/promises/calendar/<int:feed_id>/<string:token>.ics", type="http", auth="public", methods=["GET"],
        readonly=True, sitemap=False,
    )
    def feed(self, feed_id, token, **_kwargs):
        content = request.env["frontoffice.promise.feed"]._ics_of(feed_id, token)
        if content is None:
            return request.not_found()
        return request.make_response(content, [
            ("Content-Type", "text/calendar; charset=utf-8"), ("Cache-Control", "private, max-age=900"),
            ("Content-Disposition", 'inline; filename="promises.ics"'), ("X-Robots-Tag", "noindex"),
        ])
