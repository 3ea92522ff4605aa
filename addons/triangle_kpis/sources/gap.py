from odoo.tools import SQL

from .base import Measure, Source, register, yes
from .promise import DUE

SIDES = ("external", "internal", "interactive", "customer", "unexplained")


@register
class PromiseWorkSource(Source):
    """Due promises from a standard promise, and whether the departments behind them missed what is usual.

    Missed: a request of the promise was ready late, or was due by then and not ready, or became
    ready without a required step.
    """

    name = "promise_work"
    model = "frontoffice.promise"
    tables = SQL("frontoffice_promise p")
    id = SQL("p.id")
    company = SQL("p.company_id")
    dimensions = {
        "team_id": SQL("p.team_id"), "channel_id": SQL("p.channel_id"), "campaign_id": SQL("p.campaign_id"),
    }
    watched = frozenset({
        "made_at", "due_at", "withdrawn_at", "withdrawn_by", "standard_id", "origin_kind", "company_id", "team_id",
        "channel_id", "campaign_id",
    })
    follows = {
        "backoffice.handoff": lambda ids: SQL(
            "SELECT DISTINCT promise_id AS id FROM backoffice_handoff WHERE id = ANY(%s) AND promise_id IS NOT NULL",
            ids),
        "backoffice.checklist.line": lambda ids: SQL(
            "SELECT DISTINCT h.promise_id AS id FROM backoffice_checklist_line l JOIN backoffice_handoff h"
            " ON h.id = l.handoff_id WHERE l.id = ANY(%s) AND h.promise_id IS NOT NULL", ids),
    }
    follows_fields = {
        "backoffice.handoff": frozenset({"promise_id", "sent_at", "due_at", "final_at", "cancelled_at"}),
        "backoffice.checklist.line": frozenset({"required", "done_at", "handoff_id"}),
    }
    links = {"backoffice.handoff": frozenset({"promise_id"})}
    measures = (
        Measure(
            "promise_standard_missed", SQL("p.due_at"), where=SQL("%s AND p.standard_id IS NOT NULL", DUE),
            visible_at=SQL("p.due_at"), den=SQL("1::float8"),
            num=yes(SQL(
                "EXISTS (SELECT FROM backoffice_handoff h LEFT JOIN triangle_handoff_time t ON t.handoff_id = h.id"
                " WHERE h.promise_id = p.id AND h.sent_at IS NOT NULL AND h.cancelled_at IS NULL"
                " AND (h.final_at > h.due_at OR t.missed_at IS NOT NULL"
                " OR h.final_at IS NULL AND h.due_at <= p.due_at"
                " OR EXISTS (SELECT FROM backoffice_checklist_line l WHERE l.handoff_id = h.id AND l.required"
                " AND h.final_at IS NOT NULL AND NOT COALESCE(l.done_at <= h.final_at, FALSE))))")),
        ),
    )


@register
class DelaySource(Source):
    """Working minutes by which promises were late, on the side that lost them, when the promise was fulfilled."""

    name = "delay"
    model = "backoffice.delay"
    tables = SQL("backoffice_delay d")
    id = SQL("d.id")
    company = SQL("d.company_id")
    dimensions = {"team_id": SQL("d.team_id"), "department_id": SQL("d.department_id")}
    watched = frozenset({"at", "side", "minutes", "company_id", "team_id", "department_id"})
    measures = (
        Measure("delay", SQL("d.at"), num=SQL("d.minutes::float8")),
        *(Measure(f"delay_{side}", SQL("d.at"), where=SQL("d.side = %s", side), num=SQL("d.minutes::float8"))
          for side in SIDES),
    )
