"""Figures of mailings and chats, from their plain rows."""

from collections import defaultdict
from datetime import timedelta
from types import SimpleNamespace

from triangle_oracle import read

FORTNIGHT = timedelta(days=14)


def mailings(world):
    clicks = defaultdict(list)
    for trace, at in world.query(
        "SELECT mailing_trace_id, create_date FROM link_tracker_click WHERE mailing_trace_id IS NOT NULL"
    ):
        clicks[trace].append(at)
    known = {}
    for partner, mail in world.query(
        "SELECT id, email_normalized FROM res_partner WHERE email_normalized IS NOT NULL ORDER BY id DESC"
    ):
        known[mail] = partner
    senders = dict(world.query(
        "SELECT t.id, COALESCE(m.user_id, t.create_uid) FROM mailing_trace t"
        " LEFT JOIN mailing_mailing m ON m.id = t.mass_mailing_id"))
    plain = dict(world.query(
        "SELECT t.id, COALESCE(m.is_comparison, FALSE) FROM mailing_trace t JOIN mailing_mailing m"
        " ON m.id = t.mass_mailing_id"))
    of_mailing = dict(world.query(
        "SELECT t.id, m.campaign_id FROM mailing_trace t JOIN mailing_mailing m ON m.id = t.mass_mailing_id"))
    homes = dict(world.query("SELECT id, company_id FROM res_users"))
    for row in read(
        world.query, "mailing_trace", "id campaign_id model res_id email sent_datetime trace_status is_test_trace"
    ):
        row.company_id = homes.get(senders[row.id])
        row.campaign_id = row.campaign_id or of_mailing.get(row.id)
        if not row.is_test_trace and row.trace_status not in ("bounce", "error", "cancel"):
            row.plain = plain.get(row.id)
            _mail(world, row, clicks[row.id], known, senders[row.id])
    for row in read(
        world.query, "frontoffice_encounter", "id company_id team_id channel_id campaign_id user_id partner_id"
        " arrived_at", "WHERE direction = 'out' AND campaign_id IS NOT NULL AND partner_id IS NOT NULL",
    ):
        world.add("reached", row, row.arrived_at, key=row.partner_id, user=row.user_id)


def _mail(world, row, clicks, known, sender):
    at = row.sent_datetime
    if at is None:
        return
    soon, late = at + timedelta(seconds=10), at + FORTNIGHT
    clicked = any(soon <= click <= late for click in clicks)
    world.share("K02", row, at, clicked, user=sender, ripe=late)
    if row.campaign_id and row.plain is not None:
        world.share("K02L", row, at, clicked, user=sender, ripe=late, key=(row.campaign_id, row.plain))
    mail = row.email and row.email.strip(" ").lower()
    who = row.res_id if row.model == "res.partner" else mail and known.get(mail, mail)
    if who is not None:
        world.add("reached", row, at, key=who, user=sender)


def chats(world):
    members = defaultdict(set)
    for chat, kind in world.query("SELECT channel_id, livechat_member_type FROM im_livechat_channel_member_history"):
        members[chat].add(kind)
    rows = read(
        world.query, "frontoffice_encounter", "id company_id team_id channel_id campaign_id user_id partner_id need_id"
        " direction handled_by arrived_at ended_at discuss_channel_id",
    )
    people = defaultdict(list)
    for row in rows:
        if row.direction == "in" and row.handled_by == "human":
            people[row.company_id, row.partner_id].append(row)
    for row in rows:
        kinds = members[row.discuss_channel_id] if row.discuss_channel_id else ()
        if row.direction == "in" and "bot" in kinds and row.partner_id:
            ripe = (row.ended_at or row.arrived_at) + timedelta(hours=72)
            again = any(
                other.id != row.id and row.arrived_at < other.arrived_at <= ripe
                and (None in (row.need_id, other.need_id) or row.need_id == other.need_id)
                for other in people[row.company_id, row.partner_id])
            alone = row.handled_by != "human" and "agent" not in kinds
            world.share("K27", row, row.arrived_at, alone and not again, user=row.user_id, ripe=ripe)
    _said_of_chats(world, rows)


def _said_of_chats(world, rows):
    by_id, by_chat = {row.id: row for row in rows}, {}
    for row in sorted(rows, key=lambda row: -row.id):
        by_chat[row.discuss_channel_id] = row
    for rating in read(
        world.query, "rating_rating", "id res_model res_id rating rated_on",
        "WHERE consumed AND rating >= 1 AND rated_on IS NOT NULL",
    ):
        served = {"frontoffice.encounter": by_id, "discuss.channel": by_chat}.get(rating.res_model, {})
        row = served.get(rating.res_id)
        if row and row.handled_by in ("bot", "human"):
            of = SimpleNamespace(**{**vars(row), "id": rating.id, "user_id": None})
            world.share(f"said_{row.handled_by}", of, rating.rated_on, rating.rating >= 4)
