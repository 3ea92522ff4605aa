from odoo import fields, models
from odoo.tools import SQL

from ..tools import claim as pure
from ..tools import story_cast, story_desk
from ..tools.story_clock import Clock, month_start

#: name, when, points, half after days, at most
SCORES = (
    ("They get in touch", "contact", 8, 30, 40), ("A promise kept", "kept", 6, 60, 30),
    ("A promise broken", "broken", -12, 60, 0), ("Recommended", "recommended", 25, 0, 0),
    ("A new lead", "lead", 20, 30, 0),
)
BANDS = (("Call today", 40), ("Warm", 20), ("Cold", 0))
ANSWER = "Thank you for asking. When may we come and have a look at it?"
MOODS = 60  # customers whose mood is known on the first day; the others follow by night


class Sample(models.AbstractModel):
    """What the sample advertises, its leads with scores, contracts and customers' mood."""

    _inherit = "frontoffice.sample"

    def _parts(self):
        return [*super()._parts(), "_load_sales"]

    def _load_sales(self, told, batch):
        """Advertised promises, leads, contracts, moods; returns how many leads."""
        clock = Clock(told.now, story_cast.ZONE)
        links = {
            model: self._remembered(model)
            for model in ("res.users", "res.partner", "utm.campaign", "frontoffice.promise.standard")
        }
        self._make_claims(told, clock, links, batch)
        self._make_contracts(clock, links)
        self._make_moods(told, links)
        return {"leads": len(self._make_leads(clock, links))}

    # -- what we advertise -------------------------------------------------------------------------

    def _make_claims(self, told, clock, links, batch):
        """The one that was not true was stopped and replaced by one that is."""
        stopped = story_desk.stopped_on(clock)
        common = {
            "owner_id": links["res.users"]["chloe"], "company_id": self.env.company.id, "batch_id": batch.id,
            "proof_share": 85.0,
        }
        claims = self._make("frontoffice.claim", {
            "two_hours": {
                **common, "name": "3 working days, 2-hour window", "date_from": stopped, "place": "page",
                "standard_id": links["frontoffice.promise.standard"]["engineer_visit"],
                "campaign_id": links["utm.campaign"]["two_hours"],
            },
            "engineer_24h": {
                **common, "name": "24-hour engineer: at your door in 24 hours", "place": "ad",
                "date_from": clock.month(-9)[0], "place_note": "Radio and vans", "stopped_on": stopped,
                "standard_id": links["frontoffice.promise.standard"]["engineer_24h"],
                "campaign_id": links["utm.campaign"]["engineer_24h"],
            },
        })
        claims["engineer_24h"].replaced_by_id = claims["two_hours"]
        self._judge(claims["engineer_24h"], told, [month_start(clock.today, n) for n in (-8, -7, -6)] + [stopped])
        self._judge(claims["two_hours"], told, [month_start(clock.today, n) for n in range(-5, 1)] + [clock.today])
        self._name_claims(claims)

    def _judge(self, claim, told, days):
        """What was found on some days; the last one is how it stands."""
        rows = {}
        for day in days:
            until = min(fields.Datetime.to_datetime(day), told.now)
            kept, decided = story_desk.proof(told, claim.standard_id.code, until)
            status = pure.status(kept, decided, claim.proof_share / 100, claim.proof_count)
            rows[day] = {"claim_id": claim.id, "company_id": claim.company_id.id, "day": day, "kept": kept,
                         "of": decided, "status": status}
        self.env["frontoffice.claim.status"].create(list(rows.values()))
        last = rows[days[-1]]
        claim.write({**{name: last[name] for name in ("kept", "of", "status")}, "judged_on": days[-1]})

    def _name_claims(self, claims):
        """Promises given under them carry them."""
        for claim in claims.values():
            self.env["frontoffice.promise"].search([
                ("company_id", "=", self.env.company.id), ("campaign_id", "=", claim.campaign_id.id),
            ]).write({"claim_id": claim.id})

    # -- leads -------------------------------------------------------------------------------------

    def _make_leads(self, clock, links):
        """Won, lost and open ones of thirteen months; their days are those of the story."""
        company, lines = self.env.company.id, story_desk.leads(clock)
        self._make("frontoffice.score.rule", {
            kind: {"name": name, "kind": kind, "points": points, "half_life_days": half, "cap": cap,
                   "company_id": company}
            for name, kind, points, half, cap in SCORES
        })
        self._make("frontoffice.score.band", {
            str(least): {"name": name, "minimum": least, "company_id": company} for name, least in BANDS
        })
        won = self.env["crm.stage"].search([("is_won", "=", True)], limit=1)
        leads = self._make("crm.lead", {line.key: self._lead(line, links, won) for line in lines})
        self.env["crm.lead"].union(*(leads[line.key] for line in lines if line.fate == "lost")).write(
            {"active": False, "probability": 0})
        self._date_leads(leads, lines)
        self._write_to(leads, lines, links)
        return leads

    def _write_to(self, leads, lines, links):
        """What was written to them; nothing is sent, it only stands there."""
        author = self.env["res.users"].browse(links["res.users"]["lukas"]).partner_id
        self.env["mail.message"].create([{
            "model": "crm.lead", "res_id": leads[line.key].id, "author_id": author.id, "date": at,
            "message_type": "email_outgoing", "subtype_id": self.env.ref("mail.mt_comment").id,
            "subject": line.name, "body": ANSWER,
        } for line in lines for at in line.written_at])

    def _lead(self, line, links, won):
        return {
            "name": line.name, "partner_id": links["res.partner"][line.customer], "expected_revenue": line.worth,
            "type": "opportunity" if line.qualified_at else "lead", "company_id": self.env.company.id, "team_id": False,
            "user_id": links["res.users"]["lukas"], "campaign_id": links["utm.campaign"].get(line.campaign, False),
            "recommended_by_id": links["res.partner"].get(line.recommended_by, False),
            **({"stage_id": won.id, "probability": 100} if line.fate == "won" and won else {}),
        }

    def _date_leads(self, leads, lines):
        """Stock stamps now on them; the story has other days."""
        self.env.flush_all()
        for line in lines:
            # SQL: create_date and the moments stock computes cannot be written otherwise
            self.env.cr.execute(SQL(
                "UPDATE crm_lead SET create_date = %s, date_conversion = %s, date_closed = %s, date_open = %s,"
                " date_last_stage_update = %s, service_score_frozen_at = %s, service_probability_frozen = %s"
                " WHERE id = %s",
                line.created_at, line.qualified_at, line.closed_at, line.created_at,
                line.closed_at or line.created_at, line.qualified_at,
                line.predicted if line.qualified_at else None, leads[line.key].id,
            ))
        self.env["crm.lead"].invalidate_model()

    # -- contracts and mood ------------------------------------------------------------------------

    def _make_contracts(self, clock, links):
        """Those who were let down in the bad quarter do not renew when their year is over."""
        rows = {}
        for customer, wish, worth, months, state in story_desk.CONTRACTS:
            renewal = month_start(clock.today, months).replace(day=15)
            rows[customer] = {
                "name": wish, "partner_id": links["res.partner"][customer], "company_id": self.env.company.id,
                "user_id": links["res.users"]["lukas"], "date_start": month_start(renewal, -24), "value": worth,
                "date_renewal": renewal, "state": state, "renewal_count": 1, "notice_days": 30,
                **({"lost_reason": story_desk.LEFT_BECAUSE, "lost_on": renewal, "auto_renew": False}
                   if state == "lost" else {}),
            }
        self._make("frontoffice.success.plan", rows)

    def _make_moods(self, told, links):
        self._make("frontoffice.health.policy", {"all": {"name": "All customers", "company_id": self.env.company.id}})
        known = list(dict.fromkeys(line.customer for line in reversed(told.promises)))[:MOODS]
        partners = self.env["res.partner"].browse([links["res.partner"][key] for key in known])
        self.env["frontoffice.health"]._compute(partners, self.env.company, told.now)

    def _catalogue_models(self):
        return [
            "frontoffice.success.plan", "frontoffice.health.score", "frontoffice.health.policy.version",
            "frontoffice.health.policy", "crm.lead", "frontoffice.score.rule.version", "frontoffice.score.rule",
            "frontoffice.score.band", *super()._catalogue_models(),
        ]

    def _version_owners(self):
        return super()._version_owners() | {
            "frontoffice.health.policy.version": "policy_id.company_id",
            "frontoffice.score.rule.version": "rule_id.company_id",
        }
