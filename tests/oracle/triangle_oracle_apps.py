"""What other apps add to figures that are there without them: counted where their tables are.

The runner's database of ``oracle`` has none of these apps, that of ``oracle-apps`` has them: the same tests compare
the same figures with what the apps add. Figures that come with the apps are in ``triangle_oracle_bridges``.
"""

from datetime import datetime, time, timedelta

from triangle_oracle import UTC, read


def has(query, table, column="id"):
    """Whether an app is there that owns a column."""
    return bool(
        query("SELECT 1 FROM information_schema.columns WHERE table_name = %s AND column_name = %s", table, column)
    )


def expenses(query, rest=""):
    if not has(query, "hr_expense", "service_decided_at"):
        return []
    return read(
        query,
        "hr_expense",
        "id company_id approval_state service_asked_at service_decided_at service_refused service_department_id",
        rest,
    )


def decided(world, offices):
    """Expenses beside approvals: when they were submitted and decided is told by their history alone."""
    calendars = dict(world.query("SELECT id, resource_calendar_id FROM res_company"))
    asked, closed = _moments(world, "Submitted"), _moments(world, "Approved", "Refused")
    for row in expenses(world.query):
        if row.id in asked and row.id in closed:
            row.department_id = row.service_department_id
            minutes = offices[calendars[row.company_id]].worked(asked[row.id], closed[row.id]) / 60
            world.add("K43", row, closed[row.id], value=minutes)
            world.share("K43R", row, closed[row.id], row.approval_state == "refused")


def _moments(world, *words):
    """{expense: when it last came into a state}."""
    return dict(
        world.query(
            "SELECT m.res_id, MAX(m.date) FROM mail_tracking_value v JOIN mail_message m ON m.id = v.mail_message_id"
            " WHERE m.model = 'hr.expense' AND v.new_value_char = ANY(%s) GROUP BY 1",
            list(words),
        )
    )


def waiting(world, company):
    """[whether more than two days] of expenses to decide."""
    old = world.now - timedelta(days=2)
    return [
        row.service_asked_at < old
        for row in expenses(world.query)
        if row.company_id == company and row.approval_state == "submitted" and row.service_asked_at
    ]


# -- orders and invoices -------------------------------------------------------------------------------


def installed(query, addon):
    return bool(query("SELECT 1 FROM ir_module_module WHERE name = %s AND state = 'installed'", addon))


def orders(world):
    """Confirmed orders; ``at`` is when."""
    if not installed(world.query, "triangle_kpis_sale"):
        return []
    names = "id company_id partner_id team_id campaign_id user_id opportunity_id date_order"
    rows = read(world.query, "sale_order", names, "WHERE state = 'sale'")
    for row in rows:
        row.at = row.since = row.date_order
    return rows


def invoices(world):
    """Posted invoices; ``at`` is noon of their day where the company is."""
    if not installed(world.query, "triangle_kpis_account"):
        return []
    names = "id company_id partner_id invoice_user_id invoice_date"
    names += " team_id campaign_id" if has(world.query, "account_move", "campaign_id") else ""
    rows = read(world.query, "account_move", names, "WHERE state = 'posted' AND move_type = 'out_invoice'")
    for row in rows:
        noon = datetime.combine(row.invoice_date, time(12), world.zones[row.company_id])
        row.at, row.since = noon.astimezone(UTC).replace(tzinfo=None), datetime.combine(row.invoice_date, time())
        row.user_id, row.campaign_id = row.invoice_user_id, getattr(row, "campaign_id", None)
    return rows


def active(world):
    """Who ordered or was invoiced is an active customer, too."""
    firms = dict(world.query("SELECT id, commercial_partner_id FROM res_partner"))
    for row in (*orders(world), *invoices(world)):
        world.add("active", row, row.at, key=firms[row.partner_id], user=row.user_id)


def signs(world):
    """[(contact, local day, company)] of orders and invoices."""
    rows = [*orders(world), *invoices(world)]
    return [(row.partner_id, world.day(row.at, row.company_id), row.company_id) for row in rows]


def came_from(world, whole):
    """[{customer: whether we know where the last one came from}] of orders and of invoices, where there are any."""
    known, found = _known_orders(world), []
    for rows, where in ((orders(world), known), (invoices(world), _known_invoices(world, known))):
        last = {}
        for row in sorted(rows, key=lambda row: (row.since, row.id)):
            if world.now - timedelta(days=365) < row.since and row.since <= world.now:
                last[whole[row.partner_id]] = row.id in where
        found.append(last)
    return found


def _known_orders(world):
    """Orders out of an enquiry or a campaign, or promised at the desk; also those that were cancelled since."""
    found = set()
    if installed(world.query, "triangle_kpis_sale"):
        found |= {order for (order,) in world.query(
            "SELECT id FROM sale_order WHERE opportunity_id IS NOT NULL OR campaign_id IS NOT NULL")}
        found |= {
            order
            for (order,) in world.query(
                "SELECT sale_order_id FROM frontoffice_promise WHERE sale_order_id IS NOT NULL"
                " AND (encounter_id IS NOT NULL OR case_id IS NOT NULL)"
            )
        }
    return found


def _known_invoices(world, known_orders):
    """Invoices of a campaign, of such an order, or made for a request about somebody."""
    rows = invoices(world)
    found = {row.id for row in rows if row.campaign_id}
    if rows:
        found |= {
            move
            for (move,) in world.query(
                "SELECT move_id FROM backoffice_handoff WHERE move_id IS NOT NULL"
                " AND (encounter_id IS NOT NULL OR case_id IS NOT NULL OR lead_id IS NOT NULL)"
            )
        }
    if known_orders:
        found |= {
            move
            for (move,) in world.query(
                "SELECT l.move_id FROM account_move_line l"
                " JOIN sale_order_line_invoice_rel x ON x.invoice_line_id = l.id"
                " JOIN sale_order_line o ON o.id = x.order_line_id WHERE o.order_id = ANY(%s)",
                sorted(known_orders),
            )
        }
    return found
