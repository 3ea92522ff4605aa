from odoo.tools import SQL

from odoo.addons.triangle_kpis.sources.base import Measure, Source, register, yes

# The state of a trace is overwritten by each event: opened and answered ones were delivered as well.
DELIVERED = SQL(
    "mt.sent_datetime IS NOT NULL AND NOT COALESCE(mt.is_test_trace, FALSE)"
    " AND COALESCE(mt.trace_status, '') NOT IN ('bounce', 'error', 'cancel')"
)
# Stock keeps the last click on the trace; the clicks themselves say when the first one was. Machines that
# look for viruses follow links within seconds: that is nobody's interest.
CLICKED = SQL(
    "EXISTS (SELECT FROM link_tracker_click k WHERE k.mailing_trace_id = mt.id"
    " AND k.create_date >= mt.sent_datetime + interval '10 seconds'"
    " AND k.create_date <= mt.sent_datetime + interval '14 days')"
)
ADDRESS = SQL("lower(trim(mt.email))")
# The person behind an address; below zero, a number of the address itself where we know no person.
PERSON = SQL(
    "CASE WHEN mt.model = 'res.partner' THEN mt.res_id WHEN mt.email IS NULL THEN NULL ELSE COALESCE("
    "(SELECT MIN(p.id) FROM res_partner p WHERE p.email_normalized = %s),"
    " -1 - (hashtext(%s) & 2147483646)) END", ADDRESS, ADDRESS)


@register
class TraceSource(Source):
    """What mailings delivered, on the day they were sent; clicks are waited for for 14 days."""

    name = "trace"
    model = "mailing.trace"
    tables = SQL(
        "mailing_trace mt LEFT JOIN mailing_mailing ml ON ml.id = mt.mass_mailing_id"
        " LEFT JOIN res_users sender ON sender.id = COALESCE(ml.user_id, mt.create_uid)"
    )
    id = SQL("mt.id")
    company = SQL("sender.company_id")
    dimensions = {"campaign_id": SQL("COALESCE(mt.campaign_id, ml.campaign_id)"), "employee_id": SQL("sender.id")}
    watched = frozenset({
        "sent_datetime", "trace_status", "is_test_trace", "email", "model", "res_id", "campaign_id", "mass_mailing_id",
    })
    follows = {
        "link.tracker.click": lambda ids: SQL(
            "SELECT DISTINCT mailing_trace_id AS id FROM link_tracker_click WHERE id = ANY(%s)"
            " AND mailing_trace_id IS NOT NULL", ids),
    }
    follows_fields = {"link.tracker.click": frozenset({"mailing_trace_id"})}
    measures = (
        Measure(
            "mailing_click", SQL("mt.sent_datetime"), where=DELIVERED, num=yes(CLICKED), den=SQL("1::float8"),
            visible_at=SQL("(mt.sent_datetime + interval '14 days')"), follow_days=14,
        ),
        Measure("mailing_reach", SQL("mt.sent_datetime"), where=DELIVERED, key=PERSON),
    )
