from odoo.tools import SQL

from odoo.addons.triangle_kpis.sources.base import Measure, Source, register, yes

END = SQL("COALESCE(e.ended_at, e.arrived_at)")
MATURE = SQL("(%s + interval '72 hours')", END)


def _member(kind):
    return SQL(
        "EXISTS (SELECT FROM im_livechat_channel_member_history mh WHERE mh.channel_id = e.discuss_channel_id"
        " AND mh.livechat_member_type = %s)", kind)


BOT = SQL("e.direction = 'in' AND e.discuss_channel_id IS NOT NULL AND %s", _member("bot"))
# A person took over. Stock's own "escalated" means from one person to another.
TAKEN_OVER = SQL("(e.handled_by = 'human' OR %s)", _member("agent"))
CAME_BACK = SQL(
    "EXISTS (SELECT FROM frontoffice_encounter n WHERE n.partner_id = e.partner_id AND n.id <> e.id"
    " AND n.company_id = e.company_id AND n.direction = 'in' AND n.handled_by = 'human' AND n.arrived_at > e.arrived_at"
    " AND n.arrived_at <= %s AND (n.need_id = e.need_id OR n.need_id IS NULL OR e.need_id IS NULL))", MATURE)


@register
class BotChatSource(Source):
    """Chats a robot began and in which the visitor said something, judged 72 hours after their end."""

    name = "bot_chat"
    model = "frontoffice.encounter"
    tables = SQL("frontoffice_encounter e")
    id = SQL("e.id")
    company = SQL("e.company_id")
    dimensions = {
        "team_id": SQL("e.team_id"), "channel_id": SQL("e.channel_id"), "campaign_id": SQL("e.campaign_id"),
        "employee_id": SQL("e.user_id"),
    }
    watched = frozenset({
        "direction", "arrived_at", "ended_at", "partner_id", "need_id", "handled_by", "discuss_channel_id",
        "company_id", "team_id", "channel_id", "campaign_id", "user_id",
    })
    follows = {
        # who comes back to a person was not helped by the robot before
        "frontoffice.encounter": lambda ids: SQL(
            "SELECT DISTINCT e.id FROM frontoffice_encounter n JOIN frontoffice_encounter e"
            " ON e.partner_id = n.partner_id AND e.id <> n.id WHERE n.id = ANY(%s)"
            " AND e.discuss_channel_id IS NOT NULL AND e.arrived_at <= n.arrived_at AND n.arrived_at <= %s",
            ids, MATURE),
        "im_livechat.channel.member.history": lambda ids: SQL(
            "SELECT DISTINCT e.id FROM im_livechat_channel_member_history mh JOIN frontoffice_encounter e"
            " ON e.discuss_channel_id = mh.channel_id WHERE mh.id = ANY(%s)", ids),
    }
    follows_fields = {
        "frontoffice.encounter": frozenset({"arrived_at", "partner_id", "need_id", "handled_by", "direction"}),
        "im_livechat.channel.member.history": frozenset({"livechat_member_type", "channel_id"}),
    }
    links = {"frontoffice.encounter": frozenset({"arrived_at", "partner_id"})}
    measures = (
        # Nobody can tell whether an unknown visitor came back: how many are unknown is counted beside.
        Measure(
            "bot_settled", SQL("e.arrived_at"), where=SQL("%s AND e.partner_id IS NOT NULL", BOT),
            num=yes(SQL("NOT %s AND NOT %s", TAKEN_OVER, CAME_BACK)), den=SQL("1::float8"), visible_at=MATURE,
            follow_days=3,
        ),
        Measure(
            "bot_unknown", SQL("e.arrived_at"), where=BOT, num=yes(SQL("e.partner_id IS NULL")), den=SQL("1::float8")
        ),
    )
