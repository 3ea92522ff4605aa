from odoo.tools import SQL

from .base import Measure, Source, register

# A date has no zone: noon there is that day.
LEFT = SQL("((v.departure_date + time '12:00') AT TIME ZONE co.tz AT TIME ZONE 'UTC')")
GONE = SQL("v.departure_date IS NOT NULL AND %s <= ctx.now", LEFT)
# Stock's own reason, whatever it is called here.
RESIGNED = SQL("v.departure_reason_id = (SELECT d.res_id FROM ir_model_data d"
               " WHERE d.module = 'hr' AND d.name = 'departure_resigned')")


@register
class WorkdaySource(Source):
    """People and days: who was employed, how many hours they could work, how many they were away."""

    name = "workday"
    model = "triangle.workday"
    tables = SQL("triangle_workday w")
    id = SQL("w.id")
    company = SQL("w.company_id")
    dimensions = {"department_id": SQL("w.department_id")}
    watched = frozenset({"noon", "company_id", "department_id", "hours", "away_hours", "outside"})
    measures = (
        Measure("headcount", SQL("w.noon"), num=SQL("1::float8"), extra=SQL("CASE WHEN w.outside THEN 'outside' END")),
        Measure("headcount_outside", SQL("w.noon"), where=SQL("w.outside"), num=SQL("1::float8")),
        Measure("work_hours", SQL("w.noon"), num=SQL("w.hours::float8")),
        Measure("work_away", SQL("w.noon"), num=SQL("w.away_hours::float8"),
                den=SQL("(w.hours + w.away_hours)::float8")),
    )


@register
class LeaverSource(Source):
    """People who left, on their last day; who changed department did not leave."""

    name = "leaver"
    model = "hr.employee"
    tables = SQL(
        "hr_employee e JOIN hr_version v ON v.id = e.current_version_id"
        " LEFT JOIN hr_departure_reason r ON r.id = v.departure_reason_id")
    id = SQL("e.id")
    company = SQL("e.company_id")
    dimensions = {"department_id": SQL("v.department_id")}
    watched = frozenset({"current_version_id", "company_id"})
    follows = {
        "hr.version": lambda ids: SQL("SELECT DISTINCT employee_id AS id FROM hr_version WHERE id = ANY(%s)", ids),
    }
    follows_fields = {
        "hr.version": frozenset({"departure_date", "departure_reason_id", "department_id", "employee_type"})}
    measures = (
        Measure("leaver", LEFT, where=GONE, num=SQL("1::float8")),
        Measure("leaver_resigned", LEFT, where=SQL("%s AND %s", GONE, RESIGNED), num=SQL("1::float8")),
        Measure("leaver_outside", LEFT, num=SQL("1::float8"),
                where=SQL("%s AND v.employee_type IN ('contractor', 'freelance')", GONE)),
    )


@register
class TouchSource(Source):
    """Hours people were busy with customers, on the day the interaction ended."""

    name = "touch"
    model = "frontoffice.encounter"
    tables = SQL("frontoffice_encounter n")
    id = SQL("n.id")
    company = SQL("n.company_id")
    dimensions = {"team_id": SQL("n.team_id"), "channel_id": SQL("n.channel_id"), "campaign_id": SQL("n.campaign_id")}
    watched = frozenset({
        "ended_at", "touch_minutes", "handled_by", "company_id", "team_id", "channel_id", "campaign_id"})
    measures = (
        Measure(
            "customer_touch", SQL("n.ended_at"), where=SQL("n.ended_at IS NOT NULL AND n.handled_by = 'human'"),
            num=SQL("(COALESCE(n.touch_minutes, 0) / 60)::float8"),
        ),
    )
