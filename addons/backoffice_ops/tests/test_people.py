from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .assignment_common import MONDAY, AssignmentCase


@tagged("post_install", "-at_install")
class TestPeople(AssignmentCase):
    """What a department can do, what hangs on one person, and what happens when somebody is away."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._skills()
        cls.simple = cls.env["backoffice.service"].create({
            "name": "Look up a price", "department_id": cls.parts.id, "accept_hours": 4, "deliver_hours": 8,
            "company_id": cls.company.id,
        })
        cls.boss.group_ids = [Command.link(cls.env.ref("backoffice_ops.group_head").id)]
        cls.director = cls._clerk("dora", cls.finance)
        cls.director.group_ids = [Command.link(cls.env.ref("backoffice_ops.group_manager").id)]

    def _people(self, user=None):
        return self.env["backoffice.people"].with_user(user or self.boss).with_company(self.company)

    def _done(self, user, count=1, at=MONDAY, **values):
        """Requests this person finished, sent the very morning."""
        requests = self._come(count, at, user_id=user.id, **values)
        with self._clock(at):
            requests.with_user(user).action_accept()
            requests.with_user(user).action_deliver("done")
        return requests

    # -- coverage ----------------------------------------------------------------------------------

    def test_the_matrix_says_who_could_do_what(self):
        answer = self._people().coverage(self.parts.id)
        names = [person["name"] for person in answer["people"]]
        self.assertEqual(names, sorted(names), "by name, never by skill")
        types = {row["id"]: row for row in answer["types"]}
        gas = types[self.service.id]
        self.assertEqual(gas["cells"][self.clerk.id], "able")
        self.assertEqual(gas["cells"][self.pia.id], "some")
        self.assertEqual((gas["able"], gas["short"]), (1, True), "one person is red")
        self.assertFalse(types[self.simple.id]["short"], "without a skill everybody can")
        self.assertEqual(answer["skills"][0]["level"], "Master")
        self.assertEqual(answer["short"], 1)

    def test_a_skill_counts_once_confirmed(self):
        self.lines.create({
            "employee_id": self.employees[2].id, "skill_type_id": self.gas.skill_type_id.id,
            "skill_id": self.gas.id, "skill_level_id": self.master.id,
        })
        answer = self._people().coverage(self.parts.id)
        self.assertEqual((answer["short"], answer["unconfirmed"]), (1, 1))
        self.env["hr.employee.skill"].search([
            ("skill_id", "=", self.gas.id), ("validated_by_id", "=", False)]).with_user(self.leader).action_validate()
        self.assertEqual(self._people().coverage(self.parts.id)["short"], 0)

    # -- only one person ---------------------------------------------------------------------------

    def test_what_one_person_alone_did_by_share_of_the_hours(self):
        self._done(self.clerk, 3)
        self._done(self.clerk, 1, service_id=self.simple.id)
        self._done(self.rob, 1, service_id=self.simple.id)
        with self._clock("2026-03-20 10:00:00"):
            rows = self._people().experts(self.parts.id)
        self.assertEqual([(row["name"], row["person"], row["n"]) for row in rows], [("Order a part", "Jonas", 3)])
        self.assertEqual(rows[0]["share"], 60)
        self.assertEqual(rows[0]["also"], [])
        with self._clock("2026-06-20 10:00:00"):
            self.assertEqual(self._people().experts(self.parts.id), [], "60 days are over")

    def test_pairs_with_their_reasons(self):
        self._done(self.clerk, 2)
        with self._clock("2026-03-20 10:00:00"):
            [pair] = self._people().pairs(self.parts.id)
        self.assertEqual((pair["teacher"]["id"], pair["learner"]["id"]), (self.clerk.id, self.pia.id),
                         "who knows a little of it learns it")
        self.assertIn("Only Jonas did “Order a part” in 60 days (2 requests).", pair["reasons"])

    def test_send_backs_bring_a_team_and_the_department_together(self):
        self._done(self.rob, 1)
        self._done(self.clerk, 1)
        team = self.team
        for _n in range(3):
            request = self._come(from_team_id=team.id, from_user_id=self.agent.id)
            with self._clock(MONDAY):
                request.with_user(self.clerk).action_return(["detail"], note="which one?")
        with self._clock("2026-03-20 10:00:00"):
            pairs = self._people().pairs(self.parts.id)
        reasons = [reason for pair in pairs for reason in pair["reasons"] if pair["learner"]["id"] == self.agent.id]
        self.assertEqual(reasons, ["3 of 3 requests “Order a part” from Service came back: something was missing."])

    def test_a_morning_together_is_in_both_calendars_without_a_mail(self):
        self._done(self.clerk, 2)
        before = self.env["mail.mail"].search_count([])
        with self._clock("2026-03-20 10:00:00"):
            answer = self._people().plan_morning(self.parts.id, self.clerk.id, self.pia.id)
            with self.assertRaises(UserError):
                self._people().plan_morning(self.parts.id, self.rob.id, self.clerk.id)
        event = self.env["calendar.event"].browse(answer["id"])
        self.assertEqual(event.partner_ids, (self.clerk | self.pia).partner_id)
        self.assertEqual(str(event.start), "2026-03-27 08:00:00", "the first morning in a week's time")
        self.assertEqual(self.env["mail.mail"].search_count([]), before)

    # -- if somebody is away -----------------------------------------------------------------------

    def _simulate(self, user, first="2026-03-03", last="2026-03-06", by=None, now=MONDAY):
        with self._clock(now):
            return self._people(by).absence(self.parts.id, user.id, first, last)

    def test_what_nobody_else_could_do_in_time_is_at_risk(self):
        self.service.relax_level_hours = 0
        promise = self._promise(due_at="2026-03-03 15:00:00")
        request = self._come(promise_id=promise.id)
        self.assertEqual(request.user_id, self.clerk)
        answer = self._simulate(self.clerk)
        self.assertEqual((answer["requests"], answer["promises"]), (1, 1))
        row = answer["rows"][0]
        self.assertEqual((row["subject"], row["why"]), (request.subject, "Nobody else has the skill."))
        self.assertEqual(request.user_id, self.clerk, "nothing changes")

    def test_the_simulator_knows_when_a_level_is_given_up(self):
        self._come()
        self.assertEqual(self._simulate(self.clerk)["covered"], 1, "by then somebody who knows less may take it")

    def test_what_others_can_take_is_not_at_risk(self):
        self._come(service_id=self.simple.id, user_id=self.clerk.id)
        answer = self._simulate(self.clerk)
        self.assertEqual((answer["requests"], answer["covered"]), (0, 1))

    def test_without_room_elsewhere_it_is_at_risk(self):
        self._come(service_id=self.simple.id, user_id=self.clerk.id)
        self.members.filtered(lambda m: m.user_id != self.clerk).capacity = 0
        self.assertEqual(self._simulate(self.clerk)["rows"][0]["why"], "Nobody else has room.")

    def test_what_falls_due_another_day_does_not_count(self):
        self._come()
        self.assertEqual(self._simulate(self.clerk, "2026-03-16", "2026-03-20")["requests"], 0)
        with self.assertRaises(UserError):
            self._simulate(self.clerk, "2026-03-20", "2026-03-16")
        with self.assertRaises(UserError):
            self._simulate(self.banker)

    def test_a_confidential_request_shows_to_the_trusted_alone(self):
        self.service.confidential = True
        self._come(user_id=self.clerk.id)
        self.assertEqual(self._simulate(self.clerk)["requests"], 1)
        self.assertEqual(self._simulate(self.clerk, by=self.director)["requests"], 0)
        types = self._people(self.director).coverage(self.parts.id)["types"]
        self.assertNotIn(self.service.id, [row["id"] for row in types])
        self._done(self.clerk, 6)
        with self._clock("2026-03-20 10:00:00"):
            self.assertEqual(self._people(self.director).experts(self.parts.id), [])
            self.assertEqual(self._people(self.director).trainings(self.parts.id), [])

    # -- did it help -------------------------------------------------------------------------------

    def test_before_and_after_a_training_with_other_types_beside(self):
        self._done(self.clerk, 10, "2026-03-02 10:00:00")
        self._done(self.clerk, 9, "2026-03-10 10:00:00")
        self._done(self.rob, 10, "2026-03-03 10:00:00", service_id=self.simple.id)
        self.lines.sudo().write({"validated_at": "2026-03-05 10:00:00"})
        with self._clock("2026-03-20 10:00:00"):
            [row] = self._people().trainings(self.parts.id)
        self.assertEqual(row["types"], ["Order a part"])
        self.assertEqual((row["before"]["n"], row["before"]["right"]), (10, 100.0))
        self.assertEqual(row["after"], {"n": 9, "right": None, "hours": None}, "too few to judge")
        self.assertEqual((row["others_before"]["n"], row["others_after"]["n"]), (10, 0))
        self.assertNotIn("Jonas", str(row), "request types are judged, never a person")

    # -- who sees it -------------------------------------------------------------------------------

    def test_the_page_is_for_heads_of_the_department(self):
        for user in (self.agent, self.plain, self.clerk, self.leader, self.manager, self.stranger):
            with self.assertRaises(AccessError, msg=user.login):
                self._people(user).open()
        self.assertEqual([d["id"] for d in self._people().open()["departments"]], self.parts.ids)
        everything = [d["id"] for d in self._people(self.director).open()["departments"]]
        self.assertTrue({self.parts.id, self.finance.id} <= set(everything))
        for method, args in (("coverage", ()), ("experts", ()), ("pairs", ()), ("trainings", ()),
                             ("absence", (self.banker.id, "2026-03-03", "2026-03-04")),
                             ("plan_morning", (self.banker.id, self.head.id))):
            with self.assertRaises(AccessError, msg=method):
                getattr(self._people(), method)(self.finance.id, *args)

    def test_the_menu_shows_for_heads_under_the_switch(self):
        menu = self.env.ref("backoffice_ops.menu_people")
        Menu = self.env["ir.ui.menu"]
        self.assertNotIn(menu.id, Menu.with_user(self.boss)._visible_menu_ids())
        self.env.ref("base.group_user").implied_ids += self.env.ref("backoffice_ops.group_feature_people")
        self.assertIn(menu.id, Menu.with_user(self.boss)._visible_menu_ids())
        self.assertNotIn(menu.id, Menu.with_user(self.clerk)._visible_menu_ids())
