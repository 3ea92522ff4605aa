"""Rows of sales, warehouse, accounting, mailings and chats, in a database that has these apps."""

from datetime import timedelta

from triangle_oracle_apps import has


class BridgeRows:
    """Past all code of the addons, as everywhere in these tests; from the same seed."""

    def bridges(self):
        if has(self.ask, "sale_order", "service_cancelled_at"):
            self.orders()
        if has(self.ask, "account_move", "service_goods_cost"):
            self.invoices()
        if has(self.ask, "utm_campaign", "cost_account_id"):
            self.costs()
        if has(self.ask, "mailing_trace"):
            self.mailings()
        if has(self.ask, "im_livechat_channel_member_history"):
            self.chats()

    def some(self, table, rest="", *params):
        """Ids of a table in the company."""
        return [i for (i,) in self.ask(f"SELECT id FROM {table} WHERE company_id = %s {rest} ORDER BY id",
                                       self.company, *params)]

    # -- orders --------------------------------------------------------------------------------------

    def orders(self):
        """Out of enquiries or not, cancelled or not, with goods or without, delivered in time or not."""
        luck, leads = self.luck, self.ask("SELECT id, create_date FROM crm_lead WHERE name = 'x' ORDER BY id")
        goods = has(self.ask, "sale_order", "service_delivered_at")
        product = self.ask(
            "SELECT p.id, t.uom_id FROM product_product p JOIN product_template t ON t.id = p.product_tmpl_id"
            " ORDER BY p.id LIMIT 1")[0]
        for order in self.some("sale_order", "AND name LIKE 'oracle%%'"):
            lead, born = self.any(*leads)
            at = born + timedelta(days=luck.randint(1, 140))
            cancelled = luck.random() < 0.2
            values = {
                "amount_untaxed": luck.randint(50, 9000), "currency_rate": self.any(1, 1, 0.5, None),
                "user_id": self.any(*self.people)[0], "create_uid": 2,
                "opportunity_id": self.any(None, lead, lead), "date_order": at,
                "service_cancelled_at": at + timedelta(days=luck.randint(0, 60)) if cancelled else None,
            }
            if cancelled:
                values["state"] = "cancel"
            self.change("sale_order", order, **values)
            if goods:
                self.delivered(order, at, product)
        self.ask("UPDATE sale_order SET user_id = 2 WHERE company_id = %s AND id %% 9 = 0", self.company)
        person = self.any(*self.people)[0]
        resource, calendar = self.ask(
            "SELECT e.resource_id, r.calendar_id FROM hr_employee e JOIN resource_resource r ON r.id = e.resource_id"
            " WHERE e.user_id = %s", person)[0]
        self.ask("UPDATE sale_order SET user_id = %s WHERE company_id = %s AND id %% 9 = 1", person, self.company)
        self.put("resource_calendar_leaves", name="oracle", company_id=self.company, resource_id=resource,
                 calendar_id=calendar, time_type="leave", date_from=self.now - timedelta(days=40),
                 date_to=self.now - timedelta(days=31))

    def change(self, table, row, **values):
        names = ", ".join(f"{name} = %s" for name in values)
        self.ask(f"UPDATE {table} SET {names} WHERE id = %s", *values.values(), row)

    def delivered(self, order, at, product):
        """Told for a day, perhaps complete by then, perhaps back because of us."""
        luck, customer = self.luck, self.ask("SELECT MIN(id) FROM stock_location WHERE usage = 'customer'")[0][0]
        shelf = self.ask("SELECT MIN(id) FROM stock_location WHERE usage = 'internal'")[0][0]
        done = at + timedelta(days=luck.randint(1, 12)) if luck.random() < 0.8 else None
        self.change("sale_order", order, service_due_at=self.any(None, *3 * [at + timedelta(days=7)]),
                    service_delivered_at=done)
        if luck.random() < 0.85:
            self.put("sale_order_line", order_id=order, name="x", product_id=product[0], product_uom_id=product[1],
                     product_uom_qty=self.any(0, 1, 1, 1), price_unit=1, customer_lead=0,
                     qty_delivered_method=self.any("manual", *3 * ["stock_move"]))
        if done and luck.random() < 0.4:
            self.put("stock_picking", name=f"oracle {order}", sale_id=order, state=self.any("done", "done", "assigned"),
                     location_id=self.any(customer, customer, shelf), location_dest_id=shelf, move_type="direct",
                     picking_type_id=self.ask("SELECT MIN(id) FROM stock_picking_type")[0][0],
                     company_id=self.company, because_of_us=luck.random() < 0.7,
                     date_done=done + timedelta(days=luck.randint(1, 25)))
        if done and luck.random() < 0.4:
            self.put("mail_message", model="sale.order", res_id=order, body="x", message_type="comment",
                     mail_activity_type_id=self.ask("SELECT MIN(id) FROM mail_activity_type")[0][0],
                     date=done + timedelta(days=luck.randint(-2, 20)))

    # -- invoices and costs ----------------------------------------------------------------------------

    def invoices(self):
        """Judged or not, corrected or not, some of them credit notes; and what was set against them."""
        luck = self.luck
        for row, day in self.ask(
            "SELECT id, invoice_date FROM account_move WHERE company_id = %s AND state = 'posted'"
            " AND move_type = 'out_invoice' ORDER BY id", self.company
        ):
            if luck.random() < 0.3:
                self.change(
                    "account_move", row, service_ordered_amount=self.any(None, 100, 100),
                    service_corrected_on=day + timedelta(days=20) if luck.random() < 0.1 else None,
                    service_reset_count=self.any(None, 0, 0, 0, 1), service_goods_cost=self.any(None, 0, 20, 300),
                    service_price_deviation=self.any(None, 0, 0.01, -0.01, 0.02, -0.3),
                    team_id=self.any(None, *self.teams), invoice_user_id=self.any(None, self.any(*self.people)[0]),
                )
        self.ask(
            "UPDATE account_move SET move_type = 'out_refund', amount_untaxed_signed = -amount_untaxed_signed,"
            " amount_total_signed = -amount_total_signed, service_goods_cost = -service_goods_cost"
            " WHERE company_id = %s AND move_type = 'out_invoice' AND state = 'posted' AND id %% 11 = 0", self.company)
        self.ask("UPDATE account_move SET state = 'cancel' WHERE company_id = %s AND id %% 97 = 0", self.company)
        self.settle()

    def settle(self):
        """Payments, money given back, and invoices set against credit notes."""
        luck = self.luck
        lines = self.ask(
            "SELECT l.id, l.move_id, m.invoice_date, l.account_id, m.currency_id, m.journal_id FROM account_move_line l"
            " JOIN account_move m ON m.id = l.move_id WHERE m.company_id = %s AND m.move_type IN ('out_invoice',"
            " 'out_refund') AND l.debit > 0 ORDER BY l.id", self.company)
        account, currency, journal = lines[0][3:]
        entry = self.put("account_move", journal_id=journal, currency_id=currency, state="posted", move_type="entry",
                         auto_post="no", date=self.now.date(), company_id=self.company, name="oracle")
        paid = self.put("account_move_line", move_id=entry, currency_id=currency, display_type="product",
                        account_id=account, company_id=self.company, name="oracle", debit=0, credit=0, balance=0,
                        amount_currency=0)
        for line, _move, day, *_more in lines:
            if luck.random() < 0.5:
                other = self.any(paid, paid, paid, lines[0][0])
                debit, credit = (line, other) if luck.random() < 0.9 else (other, line)
                self.put("account_partial_reconcile", debit_move_id=debit, credit_move_id=credit,
                         company_id=self.company, amount=luck.randint(1, 200),
                         max_date=day + timedelta(days=luck.randint(0, 90)))

    def costs(self):
        """Of winning customers, of the campaign, and of neither."""
        plan = self.ask("SELECT id FROM account_analytic_plan WHERE parent_id IS NULL ORDER BY id")
        wins, campaign, rent = (
            self.put("account_analytic_account", name=f'{{"en_US": "{name}"}}', plan_id=plan[0][0],
                     company_id=self.company, active=True, for_acquisition=name == "wins")
            for name in ("wins", "campaign", "rent"))
        self.change("utm_campaign", self.campaigns[0], cost_account_id=campaign)
        own = [column for (column,) in self.ask(
            "SELECT column_name FROM information_schema.columns WHERE table_name = 'account_analytic_line'"
            " AND column_name ~ '^x_plan[0-9]+_id$' ORDER BY 1")]
        for _n in range(240):
            self.put("account_analytic_line", name="oracle", company_id=self.company,
                     date=self.moment(400).date(), amount=self.luck.randint(-900, 50),
                     user_id=self.any(None, self.any(*self.people)[0]),
                     **{self.any("account_id", *own): self.any(wins, campaign, rent)})

    # -- mailings and chats ----------------------------------------------------------------------------

    def mailings(self):
        """Delivered or not, clicked soon, late or by a machine; one person at two addresses."""
        luck, link = self.luck, self.put("link_tracker", url="https://oracle.example")
        known = [mail for (mail,) in self.ask(
            "SELECT email_normalized FROM res_partner WHERE id = ANY(%s) AND email_normalized IS NOT NULL ORDER BY id",
            self.partners)]
        for number in range(400):
            at, sender = self.moment(), self.any(*self.people)[0]
            whom = self.any(("res.partner", self.any(*self.partners)), ("crm.lead", 7), ("mailing.contact", 7))
            trace = self.put(
                "mailing_trace", trace_type="mail", model=whom[0], res_id=whom[1], create_uid=sender,
                email=self.any(f" Somebody{number % 50}@oracle.example", None, self.any(*known, "a@oracle.example")),
                sent_datetime=self.any(at, at, at, None), campaign_id=self.any(None, *self.campaigns),
                trace_status=self.any("sent", "sent", "open", "reply", "bounce", "error", "cancel"),
                is_test_trace=luck.random() < 0.05)
            for seconds in luck.sample((3, 60, 90000, 20 * 86400), luck.randint(0, 2)):
                self.put("link_tracker_click", link_id=link, mailing_trace_id=trace,
                         create_date=at + timedelta(seconds=seconds))
        self.ask("UPDATE frontoffice_encounter SET direction = 'out' WHERE company_id = %s AND id %% 35 = 0",
                 self.company)

    def chats(self):
        """A robot began, a person took over or not; what was said of both."""
        kinds = dict(self.ask("SELECT model, id FROM ir_model"))
        for row in self.some("frontoffice_encounter", "AND direction = 'in' AND id %% 6 = 0"):
            chat = self.put("discuss_channel", name="oracle", channel_type="channel", create_date=self.moment())
            hand = self.any("bot", "bot", "human")
            for member in {"visitor", self.any("bot", "bot", "agent"), self.any("visitor", "visitor", "agent")}:
                self.put("im_livechat_channel_member_history", channel_id=chat, livechat_member_type=member)
            self.change("frontoffice_encounter", row, discuss_channel_id=chat, handled_by=hand)
            model, of = self.any(("discuss.channel", chat), ("frontoffice.encounter", row))
            at = self.moment()
            self.put("rating_rating", res_id=of, res_model=model, create_date=at, rated_on=at,
                     res_model_id=kinds[model], rating=self.luck.randint(0, 5), consumed=self.luck.random() < 0.9,
                     service_company_id=self.company)
