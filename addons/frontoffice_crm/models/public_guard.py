import hashlib
import re
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import consteq, hash_sign, hmac, verify_hash_signed

TRAP = "website_url"  # no person sees this field, and robots fill it
CLIENT_ID = re.compile(r"[\w-]{8,64}")


class PublicGuard(models.AbstractModel):
    """Protection of pages anybody may post to: how often, only once, and no robots.

    Everything here works as superuser on a table of its own that knows no names and no
    addresses: an origin is a hash that changes every day.
    """

    _name = "frontoffice.public.guard"
    _description = "Protection of public pages"

    @api.model
    def _origin(self, key):
        """What stands for an IP address or e-mail address for one day, without naming it."""
        day = fields.Date.to_string(fields.Date.today())
        return hmac(self.env(su=True), "frontoffice.public.origin", f"{day}:{key}", hashlib.sha256)[:32]

    @api.model
    def _allow(self, scope, key, limit, seconds):
        """Count one post of ``key`` in ``scope``; False when there were ``limit`` within ``seconds``.

        What is refused is not counted, so that a flood neither grows a table nor locks people
        out for longer than the window.
        """
        Post = self.env["frontoffice.public.post"].sudo()  # nobody has a right to this table
        since = fields.Datetime.now() - timedelta(seconds=seconds)
        origin = self._origin(key)
        seen = Post.search_count(
            [("scope", "=", scope), ("origin", "=", origin), ("at", ">=", since)], limit=limit
        )
        if seen >= limit:
            return False
        Post.create({"scope": scope, "origin": origin})
        return True

    @api.model
    def _once(self, scope, client_id, make):
        """The answer to a post the browser numbered itself; a repeated one gets the same answer.

        ``make`` does the work and returns plain JSON. Two at the same moment: the unique index
        lets one through, Odoo repeats the other, and that finds the answer.
        """
        if not CLIENT_ID.fullmatch(client_id or ""):
            return make()
        Post = self.env["frontoffice.public.post"].sudo()  # as above
        post = Post.search([("scope", "=", scope), ("client_id", "=", client_id)], limit=1)
        if post:
            return post.answer
        answer = make()
        Post.create({"scope": scope, "client_id": client_id, "answer": answer})
        return answer

    @api.model
    def _stamp(self, scope):
        """Goes into a form when it is drawn: says when, and that we drew it."""
        # sudo: signing reads the database secret
        now = int(fields.Datetime.now().timestamp())
        return hash_sign(self.sudo().env, f"frontoffice.public.{scope}", now, expiration_hours=24)

    @api.model
    def _is_robot(self, scope, post, quickest=2):
        """Whether a posted form was filled by a machine: trap filled, no stamp of ours, or at once."""
        if post.get(TRAP):
            return True
        try:
            drawn = verify_hash_signed(self.sudo().env, f"frontoffice.public.{scope}", post.get("stamp") or "")
        except (ValueError, TypeError):  # cut short or made up
            drawn = None
        return drawn is None or int(fields.Datetime.now().timestamp()) - drawn < quickest

    @api.model
    def _by_token(self, model, field, token):
        """The one record with this secret token, as superuser; none for anything else.

        Anybody who has the link may see the page; the page shows nothing else of the record.
        """
        if not token or not re.fullmatch(r"[\w-]{16,64}", token):
            return self.env[model].sudo().browse()
        record = self.env[model].sudo().search([(field, "=", token)], limit=1)
        return record if record and consteq(record[field], token) else record.browse()
