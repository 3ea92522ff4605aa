import hashlib

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.frontoffice_crm.models.encounter_said import HEADERS

BATCH = 500


class Post(models.Model):
    """The mails: one per person and run, with a Message-Id made from what it tells.

    Lines and mail are written in one transaction, so a crash leaves both or neither; a mail that the
    server sends twice is the same message twice.
    """

    _inherit = "backoffice.post"

    @api.model
    def _deliver(self, limit=BATCH, now=None):
        """Tell what is due. Lines another process holds are its own. Returns how many were settled."""
        now = now or fields.Datetime.now()
        posts = self._claim(limit, now)
        mails = []
        for (user, _kind), group in posts.grouped(lambda p: (p.user_id, p.kind == "summary")).items():
            mails += group._settle(user, now)
        if mails:
            # sudo: the outgoing mail of the house; what is in it was decided line by line
            self.env["mail.mail"].sudo().create(mails)
        return len(posts)

    @api.model
    def _claim(self, limit, now):
        """Lines due, locked; a person's lines together."""
        self.flush_model()
        found = self.env.execute_query(SQL(
            """SELECT id FROM backoffice_post WHERE state = 'waiting' AND deliver_at <= %s
             ORDER BY deliver_at, id LIMIT %s FOR UPDATE SKIP LOCKED""", now, limit,
        ))
        return self.sudo().browse([row[0] for row in found])  # sudo: the post is nobody's own

    def _settle(self, user, now):
        """Mark the lines of one person; the values of the mail they make, in a list, or none."""
        readable = self._readable(user)
        lines = {post: post._line() if post in readable else None for post in self}
        untrue = self.filtered(lambda post: not lines[post])
        untrue._fall_silent()
        told = self - untrue
        mailed = told.filtered(lambda p: p._by_mail())
        ref = mailed._message_ref() if mailed else False
        (told - mailed).write({"state": "told", "told_at": now})
        mailed.write({"state": "told", "told_at": now, "mailed": True, "message_ref": ref})
        return [mailed._prepare_mail([lines[post] for post in mailed], ref)] if mailed else []

    def _readable(self, user):
        """The lines about what this person may read now; a masked line says nothing to be read."""
        allowed = self.filtered(lambda post: (post.about or {}).get("masked"))
        for model, posts in (self - allowed).grouped("res_model").items():
            if model in self.env:
                Model = self.env[model].with_user(user).with_context(allowed_company_ids=[])
                records = Model.browse(posts.mapped("res_id")).exists()
                allowed |= posts.filtered_domain([("res_id", "in", records._filtered_access("read").ids)])
        return allowed

    def _fall_silent(self):
        """What is no longer true is told to nobody."""
        self.write({"state": "silent"})
        for model, posts in self.grouped("res_model").items():
            if model in self.env:
                self.env[model]._post_silent(posts)

    def _by_mail(self):
        """Steps are for the screen; the rest unless this person muted it or has no address."""
        user = self.user_id
        return self.kind != "step" and user.active and bool(user.email) and not user._post_muted(self.kind)

    def _message_ref(self):
        """Always the same for the same lines."""
        digest = hashlib.sha256("\n".join(sorted(self.mapped("key"))).encode()).hexdigest()[:32]
        place = self.env["ir.config_parameter"].sudo().get_param("database.uuid", "local")  # sudo: a plain name
        return f"<backoffice-{digest}@{place}>"

    def _prepare_mail(self, lines, ref):
        user, company = self[:1].user_id, self[:1].company_id
        posts = self.with_context(lang=user.lang)
        return {
            "subject": posts._subject(lines), "body_html": posts._body(lines), "message_id": ref,
            "recipient_ids": [fields.Command.set(user.partner_id.ids)], "email_from": company.email_formatted or False,
            "author_id": company.partner_id.id, "auto_delete": True, "headers": repr(HEADERS), "model": False,
            "reply_to": company.email_formatted or False,
        }

    def _subject(self, lines):
        if self[:1].kind == "summary":
            return self.env._("Still open today: %(count)s", count=lines[0]["count"])
        if len(lines) == 1:
            return lines[0].get("subject") or f"{self._title()}: {lines[0]['text']}"
        return self.env._("%(count)s requests need you", count=len(lines))

    def _body(self, lines):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        rows = [{**line, "label": labels[post.kind]} for post, line in zip(self, lines, strict=True)]
        return self.env["ir.qweb"]._render("backoffice_ops.post_mail", {
            "rows": rows, "company": self[:1].company_id, "summary": self[:1].kind == "summary",
            "url": f"{self[:1].get_base_url()}/odoo/my-work",
        })

    @api.model
    def _cron_minute(self):
        """Reminder steps reached, then what is due: every minute. Running it again changes nothing."""
        progress = self.env["ir.cron"]._commit_progress
        while count := self.env["backoffice.escalation.sent"]._sweep() + self._deliver():
            if not progress(count):
                break
        progress(0, remaining=0)
