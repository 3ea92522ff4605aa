from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from ..tools.promise import OPEN

OURS = ("new", "open", "waiting_backoffice")  # we have it, the customer waits
FOLLOWED = frozenset({
    "asked_customer", "asked_backoffice", "resumed", "resolved", "reopened", "closed", "cancelled", "merged",
    "unmerged", "undone", "replanned",
})


class Case(models.Model):
    """Solved by when: an automatic promise per time round of a case."""

    _inherit = "frontoffice.case"

    auto_line = fields.Char("Automatic promises", compute="_compute_auto_line")

    @api.model_create_multi
    def create(self, vals_list):
        cases = super().create(vals_list)
        cases._auto_sync()
        return cases

    def _after_record(self, kind, before, moments):
        result = super()._after_record(kind, before, moments)
        if kind in FOLLOWED:
            self._auto_sync(kind)
        return result

    def _auto_sync(self, kind=None):
        """One promise "solved by" per stretch in which we have the case: kept when it is solved, gone
        while we wait for the customer, when it is cancelled or merged. Running it twice changes nothing."""
        cases = self.filtered(lambda c: c.source in ("person", "mail"))
        if not cases:
            return
        if kind in ("undone", "unmerged"):
            cases._auto_undone()
        dues = cases.filtered(lambda c: c.state in OURS)._auto_resolution_due()
        promises = cases._auto_resolutions()
        solved = promises.filtered(lambda p: p.case_id.state in ("resolved", "closed"))
        solved._auto_keep(lambda promise: promise.case_id.resolved_at)
        (promises - solved).filtered(lambda p: p.case_id.state not in OURS)._auto_withdraw("customer")
        having = promises.filtered(lambda p: p.case_id.state in OURS)
        having._auto_move(lambda promise: promise.case_id._auto_clock_due())
        rows = [(c, c._prepare_auto_resolution_vals(dues[c.id])) for c in cases - having.case_id if dues.get(c.id)]
        self.env["frontoffice.promise"]._auto_make("resolution", rows)

    def _auto_clock_due(self):
        """Deadline of the case's own clock, or None where no answer times apply to it."""
        return self.resolution_due_at or None

    def _auto_resolution_due(self):
        """Hook: {case id: when it should be solved, or None}. Its clock, else the usual time of its topic."""
        result, now = {}, fields.Datetime.now()
        for case in self:
            result[case.id] = case._auto_clock_due()
            standard = case.need_id.standard_id
            if standard and not result[case.id]:
                start = case.opened_at if case.state == "new" else now
                calendar = standard._calendar(case.company_id)
                result[case.id] = calendar._plan_seconds([(start, round(standard.hours * 3600))])[0]
        return result

    def _prepare_auto_resolution_vals(self, due_at):
        return {
            "company_id": self.company_id.id, "due_at": due_at,
            "made_at": self.opened_at if self.state == "new" else fields.Datetime.now(),
            "partner_id": self.partner_id.id, "case_id": self.id, "team_id": self.team_id.id,
            "channel_id": self.channel_id.id, "user_id": self.user_id.id, "episode": self.ledger_seq,
        }

    def _auto_resolutions(self):
        return self.env["frontoffice.promise"]._auto_open("resolution", [("case_id", "in", self.ids)])

    def _auto_undone(self):
        """A step was taken back: so is what the latest promise did in the same transaction."""
        standard = self.env["frontoffice.promise"]._auto_standard("resolution")
        # sudo: follows from the case, whoever may see its promises
        promises = self.env["frontoffice.promise"].sudo().search([
            ("case_id", "in", self.ids), ("standard_id", "=", standard.id), ("origin_kind", "=", "auto"),
        ], order="id desc")
        for case, mine in promises.grouped("case_id").items():
            if case.state in OURS and mine[0].state not in (*OPEN, "broken"):
                try:
                    mine[0]._undo_last(("fulfilled", "withdrawn"))
                except UserError:
                    continue  # settled earlier by somebody else: a new one is made instead

    def _ledger_lock_first(self):
        """Promise before case, whoever starts."""
        first = super()._ledger_lock_first()
        return [*first, self._auto_resolutions()] if self.ids else first

    # -- one line on the case --------------------------------------------------------------------

    @api.depends("state", "promise_ids.state")
    def _compute_auto_line(self):
        automatic = self.env["frontoffice.promise"].search(
            [("case_id", "in", self.ids), ("origin_kind", "=", "auto"), ("state", "!=", "withdrawn")], order="id desc"
        )
        words = dict(automatic._fields["state"]._description_selection(self.env))
        for case in self:
            newest = {}
            for promise in automatic.filtered(lambda p, case=case: p.case_id == case):
                newest.setdefault(promise.standard_id, promise)
            case.auto_line = " · ".join(
                self.env._(
                    "%(what)s by %(when)s: %(state)s", what=p.name, state=words[p.state],
                    when=format_datetime(self.env, p.due_at, dt_format="short"),
                )
                for p in newest.values()
            ) or False
