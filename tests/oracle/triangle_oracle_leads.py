"""Rows of leads and of answers to surveys as items."""

from collections import defaultdict
from datetime import timedelta

from triangle_oracle import by, read


def leads(world, encounters):
    teams, people = (dict(world.query(f"SELECT id, company_id FROM {table}")) for table in ("crm_team", "res_users"))
    outsiders = {user for (user,) in world.query("SELECT id FROM res_users WHERE share OR id = 1")}
    touches = _touches(world, encounters)
    world.pending = []  # (company, whether somebody looks after it) of open enquiries
    planned = {
        lead
        for (lead,) in world.query(
            "SELECT res_id FROM mail_activity WHERE res_model = 'crm.lead' AND active AND date_deadline > %s"
            " AND COALESCE(service_move_count, 0) < 3",
            world.now.date(),
        )
    }
    from_desk = {row.lead_id for row in encounters if row.direction == "in"}
    for row in read(
        world.query,
        "crm_lead",
        "id company_id team_id campaign_id user_id create_uid create_date partner_id"
        " type active won_status date_closed date_conversion expected_revenue recommended_by_id referred"
        " service_response_due_at service_score_frozen_at service_probability_frozen",
    ):
        row.company_id = (
            row.company_id or teams.get(row.team_id) or people.get(row.user_id) or people.get(row.create_uid)
        )
        if world.outside(row.partner_id, row.create_date):
            _lead(world, row, touches[row.id], row.create_uid in outsiders or row.id in from_desk)
            if row.active and row.won_status == "pending":
                lately = any(at > world.now - timedelta(days=14) for at in touches[row.id])
                world.pending.append((row.company_id, lately or row.id in planned))


def _touches(world, encounters):
    """{lead: moments a colleague wrote, called or finished something}."""
    found = defaultdict(list)
    for lead, at in world.query(
        "SELECT m.res_id, m.date FROM mail_message m JOIN res_users u ON u.partner_id = m.author_id"
        " LEFT JOIN mail_message_subtype s ON s.id = m.subtype_id"
        " WHERE m.model = 'crm.lead' AND NOT u.share AND u.id <> 1 AND (m.mail_activity_type_id IS NOT NULL OR"
        " (m.message_type IN ('comment', 'email_outgoing') AND NOT COALESCE(s.internal, s.id IS NULL)))"
    ):
        found[lead].append(at)
    for row in encounters:
        if row.lead_id and row.direction == "out" and row.handled_by == "human":
            found[row.lead_id].append(row.arrived_at)
    return found


def _lead(world, row, touches, inbound):
    user, due = row.user_id, row.service_response_due_at
    qualified = row.date_conversion or (row.create_date if row.type == "opportunity" else None)
    world.add("K03", row, qualified, num=1, user=user)
    world.share("K03R", row, qualified, row.recommended_by_id or row.referred, user=user)
    if inbound and due:
        soon = row.create_date - timedelta(seconds=1)
        world.share("K04", row, due, any(soon <= at <= due for at in touches), user=user, ripe=due)
    if row.type == "opportunity" and row.won_status in ("won", "lost"):
        won, worth = row.won_status == "won", float(row.expected_revenue or 0)
        world.share("K08", row, row.date_closed, won, user=user)
        world.add("K08V", row, row.date_closed, num=worth if won else 0, den=worth, user=user)
    frozen, said = row.service_score_frozen_at, row.service_probability_frozen
    if frozen and said is not None:
        ripe = frozen + timedelta(days=120)
        won = float(row.won_status == "won" and by(row.date_closed, ripe))
        world.add("K06", row, frozen, num=(said / 100 - won) ** 2, den=1, user=user, ripe=ripe)
        world.add("brier_won", row, frozen, num=won, den=1, user=user, ripe=ripe)


# -- surveys ---------------------------------------------------------------------------------------

SCALE = {"nps": (0, 10), "ces": (1, 7)}
SIDES = {
    "K24RL": "reliability",
    "K24A": "assurance",
    "K24T": "tangibles",
    "K24E": "empathy",
    "K24RS": "responsiveness",
}


def surveys(world):
    answers = defaultdict(dict)
    for owner, code, low, high, value in world.query(
        "SELECT l.user_input_id, q.feedback_code, q.scale_min, q.scale_max, l.value_scale"
        " FROM survey_user_input_line l JOIN survey_question q ON q.id = l.question_id"
        " WHERE l.answer_type = 'scale' AND NOT COALESCE(l.skipped, FALSE) AND q.feedback_code IS NOT NULL"
    ):
        if (low, high) == SCALE.get(code, (1, 7)):
            answers[owner][code] = value
    points = defaultdict(dict)
    for owner, code, value in world.query(
        "SELECT l.user_input_id, q.feedback_code, l.value_numerical_box"
        " FROM survey_user_input_line l JOIN survey_question q ON q.id = l.question_id"
        " WHERE l.answer_type = 'numerical_box' AND NOT COALESCE(l.skipped, FALSE) AND l.value_numerical_box >= 0"
        " AND q.feedback_code LIKE 'importance%%'"
    ):
        points[owner][code] = value
    asked = {}
    for row in read(
        world.query,
        "frontoffice_feedback_invitation",
        "user_input_id company_id team_id channel_id user_id follow_due_at followed_at",
        "WHERE user_input_id IS NOT NULL ORDER BY id DESC",
    ):
        asked[row.user_input_id] = row
    people = dict(world.query("SELECT id, company_id FROM res_partner"))
    authors = dict(world.query("SELECT s.id, u.company_id FROM survey_survey s JOIN res_users u ON u.id = s.user_id"))
    done = []
    for row in read(
        world.query,
        "survey_user_input",
        "id survey_id partner_id email end_datetime",
        "WHERE state = 'done' AND NOT COALESCE(test_entry, FALSE) AND end_datetime IS NOT NULL",
    ):
        row.asked = asked.get(row.id)
        for name in ("team_id", "channel_id", "user_id"):
            setattr(row, name, getattr(row.asked, name, None))
        row.company_id = (
            getattr(row.asked, "company_id", None) or people.get(row.partner_id) or authors.get(row.survey_id)
        )
        row.said, row.points = answers[row.id], points[row.id]
        if row.company_id:
            done.append(row)
    latest = _latest(world, done)
    for row in done:
        if world.outside(row.partner_id, row.end_datetime):
            _survey(world, row, latest.get(_who(world, row)) in (None, row.id))


def _who(world, row):
    """Contact and calendar quarter, or None for somebody nobody knows."""
    name = row.partner_id or (row.email and row.email.lower())
    day = world.day(row.end_datetime, row.company_id)
    return name and (name, getattr(row.asked, "company_id", 0), day.year, (day.month - 1) // 3)


def _latest(world, done):
    """{contact and quarter: the answer that counts}."""
    found = {}
    for row in sorted(done, key=lambda row: (row.end_datetime, row.id)):
        if "nps" in row.said and _who(world, row):
            found[_who(world, row)] = row.id
    return found


def _survey(world, row, counts):
    at, user, said = row.end_datetime, row.user_id, row.said
    if "nps" in said and counts:
        points = 100 * ((said["nps"] >= 9) - (said["nps"] <= 6))
        world.add("K17", row, at, value=points, user=user)
        due = getattr(row.asked, "follow_due_at", None)
        if said["nps"] <= 6 and due:
            world.share("K17F", row, at, by(row.asked.followed_at, due), user=user, ripe=due)
    if "ces" in said:
        world.share("K23", row, at, said["ces"] >= 5, user=user)
        world.add("K23M", row, at, value=said["ces"], user=user)
    for code, side in SIDES.items():
        if f"{side}_e" in said and f"{side}_p" in said:
            world.add(code, row, at, value=said[f"{side}_e"] - said[f"{side}_p"], user=user)
        if f"importance_{side}" in row.points:
            world.add(f"points_{code}", row, at, num=row.points[f"importance_{side}"], user=user)
