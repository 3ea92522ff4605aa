from operator import ge, gt, le, lt

from odoo import api, fields, models
from odoo.fields import Domain


class ResPartner(models.Model):
    """Conditions for mailings that stock cannot say: what they asked, bought, and how we kept our word.

    Nothing is stored: a mailing looks when it is sent. They look at the last 365 days.
    """

    _inherit = "res.partner"

    service_need_id = fields.Many2one(
        "frontoffice.need", "Asked about", compute="_compute_service_segment", search="_search_service_need_id"
    )
    service_verdict = fields.Selection(
        [("kept", "Every promise kept"), ("broken", "A promise not kept"), ("none", "No promise yet")],
        "Our word", compute="_compute_service_segment", search="_search_service_verdict",
    )
    service_bought = fields.Boolean(
        "Bought", compute="_compute_service_segment", search="_search_service_bought",
        help="An order, a won lead, or something sold at the desk.",
    )
    service_last_purchase = fields.Date(
        "Last purchase", compute="_compute_service_last_purchase", search="_search_service_last_purchase",
        help="The day of the latest order, won lead or sale at the desk.",
    )

    @api.depends("name")
    def _compute_service_segment(self):
        """What a list shows; the conditions work on the searches below."""
        since = self._service_since()
        Encounter, Promise = self.env["frontoffice.encounter"], self.env["frontoffice.promise"]
        latest = Encounter._read_group(
            [("partner_id", "in", self.ids), ("need_id", "!=", False), ("arrived_at", ">=", since)],
            ["partner_id"], ["id:max"],
        )
        needs = {partner.id: Encounter.browse(last).need_id for partner, last in latest}
        states = Promise._read_group(
            self._service_promises() & Domain("partner_id", "in", self.ids), ["partner_id"],
            ["state:array_agg_distinct"],
        )
        verdicts = {
            partner.id: "broken" if {"late", "broken"} & set(each) else "kept" for partner, each in states
        }
        bought = self.filtered_domain([("service_bought", "=", True)]) if self.ids else self
        for partner in self:
            partner.service_need_id = needs.get(partner.id, False)
            partner.service_verdict = verdicts.get(partner.id, "none")
            partner.service_bought = partner in bought

    @api.model
    def _service_since(self):
        return fields.Datetime.subtract(fields.Datetime.now(), days=365)

    @api.model
    def _service_promises(self):
        return Domain("origin_kind", "!=", "auto") & Domain("due_at", ">=", self._service_since()) & Domain(
            "state", "in", ("kept", "late", "broken")
        )

    def _search_service_need_id(self, operator, value):
        if operator not in ("in", "not in", "child_of"):
            return NotImplemented
        wanted = value if operator == "child_of" else list(value)
        asked = self.env["frontoffice.encounter"].search(
            Domain("need_id", "child_of" if operator == "child_of" else "in", wanted)
            & Domain("arrived_at", ">=", self._service_since())
        )
        return Domain("id", "not in" if operator == "not in" else "in", asked.partner_id.ids)

    def _search_service_verdict(self, operator, value):
        if operator != "in":
            return NotImplemented
        groups = self.env["frontoffice.promise"]._read_group(
            self._service_promises(), ["partner_id"], ["state:array_agg_distinct"]
        )
        broken = [p.id for p, states in groups if {"late", "broken"} & set(states)]
        decided = [p.id for p, _states in groups]
        domain = Domain.FALSE
        if "broken" in value:
            domain |= Domain("id", "in", broken)
        if "kept" in value:
            domain |= Domain("id", "in", list(set(decided) - set(broken)))
        if "none" in value:
            domain |= Domain("id", "not in", decided)
        return domain

    def _search_service_bought(self, operator, value):
        if operator != "in":
            return NotImplemented
        since = fields.Date.to_date(self._service_since())
        return Domain("id", "in", [id_ for id_, day in self._last_purchases().items() if day >= since])

    # -- last purchase -----------------------------------------------------------------------------

    def _compute_service_last_purchase(self):
        last = self._last_purchases(Domain("partner_id", "in", self.ids))
        for partner in self:
            partner.service_last_purchase = last.get(partner.id, False)

    def _search_service_last_purchase(self, operator, value):
        compare = {"<": lt, "<=": le, ">": gt, ">=": ge}.get(operator)
        if not compare:
            return NotImplemented
        limit = fields.Date.to_date(value)
        return Domain("id", "in", [id_ for id_, day in self._last_purchases().items() if compare(day, limit)])

    @api.model
    def _purchases(self):
        """(model, when, domain) of everything that counts as bought."""
        found = [
            ("frontoffice.encounter", "arrived_at", Domain("outcome", "=", "sold")),
            ("crm.lead", "date_closed", Domain("won_status", "=", "won")),
        ]
        if "sale.order" in self.env:
            found.append(("sale.order", "date_order", Domain("state", "=", "sale")))
        mine = Domain("company_id", "in", [False, *self.env.companies.ids])
        # sudo: a condition says who bought and when, and shows nothing of it; marketing need not read orders or leads
        return [(self.env[name].sudo().with_context(active_test=False), when, domain & mine)
                for name, when, domain in found]

    @api.model
    def _last_purchases(self, among=Domain.TRUE):
        """{customer id: local day of the latest purchase}."""
        last = {}
        for Model, when, domain in self._purchases():
            some = domain & among & Domain("partner_id", "!=", False) & Domain(when, "!=", False)
            for partner, moment in Model._read_group(some, ["partner_id"], [f"{when}:max"]):
                day = fields.Datetime.context_timestamp(self, moment).date()
                last[partner.id] = max(day, last.get(partner.id, day))
        return last
