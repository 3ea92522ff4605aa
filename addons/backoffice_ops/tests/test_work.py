from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Datetime
from odoo.tests import Form, TransactionCase, new_test_user, tagged, warmup

from . import work_common as wc


@tagged("post_install", "-at_install")
class TestWork(TransactionCase):
    """The API of My work, as the people who use it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.data = wc.finance(cls.env)
        cls.ines, cls.jonas, cls.priya = (cls.data[name] for name in ("ines", "jonas", "priya"))
        cls.promise = wc.promise(cls.env, cls.data)
        cls.refund = wc.ask(
            cls.env, cls.data, promise_id=cls.promise.id, case_id=cls.data["case"].id, note="Missed twice",
        )

    def work(self, user):
        return self.env["backoffice.work"].with_user(user)

    def ids(self, user, view, **filters):
        return [row["id"] for row in self.work(user).items(view, filters)["rows"]]

    def as_user(self, user, handoff=None):
        return (handoff or self.refund).with_user(user)

    # -- lists ---------------------------------------------------------------------------------

    def test_open_says_what_there_is_to_choose(self):
        page = self.work(self.ines).open()
        self.assertEqual([d["name"] for d in page["departments"]], ["Finance"])
        self.assertEqual([v["id"] for v in page["views"]], ["mine", "accept", "department", "waiting", "sent"])
        self.assertEqual(page["counts"]["accept"], 1)
        self.assertTrue(page["reasons"] and page["faults"] and page["waits"])
        sender = self.work(self.priya).open()
        self.assertEqual([v["id"] for v in sender["views"]], ["mine", "sent"])
        self.assertEqual(sender["default_view"], "sent")

    def test_a_row_says_all_a_clerk_needs(self):
        row = self.work(self.ines).items("mine")["rows"][0]
        self.assertEqual((row["subject"], row["customer"], row["from"]), ("Refund 148", "Ana Ortiz", "Priya Nair"))
        self.assertEqual(row["promise_due"], Datetime.to_string(self.promise.due_at))
        self.assertAlmostEqual(row["left"], 8 * 3600, delta=5)
        self.assertEqual((row["column"], row["late"], row["risk"]), ("to_accept", False, False))

    def test_least_time_left_first_and_late_is_negative(self):
        late, soon = wc.ask(self.env, self.data, 2)
        now = Datetime.now()
        late.sudo().due_at = now - timedelta(hours=3)
        soon.sudo().due_at = now + timedelta(hours=1)
        rows = self.work(self.ines).items("department")["rows"]
        self.assertEqual([row["id"] for row in rows], [late.id, soon.id, self.refund.id])
        self.assertAlmostEqual(rows[0]["left"], -3 * 3600, delta=5)
        self.assertTrue(rows[0]["late"] and rows[1]["risk"])
        self.assertEqual(self.ids(self.ines, "department", flag="late"), [late.id])
        self.assertEqual(self.ids(self.ines, "department", flag="risk"), [soon.id])

    def test_due_today_is_today_where_the_user_is(self):
        berlin = self.work(self.ines).with_context(tz="Europe/Berlin")
        today, tomorrow = wc.ask(self.env, self.data, 2)
        local = Datetime.context_timestamp(berlin, Datetime.now())
        midnight = Datetime.now() - timedelta(hours=local.hour, minutes=local.minute)
        today.sudo().due_at = midnight + timedelta(hours=12)
        tomorrow.sudo().due_at = midnight + timedelta(hours=36)
        ids = [row["id"] for row in berlin.items("department", {"flag": "today"})["rows"]]
        self.assertIn(today.id, ids)
        self.assertNotIn(tomorrow.id, ids)

    def test_search_finds_customer_number_and_subject(self):
        wc.ask(self.env, self.data, subject="Something else", partner_id=False)
        for text in ("ortiz", self.refund.name, "refund 148", "ortiz refund"):
            self.assertEqual(self.ids(self.ines, "department", search=text), self.refund.ids, text)
        self.assertFalse(self.ids(self.ines, "department", search="nobody at all"))

    def test_pages(self):
        wc.ask(self.env, self.data, 4)
        work = self.work(self.ines)
        first, second = work.items("accept", {}, 0, 3), work.items("accept", {}, 3, 3)
        self.assertEqual((len(first["rows"]), first["more"], first["total"]), (3, True, 5))
        self.assertEqual((len(second["rows"]), second["more"]), (2, False))
        self.assertFalse({r["id"] for r in first["rows"]} & {r["id"] for r in second["rows"]})

    def test_whose_turn_moves_between_the_lists(self):
        request = self.refund
        self.assertEqual((self.ids(self.ines, "mine"), self.ids(self.priya, "mine")), (request.ids, []))
        self.as_user(self.ines).action_accept()
        self.assertEqual((self.ids(self.ines, "accept"), self.ids(self.ines, "mine")), ([], request.ids))
        self.as_user(self.ines).action_return(["item:iban", "detail"], "sender", "IBAN please")
        self.assertEqual((self.ids(self.ines, "mine"), self.ids(self.priya, "mine")), ([], request.ids))
        self.assertEqual(self.ids(self.ines, "waiting"), request.ids)
        self.assertEqual(self.work(self.priya).open()["counts"]["back"], 1)
        self.as_user(self.priya).action_resend(None, {"iban": "DE02"})
        self.as_user(self.ines).action_accept()
        self.as_user(self.ines).action_deliver("paid")
        self.assertEqual((self.ids(self.ines, "mine"), self.ids(self.priya, "mine")), ([], request.ids))
        self.as_user(self.priya).action_confirm()
        self.assertFalse(self.ids(self.priya, "sent"))

    # -- one request ---------------------------------------------------------------------------

    def test_item_tells_why_and_what_the_customer_was_told(self):
        item = self.work(self.ines).item(self.refund.id)
        self.assertEqual(item["why"], {"number": self.data["case"].name, "text": "Visit missed"})
        self.assertEqual(set(item["told"]), {"text", "due", "state"})
        self.assertEqual(item["told"]["text"], "money back by Thursday")
        self.assertEqual([(a["key"], a["answer"]) for a in item["asked"]],
                         [("invoice", "INV/0417"), ("amount", "148"), ("iban", "")])
        self.assertEqual(item["clock"]["budget"], 8 * 3600)
        self.assertLess(item["clock"]["used"], 60)
        with self.assertRaises(AccessError):
            self.promise.with_user(self.ines).read(["partner_id"])

    def test_buttons_are_exactly_those_of_the_step(self):
        def main(user):
            return self.work(user).item(self.refund.id)["buttons"]["main"]
        request = self.refund
        self.assertEqual((main(self.ines), main(self.priya)), (["accept", "return"], []))
        self.as_user(self.ines).action_accept()
        self.assertEqual(main(self.ines), ["deliver", "pause"])
        self.as_user(self.ines).action_pause("customer", "asked Ana", True)
        self.assertEqual(main(self.ines), ["resume", "deliver"])
        self.as_user(self.ines).action_resume()
        self.as_user(self.ines).action_return(["detail"])
        self.assertEqual((main(self.ines), main(self.priya)), ([], ["resend", "cancel"]))
        self.as_user(self.priya).action_resend("here")
        request.with_user(self.ines).action_accept()
        request.with_user(self.ines).action_deliver()
        self.assertEqual((main(self.ines), main(self.priya)), ([], ["confirm", "reject"]))

    def test_sent_back_names_what_is_missing(self):
        self.as_user(self.ines).action_return(["item:iban", "wrong"], None, "which account?")
        item = self.work(self.priya).item(self.refund.id)
        self.assertEqual(item["sent_back"]["items"], ["iban"])
        self.assertEqual(item["sent_back"]["reasons"], ["bank account", "Something stated is wrong"])
        self.assertEqual(item["sent_back"]["by"], "Ines Duarte")
        self.assertEqual(item["talk"][-1]["text"], "which account?")

    def test_a_waiting_clock_keeps_its_time(self):
        self.as_user(self.ines).action_accept()
        self.as_user(self.ines).action_pause("customer", "asked Ana", True)
        row = self.work(self.ines).items("waiting")["rows"][0]
        self.assertTrue(row["stopped"])
        self.assertAlmostEqual(row["left"], 8 * 3600, delta=5)
        self.assertEqual(row["waiting"], "the customer")
        self.as_user(self.ines).action_resume()
        self.as_user(self.ines).action_pause("ourselves", None, False)
        self.assertFalse(self.work(self.ines).items("waiting")["rows"][0]["stopped"])

    def test_talk_reaches_the_other_side_as_plain_text(self):
        talk = self.work(self.ines).talk(self.refund.id, "Is it <b>urgent</b>?")
        self.assertEqual((talk[-1]["text"], talk[-1]["mine"]), ("Is it <b>urgent</b>?", True))
        self.assertFalse(self.work(self.priya).item(self.refund.id)["talk"][-1]["mine"])
        with self.assertRaises(UserError):
            self.work(self.ines).talk(self.refund.id, "  ")

    # -- rights --------------------------------------------------------------------------------

    def test_a_clerk_of_another_department_sees_nothing(self):
        for view in ("mine", "accept", "department", "waiting", "sent"):
            self.assertFalse(self.ids(self.jonas, view), view)
        with self.assertRaises(AccessError):
            self.work(self.jonas).item(self.refund.id)
        with self.assertRaises(AccessError):
            self.work(self.jonas).talk(self.refund.id, "hello")

    def test_another_company_sees_nothing(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = new_test_user(
            self.env, "stranger", "base.group_user,backoffice_ops.group_manager", company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        self.assertFalse(self.work(stranger).items("department")["rows"])
        with self.assertRaises(AccessError):
            self.work(stranger).item(self.refund.id)

    def test_a_portal_user_gets_no_answer(self):
        portal = new_test_user(self.env, "portal_work", "base.group_portal")
        for call in ("open", "items"):
            with self.assertRaises(AccessError):
                getattr(self.work(portal), call)()
        with self.assertRaises(AccessError):
            self.work(portal).item(self.refund.id)

    def test_the_sender_has_the_senders_side_only(self):
        item = self.work(self.priya).item(self.refund.id)
        self.assertEqual((item["buttons"]["main"], item["buttons"]["more"]), ([], ["cancel"]))
        self.assertEqual(self.ids(self.priya, "sent"), self.refund.ids)
        with self.assertRaises(AccessError):
            self.as_user(self.priya).action_accept()

    def test_confidential_requests_are_for_the_trusted(self):
        self.data["service"].confidential = True
        secret = wc.ask(self.env, self.data)
        self.assertNotIn(secret.id, self.ids(self.ines, "department"))
        member = self.env["backoffice.member"].search([("user_id", "=", self.ines.id)])
        member.role = "head"
        self.assertIn(secret.id, self.ids(self.ines, "department"))

    def test_a_manager_may_take_both_sides(self):
        boss = new_test_user(self.env, "work_boss", "base.group_user,backoffice_ops.group_manager")
        item = self.work(boss).item(self.refund.id)
        self.assertEqual(item["buttons"]["main"], ["accept", "return"])

    def test_gone_is_said_in_words(self):
        with self.assertRaisesRegex(UserError, "no longer there"):
            self.work(self.ines).item(2**30)

    # -- around the screen -----------------------------------------------------------------------

    def test_the_menu_has_three_entries(self):
        head = new_test_user(self.env, "menu_head", "base.group_user,backoffice_ops.group_head")
        root = self.env.ref("backoffice_ops.menu_root")
        seen = self.env["ir.ui.menu"].with_user(head)._visible_menu_ids()
        names = [menu.name for menu in root.child_id.sorted("sequence") if menu.id in seen]
        self.assertEqual(names, ["My work", "Department", "Settings"])

    def test_settings_page_counts_and_opens_the_lists(self):
        head = new_test_user(self.env, "work_head", "base.group_user,backoffice_ops.group_head")
        action = self.env["backoffice.settings"].with_user(head).action_open()
        page = self.env["backoffice.settings"].with_user(head).browse(action["res_id"])
        services = self.env["backoffice.service"].with_user(head)
        self.assertEqual(page.service_count, services.search_count([]))
        for button, model in (
            ("action_services", "backoffice.service"), ("action_members", "backoffice.member"),
            ("action_reasons", "backoffice.return.reason"),
        ):
            self.assertEqual(getattr(page, button)()["res_model"], model)

    def test_earlier_terms_are_readable(self):
        self.data["service"].deliver_hours = 6
        wc.ask(self.env, self.data)
        versions = self.data["service"].version_ids.sorted("number")
        self.assertEqual(len(versions), 2)
        self.assertIn("ready within 8 h", versions[0].summary)
        self.assertIn("ready within 6 h", versions[1].summary)
        self.assertIn("bank account", versions[1].summary)

    def test_forms_know_the_side_and_the_questions(self):
        mine, theirs = self.as_user(self.ines), self.as_user(self.priya)
        self.assertEqual((mine.can_receive, mine.can_send), (True, False))
        self.assertEqual((theirs.can_receive, theirs.can_send), (False, True))
        self.assertEqual([q["key"] for q in mine.questions], ["invoice", "amount", "iban"])
        self.assertEqual(mine.action_open_work()["params"], {"handoff_id": self.refund.id})

    def test_a_case_opens_the_short_form(self):
        action = self.data["case"].with_user(self.priya).action_hand_off()
        ask = self.env.ref("backoffice_ops.handoff_ask_form")
        self.assertEqual((action["views"], action["target"]), ([(ask.id, "form")], "new"))
        with Form(self.env["backoffice.handoff"].with_user(self.priya).with_context(**action["context"]), ask) as form:
            form.service_id = self.data["service"]
        request = form.record
        self.assertEqual((request.case_id, request.partner_id), (self.data["case"], self.data["partner"]))
        self.assertEqual(request.to_department_id, self.data["department"])

    def test_flags_filter_lists_as_they_filter_the_screen(self):
        Handoff = self.env["backoffice.handoff"].with_user(self.ines)
        for flag in ("for_my_department", "waits_for_me"):
            self.assertEqual(Handoff.search([(flag, "=", True)]), self.as_user(self.ines), flag)
            self.assertTrue(self.as_user(self.ines)[flag])
        self.assertNotIn(self.refund, Handoff.search([("is_at_risk", "=", True)]))
        self.refund.sudo().due_at = Datetime.now() + timedelta(minutes=90)
        self.assertIn(self.refund, Handoff.search([("is_at_risk", "=", True)]))
        self.assertNotIn(self.refund, Handoff.search([("is_at_risk", "=", False)]))

    # -- undo, speed ---------------------------------------------------------------------------

    def test_undo_within_ten_seconds(self):
        request = self.as_user(self.ines)
        request.action_accept()
        request.action_undo()
        self.assertEqual(request.state, "sent")

    @warmup
    def test_queries_do_not_grow_with_requests(self):
        def count(number):
            self.work(self.ines).items("department", {}, 0, 200)  # fills what is remembered between calls
            self.env.invalidate_all()
            with self.assertQueryCount(10**6):
                start = self.cr.sql_log_count
                rows = self.work(self.ines).items("department", {}, 0, 200)["rows"]
                self.assertEqual(len(rows), number)
                return self.cr.sql_log_count - start
        wc.ask(self.env, self.data, 9)
        few = count(10)
        wc.ask(self.env, self.data, 70)
        self.assertLessEqual(count(80), few)
        self.assertLessEqual(few, 50)
