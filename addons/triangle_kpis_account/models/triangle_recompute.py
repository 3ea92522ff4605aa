from datetime import timedelta

from odoo import models
from odoo.tools import SQL

from odoo.addons.triangle_kpis.models.triangle_reader import EVER, FILTERS, NOTHING
from odoo.addons.triangle_kpis.models.triangle_recompute import Figure
from odoo.addons.triangle_kpis.tools import statistics
from odoo.addons.triangle_kpis.tools import window as pure

from ..tools.countback import countback

CREDIT_DAYS, COUNTED_BACK = 90, 400


class TriangleRecompute(models.AbstractModel):
    """Customers who stay, and days until we are paid."""

    _inherit = "triangle.recompute"

    def _amount(self, alias="c"):
        """The column amounts are in: of the company where there is one currency, else of the group."""
        name = "num" if len(self.env.companies.currency_id) == 1 else "value"
        return SQL("%s.%s", SQL.identifier(alias), SQL.identifier(name))

    def _measure_id(self, code):
        return self.env["triangle.measure"]._ids_by_code()[code]

    def _reads(self):
        return {**super()._reads(), "k15": {"margin", "net_revenue"},
                **dict.fromkeys(("k58", "k58_countback"), {"receivable_opened", "receivable_settled"})}

    # -- K14: who bought in the year before and bought in this one -----------------------------------

    def _years(self, window):
        """((first, last) of the year before, (first, last) of the year): whole months, up to the last full one."""
        last = window[1]
        if last != pure.month_end(last):
            last = last.replace(day=1) - timedelta(days=1)
        first = pure.add_months(last.replace(day=1), -11)
        return (pure.add_months(first, -12), first - timedelta(days=1)), (first, last)

    def _customers(self, window, filters):
        """[(customer, bought the year before, bought this year, margin of this year, revenue of the year before,
        revenue of this year)], net of credit notes."""
        before, now = self._years(window)
        self.env.cr.execute(SQL(
            """SELECT partner.commercial_partner_id,
                      COALESCE(SUM(%(amount)s) FILTER (WHERE c.measure_id = %(revenue)s AND c.day < %(now)s), 0) > 0,
                      COALESCE(SUM(%(amount)s) FILTER (WHERE c.measure_id = %(revenue)s AND c.day >= %(now)s), 0) > 0,
                      COALESCE(SUM(%(amount)s) FILTER (WHERE c.measure_id = %(margin)s AND c.day >= %(now)s), 0),
                      COALESCE(SUM(%(amount)s) FILTER (WHERE c.measure_id = %(revenue)s AND c.day < %(now)s), 0),
                      COALESCE(SUM(%(amount)s) FILTER (WHERE c.measure_id = %(revenue)s AND c.day >= %(now)s), 0)
                 FROM triangle_fact c JOIN account_move mv ON mv.id = c.record_id
                 JOIN res_partner partner ON partner.id = mv.partner_id
                WHERE c.measure_id IN (%(revenue)s, %(margin)s) AND c.day BETWEEN %(first)s AND %(last)s AND %(where)s
                GROUP BY 1 ORDER BY 1""",
            amount=self._amount(), revenue=self._measure_id("net_revenue"), margin=self._measure_id("margin"),
            now=now[0], first=before[0], last=now[1], where=self.env["triangle.reader"]._where(filters),
        ))
        return self.env.cr.fetchall()

    def _x_k14(self, window, filters):
        kept = [row[2] for row in self._customers(window, filters) if row[1]]
        if not kept:
            return Figure()
        low, high = statistics.wilson(sum(kept), len(kept))
        return Figure(sum(kept) / len(kept), sum(kept), len(kept), low, high)

    def _x_k14_ids(self, window, filters, part):
        wanted = {"all": (True, False), "num": (True,), "miss": (False,)}[part]
        return "res.partner", [row[0] for row in self._customers(window, filters) if row[1] and row[2] in wanted]

    def _x_k14_revenue(self, window, filters):
        """Revenue of this year / of the year before, of those who bought the year before; above 1: they buy more."""
        pairs = [(row[4], row[5]) for row in self._customers(window, filters) if row[1]]
        if not pairs:
            return Figure()
        before, now = (sum(column) for column in zip(*pairs, strict=True))
        return Figure(now / before, now, len(pairs))

    def _x_k14_revenue_ids(self, window, filters, part):
        return self._x_k14_ids(window, filters, "all")

    # -- K58: how long customers owe us --------------------------------------------------------------

    def _x_k58(self, window, filters):
        """What was open at the end of the window × 90 / what was invoiced in the last 90 days, tax included."""
        owed, sold, count = self._owed(window, filters)
        return Figure(owed / sold * CREDIT_DAYS, owed, count) if sold > 0 else Figure()

    def _owed(self, window, filters):
        """(open at the end of the window, invoiced in its last 90 days, how many documents of these)."""
        if any(filters.get(name) for name in FILTERS):
            return 0.0, 0.0, 0  # a payment belongs to no team and no campaign
        last = window[1]
        windows = {"ever": (EVER, last), "credit": (last - timedelta(days=CREDIT_DAYS - 1), last)}
        sums = self.env["triangle.reader"]._sums(windows, {"receivable_opened", "receivable_settled"}, filters)
        part = "num" if len(self.env.companies.currency_id) == 1 else "sum"
        opened, settled, sold = (
            getattr(sums[name].get(code, NOTHING), part) for name, code in (
                ("ever", "receivable_opened"), ("ever", "receivable_settled"), ("credit", "receivable_opened")))
        return opened - settled, sold, sums["credit"].get("receivable_opened", NOTHING).n

    def _x_k58_countback(self, window, filters):
        """Days back until the invoices make up what is open at the end of the window."""
        owed, sold, count = self._owed(window, filters)
        if sold <= 0:
            return Figure()
        first = window[1] - timedelta(days=COUNTED_BACK - 1)
        daily = self.env["triangle.reader"]._daily({"w": (first, window[1])}, {"receivable_opened"}, filters)["w"]
        part = "num" if len(self.env.companies.currency_id) == 1 else "sum"
        amounts = [getattr(daily.get((window[1] - timedelta(days=n), "receivable_opened"), NOTHING), part)
                   for n in range(COUNTED_BACK)]
        days = countback(owed, amounts)
        return Figure(days, owed, count) if days is not None else Figure(n=count)

    def _x_k58_countback_ids(self, window, filters, part):
        return self._x_k58_ids(window, filters, part)

    def _x_k58_ids(self, window, filters, part):
        """Invoices and credit notes that were not settled at the end of the window."""
        self.env.cr.execute(SQL(
            """SELECT c.record_id FROM triangle_fact c JOIN account_move mv ON mv.id = c.record_id
                WHERE c.measure_id = %(opened)s AND c.day <= %(day)s AND %(where)s AND ABS(mv.amount_total_signed - (
                    SELECT COALESCE(SUM(CASE WHEN l.id = pr.debit_move_id THEN pr.amount ELSE -pr.amount END), 0)
                      FROM account_move_line l JOIN account_partial_reconcile pr
                        ON l.id IN (pr.debit_move_id, pr.credit_move_id) AND pr.max_date <= %(day)s
                     WHERE l.move_id = mv.id)) > 0.005
                ORDER BY 1""",
            opened=self._measure_id("receivable_opened"), day=window[1],
            where=self.env["triangle.reader"]._where(filters),
        ))
        return "account.move", [row[0] for row in self.env.cr.fetchall()]
