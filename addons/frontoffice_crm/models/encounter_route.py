from odoo import models

from ..tools import routing
from .frontoffice_need import plain
from .frontoffice_route import HISTORY


class Encounter(models.Model):
    _inherit = "frontoffice.encounter"

    def _complete(self):
        self.filtered(lambda e: not e.team_id and e.source not in HISTORY)._route()
        return super()._complete()

    def _route(self):
        """The team of the first rule that fits; a person is only chosen for cases."""
        for company, encounters in self.grouped("company_id").items():
            facts = [encounter._routing_facts() for encounter in encounters]
            for encounter, route in zip(
                encounters, self.env["frontoffice.route"]._match(company, facts), strict=True
            ):
                if route:
                    encounter.team_id = route.team_id

    def _routing_facts(self):
        self.ensure_one()
        lang = (self.partner_id.lang or self.channel_id.lang or "").split("_")[0]
        return routing.Facts(
            frozenset(self.channel_id.ids), frozenset(self.need_id.ids), frozenset(self.case_id.mapped("type")),
            frozenset(filter(None, [lang])), plain(self.note), self.case_id.segment or "",
        )
