from odoo.tools import SQL

from .base import Measure, Source, register

ONE = SQL("1::float8")


@register
class WordSource(Source):
    """What the sides of a request said to each other: the side that asked, and the department."""

    name = "word"
    model = "mail.message"
    tables = SQL(
        "mail_message m JOIN backoffice_handoff h ON m.model = 'backoffice.handoff' AND m.res_id = h.id"
        " AND m.message_type IN ('comment', 'notification', 'email') AND COALESCE(m.body, '') <> ''"
        " AND h.source NOT IN ('import', 'history')"
        " AND m.author_id IN (SELECT partner_id FROM res_users WHERE id > 1)"
        " LEFT JOIN res_users f ON f.id = h.from_user_id")
    id = SQL("m.id")
    company = SQL("h.company_id")
    dimensions = {"team_id": SQL("h.from_team_id"), "department_id": SQL("h.to_department_id")}
    follows = {
        "backoffice.handoff": lambda ids: SQL(
            "SELECT id FROM mail_message WHERE model = 'backoffice.handoff' AND res_id = ANY(%s)", ids),
    }
    follows_fields = {"backoffice.handoff": frozenset({"last_word_at", "from_team_id", "to_department_id"})}
    measures = (
        Measure("word_asked", SQL("m.date"), where=SQL("m.author_id = f.partner_id"), num=ONE),
        Measure("word_answered", SQL("m.date"), where=SQL("m.author_id IS DISTINCT FROM f.partner_id"), num=ONE),
    )
