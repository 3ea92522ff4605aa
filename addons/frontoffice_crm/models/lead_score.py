from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import lead_score as pure

QUALIFIED = "frontoffice_crm.qualified"  # ids of leads that became opportunities in this transaction


class CrmLead(models.Model):
    """Points beside the predicted probability: explained, fading, frozen when it becomes an opportunity."""

    _inherit = "crm.lead"

    service_score = fields.Float("Score", readonly=True, copy=False, index=True, digits=(5, 1))
    service_score_at = fields.Datetime("Scored on", readonly=True, copy=False)
    service_score_details = fields.Json(readonly=True, copy=False)
    service_score_frozen = fields.Float("Score when qualified", readonly=True, copy=False, digits=(5, 1))
    service_score_frozen_at = fields.Datetime("Qualified on", readonly=True, copy=False)
    service_probability_frozen = fields.Float("Predicted when qualified", readonly=True, copy=False)
    service_band_id = fields.Many2one("frontoffice.score.band", "Band", readonly=True, copy=False, ondelete="set null")
    service_band_ids = fields.Many2many(
        "frontoffice.score.band", "frontoffice_lead_band_rel", "lead_id", "band_id", "Bands reached",
        readonly=True, copy=False,
    )
    service_score_why = fields.Html("Why", compute="_compute_service_score_why")
    recommended_by_id = fields.Many2one(
        "res.partner", "Recommended by", index="btree_not_null", ondelete="set null", copy=False
    )

    @api.model
    def _has_field_access(self, field, operation):
        # a score nobody can type is a score one can trust
        if operation == "write" and not self.env.su and field.name.startswith(("service_score", "service_band")):
            return False
        if operation == "write" and not self.env.su and field.name == "service_probability_frozen":
            return False
        return super()._has_field_access(field, operation)

    @api.model_create_multi
    def create(self, vals_list):
        leads = super().create(vals_list)
        leads._rescore()
        leads.filtered(lambda lead: lead.type == "opportunity")._freeze_score()
        return leads

    def write(self, vals):
        fresh = self.filtered(lambda lead: lead.type != "opportunity") if vals.get("type") == "opportunity" else None
        done = super().write(vals)
        if fresh:
            fresh._rescore()
            fresh._freeze_score()
        return done

    def _freeze_score(self):
        """What we thought when it became an opportunity, so that it can be judged later.

        Noted here and written once before the transaction commits, so that converting many leads costs what
        converting one does.
        """
        data = self.env.cr.precommit.data
        if QUALIFIED not in data:
            data[QUALIFIED] = set()
            self.env.cr.precommit.add(self.env["crm.lead"]._write_frozen)
        data[QUALIFIED].update(self.ids)

    @api.model
    def _write_frozen(self):
        leads = self.browse(self.env.cr.precommit.data.pop(QUALIFIED, ()))
        if not leads:
            return
        frozen = ("service_score_frozen", "service_score_frozen_at", "service_probability_frozen")
        leads.flush_recordset(["service_score", "automated_probability", *frozen])
        self.env.cr.execute(SQL(
            "UPDATE crm_lead SET service_score_frozen = COALESCE(service_score, 0), service_score_frozen_at = %s, "
            "service_probability_frozen = automated_probability "
            "WHERE id IN %s AND type = 'opportunity' AND service_score_frozen_at IS NULL",
            fields.Datetime.now(), tuple(leads.ids),
        ))
        leads.invalidate_recordset(frozen, flush=False)

    def _rescore(self, now=None):
        """Points of these leads now, with their reasons; starts the plan of a band newly reached."""
        now = now or fields.Datetime.now()
        scored = self.env["frontoffice.score.rule"]._companies()
        if not scored:
            return
        for company, leads in self.sudo().grouped("company_id").items():  # sudo: nobody types a score
            company = company or self.env.company
            if company.id in scored:
                rules = self.env["frontoffice.score.rule"].sudo().search([("company_id", "=", company.id)])
                leads._apply_rules(rules, company, now)

    def _apply_rules(self, rules, company, now):
        signals = rules._signals(self, now)
        caps = {rule.id: rule.cap for rule in rules}
        bands = self.env["frontoffice.score.band"].sudo().search([("company_id", "=", company.id)])
        reached = {}
        for lead in self:
            points = pure.by_rule(signals[lead.id], caps, now)
            score = pure.total(points)
            band = bands.filtered(lambda band, score=score: band.minimum <= score)[:1]
            if band and band not in lead.service_band_ids:
                reached.setdefault(band, []).append(lead.id)
            lead.write({
                "service_score": score, "service_score_at": now, "service_band_id": band.id,
                "service_score_details": [[rule, round(value, 2)] for rule, value in points.items()],
            })
        for band, lead_ids in reached.items():
            self.browse(lead_ids)._reach(band)

    def _reach(self, band):
        """Once per lead and band: its plan of activities, for the one who has the lead."""
        self.write({"service_band_ids": [fields.Command.link(band.id)]})
        for user, leads in self.grouped("user_id").items():
            owner = user or leads.team_id[:1].user_id
            if not band.plan_id or not owner:
                continue
            wizard = self.env["mail.activity.schedule"].sudo().with_context(  # stock's own way to start a plan
                active_model="crm.lead", active_ids=leads.ids, mail_activity_quick_update=True,
            ).create({"plan_id": band.plan_id.id, "plan_on_demand_user_id": owner.id})
            wizard.action_schedule_plan()

    @api.model
    def _cron_rescore(self, limit=2000):
        """Points fade every night. The leads scored longest ago come first; a second run changes nothing."""
        companies = self.env["frontoffice.score.rule"].search([("company_id", "!=", False)]).company_id
        domain = [("won_status", "=", "pending"), ("company_id", "in", [False, *companies.ids])]
        if companies:
            leads = self.search(domain, order="service_score_at asc nulls first, id", limit=limit)
            leads._rescore()
            self.env["ir.cron"]._commit_progress(len(leads))

    def action_service_rescore(self):
        """Score now."""
        self.check_access("write")
        self._rescore()
        return True

    @api.depends("service_score_details")
    def _compute_service_score_why(self):
        ids = {row[0] for lead in self for row in lead.service_score_details or []}
        # sudo: the name of a rule is part of the explanation
        names = {rule.id: rule.name for rule in self.env["frontoffice.score.rule"].sudo().browse(ids).exists()}
        for lead in self:
            rows = sorted(lead.service_score_details or [], key=lambda row: -abs(row[1]))
            cells = [
                Markup('<tr><td>%s</td><td class="text-end">%+.0f</td></tr>') % (
                    names.get(rule, self.env._("A rule that is gone")), value
                ) for rule, value in rows
            ]
            table = Markup('<table class="table table-sm mb-0">%s</table>') % Markup("").join(cells)
            lead.service_score_why = table if cells else self.env._("No rule gives points for this lead yet.")
