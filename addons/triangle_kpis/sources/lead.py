from odoo.tools import SQL

from .base import Measure, Source, register, yes
from .outside import OUTSIDE, join_ours

ONE = SQL("1::float8")
CREATED = SQL("l.create_date")
ALIVE = OUTSIDE
# When it first became an opportunity; created as one, when it was created.
QUALIFIED = SQL("COALESCE(l.date_conversion, CASE WHEN l.type = 'opportunity' THEN l.create_date END)")
# Somebody wrote or called: logged at the desk, or made by the website or the mail gateway and by no colleague.
INBOUND = SQL(
    "%s AND (creator.share OR creator.id = 1 OR EXISTS (SELECT 1 FROM frontoffice_encounter e"
    " WHERE e.lead_id = l.id AND e.direction = 'in'))", ALIVE)
# A colleague's letter or finished activity; automatic answers and notes are none.
WORDS = SQL(
    "FROM mail_message m JOIN res_users u ON u.partner_id = m.author_id AND NOT u.share"
    " LEFT JOIN mail_message_subtype s ON s.id = m.subtype_id WHERE m.model = 'crm.lead' AND m.res_id = l.id"
    " AND u.id <> 1 AND (m.mail_activity_type_id IS NOT NULL"
    " OR (m.message_type IN ('comment', 'email_outgoing') AND s.id IS NOT NULL AND NOT COALESCE(s.internal, FALSE)))")
CALLS = SQL("FROM frontoffice_encounter e WHERE e.lead_id = l.id AND e.direction = 'out' AND e.handled_by = 'human'")
DUE = SQL("l.service_response_due_at")
# Touches before it came in (a letter moved here later) answer nothing.
RESPONDED = SQL(
    "EXISTS (SELECT 1 %s AND m.date BETWEEN %s - interval '1 second' AND %s)"
    " OR EXISTS (SELECT 1 %s AND e.arrived_at BETWEEN %s - interval '1 second' AND %s)",
    WORDS, CREATED, DUE, CALLS, CREATED, DUE)
PENDING = SQL("%s AND l.active AND l.won_status = 'pending'", ALIVE)
NURTURED = SQL(
    "EXISTS (SELECT 1 FROM mail_activity a WHERE a.res_model = 'crm.lead' AND a.res_id = l.id AND a.active"
    " AND a.date_deadline > ctx.now::date AND COALESCE(a.service_move_count, 0) < 3)"
    " OR EXISTS (SELECT 1 %s AND m.date > ctx.now - interval '14 days')"
    " OR EXISTS (SELECT 1 %s AND e.arrived_at > ctx.now - interval '14 days')", WORDS, CALLS)
DECIDED = SQL("%s AND l.type = 'opportunity' AND l.won_status IN ('won', 'lost')", ALIVE)
FROZEN = SQL("l.service_score_frozen_at")
JUDGED = SQL("%s + interval '120 days'", FROZEN)
WON = SQL("COALESCE((l.won_status = 'won' AND l.date_closed <= %s)::int, 0)::float8", JUDGED)


@register
class LeadSource(Source):
    """Enquiries and opportunities: how fast a person answers, what becomes of them, and whether we knew.

    Merged ones are gone with their facts; lost ones are archived and stay counted.
    """

    name = "lead"
    model = "crm.lead"
    tables = SQL(
        "crm_lead l LEFT JOIN crm_team team ON team.id = l.team_id LEFT JOIN res_users seller ON seller.id = l.user_id"
        " LEFT JOIN res_users creator ON creator.id = l.create_uid%s", join_ours("l.partner_id", "l.create_date"))
    id = SQL("l.id")
    company = SQL("COALESCE(l.company_id, team.company_id, seller.company_id, creator.company_id)")
    dimensions = {
        "team_id": SQL("l.team_id"), "campaign_id": SQL("l.campaign_id"), "employee_id": SQL("l.user_id"),
    }
    watched = frozenset({
        "type", "active", "won_status", "date_closed", "date_conversion", "expected_revenue", "partner_id",
        "service_response_due_at", "service_score_frozen_at", "service_probability_frozen", "recommended_by_id",
        "referred", "company_id", "team_id", "campaign_id", "source_id", "user_id",
    })
    follows = {
        "frontoffice.encounter": lambda ids: SQL(
            "SELECT lead_id AS id FROM frontoffice_encounter WHERE lead_id IS NOT NULL AND id = ANY(%s)", ids),
        "res.partner": lambda ids: SQL("SELECT id FROM crm_lead WHERE partner_id = ANY(%s)", ids),
    }
    follows_fields = {
        "frontoffice.encounter": frozenset({"lead_id", "direction", "arrived_at", "handled_by"}),
        "res.partner": frozenset({"commercial_partner_id"}),
    }
    links = {"frontoffice.encounter": frozenset({"lead_id"})}

    def prepare(self, env, ids):
        """Plan until when each should have an answer; what is planned stays."""
        env["crm.lead"]._plan_responses(ids)

    measures = (
        Measure("lead_created", CREATED, where=ALIVE, num=ONE),
        Measure("lead_qualified", QUALIFIED, where=ALIVE, num=ONE, extra=SQL("l.source_id::varchar")),
        Measure(
            "lead_referred", QUALIFIED, where=ALIVE, den=ONE,
            num=yes(SQL("l.recommended_by_id IS NOT NULL OR COALESCE(l.referred, '') <> ''")),
        ),
        Measure(
            "lead_response", DUE, where=SQL("%s AND %s IS NOT NULL", INBOUND, DUE), num=yes(RESPONDED), den=ONE,
            visible_at=DUE,
        ),
        Measure("lead_nurtured", CREATED, where=PENDING, num=yes(NURTURED), den=ONE, kind="S"),
        Measure("lead_won", SQL("l.date_closed"), where=DECIDED, num=yes(SQL("l.won_status = 'won'")), den=ONE),
        Measure(
            "lead_won_value", SQL("l.date_closed"), where=SQL("%s AND l.won_status = 'won'", DECIDED), money=True,
            num=SQL("COALESCE(l.expected_revenue, 0)::float8"),
        ),
        Measure(
            "lead_decided_value", SQL("l.date_closed"), where=DECIDED, money=True,
            num=SQL("COALESCE(l.expected_revenue, 0)::float8"),
        ),
        Measure(
            "lead_brier", FROZEN, where=SQL("%s AND l.service_probability_frozen IS NOT NULL", ALIVE),
            num=SQL("POWER(l.service_probability_frozen::float8 / 100 - %s, 2)", WON), den=ONE, visible_at=JUDGED,
            follow_days=120,
        ),
        Measure(
            "lead_brier_won", FROZEN, where=SQL("%s AND l.service_probability_frozen IS NOT NULL", ALIVE), num=WON,
            den=ONE, visible_at=JUDGED, follow_days=120,
        ),
    )
