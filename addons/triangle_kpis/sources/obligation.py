from odoo.tools import SQL

from .base import Measure, Source, register, yes


@register
class ObligationSource(Source):
    """Compliance deadlines on their last day. What was cancelled in time asked nothing of us any more."""

    name = "obligation"
    model = "backoffice.obligation"
    tables = SQL("backoffice_obligation o")
    id = SQL("o.id")
    company = SQL("o.company_id")
    dimensions = {"department_id": SQL("o.department_id")}
    watched = frozenset({"due_at", "met_at", "state", "kind", "department_id", "company_id"})
    measures = (
        Measure(
            "obligation", SQL("o.due_at"), where=SQL("o.due_at IS NOT NULL AND o.state <> 'cancelled'"),
            num=yes(SQL("o.met_at <= o.due_at")), den=SQL("1::float8"), visible_at=SQL("o.due_at"),
            extra=SQL("o.kind"),
        ),
    )
