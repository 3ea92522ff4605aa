from ast import literal_eval
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import ormcache

from ..tools import lead_score as pure

LOOK_BACK_DAYS = 400  # older signals have faded


class ScoreRuleVersion(models.Model):
    """What a score rule said when a score was frozen."""

    _name = "frontoffice.score.rule.version"
    _description = "Version of a score rule"
    _inherit = ["frontoffice.version.mixin"]

    rule_id = fields.Many2one(
        "frontoffice.score.rule", required=True, index=True, readonly=True, ondelete="restrict"
    )
    _rule_number_uniq = models.UniqueIndex("(rule_id, number)")


class ScoreRule(models.Model):
    """What makes a lead worth a call, in points that fade with time."""

    _name = "frontoffice.score.rule"
    _description = "Score rule"
    _inherit = ["frontoffice.versioned.mixin"]
    _order = "sequence, id"
    _version_model = "frontoffice.score.rule.version"
    _version_owner = "rule_id"
    _version_fields = ("name", "kind", "domain", "points", "half_life_days", "cap")

    name = fields.Char(required=True, translate=True)
    code = fields.Char(copy=False)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    kind = fields.Selection(
        [
            ("lead", "The lead is like this"), ("contact", "Each time they get in touch"),
            ("kept", "Each promise we kept them"), ("broken", "Each promise we broke"),
            ("opened", "Each time they open our material"), ("recommended", "Somebody recommended us"),
        ],
        required=True, default="lead", string="When",
    )
    domain = fields.Char("Leads", default="[]", help="Which leads the points are for.")
    points = fields.Float(required=True, default=10.0)
    half_life_days = fields.Integer("Half after (days)", default=30, help="0: the points never fade.")
    cap = fields.Float("At most", default=0.0, help="0: no limit for this rule. All rules together end at 100.")
    version_ids = fields.One2many("frontoffice.score.rule.version", "rule_id", readonly=True)

    _code_company_uniq = models.UniqueIndex(
        "(code, company_id) WHERE code IS NOT NULL", "This code is already used by another rule."
    )
    _half_life_positive = models.Constraint(
        "CHECK (half_life_days >= 0 AND cap >= 0)", "Days and limits are not negative."
    )

    @api.constrains("domain")
    def _check_domain(self):
        for rule in self:
            try:
                rule._leads_domain().validate(self.env["crm.lead"])
            except (ValueError, SyntaxError, TypeError) as error:
                raise ValidationError(
                    self.env._("“%s” does not describe leads. Choose the conditions anew.", rule.name)
                ) from error

    def _leads_domain(self):
        """Conditions are data: read as a literal, never evaluated."""
        return fields.Domain(literal_eval(self.domain or "[]"))

    # -- companies that score: asked for every lead, answered from memory -----------------------------

    @api.model
    @ormcache()
    def _companies(self):
        """Ids of the companies with score rules in use."""
        return frozenset(company.id for (company,) in self.sudo()._read_group([], ["company_id"]))

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        if {"active", "company_id"} & vals.keys():
            self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    # -- signals -----------------------------------------------------------------------------------

    def _signals(self, leads, now):
        """{lead id: [pure signals]} of these rules; one or two queries a rule."""
        found = {lead.id: [] for lead in leads}
        since = now - timedelta(days=LOOK_BACK_DAYS)
        for rule in self:
            concerned = leads.filtered_domain(rule._leads_domain())
            moments = getattr(rule, f"_moments_{rule.kind}")(concerned, since)
            for lead_id, when in moments.items():
                found[lead_id] += [pure.Signal(rule.id, rule.points, at, rule.half_life_days) for at in when]
        return found

    def _moments_lead(self, leads, since):
        return {lead.id: [lead.create_date] for lead in leads}

    def _moments_recommended(self, leads, since):
        return {lead.id: [lead.create_date] for lead in leads.filtered("recommended_by_id")}

    def _moments_contact(self, leads, since):
        Encounter = self.env["frontoffice.encounter"]
        domain = [("direction", "=", "in"), ("company_id", "=", self.company_id.id)]
        return self._moments_of(leads, Encounter, domain, "arrived_at", since)

    def _moments_kept(self, leads, since):
        domain = [("state", "=", "kept"), ("company_id", "=", self.company_id.id)]
        return self._moments_of(leads, self.env["frontoffice.promise"], domain, "fulfilled_at", since)

    def _moments_broken(self, leads, since):
        domain = [("state", "in", ("broken", "late")), ("company_id", "=", self.company_id.id)]
        return self._moments_of(leads, self.env["frontoffice.promise"], domain, "due_at", since)

    def _moments_of(self, leads, model, domain, date, since):
        """Moments of records of the leads' customers, the whole company of a contact included."""
        families = {}
        for lead in leads.filtered("partner_id"):
            families.setdefault(lead.partner_id.commercial_partner_id.id, []).append(lead.id)
        rows = model.sudo().search_fetch(  # sudo: sales scores what the front office knows, without reading it
            [*domain, (date, ">=", since), ("partner_id.commercial_partner_id", "in", list(families))],
            ["partner_id", date],
        )
        moments = {}
        for row in rows:
            for lead_id in families[row.partner_id.commercial_partner_id.id]:
                moments.setdefault(lead_id, []).append(row[date])
        return moments

    def _moments_opened(self, leads, since):
        shares = self.env["frontoffice.asset.share"].sudo().search_fetch(  # sudo: as above
            [("lead_id", "in", leads.ids), ("last_open_at", ">=", since)], ["lead_id", "last_open_at", "open_count"],
        )
        moments = {}
        for share in shares:
            moments.setdefault(share.lead_id.id, []).extend([share.last_open_at] * share.open_count)
        return moments
