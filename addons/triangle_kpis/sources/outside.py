"""Who is a customer: nobody who is one of our own companies, or works for us at the time."""

from odoo.tools import SQL

# A person who was a customer before being hired stays one for the time before.
OURS = SQL(
    "(SELECT partner_id, MIN(create_date) AS since FROM ("
    "SELECT partner_id, '-infinity'::timestamp AS create_date FROM res_company"
    " UNION ALL SELECT partner_id, create_date FROM res_users WHERE NOT share) o GROUP BY partner_id)"
)


def join_ours(partner, at):
    """LEFT JOIN that finds a row ``ours`` where a contact was one of ours at a moment."""
    return SQL(" LEFT JOIN %s ours ON ours.partner_id = %s AND ours.since <= %s", OURS, SQL(partner), SQL(at))


OUTSIDE = SQL("ours.partner_id IS NULL")
