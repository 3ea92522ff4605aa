from odoo import api, fields, models
from odoo.tools import html2plaintext

from ..tools import routing
from .frontoffice_need import plain
from .frontoffice_route import HISTORY

SET_FREE = ("resolved", "closed", "cancelled", "merged", "asked_customer")


class Case(models.Model):
    _inherit = "frontoffice.case"

    route_version_id = fields.Many2one(
        "frontoffice.route.version", "Assigned under", readonly=True, copy=False, index="btree_not_null",
        ondelete="restrict",
    )
    assignment_ids = fields.One2many("frontoffice.assignment", "case_id", readonly=True)
    is_offered = fields.Boolean(
        "Waits for a person", copy=False, readonly=True,
        help="A rule gives it to somebody as soon as somebody has room.",
    )

    _offered_idx = models.Index("(company_id, team_id) WHERE is_offered IS TRUE AND user_id IS NULL")

    @api.model
    def _ledger_locked(self):
        return super()._ledger_locked() | {"route_version_id", "is_offered"}

    def _complete(self):
        fresh = self.filtered(lambda case: case.source not in HISTORY)
        fresh._route()
        result = super()._complete()
        waiting = fresh.filtered(lambda case: case.is_offered and not case.user_id)
        self.env["frontoffice.assignment"]._drain(waiting.team_id)
        return result

    def _route(self):
        """Team, type and priority from the first rule that fits. What a person chose stays."""
        Route = self.env["frontoffice.route"]
        for company, cases in self.filtered(lambda case: not case.team_id).grouped("company_id").items():
            matches = Route._match(company, [case._routing_facts() for case in cases])
            versions = Route.sudo().union(*matches)._current_versions()  # sudo: as in _match
            for case, route in zip(cases, matches, strict=True):
                if route:
                    case.sudo().write(case._routed_values(route, versions[route.id]))  # the rule decides

    def _routed_values(self, route, version):
        values = {"team_id": route.team_id.id, "route_version_id": version.id}
        if route.set_type:
            values["type"] = route.set_type
        if route.set_priority:
            values["priority"] = "1"
        if not self.user_id:
            values["is_offered"] = bool(route._offers())
        return values

    def _routing_facts(self):
        """What rules look at, as plain values."""
        self.ensure_one()
        text = f"{self.subject or ''} {html2plaintext(self.description or '')}"
        return routing.Facts(
            frozenset(self.channel_id.ids), frozenset(self.need_id.ids), frozenset([self.type]),
            frozenset(filter(None, [self._spoken_code()])), plain(text), self.segment or "",
        )

    def _spoken_code(self):
        """ISO code of the language the customer speaks, as far as we know."""
        return (self.partner_id.lang or self.channel_id.lang or "").split("_")[0]

    def write(self, vals):
        done = super().write(vals)
        if vals.get("user_id"):  # somebody has it, by hand or by a rule
            self.sudo().filtered("is_offered").is_offered = False  # read-only for people
        return done

    def _after_record(self, kind, before, moments):
        result = super()._after_record(kind, before, moments)
        if kind in SET_FREE:
            self.env["frontoffice.assignment"]._drain(self.team_id)
        return result

    def action_why(self):
        """Why this person? Everybody who was considered, and what spoke for and against."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": self.env._("Why this person?"), "target": "new",
            "res_model": "frontoffice.assignment", "view_mode": "form",
            "res_id": self.assignment_ids[:1].id,
        }
