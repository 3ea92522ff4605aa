from odoo.tools import SQL

from .base import Measure, Source, register

ONE = SQL("1::float8")


@register
class WordSource(Source):
    """What the sides of a request said to each other: the side that asked, and the department."""

    name = "word"
    model = "mail.message"
    tables = SQL(
        "mail_message w JOIN backoffice_handoff h ON w.model = 'backoffice.handoff' AND w.res_id = h.id"
        " AND w.message_type IN ('comment', 'notification', 'email') AND COALESCE(w.body, '') <> ''"
        " AND h.source NOT IN ('import', 'history')"
        " AND w.author_id IN (SELECT partner_id FROM res_users WHERE id > 1)"
        " LEFT JOIN res_users f ON f.id = h.from_user_id")
    id = SQL("w.id")
    company = SQL("h.company_id")
    dimensions = {"team_id": SQL("h.from_team_id"), "department_id": SQL("h.to_department_id")}
    follows = {
        "backoffice.handoff": lambda ids: SQL(
            "SELECT id FROM mail_message WHERE model = 'backoffice.handoff' AND res_id = ANY(%s)", ids),
    }
    follows_fields = {"backoffice.handoff": frozenset({"last_word_at", "from_team_id", "to_department_id"})}
    measures = (
        Measure("word_asked", SQL("w.date"), where=SQL("w.author_id = f.partner_id"), num=ONE),
        Measure("word_answered", SQL("w.date"), where=SQL("w.author_id IS DISTINCT FROM f.partner_id"), num=ONE),
    )
