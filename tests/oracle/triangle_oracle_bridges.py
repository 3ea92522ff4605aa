"""Figures that come with other apps, from the plain rows of sales, warehouse, accounting, mailings and chats."""

from collections import defaultdict
from datetime import datetime, time, timedelta

from triangle_oracle import UTC, by, read
from triangle_oracle_apps import installed
from triangle_oracle_letters import FORTNIGHT, chats, mailings

QUARTER_YEAR = timedelta(days=90)
#: addon -> its figures
BRIDGES = {
    "triangle_kpis_sale": "K07 K56 K56P",
    "triangle_kpis_stock": "K34 K36 K58I",
    "triangle_kpis_account": "K14 K14R K15 K16 K32B K35 K58 K58C K10U",
    "triangle_kpis_attendance": "K55O",
    "triangle_kpis_recruitment": "K54F",
    "triangle_kpis_cost": "K09 K09L K10",
    "triangle_kpis_mass_mailing": "K01 K02 K02L",
    "triangle_kpis_livechat": "K27 K27S",
}
#: those that are no formula over sums
COMPUTED = set("K01 K02L K09 K09L K14 K14R K15 K56 K58 K58C".split())


def there(query):
    """Codes of the figures of installed apps."""
    return {code for addon, codes in BRIDGES.items() if installed(query, addon) for code in codes.split()}


def count(world):
    """Everything these figures are made of."""
    codes = there(world.query)
    for code, counter in (
        ("K07", orders), ("K34", deliveries), ("K16", invoices), ("K09", costs), ("K01", mailings), ("K27", chats),
        ("K55O", extra_hours), ("K54F", hires),
    ):
        if code in codes:
            counter(world)


def noon(world, row, day):
    """A moment of a local day."""
    local = datetime.combine(day, time(12), world.zones[row.company_id])
    return local.astimezone(UTC).replace(tzinfo=None)


def hires(world):
    for row in read(
        world.query, "hr_applicant", "id company_id department_id date_closed service_opened_at",
        "WHERE date_closed >= service_opened_at",
    ):
        world.add("K54F", row, row.date_closed, value=(row.date_closed - row.service_opened_at) / timedelta(days=1))


# -- orders ------------------------------------------------------------------------------------------


def orders(world):
    ordered = defaultdict(list)
    quotations(world)
    for row in read(
        world.query, "sale_order", "id company_id team_id campaign_id user_id state date_order service_cancelled_at"
        " amount_untaxed currency_rate opportunity_id",
    ):
        worth, gone = float(row.amount_untaxed or 0) / float(row.currency_rate or 1), row.service_cancelled_at
        if row.state == "sale" or gone:
            world.add("sold", row, row.date_order, num=worth, den=1, key=row.user_id, user=row.user_id)
        if gone:
            world.add("unsold", row, gone, num=worth, den=1, user=row.user_id)
        if row.state == "sale":
            ordered[row.opportunity_id].append(row.date_order)
    enquiries(world, ordered)


def quotations(world):
    if world.query(
        "SELECT 1 FROM information_schema.columns WHERE table_name = 'sale_order'"
        " AND column_name = 'sale_order_template_id'"
    ):
        for row in read(
            world.query, "sale_order", "id company_id team_id campaign_id user_id create_date sale_order_template_id"
        ):
            world.share("K56P", row, row.create_date, row.sale_order_template_id, user=row.user_id)


def enquiries(world, ordered):
    teams, people = (dict(world.query(f"SELECT id, company_id FROM {table}")) for table in ("crm_team", "res_users"))
    for row in read(world.query, "crm_lead", "id company_id team_id campaign_id user_id create_uid create_date"):
        row.company_id = (
            row.company_id or teams.get(row.team_id) or people.get(row.user_id) or people.get(row.create_uid)
        )
        ripe = row.create_date + QUARTER_YEAR
        soon = any(at <= ripe for at in ordered.get(row.id, ()))
        world.share("K07", row, row.create_date, soon, user=row.user_id, ripe=ripe)
        if soon:
            took = (min(ordered[row.id]).date() - row.create_date.date()).days
            world.add("cycle", row, row.create_date, value=took, user=row.user_id, ripe=ripe)


def deliveries(world):
    goods = {
        order for (order,) in world.query(
            "SELECT order_id FROM sale_order_line WHERE qty_delivered_method = 'stock_move' AND product_uom_qty > 0")
    }
    back = defaultdict(list)
    for order, at in world.query(
        "SELECT p.sale_id, p.date_done FROM stock_picking p JOIN stock_location l ON l.id = p.location_id"
        " WHERE p.state = 'done' AND p.because_of_us AND l.usage = 'customer' AND p.sale_id IS NOT NULL"
    ):
        back[order].append(at)
    heard = _heard(world)
    silent = {
        partner for (partner,) in world.query(
            "SELECT p.id FROM res_partner p JOIN mail_blacklist b ON b.email = p.email_normalized AND b.active")
    }
    billed(world)
    for row in read(
        world.query, "sale_order", "id company_id partner_id team_id campaign_id user_id state service_due_at"
        " service_delivered_at service_cancelled_at",
    ):
        if row.id in goods:
            _delivery(world, row, back[row.id])
            if row.service_delivered_at and row.partner_id not in silent:
                last = row.service_delivered_at + FORTNIGHT
                world.share("K36", row, last, any(row.service_delivered_at < at <= last for at in heard(row)),
                            user=row.user_id, ripe=last)


def billed(world):
    """Days from the last delivery to the first invoice of an order."""
    first = dict(world.query(
        "SELECT s.order_id, MIN(m.invoice_date) FROM sale_order_line s JOIN sale_order_line_invoice_rel x"
        " ON x.order_line_id = s.id JOIN account_move_line l ON l.id = x.invoice_line_id"
        " JOIN account_move m ON m.id = l.move_id WHERE m.state = 'posted' AND m.move_type = 'out_invoice' GROUP BY 1"))
    for row in read(
        world.query, "sale_order", "id company_id team_id campaign_id user_id service_delivered_at",
        "WHERE service_delivered_at IS NOT NULL",
    ):
        if first.get(row.id):
            left = world.day(row.service_delivered_at, row.company_id)
            last = max(left, first[row.id])
            world.add("K58I", row, noon(world, row, last), value=(last - left).days, user=row.user_id)


def _delivery(world, row, back):
    due, done = row.service_due_at, row.service_delivered_at
    if due and (row.state == "sale" or (row.service_cancelled_at and row.service_cancelled_at > due)):
        well = by(done, due) and not any(at <= done + FORTNIGHT for at in back)
        world.share("K34", row, due, well, user=row.user_id, ripe=due)


def _heard(world):
    """heard(order): moments its customer heard of us, or an activity of it was done."""
    firms = dict(world.query("SELECT id, commercial_partner_id FROM res_partner"))
    calls, notes = defaultdict(list), defaultdict(list)
    for partner, at in world.query(
        "SELECT partner_id, arrived_at FROM frontoffice_encounter WHERE direction = 'out' AND handled_by = 'human'"
        " AND campaign_id IS NULL AND partner_id IS NOT NULL"
    ):
        calls[firms[partner]].append(at)
    for order, at in world.query(
        "SELECT res_id, date FROM mail_message WHERE model = 'sale.order' AND mail_activity_type_id IS NOT NULL"
    ):
        notes[order].append(at)
    return lambda row: calls[firms[row.partner_id]] + notes[row.id]


def extra_hours(world):
    """Extra hours nobody refused, in the department of their day."""
    versions, homes = defaultdict(list), dict(world.query("SELECT id, company_id FROM hr_employee"))
    for person, since, department in world.query(
        "SELECT employee_id, date_version, department_id FROM hr_version ORDER BY date_version, id"
    ):
        versions[person].append((since, department))
    for row in read(world.query, "hr_attendance_overtime_line", "id employee_id date manual_duration status"):
        if row.status != "refused" and (row.manual_duration or 0) > 0:
            row.company_id = homes[row.employee_id]
            inforce = [department for since, department in versions[row.employee_id] if since <= row.date]
            row.department_id = inforce[-1] if inforce else None
            world.add("extra", row, noon(world, row, row.date), num=row.manual_duration, den=1)


# -- invoices and what is spent ------------------------------------------------------------------------


def invoices(world):
    firms = dict(world.query("SELECT id, commercial_partner_id FROM res_partner"))
    bought = defaultdict(list)
    for row in read(
        world.query, "account_move", "id company_id partner_id team_id campaign_id invoice_user_id move_type"
        " invoice_date amount_untaxed_signed amount_total_signed service_goods_cost service_ordered_amount"
        " service_corrected_on service_reset_count service_price_deviation",
        "WHERE state = 'posted' AND invoice_date IS NOT NULL AND move_type IN ('out_invoice', 'out_refund')",
    ):
        at, firm, net = noon(world, row, row.invoice_date), firms.get(row.partner_id), float(row.amount_untaxed_signed)
        more = {"den": 1, "key": firm, "user": row.invoice_user_id}
        world.add("revenue", row, at, num=net, **more)
        world.add("opened", row, at, num=float(row.amount_total_signed), **more)
        if row.service_goods_cost is not None:
            margin = net - float(row.service_goods_cost)
            world.add("margin", row, at, num=margin, **more)
            if row.campaign_id:
                world.add("campaign_margin", row, at, num=margin, **more)
        if row.move_type == "out_invoice":
            world.add("invoiced", row, at, **more)
            world.share("K10U", row, at, row.campaign_id, user=row.invoice_user_id)
            bought[firm, row.company_id].append(row.invoice_date)
            _invoice(world, row, at)
    _bought_again(world, firms, bought)
    _settled(world)


def _invoice(world, row, at):
    if row.service_ordered_amount is not None:
        right = (
            row.service_corrected_on is None
            and not row.service_reset_count
            and abs(float(row.service_price_deviation or 0)) <= 0.01
        )
        ripe = datetime.combine(row.invoice_date + timedelta(days=61), time())
        world.share("K35", row, at, right, user=row.invoice_user_id, ripe=ripe)


def _bought_again(world, firms, bought):
    for row in read(
        world.query, "frontoffice_case", "id company_id team_id channel_id campaign_id user_id partner_id opened_at"
        " resolved_at", "WHERE type = 'complaint' AND merged_into_id IS NULL AND resolved_at IS NOT NULL"
        " AND partner_id IS NOT NULL",
    ):
        if world.outside(row.partner_id, row.opened_at):
            day = world.day(row.resolved_at, row.company_id)
            again = any(
                day < at <= day + QUARTER_YEAR for at in bought[firms[row.partner_id], row.company_id])
            world.share("K32B", row, row.resolved_at, again, ripe=row.resolved_at + timedelta(days=92))


def _settled(world):
    """What was set against a document of a customer by something that is none; of the two, the debit settles."""
    posted = {
        move for (move,) in world.query(
            "SELECT id FROM account_move WHERE state = 'posted' AND move_type IN ('out_invoice', 'out_refund')")
    }
    owner = dict(world.query("SELECT id, move_id FROM account_move_line"))
    for row in read(
        world.query, "account_partial_reconcile", "id company_id debit_move_id credit_move_id max_date amount"
    ):
        debit, credit = owner[row.debit_move_id] in posted, owner[row.credit_move_id] in posted
        if debit != credit:
            world.add("settled", row, noon(world, row, row.max_date), num=float(row.amount) * (1 if debit else -1))


def costs(world):
    winning = {a for (a,) in world.query("SELECT id FROM account_analytic_account WHERE for_acquisition")}
    campaigns = {
        account: campaign for account, campaign in world.query(
            "SELECT cost_account_id, id FROM utm_campaign WHERE cost_account_id IS NOT NULL")
    }
    own = [column for (column,) in world.query(
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'account_analytic_line'"
        " AND (column_name = 'account_id' OR column_name ~ '^x_plan[0-9]+_id$')")]
    for row in read(world.query, "account_analytic_line", f"id company_id user_id date amount {' '.join(own)}"):
        accounts = {getattr(row, column) for column in own}
        row.campaign_id = min((campaigns[a] for a in accounts if a in campaigns), default=None)
        if row.campaign_id or accounts & winning:
            at, amount = noon(world, row, row.date), -float(row.amount)
            world.add("won_for", row, at, num=amount, den=1, user=row.user_id)
            if row.campaign_id:
                world.add("campaign_cost", row, at, num=amount, den=1, user=row.user_id)
