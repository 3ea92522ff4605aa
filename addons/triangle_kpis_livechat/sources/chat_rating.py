from odoo.tools import SQL

from odoo.addons.triangle_kpis.sources.base import Measure, Source, register, yes
from odoo.addons.triangle_kpis.sources.rating import GIVEN

ONE = SQL("1::float8")
COLUMNS = SQL("i.id, i.handled_by, i.company_id, i.team_id, i.channel_id, i.campaign_id")


def _by(hand):
    return SQL("%s AND e.handled_by = %s", GIVEN, hand)


@register
class ChatRatingSource(Source):
    """What customers said of an interaction, or of the chat it was, by who served them: the robot alone or a person."""

    name = "chat_rating"
    model = "rating.rating"
    tables = SQL(
        "rating_rating r JOIN LATERAL (SELECT %(columns)s FROM frontoffice_encounter i"
        " WHERE r.res_model = 'frontoffice.encounter' AND i.id = r.res_id"
        " UNION ALL SELECT %(columns)s FROM frontoffice_encounter i"
        " WHERE r.res_model = 'discuss.channel' AND i.discuss_channel_id = r.res_id ORDER BY 1 LIMIT 1) e ON TRUE",
        columns=COLUMNS)
    id = SQL("r.id")
    company = SQL("e.company_id")
    dimensions = {
        "team_id": SQL("e.team_id"), "channel_id": SQL("e.channel_id"), "campaign_id": SQL("e.campaign_id"),
    }
    watched = frozenset({"res_model_id", "res_model", "res_id", "rating", "consumed", "rated_on"})
    follows = {
        "frontoffice.encounter": lambda ids: SQL(
            "SELECT r.id FROM rating_rating r WHERE r.res_model = 'frontoffice.encounter' AND r.res_id = ANY(%s)"
            " UNION SELECT r.id FROM frontoffice_encounter i JOIN rating_rating r ON r.res_model = 'discuss.channel'"
            " AND r.res_id = i.discuss_channel_id WHERE i.id = ANY(%s)", ids, ids),
    }
    follows_fields = {"frontoffice.encounter": frozenset({
        "handled_by", "discuss_channel_id", "company_id", "team_id", "channel_id", "campaign_id"})}
    links = {"frontoffice.encounter": frozenset({"discuss_channel_id"})}
    polled = True
    measures = (
        Measure("rating_robot", SQL("r.rated_on"), where=_by("bot"), num=yes(SQL("r.rating >= 4")), den=ONE),
        Measure("rating_person", SQL("r.rated_on"), where=_by("human"), num=yes(SQL("r.rating >= 4")), den=ONE),
    )
