import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import assignment, routing
from .frontoffice_need import plain

HISTORY = ("import", "history", "sample")


class RouteVersion(models.Model):
    """What an assignment rule said when it decided."""

    _name = "frontoffice.route.version"
    _description = "Version of an assignment rule"
    _inherit = ["frontoffice.version.mixin"]

    route_id = fields.Many2one(
        "frontoffice.route", required=True, index=True, readonly=True, ondelete="restrict"
    )
    _route_number_uniq = models.UniqueIndex("(route_id, number)")


class Route(models.Model):
    """Who gets what: the first rule that fits a case or an interaction decides."""

    _name = "frontoffice.route"
    _description = "Assignment rule"
    _inherit = ["frontoffice.versioned.mixin"]
    _order = "sequence, id"
    _check_company_auto = True
    _version_model = "frontoffice.route.version"
    _version_owner = "route_id"
    _version_fields = (
        "name", "channel_ids", "need_ids", "case_type", "lang_ids", "words", "segment", "team_id", "policy",
        "user_id", "set_type", "set_priority", "match_language", "reoffer_minutes",
    )

    name = fields.Char(required=True, translate=True)
    code = fields.Char(copy=False)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    channel_ids = fields.Many2many("frontoffice.channel", string="Comes in by", check_company=True)
    need_ids = fields.Many2many(
        "frontoffice.need", string="Is about", check_company=True, help="These topics and all below them."
    )
    case_type = fields.Selection(selection="_case_types", string="Is a")
    lang_ids = fields.Many2many("res.lang", string="Customer speaks")
    words = fields.Text("Contains one of", help="Words or phrases, separated by commas.")
    segment = fields.Char("Customer group")
    team_id = fields.Many2one(
        "crm.team", required=True, check_company=True, ondelete="restrict", string="Goes to team",
        domain=[("is_service", "=", True)],
    )
    policy = fields.Selection(
        [
            ("manual", "Nobody: the team takes it"), ("least_loaded", "Who has most room"),
            ("round_robin", "Everybody in turn"), ("skilled", "Who knows most about it"),
            ("person", "One person"),
        ],
        default="manual", required=True, string="And there",
        help="Only people who are at work now and have room for it.",
    )
    user_id = fields.Many2one("res.users", string="Person", check_company=True)
    set_type = fields.Selection(selection="_case_types", string="Becomes a")
    set_priority = fields.Boolean("Is important")
    match_language = fields.Boolean(
        "Speaks the customer's language", default=True,
        help="Asked for first; given up, and said so, when nobody at work does.",
    )
    reoffer_minutes = fields.Integer(
        "Offer to somebody else after", default=240,
        help="Working minutes nobody touched it. 0: it stays, unless its person is absent.",
    )
    version_ids = fields.One2many("frontoffice.route.version", "route_id", readonly=True)

    _code_company_uniq = models.UniqueIndex(
        "(code, company_id) WHERE code IS NOT NULL", "This code is already used by another rule."
    )

    @api.model
    def _case_types(self):
        return self.env["frontoffice.case"]._fields["type"].selection

    @api.constrains("policy", "user_id")
    def _check_person(self):
        if any(route.policy == "person" and not route.user_id for route in self):
            raise ValidationError(self.env._("Say which person gets these."))

    # -- which rule --------------------------------------------------------------------------------

    def _to_pure(self):
        """These rules in order as plain values; topics include everything below them."""
        below = {need: self._below(need) for need in self.need_ids}
        return [routing.Rule(
            route.id, frozenset(route.channel_ids.ids),
            frozenset().union(*(below[need] for need in route.need_ids)),
            frozenset(filter(None, [route.case_type])), frozenset(route.lang_ids.mapped("iso_code")),
            tuple(plain(word).strip() for word in re.split(r"[,;\n]", route.words or "") if word.strip()),
            (route.segment or "").strip(),
        ) for route in self]

    def _below(self, need):
        return frozenset(need.with_context(active_test=False).search([("id", "child_of", need.id)]).ids)

    @api.model
    def _match(self, company, items):
        """[route or empty] for each of ``items``, a list of pure facts; one query for the rules."""
        # sudo: everybody's cases are routed, though only a manager reads the rules
        routes = self.sudo().search([("company_id", "=", company.id)])
        rules = routes._to_pure() if routes else []
        found = [routing.first(rules, facts) for facts in items]
        return [routes.browse(rule.id) if rule else routes.browse() for rule in found]

    def action_try(self):
        """What these rules would have done last month."""
        trial = self.env["frontoffice.route.trial"].create({})
        trial._run()
        return {
            "type": "ir.actions.act_window", "res_model": trial._name, "res_id": trial.id,
            "view_mode": "form", "target": "new", "name": self.env._("Last month under these rules"),
        }

    def _offers(self):
        """Rules that pick a person."""
        return self.filtered(lambda route: route.policy in assignment.POLICIES)
