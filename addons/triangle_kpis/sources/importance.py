from odoo.tools import SQL

from .base import Measure, Source, register
from .outside import join_ours
from .survey import ASKED, DONE, ENDED, RATER, SurveySource


def _points(name):
    return SQL(
        "MAX(l.value_numerical_box) FILTER (WHERE q.feedback_code = %s) AS %s",
        f"importance_{name}", SQL.identifier(name))


POINTS = SQL(
    "(SELECT %s FROM survey_user_input_line l JOIN survey_question q ON q.id = l.question_id"
    " WHERE l.user_input_id = u.id AND NOT COALESCE(l.skipped, FALSE) AND l.answer_type = 'numerical_box'"
    " AND l.value_numerical_box >= 0)", SQL(", ").join(map(_points, RATER)))


@register
class ImportanceSource(Source):
    """What customers find important about a service: points they dealt out over its five sides."""

    name = "importance"
    model = "survey.user_input"
    tables = SQL(
        "survey_user_input u JOIN survey_survey survey ON survey.id = u.survey_id"
        " LEFT JOIN res_users author ON author.id = survey.user_id LEFT JOIN res_partner p ON p.id = u.partner_id"
        " LEFT JOIN LATERAL %s a ON TRUE LEFT JOIN LATERAL %s asked ON TRUE%s",
        POINTS, ASKED, join_ours("u.partner_id", "u.end_datetime"))
    id = SQL("u.id")
    company = SurveySource.company
    dimensions = SurveySource.dimensions
    watched = frozenset({"state", "end_datetime", "test_entry", "partner_id"})
    follows = {name: SurveySource.follows[name] for name in (
        "survey.user_input.line", "frontoffice.feedback.invitation", "res.partner")}
    follows_fields = {
        **{name: SurveySource.follows_fields[name] for name in ("frontoffice.feedback.invitation", "res.partner")},
        "survey.user_input.line": frozenset({"value_numerical_box", "skipped", "answer_type", "question_id"}),
    }
    links = {"frontoffice.feedback.invitation": frozenset({"user_input_id"})}
    measures = tuple(
        Measure(f"importance_{name}", ENDED, where=SQL("%s AND a.%s IS NOT NULL", DONE, SQL.identifier(name)),
                num=SQL("a.%s::float8", SQL.identifier(name)), den=SQL("1::float8"))
        for name in RATER
    )
