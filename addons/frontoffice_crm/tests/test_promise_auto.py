from datetime import timedelta

from odoo.tests import tagged

from .reception_common import MONDAY, ReceptionCase


@tagged("post_install", "-at_install")
class TestAutomaticPromises(ReceptionCase):
    """First answer, solution, visit: kept and withdrawn by what happens, each once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mailbox = cls.env["frontoffice.channel"].create({
            "name": "Mailbox", "kind": "email", "company_id": cls.company.id, "team_id": cls.team.id,
            "first_response_minutes": 240,
        })

    def _mail(self, **values):
        return self._encounter(channel_id=self.mailbox.id, state="waiting", source="mail", **values)

    def _automatic(self, **links):
        domain = [("origin_kind", "=", "auto"), *((name, "=", record.id) for name, record in links.items())]
        return self.env["frontoffice.promise"].search(domain, order="id")

    # -- first answer ------------------------------------------------------------------------------

    def test_first_answer_kept(self):
        encounter = self._mail()
        promise = self._automatic(encounter_id=encounter)
        self.assertEqual((promise.due_at, promise.state), (encounter.response_due_at, "made"))
        self.assertEqual(promise.due_at, MONDAY + timedelta(hours=5))  # four hours and lunch
        self._later(hours=1)
        encounter._answered()
        self.assertEqual((promise.state, promise.fulfilled_at), ("kept", MONDAY + timedelta(hours=1)))
        encounter.write({"first_response_at": self._at_now()})
        self.assertEqual(len(promise.event_ids), 2, "twice changes nothing")

    def _at_now(self):
        return self.env["frontoffice.encounter"]._fields["arrived_at"].default(self.env["frontoffice.encounter"])

    def test_first_answer_late(self):
        encounter = self._mail()
        promise = self._automatic(encounter_id=encounter)
        self._later(days=1)
        promise._record("lapsed", at=promise.due_at)
        encounter._answered()
        self.assertEqual(promise.state, "late")

    def test_who_left_needs_no_answer(self):
        encounter = self._mail()
        encounter.state = "abandoned"
        promise = self._automatic(encounter_id=encounter)
        self.assertEqual((promise.state, promise.withdrawn_by), ("withdrawn", "customer"))

    def test_where_no_promise_is_made(self):
        """At the counter one is answered at once; history and switched-off companies promise nothing."""
        self._encounter()
        self._encounter(channel_id=self.mailbox.id, state="done")
        self._encounter(channel_id=self.mailbox.id, state="waiting", source="history")
        self.company.auto_promises = False
        self._mail()
        self._case()
        self.assertFalse(self._automatic(company_id=self.company))

    def test_idempotent(self):
        encounter, case = self._mail(), self._case()
        before = self._automatic(company_id=self.company)
        encounter._auto_reply()
        case._auto_sync()
        self.assertEqual(self._automatic(company_id=self.company), before)
        self.assertEqual(len(before), 2)

    def test_an_interaction_may_still_be_deleted(self):
        encounter = self._mail()
        promise = self._automatic(encounter_id=encounter)
        encounter.unlink()
        self.assertEqual((promise.state, promise.encounter_id.id), ("withdrawn", False))

    def test_hidden_by_default_and_out_of_the_case_button(self):
        case = self._case()
        action = self.env.ref("frontoffice_crm.promise_action")
        self.assertIn("'search_default_people': 1", action.context)
        self.assertEqual(case.promise_count, 0)
        self.assertIn("Case solved by", case.auto_line)
        self.assertFalse(case.next_due_at, "a person's word, not the clock's")

    def test_what_it_costs(self):
        """Hundred mails: the promises behind them take few statements, not some for each."""
        def statements(count):
            self.env.flush_all()
            before = self.cr.sql_log_count
            self.env["frontoffice.encounter"].create([
                {"channel_id": self.mailbox.id, "company_id": self.company.id, "state": "waiting", "source": "mail"}
                for _n in range(count)
            ])
            self.env.flush_all()
            return self.cr.sql_log_count - before

        statements(10)  # warms caches
        self.company.auto_promises = False
        plain = statements(100)
        self.company.auto_promises = True
        automatic = statements(100) - plain
        self.assertLess(automatic, 30, (plain, automatic))

    # -- solution ------------------------------------------------------------------------------------

    def test_solution_kept_reopened_and_undone(self):
        case = self._case()
        promise = self._automatic(case_id=case)
        self.assertEqual((promise.state, promise.due_at), ("made", case.resolution_due_at))
        self._later(hours=1)
        case.action_resolve()
        self.assertEqual((promise.state, promise.fulfilled_at), ("kept", case.resolved_at))
        case.action_undo()
        self.assertEqual((case.state, promise.state, promise.fulfilled_at), ("new", "made", False))
        case.action_resolve()
        self._later(hours=1)
        case.action_reopen()
        first, second = self._automatic(case_id=case)
        self.assertEqual((first.state, second.state), ("kept", "made"), "a new time round, a new promise")
        case.action_cancel()
        self.assertEqual((first.state, second.state), ("kept", "withdrawn"))

    def test_pain_4_waiting_for_the_customer_is_not_our_time(self):
        """The promise stops with the clock and comes back with what was left of it."""
        case = self._case()
        due = case.resolution_due_at
        self._later(hours=1)
        case.action_wait_customer()
        self.assertEqual(self._automatic(case_id=case).state, "withdrawn")
        self._later(days=7)
        case.action_resume()
        first, second = self._automatic(case_id=case)
        self.assertEqual((first.state, second.state), ("withdrawn", "made"))
        self.assertEqual(second.due_at, case.resolution_due_at)
        self.assertGreater(second.due_at, due)

    def test_merged_case(self):
        case = self._case()
        case._record("merged")
        self.assertEqual(self._automatic(case_id=case).state, "withdrawn")

    def test_every_ledger_holds(self):
        case, encounter = self._case(), self._mail()
        self._later(hours=1)
        encounter._answered()
        case.action_resolve()
        self.assertFalse(self._automatic(company_id=self.company)._ledger_verify())

    # -- visit -----------------------------------------------------------------------------------------

    def test_seen_on_time(self):
        visit = self._book(MONDAY + timedelta(hours=1))
        promise = self._automatic(calendar_event_id=visit)
        self.assertEqual(promise.due_at, MONDAY + timedelta(hours=1, minutes=15))
        self._later(hours=1)
        visit.with_user(self.agent)._check_in(self.queue)
        self.assertEqual(promise.state, "made", "here, but not yet seen")
        self._later(minutes=15)
        visit._appointment_seen()
        self.assertEqual(promise.state, "kept", "due exactly now is in time")
        visit._appointment_unseen()
        self.assertEqual(promise.state, "made")

    def test_seen_late_moved_missed_cancelled(self):
        visits = [self._book(MONDAY + timedelta(hours=hour)) for hour in (1, 4, 5, 6)]
        late, moved, missed, cancelled = (self._automatic(calendar_event_id=visit) for visit in visits)
        visits[1].start = MONDAY + timedelta(days=1)
        self.assertEqual(moved.due_at, MONDAY + timedelta(days=1, minutes=15))
        visits[3].active = False
        self._later(hours=2)
        visits[0]._appointment_seen()
        visits[2]._appointment_missed()
        self.assertEqual(
            [p.state for p in (late, moved, missed, cancelled)], ["late", "made", "withdrawn", "withdrawn"]
        )
        self.assertEqual(missed.withdrawn_by, "customer")

    def _lapse(self):
        with self.enter_registry_test_mode():
            self.env.ref("frontoffice_crm.cron_lapse").method_direct_trigger()

    def test_minutes_of_a_late_visitor_are_not_ours(self):
        """Whoever comes late waits from then on; whoever does not come is not kept waiting."""
        visits = [self._book(MONDAY + timedelta(hours=hour)) for hour in (1, 2, 4, 6)]
        little, much, slow, never = promises = [self._automatic(calendar_event_id=visit) for visit in visits]
        for visit, late, waited in zip(visits[:3], (10, 40, 40), (14, 14, 16), strict=True):
            self._at(visit.start + timedelta(minutes=late))
            self._lapse()
            visit._check_in(self.queue)
            self._later(minutes=waited)
            self._lapse()
            visit._appointment_seen()
        self._at(visits[3].stop + timedelta(hours=2))
        self._lapse()
        self.env["calendar.event"].sudo()._cron_visits()
        self.assertEqual([p.state for p in promises], ["kept", "kept", "late", "withdrawn"])
        self.assertEqual([p.silent for p in promises], [False, False, True, False])
        self.assertEqual(little.due_at, visits[0].start + timedelta(minutes=25))
        self.assertEqual((much.change_count, much.first_due_at), (1, visits[1].start + timedelta(minutes=15)))
        self.assertEqual((never.withdrawn_by, never.withdrawn_at), ("customer", never.due_at), "not after its time")
        self.assertIsNotNone(slow.lapsed_at, "she was there and waited 16 minutes: that is ours")
        self.assertFalse((little | much | slow | never)._ledger_verify())

    def test_a_meeting_without_check_in_promises_nothing(self):
        event = self.env["calendar.event"].create({
            "name": "Visit", "start": MONDAY + timedelta(hours=1), "stop": MONDAY + timedelta(hours=2),
        })
        self._encounter(calendar_event_id=event.id)
        self.assertFalse(self._automatic(company_id=self.company))
