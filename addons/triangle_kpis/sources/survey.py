from odoo.tools import SQL

from .base import Measure, Source, register, yes
from .outside import OUTSIDE, join_ours

ONE = SQL("1::float8")
ENDED = SQL("u.end_datetime")
RATER = ("reliability", "assurance", "tangibles", "empathy", "responsiveness")
# (code, lowest, highest) of the questions figures read: another scale is another question
SCALES = (("nps", 0, 10), ("ces", 1, 7), *((f"{name}_{side}", 1, 7) for name in RATER for side in "ep"))
DONE = SQL("u.state = 'done' AND NOT COALESCE(u.test_entry, FALSE) AND %s", OUTSIDE)


def _answer(code, low, high):
    return SQL(
        "MAX(l.value_scale) FILTER (WHERE q.feedback_code = %s AND q.scale_min = %s AND q.scale_max = %s) AS %s",
        code, low, high, SQL.identifier(code))


ANSWERS = SQL(
    "(SELECT %s FROM survey_user_input_line l JOIN survey_question q ON q.id = l.question_id"
    " WHERE l.user_input_id = u.id AND NOT COALESCE(l.skipped, FALSE) AND l.answer_type = 'scale'"
    " AND q.feedback_code IS NOT NULL)", SQL(", ").join(_answer(*scale) for scale in SCALES))
ASKED = SQL(
    "(SELECT f.* FROM frontoffice_feedback_invitation f WHERE f.user_input_id = u.id ORDER BY f.id LIMIT 1)")
# The latest answer of a contact in a calendar quarter (of the company's own days) is the one that counts.
LATER = SQL(
    "SELECT 1 FROM survey_user_input v JOIN survey_user_input_line vl ON vl.user_input_id = v.id"
    " AND NOT COALESCE(vl.skipped, FALSE) AND vl.answer_type = 'scale'"
    " JOIN survey_question vq ON vq.id = vl.question_id AND vq.feedback_code = 'nps'"
    " AND vq.scale_min = 0 AND vq.scale_max = 10"
    " LEFT JOIN frontoffice_feedback_invitation vf ON vf.user_input_id = v.id"
    " WHERE v.state = 'done' AND NOT COALESCE(v.test_entry, FALSE)"
    " AND (v.end_datetime, v.id) > (u.end_datetime, u.id)"
    " AND COALESCE(vf.company_id, 0) = COALESCE(asked.company_id, 0)"
    " AND date_trunc('quarter', v.end_datetime AT TIME ZONE 'UTC' AT TIME ZONE co.tz)"
    " = date_trunc('quarter', u.end_datetime AT TIME ZONE 'UTC' AT TIME ZONE co.tz)")
SUPERSEDED = SQL(  # two questions, so that each has its index
    "(u.partner_id IS NOT NULL AND EXISTS (%s AND v.partner_id = u.partner_id)"
    " OR u.partner_id IS NULL AND EXISTS (%s AND v.partner_id IS NULL AND LOWER(v.email) = LOWER(u.email)))",
    LATER, LATER)
NPS = SQL("%s AND a.nps IS NOT NULL AND NOT %s", DONE, SUPERSEDED)
CES = SQL("%s AND a.ces IS NOT NULL", DONE)
# Expected minus found, of the points answered on both sides.
GAPS = {name: SQL("(a.%s - a.%s)::float8", SQL.identifier(f"{name}_e"), SQL.identifier(f"{name}_p")) for name in RATER}
MEAN_GAP = SQL("(SELECT AVG(g) FROM (VALUES %s) v(g))", SQL(", ").join(SQL("(%s)", gap) for gap in GAPS.values()))
# Somebody must call unhappy customers back within two working days.
CALL_BY = SQL("asked.follow_due_at")


def siblings(ids):
    """Answers the same person gave near in time: the later one puts the earlier one aside."""
    return SQL(
        "SELECT v.id FROM survey_user_input u JOIN survey_user_input v ON v.id <> u.id"
        " AND (v.partner_id = u.partner_id OR (u.partner_id IS NULL AND v.partner_id IS NULL AND v.email IS NOT NULL"
        " AND LOWER(v.email) = LOWER(u.email))) AND v.end_datetime BETWEEN u.end_datetime - interval '93 days'"
        " AND u.end_datetime + interval '93 days' WHERE u.id = ANY(%s)", ids)


@register
class SurveySource(Source):
    """Answers to our surveys, on the day they were finished. Tests and unfinished ones are no answers."""

    name = "survey"
    model = "survey.user_input"
    tables = SQL(
        "survey_user_input u JOIN survey_survey survey ON survey.id = u.survey_id"
        " LEFT JOIN res_users author ON author.id = survey.user_id LEFT JOIN res_partner p ON p.id = u.partner_id"
        " LEFT JOIN LATERAL %s a ON TRUE LEFT JOIN LATERAL %s asked ON TRUE%s",
        ANSWERS, ASKED, join_ours("u.partner_id", "u.end_datetime"))
    id = SQL("u.id")
    company = SQL("COALESCE(asked.company_id, p.company_id, author.company_id)")
    dimensions = {
        "team_id": SQL("asked.team_id"), "channel_id": SQL("asked.channel_id"), "employee_id": SQL("asked.user_id"),
    }
    watched = frozenset({"state", "end_datetime", "test_entry", "partner_id", "email"})
    follows = {
        "survey.user_input": siblings,
        "survey.user_input.line": lambda ids: SQL(
            "SELECT user_input_id AS id FROM survey_user_input_line WHERE id = ANY(%s)", ids),
        "frontoffice.feedback.invitation": lambda ids: SQL(
            "SELECT user_input_id AS id FROM frontoffice_feedback_invitation WHERE user_input_id IS NOT NULL"
            " AND id = ANY(%s)", ids),
        "res.partner": lambda ids: SQL("SELECT id FROM survey_user_input WHERE partner_id = ANY(%s)", ids),
    }
    follows_fields = {
        "survey.user_input": frozenset({"state", "end_datetime", "test_entry", "partner_id", "email"}),
        "survey.user_input.line": frozenset({"value_scale", "skipped", "answer_type", "question_id"}),
        "frontoffice.feedback.invitation": frozenset({
            "user_input_id", "company_id", "team_id", "channel_id", "user_id", "follow_due_at", "followed_at"}),
        "res.partner": frozenset({"commercial_partner_id"}),
    }
    links = {
        "survey.user_input": frozenset({"partner_id", "email", "end_datetime"}),
        "frontoffice.feedback.invitation": frozenset({"user_input_id"}),
    }
    measures = (
        Measure(  # value: 100 promoter, 0 passive, -100 detractor
            "nps", ENDED, where=NPS, num=yes(SQL("a.nps >= 9")), den=ONE,
            value=SQL("100 * ((a.nps >= 9)::int - (a.nps <= 6)::int)::float8"),
        ),
        Measure("nps_detractor", ENDED, where=NPS, num=yes(SQL("a.nps <= 6")), den=ONE),
        Measure(
            "nps_followed", ENDED, where=SQL("%s AND a.nps <= 6 AND %s IS NOT NULL", NPS, CALL_BY), den=ONE,
            num=yes(SQL("asked.followed_at <= %s", CALL_BY)), visible_at=CALL_BY,
        ),
        Measure("ces", ENDED, where=CES, num=yes(SQL("a.ces >= 5")), den=ONE),
        Measure("ces_value", ENDED, where=CES, value=SQL("a.ces::float8")),
        Measure("rater", ENDED, where=DONE, value=MEAN_GAP),
        *(Measure(f"rater_{name}", ENDED, where=DONE, value=gap) for name, gap in GAPS.items()),
    )
