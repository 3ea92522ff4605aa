from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .assignment_common import MONDAY, AssignmentCase


@tagged("post_install", "-at_install")
class TestAssignment(AssignmentCase):
    """A request finds somebody of its department who is at work, able and has room."""

    def test_work_is_spread_and_nobody_gets_more_than_fits(self):
        requests = self._come(8)
        self.assertEqual({self._held(user) for user in self.people}, {2})
        self.assertEqual(len(requests.filtered(lambda r: not r.user_id)), 2, "the rest waits")
        self.assertEqual(set(requests.mapped("state")), {"sent"}, "given is not accepted")

    def test_nobody_is_given_anything_without_a_rule(self):
        self.service.assign_policy = "manual"
        self.assertFalse(self._come().user_id)

    def test_a_rule_switched_on_later_gives_out_what_waits(self):
        self.service.assign_policy = "manual"
        request = self._come()
        with self._clock(MONDAY):
            self.service.assign_policy = "round_robin"
        self.assertTrue(request.user_id)

    def test_everybody_in_turn(self):
        self.service.assign_policy = "round_robin"
        given = [self._come(now=f"2026-03-02 10:0{n}:00").user_id for n in range(3)]
        self.assertEqual(set(given), set(self.people))

    def test_a_heavy_request_takes_more_room(self):
        self.service.capacity_weight = 2
        self._come(4)
        self.assertEqual({self._held(user) for user in self.people}, {1})

    def test_a_request_without_any_rule_costs_no_query(self):
        self.service.assign_policy = "manual"
        request = self._handoff()
        self.env["backoffice.service"]._giving_departments()
        with self.assertQueryCount(0):
            request._assign()

    def test_another_department_decides_itself(self):
        request = self._come()
        with self._clock(MONDAY):
            request.with_user(self.clerk).action_accept()
            request.with_user(self.clerk).action_reroute(self.finance.id)
        self.assertFalse(request.user_id, "the rule of Parts says nothing about Finance")

    # -- skills and language -----------------------------------------------------------------------

    def test_who_knows_it_well_enough_gets_it(self):
        self._skills()
        self.assertEqual(self._come().user_id, self.clerk)

    def test_an_unconfirmed_skill_does_not_count(self):
        self._skills()
        self.lines[0].skill_level_id = self.master  # somebody edits it: to be confirmed anew
        self.assertFalse(self._come().user_id)

    def test_the_level_drops_with_waiting_then_anybody(self):
        self._skills()
        self.members.filtered(lambda m: m.user_id == self.clerk).capacity = 0
        first = self._come()
        self.assertFalse(first.user_id, "somebody good enough is waited for")
        self._drain("2026-03-02 13:30:00")
        self.assertEqual((first.user_id, first.assignment_ids.relaxed), (self.pia, "level"))
        self.members.filtered(lambda m: m.user_id == self.pia).capacity = 1
        second = self._come()
        self._drain("2026-03-02 16:30:00")
        self.assertFalse(second.user_id)
        self._drain("2026-03-03 15:00:00")
        self.assertEqual((second.user_id, second.assignment_ids.relaxed), (self.rob, "skill"))

    def test_zero_means_never_given_up(self):
        self._skills()
        self.service.write({"relax_level_hours": 0, "relax_skill_hours": 0})
        self.members.filtered(lambda m: m.user_id == self.clerk).capacity = 0
        request = self._come()
        self._drain("2026-03-10 10:00:00")
        self.assertFalse(request.user_id)

    def test_the_language_of_the_customer_where_asked_for(self):
        self.env["res.lang"]._activate_lang("es_ES")
        self.service.match_language = True
        self.customer.lang = "es_ES"
        self.rob.service_lang_ids = self.env["res.lang"].search([("code", "=", "es_ES")])
        self.assertEqual(self._come().user_id, self.rob)

    # -- order -------------------------------------------------------------------------------------

    def test_pain_12_the_backlog_is_given_out_by_least_time_left_when_room_is_made(self):
        self._come(6)
        late = self._come(subject="Late")
        promise = self._promise(due_at="2026-03-02 11:00:00")
        urgent = self._come(subject="Urgent", promise_id=promise.id)
        self.assertFalse((late | urgent).user_id)
        held = self.env["backoffice.handoff"].search([("user_id", "=", self.clerk.id)], limit=1)
        with self._clock(MONDAY):
            held.with_user(self.clerk).action_accept()
            held.with_user(self.clerk).action_deliver("done")
        self.assertEqual(urgent.user_id, self.clerk, "room made is filled at once, the promise first")
        self.assertFalse(late.user_id)

    # -- presence ----------------------------------------------------------------------------------

    def _leave(self, employee, start="2026-03-02 00:00:00", stop="2026-03-07 00:00:00"):
        self.env["resource.calendar.leaves"].create({
            "name": "Away", "resource_id": employee.resource_id.id, "company_id": self.company.id,
            "calendar_id": employee.resource_calendar_id.id, "date_from": start, "date_to": stop, "time_type": "leave",
        })

    def test_pain_11_nobody_absent_gets_work_and_what_they_have_not_begun_goes_back(self):
        begun, untouched = self._come(), self._come()
        first, second = begun.user_id, untouched.user_id
        with self._clock(MONDAY):
            begun.with_user(first).action_accept()
        for user in first | second:
            self._leave(self.employees.filtered(lambda e, u=user: e.user_id == u), "2026-03-02 11:00:00")
        with self._clock("2026-03-02 11:05:00"), patch.object(type(self.env["ir.cron"]), "_commit_progress"):
            self.env["backoffice.assignment"]._cron_assign()
        self.assertEqual(begun.user_id, first, "what is in work stays")
        self.assertEqual(untouched.user_id, self.people - first - second)
        self.assertEqual(untouched.assignment_ids.mapped("taken_back_for").count("absent"), 1)

    def test_outside_working_hours_nothing_is_given_or_taken(self):
        request = self._come(now="2026-03-01 10:00:00")
        self.assertFalse(request.user_id, "a Sunday")
        self._drain(MONDAY)
        self.assertTrue(request.user_id, "the shift starts")
        with self._clock("2026-03-02 22:00:00"):
            self.env["backoffice.assignment"]._reoffer()
        self.assertTrue(request.user_id)

    def test_a_leaver_leaves_nothing_lying(self):
        requests = self._come(3)
        mine = requests.filtered(lambda r: r.user_id == self.clerk)
        with self._clock(MONDAY):
            mine.with_user(self.clerk).action_accept()
            self.clerk.active = False
        self.assertIn(mine.user_id, self.pia | self.rob)
        self.assertEqual(mine.state, "sent", "who gets it accepts it anew")
        self.assertIn("no longer in the department", mine.message_ids[:1].body)
        self.assertFalse(self._come(4).filtered(lambda r: r.user_id == self.clerk))

    def test_who_leaves_the_department_gives_back_what_they_have_there(self):
        request = self._come()
        with self._clock(MONDAY):
            self.members.filtered(lambda m: m.user_id == request.user_id).unlink()
        self.assertFalse(request.user_id)
        self.assertEqual(request.assignment_ids.taken_back_for, "left")

    def test_a_request_that_comes_back_to_a_leaver_waits_for_somebody(self):
        request = self._come()
        first = request.user_id
        with self._clock(MONDAY):
            request.with_user(first).action_accept()
            request.with_user(first).action_deliver("done")
            first.active = False
            self.assertEqual(request.user_id, first, "who did it stays known")
            request.with_user(self.agent).action_reject("not right")
        self.assertIn(request.user_id, self.people - first)

    # -- why this person ---------------------------------------------------------------------------

    def test_candidates_and_reasons_are_kept(self):
        self.members.filtered(lambda m: m.user_id == self.rob).capacity = 0
        request = self._come()
        words = request.assignment_ids.explanation
        for part in ("Chosen", "Could have taken it", "No room", "Who has most room", "Rob"):
            self.assertIn(part, words)
        self.assertNotIn("capacity", str(request.assignment_ids.candidates))

    def test_given_back_goes_to_somebody_else_and_not_in_a_circle(self):
        request = self._come()
        first = request.user_id
        with self._clock(MONDAY):
            request.assignment_ids.with_user(first).action_give_back()
            second = request.user_id
            self.assertNotIn(second, (first, self.env["res.users"]))
            with self.assertRaises(AccessError):
                request.assignment_ids[:1].with_user(first).action_give_back()
            request.with_user(second).action_accept()
            with self.assertRaises(UserError):
                request.assignment_ids[:1].with_user(second).action_give_back()

    def test_given_back_from_work_is_not_given_again_to_the_same_person(self):
        request = self._come(user_id=self.rob.id)
        with self._clock(MONDAY):
            request.with_user(self.rob).action_accept()
            request.with_user(self.rob).action_release("I am not the right one")
        self.assertEqual(request.state, "sent")
        self.assertIn(request.user_id, self.clerk | self.pia)

    def test_accepting_undone_leaves_it_with_whom_the_rule_chose(self):
        request = self._come()
        chosen = request.user_id
        request.with_user(chosen).action_accept()
        request.with_user(chosen).action_undo()
        self.assertEqual((request.state, request.user_id), ("sent", chosen))

    def test_a_pick_by_hand_is_never_overridden(self):
        request = self._come(user_id=self.rob.id)
        self.assertEqual(request.user_id, self.rob)
        self.assertFalse(request.assignment_ids)

    def test_the_head_and_who_got_it_read_why_nobody_else(self):
        line = self._come().assignment_ids
        other = (self.people - line.user_id)[:1]
        for user, allowed in ((line.user_id, True), (self.boss, True), (other, False), (self.banker, False),
                              (self.agent, False), (self.plain, False), (self.stranger, False)):
            self.assertEqual(line.with_user(user).has_access("read"), allowed, user.login)
            self.assertFalse(line.with_user(user).has_access("write"), user.login)

    def test_confidential_requests_go_to_the_trusted_alone(self):
        self.service.confidential = True
        request = self._come()
        self.assertFalse(request.user_id, "the head has no room, and nobody else may see it")
        with self._clock(MONDAY):
            self.members.filtered(lambda m: m.user_id == self.boss).capacity = 3
        self.assertEqual(request.user_id, self.boss)
        self.manager.group_ids = [Command.link(self.env.ref("backoffice_ops.group_manager").id)]
        self.assertFalse(request.assignment_ids.with_user(self.manager).has_access("read"))

    def test_my_work_shows_why_under_the_switch(self):
        request = self._come()
        work = self.env["backoffice.work"].with_user(request.user_id)
        self.assertNotIn("chosen", work.item(request.id))
        request.user_id.group_ids = [Command.link(self.env.ref("backoffice_ops.group_feature_assignment").id)]
        self.assertTrue(work.item(request.id)["chosen"])
        action = request.with_user(request.user_id).action_why()
        self.assertEqual(action["res_id"], request.assignment_ids.id)

    def test_what_a_rule_asked_is_frozen_in_the_version(self):
        self._skills()
        old = self._come().service_version_id
        self.assertEqual(old.values["assignment"]["skills"], [[self.gas.id, 100]])
        self.service.assign_policy = "round_robin"
        self.assertNotEqual(self._come().service_version_id, old)

    def test_no_mail_is_sent_for_a_given_request(self):
        before = self.env["mail.mail"].search_count([])
        self._come(3)
        self.assertEqual(self.env["mail.mail"].search_count([]), before)
        self.assertEqual(fields.Datetime.to_string(self.env["backoffice.assignment"].search([], limit=1).at), MONDAY)
