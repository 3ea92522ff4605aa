from odoo import api, fields, models
from odoo.tools import SQL

HOLD_SECONDS = 15  # a step taken back within its ten seconds is never mailed
MAILED = ("back", "risk", "ready", "approve", "summary")


class Post(models.Model):
    """What is to be told to one person, once. The only door through which colleagues get mail from us.

    ``_tell`` writes a line per person and record; the key makes it one, however often it is asked for.
    The screen of a colleague says so at once; the mail waits until the person may be disturbed, is
    dropped when it has become untrue meanwhile, and carries everything that has come together.
    """

    _name = "backoffice.post"
    _description = "Told to a person"
    _order = "id"
    _log_access = False

    key = fields.Char(required=True, readonly=True)
    kind = fields.Selection(selection="_kind_labels", required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Colleague", required=True, readonly=True, index=True, ondelete="cascade")
    res_model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference(model_field="res_model", required=True, readonly=True)
    about = fields.Json(readonly=True, help="What must still be so when it is told: stint, clock, due time.")
    state = fields.Selection(
        [("waiting", "Waiting"), ("told", "Told"), ("silent", "No longer true")], required=True, readonly=True,
        default="waiting",
    )
    mailed = fields.Boolean(readonly=True)
    at = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    deliver_at = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    told_at = fields.Datetime(readonly=True)
    seen_at = fields.Datetime(readonly=True)
    message_ref = fields.Char("Message-Id", readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)

    _key_uniq = models.UniqueIndex("(key)")
    _waiting_idx = models.Index("(deliver_at, id) WHERE state = 'waiting'")
    _record_idx = models.Index("(res_model, res_id)")
    _unseen_idx = models.Index("(user_id) WHERE seen_at IS NULL AND kind IN ('step', 'risk')")

    @api.model
    def _kind_labels(self):
        _ = self.env._
        return [
            ("back", _("Sent back to you")), ("risk", _("At risk")), ("ready", _("Ready for you")),
            ("step", _("Reminder")), ("approve", _("Your decision is needed")),
            ("summary", _("Summary of the day")),
        ]

    # -- telling -----------------------------------------------------------------------------------

    @api.model
    def _tell(self, kind, records, user):
        """Tell one or more users something about each record, once.

        ``kind``: back, risk, ready, step (never a mail) or approve. ``records`` say what by their
        ``_post_line``, ``_post_key`` and ``_post_still`` (``backoffice.post.host``). Returns the lines
        made; what was told before makes none.
        """
        rows = [
            self._prepare_row(kind, record, someone, record._post_about(kind))
            for record in records if record._post_wanted(kind) for someone in user
        ]
        return self._put(rows)

    @api.model
    def _prepare_row(self, kind, record, user, about):
        return {
            "key": f"{kind}:{record._name}:{record.id}:{record._post_key(kind)}:u{user.id}", "kind": kind,
            "user_id": user.id, "res_model": record._name, "res_id": record.id, "about": about,
            "company_id": record.company_id.id or self.env.company.id,
        }

    @api.model
    def _put(self, rows, now=None):
        """Insert what is not there yet; one statement. Who has the page open hears of it at once."""
        if not rows:
            return self.browse()
        now = now or fields.Datetime.now()
        moments = self._moments(rows, now)
        names = ("key", "kind", "user_id", "res_model", "res_id", "about", "company_id")
        values = SQL(", ").join(
            SQL("(%s, 'waiting', %s, %s)", SQL(", ").join(self._cell(name, row[name]) for name in names), now,
                moments[row["key"]])
            for row in rows
        )
        self.flush_model()
        # sudo-free SQL: lines are written by the system alone, nobody has the right to create one
        found = self.env.execute_query(SQL(
            """INSERT INTO backoffice_post (%s, state, at, deliver_at) VALUES %s
               ON CONFLICT DO NOTHING RETURNING id""",
            SQL(", ").join(SQL.identifier(name) for name in names), values,
        ))
        posts = self.sudo().browse([row[0] for row in found])  # as above
        posts._show()
        if posts:
            self.env.ref("backoffice_ops.cron_post").sudo()._trigger(min(posts.mapped("deliver_at")))  # as above
        return posts

    @api.model
    def _cell(self, name, value):
        return SQL("%s::jsonb", fields.Json().convert_to_column(value, self)) if name == "about" else SQL("%s", value)

    @api.model
    def _moments(self, rows, now):
        """{key: when it may be told}: at once what makes no mail or cannot wait, by day the rest."""
        hold = fields.Datetime.add(now, seconds=HOLD_SECONDS)
        later = [row for row in rows if row["kind"] in MAILED and not (row["about"] or {}).get("urgent")]
        waking = self.env["backoffice.quiet"]._waking(
            {(row["user_id"], row["company_id"]) for row in later}, hold
        )
        by_key = {row["key"]: waking[row["user_id"], row["company_id"]] for row in later}
        return {row["key"]: by_key.get(row["key"], now) for row in rows}

    def _show(self):
        """One line on the screens of those who have one open; the bus says no more than the screen may show."""
        for user, posts in self.grouped("user_id").items():
            line = posts[0]._line()
            if line:
                user._bus_send("backoffice/post", {
                    "kind": posts[0].kind, "title": posts._title(), "text": line["text"], "count": len(posts),
                })

    # -- what it says ------------------------------------------------------------------------------

    def _host(self):
        """The record, if it is still there."""
        return self.env[self.res_model].browse(self.res_id).exists() if self.res_model in self.env else None

    def _line(self):
        """{"text", "detail", "url"} as the person may read it, None when it is no longer true."""
        self.ensure_one()
        host = self._host()
        if not host or not host._post_still(self):
            return None
        return host.with_context(lang=self.user_id.lang)._post_line(self)

    def _title(self):
        """Headline of these lines."""
        env = self.with_context(lang=self[:1].user_id.lang).env
        return dict(self._fields["kind"]._description_selection(env))[self[:1].kind]

    def action_seen(self):
        """I have read these reminders."""
        # sudo: one's own lines alone, and nothing but that they were read
        self.sudo().filtered(lambda post: post.user_id == self.env.user and not post.seen_at).write(
            {"seen_at": fields.Datetime.now()}
        )
        return True

    @api.autovacuum
    def _gc_told(self):
        """What was told a year ago and more."""
        old = self.search([("state", "!=", "waiting"), ("at", "<", "now -1y")], limit=5000)
        old.unlink()
        return len(old), len(old) == 5000
