from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.triangle_kpis.tests.back_common import WHOLE, BackCase, at

ALSO = "also:approval_wait_expense"


@tagged("post_install", "-at_install")
class TestExpenses(BackCase):
    """Expenses count in the time until decided: days of eight hours in Berlin, an hour ahead of the times here."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.travel = cls.env["product.product"].create({"name": "Travel", "can_be_expensed": True, "standard_price": 0})
        cls.person = cls.env["hr.employee"].create({
            "name": "Who travels", "company_id": cls.company.id, "department_id": cls.departments[0].id,
            "user_id": cls.agent.id, "expense_manager_id": cls.clerk.id})

    def _expense(self, asked=None, decided=None, verdict="approved", **vals):
        """An expense, submitted and decided by the buttons of Expenses."""
        self._at(at("03-02 08:00"))
        expense = self.env["hr.expense"].create({
            "name": "Train", "employee_id": self.person.id, "company_id": self.company.id, "product_id": self.travel.id,
            "total_amount_currency": 80, "manager_id": self.clerk.id, **vals})
        self._play_expense(expense, asked, decided, verdict)
        return expense

    def _play_expense(self, expense, asked, decided, verdict):
        if asked:
            self._at(at(asked))
            expense.action_submit()
        if decided:
            self._at(at(decided))
            expense._do_approve(check=False) if verdict == "approved" else expense._do_refuse("No receipt")
        self._at(at("03-18 10:00"))

    def _refresh(self, *measures):
        super()._refresh()  # expenses, too

    def _approval(self, **vals):
        handoff = self._request(("03-09 08:00", "sent"))
        return self.env["backoffice.approval"].create({
            "name": "Head", "handoff_id": handoff.id, "company_id": self.company.id, "asked_by_id": self.agent.id,
            "department_id": self.departments[0].id, "asked_at": at("03-09 08:00"), **vals})

    def _kinds(self, code="K43"):
        page = self.dashboard.get_kpi(code, {"date_from": WHOLE[0], "date_to": WHOLE[1]})
        return {kind["part"]: kind["n"] for kind in page["kinds"]}

    def test_expenses_and_approvals_are_one_figure(self):
        yes = self._approval(state="approved", decided_at=at("03-10 08:00"), waited_hours=4)
        no = self._approval(state="declined", decided_at=at("03-11 08:00"), waited_hours=8)
        slow = self._expense("03-09 08:00", "03-10 08:00")
        quick = self._expense("03-09 08:00", "03-09 10:00", "refused")
        self.assertEqual((slow | quick).mapped("service_waited_hours"), [8, 2])
        values = self._values("K43")[1]
        self.assertEqual((values["approval_wait_n"], values["approval_wait_sum"]), (4, 240 + 480 + 480 + 120))
        self.assertEqual(self._value("K43"), 240 + 0.8 * 240, "rank 3.6 of 4: 1.6 of the two between 240 and 480")
        self.assertEqual(self._value("K43R"), 2 / 4)
        self.assertEqual(set(self._opens("K43")), {yes.id, no.id})
        self.assertEqual(set(self._opens("K43", ALSO)), {slow.id, quick.id})
        self.assertEqual(self._kinds(), {"all": 2, ALSO: 2})
        self.assertEqual(self._kinds("K43R"), {"all": 2, "also:approval_refused_expense": 2})
        self.assertEqual(self._kinds("K33"), {}, "a figure of one app opens as ever")
        self._assert_from_scratch()

    def test_without_approvals_expenses_alone(self):
        expense = self._expense("03-09 08:00", "03-09 10:00")
        self.assertEqual(self._value("K43"), 60 + 0.9 * 60)
        self.assertEqual(self._kinds(), {ALSO: 1})
        self.assertEqual(self._opens("K43", ALSO), expense.ids)

    def test_nobody_asked_nobody_waited(self):
        """Without an approver, or one's own, it goes through at once; and a draft is none."""
        own = self._expense()
        own.manager_id = self.agent
        self._play_expense(own, "03-09 08:00", None, None)
        self.assertEqual(own.approval_state, "approved")
        self._expense()
        self.assertEqual(self._values("K43")[1]["approval_wait_n"], 0)

    def test_back_to_draft_begins_anew(self):
        expense = self._expense("03-09 08:00", "03-09 10:00", "refused")
        expense._do_reset_approval()
        self.assertEqual(self._values("K43R")[1]["approval_refused_num"], 1, "it was refused that day")
        self._play_expense(expense, "03-10 08:00", "03-10 09:00", "approved")
        self.assertEqual(expense.service_waited_hours, 1)
        self.assertEqual(self._values("K43")[1]["approval_wait_sum"], 60)
        self.assertFalse(expense.copy().service_decided_at)
        self._assert_from_scratch()

    def test_waiting_is_counted_at_night(self):
        asked = self._approval(state="asked")
        old, fresh = self._expense("03-09 08:00"), self._expense("03-18 08:00")
        self._expense("03-09 08:00", "03-09 10:00")
        self._night()
        self.assertEqual(self._value("K43P"), 2 / 3)
        self.assertEqual(self._opens("K43P", "all"), asked.ids)
        self.assertEqual(set(self._opens("K43P", "also:approval_pending_expense")), {old.id, fresh.id})
        old._do_approve(check=False)
        self.assertEqual(self._value("K43P"), 2 / 3, "the night that was counted stays")

    def test_department_as_it_was(self):
        self._expense("03-09 08:00", "03-09 10:00")
        self.person.department_id = self.departments[1]
        self.assertEqual(self._values("K43", department_id=self.departments[0].id)[1]["approval_wait_n"], 1)
        self.assertEqual(self._values("K43", department_id=self.departments[1].id)[1]["approval_wait_n"], 0)
        sums = self.env["triangle.reader"]._sums({"now": WHOLE}, {"approval_wait"}, {}, by="department_id")["now"]
        self.assertEqual({key: part.n for key, part in sums.items()}, {(self.departments[0].id, "approval_wait"): 1})

    def test_who_opens_them(self):
        self._expense("03-09 08:00", "03-09 10:00")
        self._refresh("approval_wait_expense")
        filters = {"date_from": WHOLE[0], "date_to": WHOLE[1]}

        def opens(login, groups, company=self.company):
            user = new_test_user(self.env, login, f"triangle_kpis.group_viewer,{groups}", company_id=company.id,
                                 company_ids=[Command.set(company.ids)])
            board = self.dashboard.with_user(user).with_company(company).with_context(allowed_company_ids=company.ids)
            action = board.drill("K43", filters, ALSO)
            return action["total"], action["visible"]

        self.assertEqual(opens("seer", "hr_expense.group_hr_expense_manager"), (1, 1))
        self.assertEqual(opens("plain", "base.group_user"), (1, 0), "counted, and not to be seen")
        other = self._company("Other House", "UTC")
        self.assertEqual(opens("abroad", "hr_expense.group_hr_expense_manager", other), (0, 0))
        portal = new_test_user(self.env, "outside", "base.group_portal")
        with self.assertRaises(AccessError):
            self.dashboard.with_user(portal).drill("K43", filters, ALSO)

    def test_past_expenses_tell_their_own_history(self):
        paid, open_, draft = (self._expense() for _n in range(3))
        self.env["res.lang"]._activate_lang("fr_FR")
        field = self.env["ir.model.fields"]._get("hr.expense", "state")
        french = dict(self.env["hr.expense"].with_context(lang="fr_FR")._fields["state"]._description_selection(
            self.env(context={"lang": "fr_FR"})))
        for expense, when, word in (
            (paid, "03-03 08:00", "Submitted"), (paid, "03-03 09:00", "Draft"), (paid, "03-09 08:00", "Submitted"),
            (paid, "03-09 11:00", french["approved"]), (paid, "03-12 11:00", "Paid"),
            (open_, "03-10 08:00", "Submitted"),
        ):
            self.env["mail.message"].create({
                "model": "hr.expense", "res_id": expense.id, "date": at(when), "message_type": "notification",
                "tracking_value_ids": [Command.create({"field_id": field.id, "new_value_char": word})]})
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE hr_expense SET approval_state = CASE id WHEN %s THEN 'approved' ELSE 'submitted' END"
            " WHERE id = ANY(%s)", [paid.id, (paid | open_).ids])
        self.env.invalidate_all()
        wizard = self.env["frontoffice.look.back"].create({"company_id": self.company.id, "since": "2026-01-01"})
        self.assertIn("2 expenses", wizard.found)
        wizard.action_look_back()
        self.assertEqual((paid.service_decided_at, paid.service_waited_hours), (at("03-09 11:00"), 3))
        self.assertEqual((open_.service_asked_at, draft.service_asked_at), (at("03-10 08:00"), False))
        self.assertEqual(self._values("K43")[1]["approval_wait_sum"], 180)
        self.assertIn("0 expenses", self.env["frontoffice.look.back"].create(
            {"company_id": self.company.id, "since": "2026-01-01"}).found, "once")
