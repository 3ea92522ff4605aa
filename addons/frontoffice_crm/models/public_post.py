from odoo import api, fields, models


class PublicPost(models.Model):
    """One post to a public page: for counting how often, and for answering repeated ones alike.

    No names, no addresses. Gone after three days.
    """

    _name = "frontoffice.public.post"
    _description = "Post to a public page"
    _log_access = False
    _rec_name = "scope"

    scope = fields.Char(required=True)
    at = fields.Datetime(required=True, default=fields.Datetime.now, index=True)
    origin = fields.Char()
    client_id = fields.Char()
    answer = fields.Json()

    _once_uniq = models.UniqueIndex("(scope, client_id) WHERE client_id IS NOT NULL")
    _origin_idx = models.Index("(scope, origin, at) WHERE origin IS NOT NULL")

    @api.autovacuum
    def _gc_posts(self):
        """A browser that was away for longer than this has to ask again."""
        posts = self.search([("at", "<", "now -3d")], limit=10000)
        posts.unlink()
        return len(posts), len(posts) == 10000
