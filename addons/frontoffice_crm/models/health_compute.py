from odoo import api, fields, models

from ..tools import mood as pure

SIGNIFICANT = 1.0  # a change of less than a point is no news


class HealthCompute(models.AbstractModel):
    """Computes moods in batches: nine queries for any number of customers."""

    _name = "frontoffice.health"
    _description = "Computing customer mood"

    @api.model
    def _cron_compute(self, limit=1000):
        """Customers in touch within a year, those computed longest ago first. A second run changes nothing."""
        for company in self.env["frontoffice.health.policy"].sudo().search([("company_id", "!=", False)]).company_id:
            partners = self._due(company, limit)
            self._compute(partners, company)
            self.env["ir.cron"]._commit_progress(len(partners))

    @api.model
    def _due(self, company, limit):
        """Companies and private people, never the single contacts of a company."""
        today = fields.Date.context_today(self)
        done = self.env["frontoffice.health.score"].sudo()._read_group(
            [("company_id", "=", company.id), ("day", "=", today)], ["partner_id"]
        )
        year = fields.Datetime.subtract(fields.Datetime.now(), years=1)
        groups = self.env["frontoffice.encounter"].sudo()._read_group(
            [("company_id", "=", company.id), ("arrived_at", ">=", year), ("partner_id", "!=", False)], ["partner_id"],
        )
        partners = self.env["res.partner"].union(*(partner.commercial_partner_id for (partner,) in groups))
        return (partners - self.env["res.partner"].union(*(partner for (partner,) in done)))[:limit]

    @api.model
    def _compute(self, partners, company, now=None):
        """Write today's mood where it is known and has changed. Returns the new rows."""
        now = now or fields.Datetime.now()
        # sudo: the mood is computed from everything we know; who may see it is decided by its own rules
        policies = self.env["frontoffice.health.policy"].sudo().search([("company_id", "=", company.id)])
        rows = self.env["frontoffice.health.score"]
        if not policies or not partners:
            return rows
        for policy, group in self._by_policy(policies, partners).items():
            facts = self.env["frontoffice.health.facts"]._collect(group, company, now, policy.days)
            rows |= self._write(policy, group, company, facts, now)
        self.env["frontoffice.success.play"]._after_mood(rows)
        return rows

    @api.model
    def _by_policy(self, policies, partners):
        """Each customer under the rule of its group, else under the first rule without one."""
        general = policies.filtered(lambda policy: not policy.segment)[:1]
        by_segment = {policy.segment.lower(): policy for policy in policies if policy.segment}
        groups = {}
        for partner in partners:
            name = (partner.category_id[:1].name or partner.industry_id.name or "").lower()
            policy = by_segment.get(name, general)
            if policy:
                groups[policy] = groups.get(policy, partner) | partner
        return groups

    @api.model
    def _write(self, policy, partners, company, facts, now):
        Score = self.env["frontoffice.health.score"].sudo()  # nobody writes a mood by hand
        latest = {score.partner_id.id: score for score in Score.search([
            ("partner_id", "in", partners.ids), ("company_id", "=", company.id), ("is_latest", "=", True),
        ])}
        version, day = policy._current_version(), now.date()
        fresh, replaced = [], Score.browse()
        for partner in partners:
            mood, parts = pure.mood(facts[partner.id], policy._weights())
            before = latest.get(partner.id, Score.browse())
            if mood is None or (before and abs(before.mood - mood) < SIGNIFICANT):
                continue
            replaced |= before
            fresh.append(self._row(policy, version, partner, company, day, mood, parts, before))
        replaced.filtered(lambda score: score.day == day).unlink()
        replaced.exists().write({"is_latest": False})
        return Score.create(fresh)

    @api.model
    def _row(self, policy, version, partner, company, day, mood, parts, before):
        return {
            "partner_id": partner.id, "company_id": company.id, "policy_version_id": version.id, "day": day,
            "mood": mood, "change": mood - before.mood if before else 0.0, "is_unhappy": mood < policy.unhappy_below,
            "is_latest": True, "drivers": [[name, round(points, 2)] for name, points in parts.items()],
        }
