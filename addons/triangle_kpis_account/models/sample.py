from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.frontoffice_crm.tools import story_cast
from odoo.addons.frontoffice_crm.tools.story_clock import Clock, month_start

from ..tools import story

BACK = 28  # months the clock must know
NUMBER = "LW/"


class Sample(models.AbstractModel):
    """Two years of the sample's invoices and its plan.

    One invoice is made and posted the usual way; the thousands beside it are its copies in SQL, with
    their own customer, day, number and amount, because posting each would take minutes.
    """

    _inherit = "frontoffice.sample"

    def _parts(self):
        return [*super()._parts(), "_load_invoices"]

    def _load_invoices(self, told, batch):
        """Invoices posted and open, a plan for each month, and the figures from them; returns how many."""
        clock = Clock(told.now, story_cast.ZONE, months_back=BACK)
        people = [row["key"] for row in story_cast.customers()]
        lines = story.invoices({month: clock.working_days(month) for month in (*story.THIN, *story.FULL)}, people)
        if lines:
            self._copy_invoice(self._first_invoice(lines[0]), lines[1:])
            paid = {f"{NUMBER}{n:05d}": line for n, line in enumerate(lines, 1) if line.paid_on <= clock.today}
            self._load_payments(paid, clock.today)
        self._make_plan(clock)
        for source, model in (
                ("move", "account.move"), ("settlement", "account.partial.reconcile"),
                ("complaint_sale", "frontoffice.case")):
            found = self.env[model].search([("company_id", "=", self.env.company.id)])
            self.env["triangle.dirty"]._mark_records(source, found.ids)
        self._count(["move", "settlement", "complaint_sale"])
        return {"invoices": len(lines)}

    def _first_invoice(self, line):
        """The pattern: the sample's own accounts and journal, made for it alone."""
        company = self.env.company
        accounts = self._make("account.account", {
            "receivable": {"name": "Customers", "code": "LW1100", "account_type": "asset_receivable",
                           "company_ids": [fields.Command.set(company.ids)], "reconcile": True},
            "income": {"name": "Service and parts", "code": "LW4000", "account_type": "income",
                       "company_ids": [fields.Command.set(company.ids)]},
        })
        journal = self._make("account.journal", {"sale": {
            "name": "Invoices", "code": "LW", "type": "sale", "company_id": company.id,
            "default_account_id": accounts["income"].id,
        }})["sale"]
        partner = self.env["res.partner"].browse(self._remembered("res.partner")[line.customer])
        partner.with_company(company).property_account_receivable_id = accounts["receivable"]
        move = self.env["account.move"].create({
            "move_type": "out_invoice", "partner_id": partner.id, "journal_id": journal.id,
            "invoice_date": line.day, "date": line.day, "name": f"{NUMBER}00001", "company_id": company.id,
            "invoice_line_ids": [fields.Command.create({
                "name": "Service", "quantity": 1, "price_unit": line.amount, "tax_ids": [fields.Command.clear()],
                "account_id": accounts["income"].id,
            })],
        })
        move.action_post()
        return move

    # -- copies in SQL -----------------------------------------------------------------------------

    def _copy_invoice(self, pattern, lines):
        """Rows like those of the pattern, once for each line."""
        customers, campaigns = self._remembered("res.partner"), self._remembered("utm.campaign")
        self.env.flush_all()
        data = SQL(
            "unnest(%s::int[], %s::date[], %s::numeric[], %s::int[], %s::int[])"
            " d(partner, day, amount, number, campaign)",
            [customers[line.customer] for line in lines], [line.day for line in lines],
            [line.amount for line in lines], list(range(2, len(lines) + 2)),
            [campaigns.get(line.campaign) for line in lines],
        )
        name = SQL("%s || lpad(d.number::text, 5, '0')", NUMBER)
        self._insert_like("account_move", SQL("t.id = %s", pattern.id), data, self._move_columns(name))
        made = SQL(
            "(SELECT m.id AS move, m.partner_id AS partner, m.invoice_date AS day, m.name AS number,"
            " m.amount_total AS amount FROM account_move m WHERE m.journal_id = %s AND m.id <> %s) d",
            pattern.journal_id.id, pattern.id,
        )
        self._insert_like("account_move_line", SQL("t.move_id = %s", pattern.id), made, self._line_columns())
        self.env.invalidate_all()

    def _move_columns(self, name):
        """{column: SQL} of what differs from the pattern in the header of an invoice."""
        whole = (
            "amount_untaxed", "amount_total", "amount_residual", "amount_untaxed_signed", "amount_total_signed",
            "amount_residual_signed", "amount_total_in_currency_signed", "amount_untaxed_in_currency_signed",
        )
        return {
            **dict.fromkeys(whole, SQL("d.amount")),
            **dict.fromkeys(("date", "invoice_date", "invoice_date_due"), SQL("d.day")),
            **dict.fromkeys(("partner_id", "commercial_partner_id", "partner_shipping_id"), SQL("d.partner")),
            "name": name, "payment_reference": name, "sequence_number": SQL("d.number"),
            "access_token": SQL("NULL"), "campaign_id": SQL("d.campaign"),  # a column of Sales, where that is
        }

    def _line_columns(self):
        """{column: SQL} of what differs in its two lines: the customer owes it, and it is income."""
        sign = SQL("sign(t.balance) * d.amount")
        signed = dict.fromkeys(("balance", "amount_currency"), sign)
        open_part = SQL("CASE WHEN t.amount_residual <> 0 THEN %s ELSE 0 END", sign)
        priced = SQL("CASE WHEN t.price_unit <> 0 THEN sign(t.price_unit) * d.amount ELSE 0 END")
        return {
            **signed, **dict.fromkeys(("amount_residual", "amount_residual_currency"), open_part),
            **dict.fromkeys(("price_unit", "price_subtotal", "price_total"), priced),
            "debit": SQL("GREATEST(%s, 0)", sign), "credit": SQL("GREATEST(-(%s), 0)", sign),
            **dict.fromkeys(("date", "invoice_date"), SQL("d.day")),
            "date_maturity": SQL("CASE WHEN t.date_maturity IS NULL THEN NULL ELSE d.day END"),
            "partner_id": SQL("d.partner"), "move_id": SQL("d.move"), "move_name": SQL("d.number"),
        }

    def _insert_like(self, table, which, data, changed):
        """Copies of one row or more, with other values in some columns. SQL: see the class."""
        self.env.cr.execute(SQL(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND table_schema ="
            " current_schema() AND is_generated = 'NEVER' AND column_name <> 'id' ORDER BY ordinal_position", table))
        columns = [name for (name,) in self.env.cr.fetchall()]
        names = SQL(", ").join(SQL.identifier(name) for name in columns)
        values = SQL(", ").join(changed.get(name, SQL("t.%s", SQL.identifier(name))) for name in columns)
        self.env.cr.execute(SQL(
            "INSERT INTO %s (%s) SELECT %s FROM %s t CROSS JOIN %s WHERE %s",
            SQL.identifier(table), names, values, SQL.identifier(table), data, which,
        ))

    # -- payments ----------------------------------------------------------------------------------

    def _load_payments(self, lines, today):
        """Invoices, by number, paid on their day: an entry a month, set against each in SQL as above."""
        months = {}
        for line in lines.values():
            month = line.paid_on.replace(day=1)
            months[month] = months.get(month, 0.0) + line.amount
        company, accounts = self.env.company, self._remembered("account.account")
        bank = self._make("account.account", {"bank": {
            "name": "Bank", "code": "LW1800", "account_type": "asset_cash",
            "company_ids": [fields.Command.set(company.ids)]}})["bank"]
        journal = self._make("account.journal", {"paid": {
            "name": "Payments", "code": "LWP", "type": "general", "company_id": company.id}})["paid"]
        entries = self.env["account.move"].create([{
            "move_type": "entry", "journal_id": journal.id, "company_id": company.id, "ref": "Payments of the month",
            "date": min(fields.Date.subtract(fields.Date.add(month, months=1), days=1), today),
            "line_ids": [fields.Command.create(values) for values in (
                {"account_id": bank.id, "debit": amount}, {"account_id": accounts["receivable"], "credit": amount})],
        } for month, amount in months.items()])
        entries.action_post()
        self.env.flush_all()
        self._settle(lines, entries, accounts["receivable"])

    def _settle(self, lines, entries, receivable):
        self.env.cr.execute(SQL(
            """WITH paid AS (
                 SELECT il.id AS line, il.move_id AS move, il.amount_residual AS amount, d.day, pl.id AS payment,
                        il.currency_id, il.company_id
                   FROM unnest(%(names)s::text[], %(days)s::date[]) d(name, day)
                   JOIN account_move m ON m.name = d.name AND m.company_id = %(company)s
                   JOIN account_move_line il ON il.move_id = m.id AND il.account_id = %(receivable)s
                   JOIN account_move p ON p.id = ANY(%(entries)s)
                    AND date_trunc('month', p.date) = date_trunc('month', d.day)
                   JOIN account_move_line pl ON pl.move_id = p.id AND pl.account_id = %(receivable)s),
               settled AS (INSERT INTO account_partial_reconcile (debit_move_id, credit_move_id, amount,
                      debit_amount_currency, credit_amount_currency, debit_currency_id, credit_currency_id, company_id,
                      max_date, create_date, write_date)
                 SELECT line, payment, amount, amount, amount, currency_id, currency_id, company_id, day, now(), now()
                   FROM paid),
               free AS (UPDATE account_move_line l SET amount_residual = 0, amount_residual_currency = 0,
                      reconciled = TRUE
                  FROM (SELECT line FROM paid UNION SELECT payment FROM paid) d WHERE l.id = d.line)
               UPDATE account_move m SET amount_residual = 0, amount_residual_signed = 0, payment_state = 'paid'
                 FROM paid WHERE m.id = paid.move""",
            names=list(lines), days=[line.paid_on for line in lines.values()],
            company=self.env.company.id, entries=entries.ids, receivable=receivable))
        self.env.invalidate_all()

    # -- the plan, and out again -------------------------------------------------------------------

    def _make_plan(self, clock):
        """What each month was to bring."""
        kpi = self.env["triangle.kpi"].search([("code", "=", "K16")])
        self._make("triangle.target", {
            f"plan{-month}": {
                "kpi_id": kpi.id, "company_id": self.env.company.id, "value": story.PLAN,
                "date_from": month_start(clock.today, month),
                "date_to": fields.Date.subtract(month_start(clock.today, month + 1), days=1),
                "reason": self.env._("Plan of the year"),
            }
            for month in story.FULL if kpi
        })

    def _big_tables(self):
        return [*super()._big_tables(), "account_move", "account_move_line"]

    def _catalogue_models(self):
        return ["account.move", "account.journal", "account.account", *super()._catalogue_models()]

    def _of_company(self, model):
        """Accounts carry companies; posted invoices are not deleted, except with the company they are of."""
        if model == "account.account":
            return self.env[model].search([("company_ids", "=", self.env.company.id)])
        if model == "account.move":
            self.env.flush_all()
            for table in ("account_partial_reconcile", "account_move_line", "account_move"):
                # SQL: what is posted is neither drafted nor deleted by thousands
                self.env.cr.execute(SQL(
                    "DELETE FROM %s WHERE company_id = %s", SQL.identifier(table), self.env.company.id))
            self.env.invalidate_all()
            return self.env[model]
        return super()._of_company(model)
