from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

RETURNS, RETURN_DAYS, DRY_DAYS = 3, 30, 90
GENERAL = ("document", "detail", "wrong", "customer", "ours", "other")  # too general to be an item to ask for
EFFECTIVE = SQL(
    """NOT EXISTS (SELECT 1 FROM backoffice_handoff_event u
                    WHERE u.handoff_id = e.handoff_id AND u.kind = 'undone' AND (u.payload ->> 'seq')::int = e.seq)"""
)
CODES = SQL(
    """jsonb_array_elements_text(CASE jsonb_typeof(e.payload -> 'reasons')
                                     WHEN 'array' THEN e.payload -> 'reasons' ELSE '[]' END)"""
)


class GateProposal(models.Model):
    """An item that sends a type of request back again and again should be asked for before it is sent.

    Found once a day; the head accepts it with one click, after seeing what it would have stopped.
    """

    _name = "backoffice.gate.proposal"
    _description = "Item proposed as required"
    _order = "state desc, would_stop desc, id"
    _check_company_auto = True

    service_id = fields.Many2one(
        "backoffice.service", "Request type", required=True, readonly=True, index=True, ondelete="cascade"
    )
    department_id = fields.Many2one(related="service_id.department_id", store=True, index=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    code = fields.Char(required=True, readonly=True, help="As in what was sent back: item:key, or a reason's code.")
    name = fields.Char("Item", required=True, readonly=True, translate=True)
    state = fields.Selection(
        [("proposed", "Proposed"), ("accepted", "Required"), ("declined", "Declined")], required=True, readonly=True,
        default="proposed",
    )
    returns = fields.Integer("Sent back in 30 days", readonly=True)
    would_stop = fields.Integer("Would have stopped", readonly=True)
    sent_back = fields.Integer("Of those sent back in 90 days", readonly=True)
    held = fields.Integer(
        "Asked for in vain", readonly=True, help="Went well without it, and would have been held up."
    )
    decided_at = fields.Datetime("Decided on", readonly=True)
    decided_by_id = fields.Many2one("res.users", "Decided by", readonly=True, ondelete="set null")
    decline_reason = fields.Char("Why not", readonly=True)
    before_share = fields.Float("Right first time before", compute="_compute_shares", help="0 to 100; 90 days.")
    after_share = fields.Float("Right first time since", compute="_compute_shares")
    before_count = fields.Integer(compute="_compute_shares")
    after_count = fields.Integer(compute="_compute_shares")
    can_decide = fields.Boolean(compute="_compute_can_decide")
    sentence = fields.Char("What it would have done", compute="_compute_sentence")

    _open_uniq = models.UniqueIndex(
        "(service_id, company_id, code) WHERE state = 'proposed'", "This item is proposed already."
    )

    @api.depends("name", "service_id")
    def _compute_display_name(self):
        for proposal in self:
            proposal.display_name = f"{proposal.service_id.name}: {proposal.name}"

    @api.depends("would_stop", "sent_back", "name")
    def _compute_sentence(self):
        for proposal in self:
            proposal.sentence = self.env._(
                "Require %(item)s – would have stopped %(stopped)s of %(all)s", item=proposal.name,
                stopped=proposal.would_stop, all=proposal.sent_back,
            )

    @api.depends_context("uid")
    def _compute_can_decide(self):
        trusted = self.env.user.backoffice_trusted_department_ids
        manager = self.env.user.has_group("backoffice_ops.group_manager")
        for proposal in self:
            proposal.can_decide = manager or proposal.department_id in trusted

    # -- found -------------------------------------------------------------------------------------

    @api.model
    def _cron_propose(self):
        """Items that came up often enough, with what they would have stopped. Running it again refreshes."""
        now = fields.Datetime.now()
        for service, company, code, returns in self._frequent(now):
            name = self._item_name(service, code)
            if name:
                vals = {"service_id": service.id, "company_id": company, "code": code, "name": name}
                self._propose(vals, returns, now)
        self.env["ir.cron"]._commit_progress(1, remaining=0)

    @api.model
    def _frequent(self, now):
        """[(request type, company id, code, times sent back for it in 30 days)]."""
        self.env["backoffice.handoff.event"].flush_model()
        rows = self.env.execute_query(SQL(
            """SELECT h.service_id, h.company_id, code, count(*)
                 FROM backoffice_handoff_event e JOIN backoffice_handoff h ON h.id = e.handoff_id
                CROSS JOIN LATERAL %s code
                WHERE e.kind = 'returned' AND e.at >= %s AND NOT h.confidential AND %s
             GROUP BY 1, 2, 3 HAVING count(*) >= %s""",
            CODES, fields.Datetime.subtract(now, days=RETURN_DAYS), EFFECTIVE, RETURNS,
        ))
        services = self.env["backoffice.service"].browse({row[0] for row in rows}).filtered("active")
        return [(services.browse(row[0]), *row[1:]) for row in rows if row[0] in services.ids]

    @api.model
    def _item_name(self, service, code):
        """What to ask for; None where it is asked for already, or too general to be one thing."""
        if code.startswith("item:"):
            item = service.requirement_ids.filtered(lambda r: f"item:{r._key()}" == code)[:1]
            return item.name if item and not item.required else None
        if code in GENERAL or code in service.requirement_ids.filtered("required").mapped("code"):
            return None
        reason = self.env["backoffice.return.reason"].search([
            ("code", "=", code), ("company_id", "in", (False, service.company_id.id)), ("fault", "=", "sender"),
        ], limit=1)
        return reason.name or None

    @api.model
    def _propose(self, vals, returns, now):
        """Make or refresh one proposal; what was declined in the last 90 days stays declined."""
        key = [(name, "=", vals[name]) for name in ("service_id", "company_id", "code")]
        since = fields.Datetime.subtract(now, days=DRY_DAYS)
        declined = key + [("state", "=", "declined"), ("decided_at", ">=", since)]
        if self.search_count(declined, limit=1):
            return
        proposal = self.search([*key, ("state", "=", "proposed")], limit=1) or self.create(vals)
        proposal.write({"returns": returns, **proposal._dry_run(now)})

    def _dry_run(self, now=None):
        """What the item would have done in the last 90 days, had it been required."""
        since = fields.Datetime.subtract(now or fields.Datetime.now(), days=DRY_DAYS)
        self.flush_recordset()
        key = self.code.removeprefix("item:")
        [row] = self.env.execute_query_dict(SQL(
            """SELECT count(*) FILTER (WHERE named) AS would_stop, count(*) FILTER (WHERE back) AS sent_back,
                      count(*) FILTER (WHERE NOT back AND h.final_at IS NOT NULL
                                         AND COALESCE(h.answers ->> %(key)s, '') = '') AS held
                 FROM (SELECT h.id, h.final_at, h.answers, bool_or(e.id IS NOT NULL) AS back,
                              COALESCE(bool_or(e.payload -> 'reasons' ? %(code)s), FALSE) AS named
                         FROM backoffice_handoff h
                    LEFT JOIN backoffice_handoff_event e
                           ON e.handoff_id = h.id AND e.kind = 'returned' AND %(effective)s
                        WHERE h.service_id = %(service)s AND h.company_id = %(company)s AND h.sent_at >= %(since)s
                          AND h.state <> 'cancelled'
                     GROUP BY h.id) h""",
            key=key, code=self.code, effective=EFFECTIVE, service=self.service_id.id, company=self.company_id.id,
            since=since,
        ))
        return row

    # -- decided -----------------------------------------------------------------------------------

    def _check_decide(self):
        if any(p.state != "proposed" for p in self):
            raise UserError(self.env._("This was decided already."))
        if not self.env.su and not all(p.can_decide for p in self):
            raise AccessError(self.env._("The head of the department decides what its request types ask for."))

    def action_accept(self):
        """Ask for it from now on: a new version of the request type. What runs is not touched."""
        self._check_decide()
        for proposal in self.sudo():  # sudo: the head of the department, checked above
            service, key = proposal.service_id, proposal.code.removeprefix("item:")
            item = service.requirement_ids.filtered(lambda r, key=key: r._key() == key)[:1]
            if item:
                item.required = True
            else:
                service.requirement_ids.create({
                    "service_id": service.id, "name": proposal.name, "code": key, "required": True,
                })
            service._current_version()
        self._decided("accepted")
        return True

    def action_decline(self, reason=None):
        """No, and why; it is not proposed again for 90 days."""
        self._check_decide()
        if not (reason or "").strip():
            raise UserError(self.env._("Say why not, so that others need not ask."))
        self._decided("declined", reason.strip()[:200])
        return True

    def _decided(self, state, reason=False):
        self.sudo().write({  # sudo: as action_accept
            "state": state, "decline_reason": reason, "decided_at": fields.Datetime.now(),
            "decided_by_id": self.env.uid,
        })

    def action_show(self):
        """The requests it would have stopped."""
        self.ensure_one()
        since = fields.Datetime.subtract(fields.Datetime.now(), days=DRY_DAYS)
        rows = self.env.execute_query(SQL(
            """SELECT DISTINCT e.handoff_id
                 FROM backoffice_handoff_event e JOIN backoffice_handoff h ON h.id = e.handoff_id
                WHERE e.kind = 'returned' AND h.service_id = %s AND h.company_id = %s AND h.sent_at >= %s
                  AND e.payload -> 'reasons' ? %s AND %s""",
            self.service_id.id, self.company_id.id, since, self.code, EFFECTIVE,
        ))
        action = self.env["ir.actions.actions"]._for_xml_id("backoffice_ops.department_action")
        return {**action, "name": self.display_name, "context": {}, "domain": [("id", "in", [row[0] for row in rows])]}

    # -- and whether it helped ---------------------------------------------------------------------

    def _compute_shares(self):
        for proposal in self:
            decided = proposal.state == "accepted" and proposal.decided_at
            moment = decided or fields.Datetime.now()
            before = proposal._right_first_time(fields.Datetime.subtract(moment, days=DRY_DAYS), moment)
            after = proposal._right_first_time(moment, fields.Datetime.now()) if decided else (0.0, 0)
            proposal.before_share, proposal.before_count = before
            proposal.after_share, proposal.after_count = after

    def _right_first_time(self, since, until):
        """(share of requests sent in between and ready that came back never, 0 to 100, how many there are)."""
        Handoff = self.env["backoffice.handoff"].sudo()  # two numbers leave here
        ready = fields.Domain("service_id", "=", self.service_id.id) & fields.Domain(
            "company_id", "=", self.company_id.id) & fields.Domain("final_at", "!=", False) & fields.Domain(
            "sent_at", ">=", since) & fields.Domain("sent_at", "<", until)
        count = Handoff.search_count(ready)
        never = fields.Domain("return_count", "=", 0) & fields.Domain("rework_count", "=", 0)
        right = Handoff.search_count(ready & never)
        return (100.0 * right / count if count else 0.0), count
