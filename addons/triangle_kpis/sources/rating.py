from odoo.tools import SQL

from .base import Measure, Source, register, yes

HOSTS = ("frontoffice.encounter", "frontoffice.case", "frontoffice.promise")
# What strangers read. Never pooled with what customers tell us when we ask.
PUBLIC = SQL("r.res_model IN ('product.template', 'slide.channel') AND NOT COALESCE(r.is_internal, FALSE)")
ASKED = SQL("(r.res_model IN %s OR (r.batch_id IS NOT NULL AND NOT %s))", HOSTS, PUBLIC)
GIVEN = SQL("r.consumed AND r.rating >= 1")


def _follow(model):
    """Ratings take team, channel and campaign from what was rated."""
    return lambda ids: SQL("SELECT id FROM rating_rating WHERE res_model = %s AND res_id = ANY(%s)", model, ids)


@register
class RatingSource(Source):
    """Answers of customers to "how was it?", on the day they rated. Asked but unanswered is no answer."""

    name = "rating"
    model = "rating.rating"
    tables = SQL(
        "rating_rating r"
        " LEFT JOIN frontoffice_encounter e ON r.res_model = 'frontoffice.encounter' AND e.id = r.res_id"
        " LEFT JOIN frontoffice_case c ON r.res_model = 'frontoffice.case' AND c.id = r.res_id"
        " LEFT JOIN frontoffice_promise p ON r.res_model = 'frontoffice.promise' AND p.id = r.res_id"
        " LEFT JOIN frontoffice_batch b ON b.id = r.batch_id"  # answers to other apps' records, found by Look back
    )
    id = SQL("r.id")
    company = SQL("COALESCE(e.company_id, c.company_id, p.company_id, b.company_id, r.service_company_id)")
    dimensions = {
        "team_id": SQL("COALESCE(e.team_id, c.team_id, p.team_id)"),
        "channel_id": SQL("COALESCE(e.channel_id, c.channel_id, p.channel_id)"),
        "campaign_id": SQL("COALESCE(e.campaign_id, c.campaign_id, p.campaign_id)"),
        "employee_id": SQL("COALESCE(e.user_id, c.user_id, p.user_id)"),
    }
    watched = frozenset({
        "res_model_id", "res_model", "res_id", "rating", "consumed", "rated_on", "batch_id", "is_internal",
        "service_company_id",
    })
    follows = {model: _follow(model) for model in HOSTS}
    follows_fields = dict.fromkeys(HOSTS, frozenset({"company_id", "team_id", "channel_id", "campaign_id", "user_id"}))
    polled = True
    measures = (
        Measure(
            "rating_good", SQL("r.rated_on"), where=SQL("%s AND %s", ASKED, GIVEN), num=yes(SQL("r.rating >= 4")),
            den=SQL("1::float8"),
        ),
        Measure(
            "rating_value", SQL("r.rated_on"), where=SQL("%s AND %s", ASKED, GIVEN), value=SQL("r.rating::float8")
        ),
        # How many of those we asked answered; two weeks are time enough. What Look back found was not asked by us.
        Measure(
            "rating_answered", SQL("r.create_date"), den=SQL("1::float8"),
            where=SQL("%s AND r.batch_id IS NULL AND r.res_model IN %s", ASKED, HOSTS),
            num=yes(SQL("%s AND r.rated_on <= r.create_date + interval '14 days'", GIVEN)),
            visible_at=SQL("r.create_date + interval '14 days'"), follow_days=14,
        ),
        Measure(
            "rating_public", SQL("r.rated_on"), where=SQL("%s AND %s", PUBLIC, GIVEN), num=yes(SQL("r.rating >= 4")),
            den=SQL("1::float8"),
        ),
    )
