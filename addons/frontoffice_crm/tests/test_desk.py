from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, new_test_user, tagged

from .desk_common import DeskMixin


class DeskCase(DeskMixin, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_desk()


@tagged("post_install", "-at_install")
class TestDeskReading(DeskCase):
    def test_open_desk_knows_its_place(self):
        opened = self.desk.open()
        self.assertEqual(opened["channel"]["name"], "Counter 1")
        self.assertIn("Boiler stopped", [topic["name"] for topic in opened["topics"]])
        self.assertEqual(opened["counts"]["today"], 0)

    def test_only_agents(self):
        for call in (lambda d: d.open(), lambda d: d.find("ana"), lambda d: d.log({}), lambda d: d.undo("x"),
                     lambda d: d.customer(self.ana.id), lambda d: d.park({}, "x"), lambda d: d.colleagues("")):
            with self.assertRaises(AccessError):
                call(self.env["frontoffice.desk"].with_user(self.lukas))

    def test_find_by_name_mail_and_number(self):
        for term in ("ort", "ana@exa", "0151 2201", "+49 151 22", "ANA ortiz"):
            with self.subTest(term):
                self.assertIn(self.ana.id, [hit["id"] for hit in self.desk.find(term)])
        self.assertEqual(self.desk.find("o"), [])
        self.assertNotIn(self.lukas.partner_id.id, [hit["id"] for hit in self.desk.find("lukas")])

    def test_find_by_case_number_counts_what_is_open(self):
        done = self._log(outcome="case", promise={"standard_id": self.visit.id, "due_at": self._in(days=9)})
        number = done["case"]["number"]
        for term in (number, number.lower(), str(int("".join(c for c in number if c.isdigit())))):
            hit = self.desk.find(term)[0]
            self.assertEqual((hit["id"], hit["case"]["number"], hit["open_cases"]), (self.ana.id, number, 1))

    def test_a_sister_company_has_its_own_desk(self):
        sister = self.env["res.company"].create({"name": "Sister"})
        self.priya.company_ids |= sister
        self._log(outcome="case")
        theirs = self.env["res.partner"].create({"name": "Ortwin", "company_id": sister.id})
        desk = self.desk.with_context(allowed_company_ids=[self.env.company.id, sister.id])
        self.assertNotIn(theirs.id, [hit["id"] for hit in desk.find("ort")])
        other = self.desk.with_context(allowed_company_ids=[sister.id, self.env.company.id])
        self.assertIn(theirs.id, [hit["id"] for hit in other.find("ort")])
        self.assertEqual(other.customer(self.ana.id)["case_count"], 0)
        self.assertFalse(other.open()["channels"])
        done = other.log({"partner_id": self.ana.id, "about": "hello"})
        encounter = self.env["frontoffice.encounter"].browse(done["encounter_id"])
        self.assertEqual((encounter.company_id, encounter.channel_id.company_id), (sister, sister))

    def test_find_takes_few_queries(self):
        self.env["res.partner"].create([{"name": f"Ortega {n}", "phone": f"+49151999{n:03}"} for n in range(30)])
        self.env.flush_all()
        self.desk.find("ort")
        self.env.invalidate_all()
        with self.assertQueryCount(8):
            self.assertEqual(len(self.desk.find("ort")), 8)

    def test_customer_strip(self):
        self._log(outcome="case", promise={"standard_id": self.visit.id, "due_at": self._in(days=9)})
        who = self.desk.customer(self.ana.id)
        self.assertEqual((who["name"], who["city"], who["case_count"]), ("Ana Ortiz", "Ellersby", 1))
        self.assertEqual(who["cases"][0]["subject"], "Boiler stopped")
        self.assertTrue(who["cases"][0]["due_at"])
        self.assertEqual(who["last"]["channel"], "Counter 1")

    def test_topics_from_words(self):
        found = self.desk.topics("There is no heat since Monday")
        self.assertEqual((found[0]["name"], found[0]["sure"]), ("Boiler stopped", True))
        self.assertEqual(found[0]["standard"]["id"], self.visit.id)
        self.assertEqual(self.desk.topics("bil")[0]["name"], "Bill question")

    def test_safe_date_leaves_time_to_talk(self):
        told = self.desk.promise(self.visit.id)
        judged = self.desk.promise(self.visit.id, told["safe"]["due_at"])
        self.assertTrue(judged["chosen"]["safe"])
        self.assertIn(told["safe"]["due_at"][-5:], ("00:00", "30:00"))
        self.assertFalse(self.desk.promise(self.visit.id, self._in(hours=1))["chosen"]["safe"])

    def test_say_back(self):
        values = {
            "partner_id": self.ana.id, "need_id": self.boiler.id, "outcome": "case",
            "promise": {"standard_id": self.visit.id, "due_at": "2026-11-26 13:00:00"},
        }
        text = self.desk.say_back(values)["text"]
        self.assertIn("Boiler stopped", text)
        self.assertIn("Our engineer comes by Thursday 26 November, 14:00.", text)

    def test_drafts_are_ones_own(self):
        parked = self.desk.park({"note": "half"}, "Ana")
        self.assertEqual([d["label"] for d in parked["drafts"]], ["Ana"])
        again = self.desk.park({"note": "half more"}, "Ana", parked["draft_id"])
        self.assertEqual(len(again["drafts"]), 1)
        other = new_test_user(self.env, "desk_omar", groups="frontoffice_crm.group_agent")
        theirs = self.env["frontoffice.desk"].with_user(other)
        self.assertFalse(theirs.open()["drafts"])
        with self.assertRaises(UserError):
            theirs.unpark(parked["draft_id"])
        self.assertEqual(self.desk.unpark(parked["draft_id"])["note"], "half more")
        self._log(draft_id=parked["draft_id"])
        self.assertFalse(self.desk.open()["drafts"])
        with self.assertRaises(UserError):
            self.desk.park({"note": "x" * 40_000}, "long")


@tagged("post_install", "-at_install")
class TestDeskLog(DeskCase):
    def _encounter(self, done):
        return self.env["frontoffice.encounter"].browse(done["encounter_id"])

    def test_anonymous_answered_needs_one_word(self):
        done = self.desk.log({"about": "opening hours"})
        encounter = self._encounter(done)
        self.assertEqual((encounter.outcome, encounter.note, encounter.state), ("informed", "opening hours", "done"))
        self.assertFalse(encounter.partner_id)
        self.assertEqual(encounter.user_id, self.priya)
        self.assertEqual(done["counts"]["today"], 1)
        with self.assertRaisesRegex(UserError, "What is it about"):
            self.desk.log({})

    def test_new_caller_becomes_a_contact_once(self):
        new = {"name": "Tom Reed", "phone": "+49 30 901820"}
        first = self._log(partner_id=False, new=new)
        self.assertTrue(first["partner_id"])
        again = self._log(partner_id=False, new=new)
        self.assertEqual(again["partner_id"], first["partner_id"])
        wife = self._log(partner_id=False, new={"name": "Eva Reed", "phone": "+49 30 901820"})
        self.assertNotEqual(wife["partner_id"], first["partner_id"])

    def test_case_is_opened_and_answered(self):
        done = self._log(outcome="case", note="pressure 0.4", case={"type": "problem"})
        case = self.env["frontoffice.case"].browse(done["case"]["id"])
        self.assertEqual((case.subject, case.type, case.state), ("Boiler stopped", "problem", "open"))
        self.assertEqual(case.user_id, self.priya)
        self.assertTrue(case.first_response_at)
        self.assertEqual(self._encounter(done).case_id, case)

    def test_about_a_known_case(self):
        case_id = self._log(outcome="case")["case"]["id"]
        done = self._log(case_id=case_id, note="Is somebody coming?")
        case = self.env["frontoffice.case"].browse(case_id)
        self.assertEqual(len(case.encounter_ids), 2)
        self.assertTrue(self._encounter(done).context_carried)
        self.assertIn("Is somebody coming?", case.message_ids[0].body)
        case.action_cancel()
        with self.assertRaisesRegex(UserError, "Cancelled"):
            self._log(case_id=case_id)

    def test_tighter_than_safe_asks_why(self):
        tight = {"standard_id": self.visit.id, "due_at": self._in(hours=1)}
        with self.assertRaisesRegex(UserError, "Say why"):
            self._log(promise=tight)
        done = self._log(promise={**tight, "override_reason": "van is around the corner"})
        promise = self.env["frontoffice.promise"].browse(done["promise_id"])
        self.assertEqual(promise.override_reason, "van is around the corner")
        self.assertEqual((promise.partner_id, promise.made_by_id), (self.ana, self.priya))

    def test_promise_needs_a_time_to_come(self):
        with self.assertRaisesRegex(UserError, "Until when"):
            self._log(promise={"name": "Call"})
        with self.assertRaisesRegex(UserError, "already passed"):
            self._log(promise={"name": "Call", "due_at": self._in(hours=-1)})

    def test_wrong_input_by_rpc_is_told_in_words(self):
        with self.assertRaisesRegex(UserError, "not a day"):
            self._log(promise={"name": "Call", "due_at": "soon"})
        gone = self.env["res.partner"].create({"name": "Gone"})
        gone.unlink()
        with self.assertRaisesRegex(UserError, "Search again"):
            self._log(partner_id=gone.id)
        with self.assertRaisesRegex(UserError, "Search again"):
            self.desk.customer(gone.id)

    def test_safe_date_said_is_accepted_after_the_talk(self):
        due = self.desk.promise(self.visit.id)["safe"]["due_at"]
        done = self._log(promise={"standard_id": self.visit.id, "due_at": due}, need_confirmed=True)
        self.assertFalse(self.env["frontoffice.promise"].browse(done["promise_id"]).override_reason)
        self.assertTrue(self._encounter(done).need_confirmed)

    def test_message_is_a_callback_promise_and_a_to_do(self):
        done = self._log(outcome="message", message={"user_id": self.lukas.id}, note="about the quote")
        promise = self.env["frontoffice.promise"].browse(done["promise_id"])
        self.assertEqual((promise.user_id, promise.origin_kind), (self.lukas, "person"))
        activity = self.env["mail.activity"].search([("user_id", "=", self.lukas.id)])
        self.assertIn("Ana Ortiz", activity.summary)
        with self.assertRaisesRegex(UserError, "Choose a colleague"):
            self._log(outcome="message")

    def test_directed_visit_and_lead(self):
        self.assertEqual(self._encounter(self._log(outcome="directed", directed_to="Room 4")).directed_to, "Room 4")
        done = self._log(outcome="appointment", visit={"start": self._in(days=1), "minutes": 30})
        event = self._encounter(done).calendar_event_id
        self.assertIn(self.ana, event.partner_ids)
        self.assertEqual(event.duration, 0.5)
        with self.assertRaisesRegex(UserError, "When is the visit"):
            self._log(outcome="appointment")
        lead = self._encounter(self._log(outcome="lead", note="new boiler")).lead_id
        self.assertEqual((lead.partner_id, lead.name), (self.ana, "Boiler stopped"))

    def test_sold_and_could_not_help_where_they_are_counted(self):
        for outcome in ("sold", "unmet"):
            with self.assertRaisesRegex(UserError, "Choose what happens next"):
                self._log(outcome=outcome, note="boiler parts")
        self.priya.group_ids += self.env.ref("frontoffice_crm.group_feature_outcome")
        self.assertLess({"sold", "unmet"}, set(self.desk.open()["outcomes"]))
        case = self.env["frontoffice.case"].create({"subject": "Parts"})
        for outcome in ("sold", "unmet"):
            logged = self._encounter(self._log(outcome=outcome, note="boiler parts", case_id=case.id))
            self.assertEqual((logged.outcome, logged.case_id), (outcome, case))
        self.assertEqual(len(case.message_ids.filtered(lambda message: "boiler parts" in message.body)), 2)

    def test_unknown_outcome_and_stolen_file(self):
        with self.assertRaises(UserError):
            self._log(outcome="case__class__")
        foreign = self.env["ir.attachment"].create({
            "name": "secret", "raw": b"x", "res_model": "frontoffice.desk", "res_id": 7, "public": True,
        })
        with self.assertRaises(AccessError):
            self._log(attachment_ids=foreign.ids)

    def test_files_go_with_the_case(self):
        photo = self.env["ir.attachment"].with_user(self.priya).create({"name": "boiler.png", "raw": b"png"})
        done = self._log(outcome="case", attachment_ids=photo.ids)
        self.assertEqual((photo.res_model, photo.res_id), ("frontoffice.case", done["case"]["id"]))
        self.desk.undo(done["token"])
        self.assertFalse(photo.res_id)

    def test_log_takes_few_queries(self):
        self._log(outcome="case")
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(116):
            self._log(outcome="case", promise={"standard_id": self.visit.id, "due_at": self._in(days=9)})
            self.env.flush_all()


@tagged("post_install", "-at_install")
class TestDeskUndo(DeskCase):
    def test_undo_voids_everything(self):
        before = self.env["frontoffice.encounter"].search_count([])
        done = self._log(
            partner_id=False, new={"name": "Tom Reed"}, outcome="case",
            promise={"standard_id": self.visit.id, "due_at": self._in(days=9)},
        )
        counts = self.desk.undo(done["token"])["counts"]
        self.assertEqual(counts["today"], 0)
        self.assertEqual(self.env["frontoffice.encounter"].search_count([]), before)
        case = self.env["frontoffice.case"].browse(done["case"]["id"])
        promise = self.env["frontoffice.promise"].browse(done["promise_id"])
        self.assertFalse(case.active or case.state or promise.active or promise.state)
        self.assertFalse(self.env["res.partner"].browse(done["partner_id"]).active)
        self.assertFalse(case._ledger_verify() | self.env["frontoffice.case"])
        self.assertFalse(promise._ledger_verify())
        with self.assertRaisesRegex(UserError, "already undone"):
            self.desk.undo(done["token"])

    def test_undo_message_visit_and_lead(self):
        for values in (
            {"outcome": "message", "message": {"user_id": self.lukas.id}},
            {"outcome": "appointment", "visit": {"start": self._in(days=1)}},
            {"outcome": "lead"},
        ):
            done = self._log(**values)
            encounter = self.env["frontoffice.encounter"].browse(done["encounter_id"])
            made = encounter.lead_id or encounter.calendar_event_id
            self.desk.undo(done["token"])
            self.assertFalse(made and made.active)
        self.assertFalse(self.env["mail.activity"].search([("user_id", "=", self.lukas.id)]))

    def test_undo_leaves_a_known_case_as_it_was(self):
        case = self.env["frontoffice.case"].browse(self._log(outcome="case")["case"]["id"])
        messages = case.message_ids
        done = self._log(case_id=case.id, note="again")
        self.desk.undo(done["token"])
        self.assertEqual((case.state, case.active, case.message_ids), ("open", True, messages))

    def test_only_ones_own_and_only_in_time(self):
        done = self._log()
        other = new_test_user(self.env, "desk_omar", groups="frontoffice_crm.group_agent")
        for desk, token in ((self.desk.with_user(other), done["token"]), (self.desk, "AQ"), (self.desk, "x")):
            with self.assertRaisesRegex(UserError, "10 seconds"):
                desk.undo(token)

    def test_what_others_went_on_with_stays(self):
        done = self._log(outcome="case")
        other = new_test_user(self.env, "desk_omar", groups="frontoffice_crm.group_agent")
        case = self.env["frontoffice.case"].browse(done["case"]["id"])
        case.with_user(other).action_take()
        with self.assertRaisesRegex(UserError, "nothing of yours"):
            self.desk.undo(done["token"])
        self.assertEqual(case.state, "open")
