from odoo.tools import SQL

from .base import Measure, Source, register, yes

OPEN = SQL("k.state IN ('new', 'open', 'waiting_customer', 'waiting_backoffice')")
# The contacts of a customer are looked at together: the firm is known when one of them is.
REACHABLE = SQL(
    "p.id IN (SELECT o.commercial_partner_id FROM res_partner o WHERE o.active AND (o.phone_sanitized IS NOT NULL"
    " OR (o.email_normalized IS NOT NULL AND COALESCE(o.message_bounce, 0) = 0)))")
SORTED = SQL("(p.industry_id IS NOT NULL OR p.id IN (SELECT partner_id FROM res_partner_res_partner_category_rel))")
MET = SQL("p.id IN (SELECT o.commercial_partner_id FROM frontoffice_encounter e JOIN res_partner o"
          " ON o.id = e.partner_id)")
HAS_OPEN = SQL("p.id IN (SELECT o.commercial_partner_id FROM frontoffice_case k JOIN res_partner o"
               " ON o.id = k.partner_id WHERE %s)", OPEN)
UNLINKED = SQL("COALESCE(p.email_normalized IN (SELECT LOWER(k.email) FROM frontoffice_case k"
               " WHERE k.partner_id IS NULL AND k.email IS NOT NULL AND %s), FALSE)", OPEN)


def asked(condition):
    return SQL(
        "p.id IN (SELECT o.commercial_partner_id FROM frontoffice_feedback_invitation f JOIN res_partner o"
        " ON o.id = f.partner_id WHERE f.sent_at > ctx.now - interval '365 days' AND %s)", SQL(condition))


# (does it apply, is it there)
ALWAYS = SQL("TRUE")
LINKS = (
    (ALWAYS, REACHABLE), (ALWAYS, SORTED), (ALWAYS, SQL("p.user_id IS NOT NULL")), (ALWAYS, MET),
    (SQL("(%s OR %s)", HAS_OPEN, UNLINKED), SQL("NOT %s", UNLINKED)),
    (asked("TRUE"), asked("f.answered_at IS NOT NULL")),
)


def count(conditions):
    return SQL("(%s)::float8", SQL(" + ").join(SQL("(%s)::int", condition) for condition in conditions))


def of_last(records, date, linked):
    """(does it apply, is it there) of the last of some records of a customer, within a year.

    ``records``: a table joined with ``o``, the contact; ``linked``: whether it says where it came from.
    """
    last = SQL(
        "SELECT DISTINCT ON (o.commercial_partner_id) o.commercial_partner_id AS customer, (%s) AS linked"
        " FROM %s AND %s > ctx.now - interval '365 days' AND %s <= ctx.now"
        " ORDER BY o.commercial_partner_id, %s DESC, r.id DESC",
        linked, records, date, date, date)
    return (SQL("p.id IN (SELECT l.customer FROM (%s) l)", last),
            SQL("p.id IN (SELECT l.customer FROM (%s) l WHERE l.linked)", last))


def known(links, better="", than=""):
    """The measures of what is known of customers; with further links they are ``better`` ``than`` those without."""
    there, asked_for = count(SQL("%s AND %s", *link) for link in links), count(applies for applies, _there in links)
    more = {"where": SQL("a.day > ctx.now::date - 365"), "kind": "S"}
    names = {code: {"code": code + better, "replaces": code + than if better else ""}
             for code in ("known_customer", "little_known")}
    return (
        Measure(anchor=SQL("ctx.now"), num=there, den=asked_for, **more, **names["known_customer"]),
        Measure(anchor=SQL("ctx.now"), den=SQL("1::float8"), num=yes(SQL("%s - %s >= 2", asked_for, there)), **more,
                **names["little_known"]),
    )


@register
class PartnerSource(Source):
    """Customers active in the last year: what we know of each. In the company of their last sign of life."""

    name = "partner"
    model = "res.partner"
    tables = SQL(
        "res_partner p JOIN (SELECT DISTINCT ON (x.key_id) x.key_id, x.company_id, x.day FROM triangle_presence x"
        " JOIN triangle_measure tm ON tm.id = x.measure_id"
        " AND (tm.code = 'customer_active' OR starts_with(tm.code, 'customer_active_'))"
        " ORDER BY x.key_id, x.day DESC, x.company_id) a ON a.key_id = p.id")
    id = SQL("p.id")
    company = SQL("a.company_id")
    dimensions = {"employee_id": SQL("p.user_id")}
    measures = known(LINKS)
