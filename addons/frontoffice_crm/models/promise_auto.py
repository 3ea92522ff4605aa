from odoo import api, fields, models

from ..tools.promise import OPEN

STANDARDS = {
    "reply": "frontoffice_crm.standard_auto_reply",
    "resolution": "frontoffice_crm.standard_auto_resolution",
    "visit": "frontoffice_crm.standard_auto_visit",
}


class Promise(models.Model):
    """Promises nobody says aloud: the first answer, the solution, the appointment.

    They are made, kept and withdrawn in the transaction of what causes it, and each once: ``auto_key``
    names the cause. Hidden by the default filter, out of every figure of promises people gave.
    """

    _inherit = "frontoffice.promise"

    auto_key = fields.Char(readonly=True, copy=False)
    calendar_event_id = fields.Many2one("calendar.event", "Visit", index="btree_not_null", ondelete="set null")

    _auto_key_uniq = models.UniqueIndex("(auto_key) WHERE auto_key IS NOT NULL")

    @api.model
    def _ledger_locked(self):
        return super()._ledger_locked() | {"auto_key"}  # nobody takes the place of an automatic one

    @api.model
    def _auto_standard(self, kind):
        """The standard an automatic promise is given under. Bridges add their kinds to ``_auto_standards``."""
        # sudo: shared policy, needed by whoever causes the promise, a customer on the portal included
        found = self.env.ref(self._auto_standards()[kind], raise_if_not_found=False)
        return (found or self.env["frontoffice.promise.standard"]).sudo()

    @api.model
    def _auto_standards(self):
        """Hook: {kind: external id of its standard}."""
        return STANDARDS

    @api.model
    def _auto_make(self, kind, rows):
        """Make automatic promises that are not there yet.

        ``rows``: list of (record, values) where values hold ``company_id``, ``due_at``, the links and,
        where a record may cause several, ``episode``. Promises of companies that switched them off and
        rows without a due time are left out. Idempotent: a cause makes one promise.
        """
        wanted = self.env["res.company"].browse({v["company_id"] for _r, v in rows}).sudo()  # a switch of policy
        on = set(wanted.filtered("auto_promises").ids)
        rows = [(r, v) for r, v in rows if v.get("due_at") and v["company_id"] in on]
        standard = rows and self._auto_standard(kind)
        if not standard:
            return self.browse()
        Promise = self.sudo()  # sudo: follows from the record that causes it, whoever made that
        values = {self._auto_name(kind, record, v): v for record, v in rows}
        known = Promise.with_context(active_test=False).search_fetch([("auto_key", "in", list(values))], ["auto_key"])
        return Promise.create([
            {
                "name": standard.name, "standard_id": standard.id, "origin_kind": "auto", "auto_key": key,
                "made_by_id": False, **{name: value for name, value in v.items() if name != "episode"},
            }
            for key, v in values.items() if key not in set(known.mapped("auto_key"))
        ])

    @api.model
    def _auto_name(self, kind, record, values):
        """Key of the cause: kind, record and which time round it is."""
        return f"{kind},{record._name},{record.id},{values.get('episode', 0)}"

    @api.model
    def _auto_open(self, kind, domain):
        """Open automatic promises of a kind, for those that may be gone already included."""
        standard = self._auto_standard(kind)
        return self.sudo().search(  # sudo: as above
            fields.Domain("origin_kind", "=", "auto") & fields.Domain("standard_id", "=", standard.id)
            & fields.Domain("state", "in", (*OPEN, "broken")) & fields.Domain("fulfilled_at", "=", False)
            & fields.Domain(domain)
        ) if standard else self.browse()

    def _auto_keep(self, at=None):
        """Fulfilled by what just happened; a promise already settled is left alone.

        ``at``: function of a promise, by default now.
        """
        todo = self.filtered(lambda p: p.state in (*OPEN, "broken") and not p.fulfilled_at)
        return todo._record("fulfilled", at=lambda p: max(
            filter(None, ((at and at(p)) or fields.Datetime.now(), p.made_at, p.lapsed_at))
        ))

    def _auto_withdraw(self, by="company", at=None):
        """No longer needed; what was settled or has lapsed stays as it is. ``at``: function of a promise."""
        return self.filtered(lambda p: p.state in OPEN)._record("withdrawn", {"by": by}, at)

    def _auto_move(self, due, at=None):
        """A new due time agreed with the customer: ``due`` and ``at``, by default now: functions of a promise."""
        moved = self.filtered(lambda p: p.state in OPEN and due(p) and due(p) != p.due_at)
        return moved._record("changed", lambda p: {"by": "customer", "due_at": due(p).isoformat()}, at)

    def _auto_absent_at(self):
        """Since when we know that the customer is not there: now, at the latest when it was due. Nobody was
        there to be seen at that moment, whenever it is written down."""
        last = max(self.event_ids.mapped("at"), default=self.made_at)
        return max(min(fields.Datetime.now(), self.due_at), last)

    @api.model
    def _lapse_domain(self, now=None):
        # whoever has not come yet is not kept waiting by us: checking in, or not coming, settles it
        absent = fields.Domain([
            ("origin_kind", "=", "auto"), ("calendar_event_id.appointment_type_id", "!=", False),
            ("calendar_event_id.checked_in_at", "=", False), ("calendar_event_id.seen_at", "=", False),
        ])
        return super()._lapse_domain(now) & ~absent
