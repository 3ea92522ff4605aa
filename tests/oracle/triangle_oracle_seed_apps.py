"""Expenses and orders, in a database that has these apps; see ``triangle_oracle_apps``."""

from datetime import timedelta

from triangle_oracle_apps import has
from triangle_oracle_seed_bridges import BridgeRows


class AppRows(BridgeRows):
    """Expenses, submitted and decided; orders, with and without a campaign."""

    def apps(self):
        query = self.ask
        if has(query, "hr_expense", "service_decided_at"):
            for number in range(80):
                self.expense(number)
        if has(query, "sale_order", "service_cancelled_at"):
            for number in range(60):
                self.order(number)
            self.ask(
                "UPDATE account_move SET campaign_id = %s WHERE company_id = %s AND id %% 3 = 0",
                *(self.campaigns[0], self.company),
            )
        self.bridges()

    def expense(self, number):
        """Submitted at a moment its history tells; three of four were decided some working days later."""
        at, ended = self.moment(), self.luck.random() < 0.75
        field = self.ask("SELECT id FROM ir_model_fields WHERE model = 'hr.expense' AND name = 'state'")[0][0]
        state = self.any("approved", "refused") if ended else "submitted"
        expense = self.put(
            "hr_expense",
            name="oracle",
            company_id=self.company,
            employee_id=self.ask("SELECT MIN(id) FROM hr_employee WHERE company_id = %s", self.company)[0][0],
            currency_id=self.ask("SELECT currency_id FROM res_company WHERE id = %s", self.company)[0][0],
            payment_mode="own_account",
            quantity=1,
            price_unit=10,
            date=at.date(),
            department_id=self.any(None, *self.departments),
            approval_state=state,
            state=state,
        )
        moments = [("Submitted", at)]
        if ended:
            moments.append((state.capitalize(), at + timedelta(minutes=self.luck.randint(5, 9000))))
        for word, moment in moments:
            message = self.put(
                "mail_message", model="hr.expense", res_id=expense, date=moment, message_type="notification"
            )
            self.put("mail_tracking_value", field_id=field, mail_message_id=message, new_value_char=word)

    def order(self, number):
        """Confirmed or not, of a campaign or of nothing we know."""
        customer = self.any(*self.partners[:40])
        shipped = {"picking_policy": "direct"} if has(self.ask, "sale_order", "picking_policy") else {}
        self.put(
            "sale_order",
            name=f"oracle {number}",
            state=self.any("sale", "sale", "draft"),
            company_id=self.company,
            partner_id=customer,
            partner_invoice_id=customer,
            partner_shipping_id=customer,
            campaign_id=self.any(None, self.campaigns[0]),
            team_id=self.any(None, *self.teams),
            date_order=self.moment(400),
            **shipped,
        )
