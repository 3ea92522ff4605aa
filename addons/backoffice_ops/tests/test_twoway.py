from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Datetime
from odoo.tests import new_test_user, tagged

from .common import BackOfficeCase


@tagged("post_install", "-at_install")
class TestFeed(BackOfficeCase):
    """How a request stands, for whoever may see what it was asked for."""

    def test_pain_16_the_front_sees_how_it_stands_without_rights(self):
        promise = self._promise()
        encounter = self._encounter()
        handoff = self._handoff(
            from_user_id=self.leader.id, promise_id=promise.id, encounter_id=encounter.id, note="He drinks",
            subject="Pump for the drinker",
        )
        self._play(handoff, ("Mon 09:00", "sent"), ("Mon 10:00", "returned", {
            "fault": "sender", "reasons": ["item:serial"]}))
        agent = handoff.with_user(self.agent)
        self.assertFalse(agent.has_access("read"), "no right on the request itself")
        for record in (promise, encounter):
            [line] = record.with_user(self.agent).request_feed
            self.assertEqual(
                (line["id"], line["state"], line["department"], line["missing"], line["subject"]),
                (0, "returned", "Parts", ["Serial number"], ""),
            )
            self.assertNotIn("drinks", str(line))
            self.assertNotIn("Jonas", str(line), "a department has it, not a person")

    def test_on_a_case_and_at_the_desk(self):
        case = self._case()
        handoff = self._handoff(case_id=case.id)
        self._play(handoff, ("Mon 09:00", "sent"))
        [line] = case.with_user(self.agent).request_feed
        self.assertEqual((line["id"], line["label"], line["due"]), (handoff.id, "To accept", "2026-01-06 09:00:00"))
        [desk] = self.env["frontoffice.desk"].with_user(self.agent)._case_lines(case)
        self.assertEqual((desk["departments"], len(desk["requests"])), (["Parts"], 1))

    def test_confidential_is_told_to_nobody_else(self):
        self.service.confidential = True
        case = self._case()
        handoff = self._handoff(case_id=case.id, from_user_id=self.leader.id)
        handoff.action_send()
        self.assertFalse(case.with_user(self.agent).request_feed)
        [desk] = self.env["frontoffice.desk"].with_user(self.agent)._case_lines(case)
        self.assertEqual((desk["departments"], desk["requests"]), ([], []))
        self.assertEqual(len(case.with_user(self.leader).request_feed), 1)

    def test_first_and_last_word_are_measured_however_said(self):
        handoff = self._handoff()
        with freeze_time(self._at("Mon 09:00")):
            handoff.action_send()
            handoff.with_user(self.agent).message_post(body="Any news?")
            self.assertFalse(handoff.ack_note_at, "the sender's own word")
        with freeze_time(self._at("Mon 10:00")):
            handoff.with_user(self.clerk).message_post(body="Looking for it")
        with freeze_time(self._at("Mon 11:00")):
            handoff.with_user(self.clerk).message_post(body="Found it")
        self.assertEqual(handoff.ack_note_at, self._at("Mon 10:00"))
        self.assertEqual(handoff.last_word_at, self._at("Mon 11:00"))
        with self.assertRaises(AccessError):
            handoff.with_user(self.clerk).last_word_at = self._at("Tue 11:00")

    def test_not_on_a_contact(self):
        self._handoff().action_send()
        self.assertFalse(self.customer.with_user(self.agent).request_feed)


@tagged("post_install", "-at_install")
class TestExpert(BackOfficeCase):
    """A colleague is invited to one request, reads and talks, until it is done."""

    def setUp(self):
        super().setUp()
        self.request, self.other = self._handoff(), self._handoff()
        (self.request | self.other).action_send()
        self.request.with_user(self.clerk).action_accept()

    def test_reads_and_talks_and_no_more(self):
        self.request.with_user(self.clerk).action_invite(self.banker.ids, "Which account?")
        invited = self.request.with_user(self.banker)
        self.assertEqual(invited.read(["subject"])[0]["subject"], self.request.subject)
        self.env["backoffice.work"].with_user(self.banker).talk(self.request.id, "The second one")
        self.assertFalse(self.other.with_user(self.banker).has_access("read"), "this request alone")
        for method, args in (("action_deliver", ("x",)), ("action_cancel", ()), ("action_invite", (self.plain.ids,))):
            with self.assertRaises(AccessError), self.cr.savepoint():
                getattr(invited, method)(*args)
        with self.assertRaises(AccessError):
            invited.write({"expert_ids": [Command.link(self.plain.id)]})
        self.assertIn(("invited", "Invited"), self.env["backoffice.work"].with_user(self.banker)._views())
        rows = self.env["backoffice.work"].with_user(self.banker).items("invited")["rows"]
        self.assertEqual([row["id"] for row in rows], self.request.ids)

    def test_released_when_done(self):
        self.request.with_user(self.clerk).action_invite(self.banker.ids)
        self.request.with_user(self.clerk).action_deliver("done")
        self.request.with_user(self.agent).action_confirm()
        self.assertFalse(self.request.expert_ids)
        self.assertFalse(self.request.with_user(self.banker).has_access("read"))
        self.assertNotIn(self.banker.partner_id, self.request.message_partner_ids)

    def test_never_to_a_confidential_one_nor_by_a_stranger(self):
        with self.assertRaises(AccessError):
            self.request.with_user(self.plain).action_invite(self.banker.ids)
        with self.assertRaisesRegex(UserError, "colleagues"):
            self.request.with_user(self.clerk).action_invite((self.stranger | self.portal).ids)
        self.request.confidential = True
        with self.assertRaisesRegex(UserError, "confidential"):
            self.request.with_user(self.agent).action_invite(self.banker.ids)


@tagged("post_install", "-at_install")
class TestRating(BackOfficeCase):
    """Both sides say how it was; nobody reads a single answer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = new_test_user(
            cls.env, "omar", "frontoffice_crm.group_agent", company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)], tz="UTC",
        )
        cls.company_envs = {"allowed_company_ids": cls.company.ids}

    def _done(self, sender=None):
        handoff = self._handoff(from_user_id=(sender or self.agent).id, from_team_id=self.team.id)
        handoff.action_send()
        handoff.with_user(self.clerk).action_accept()
        handoff.with_user(self.clerk).action_deliver("done")
        handoff.with_user(sender or self.agent).action_confirm()
        return handoff

    def _pairs(self, user):
        return self.env["backoffice.handoff.rating"].with_user(user).with_context(**self.company_envs).pairs()

    def _yesterday(self):
        self.env["backoffice.handoff.rating"].search([]).write({"at": Datetime.subtract(Datetime.now(), days=1)})

    def test_both_sides_in_one_click(self):
        handoff = self._done()
        work = self.env["backoffice.work"]
        for user, side in ((self.agent, "sender"), (self.clerk, "receiver")):
            asked = work.with_user(user).banner()["rate"]
            self.assertEqual(asked["id"], handoff.id)
            work.with_user(user).rate(handoff.id, "good")
            work.with_user(user).rate(handoff.id, "fair", "slow")
            self.assertFalse(work.with_user(user).banner()["rate"], "asked once")
            own = self.env["backoffice.handoff.rating"].with_user(user).search([])
            self.assertEqual((own.side, own.face, own.reason), (side, "fair", "slow"))

    def test_no_row_of_somebody_else_is_readable(self):
        handoff = self._done()
        handoff.with_user(self.agent).action_rate("poor")
        rating = self.env["backoffice.handoff.rating"].search([])
        root = self.env.ref("base.user_admin")
        for user in (self.clerk, self.head, self.leader, self.manager, root):
            mine = rating.with_user(user).with_context(allowed_company_ids=[])
            self.assertFalse(mine.search([]), user.login)
            with self.assertRaises(AccessError):
                mine.read(["face"])
        with self.assertRaises(AccessError):
            rating.with_user(self.agent).write({"face": "good"})
        with self.assertRaises(AccessError):
            rating.with_user(self.agent).create({"handoff_id": handoff.id})

    def test_four_are_nothing_five_of_one_person_neither(self):
        for number in range(4):
            self._done(self.agent if number % 2 else self.second).with_user(
                self.agent if number % 2 else self.second).action_rate("poor")
        self._yesterday()
        self.assertFalse(self._pairs(self.manager))
        self._done().with_user(self.agent).action_rate("good")
        self.assertFalse(self._pairs(self.manager), "today's answer is not the difference of two looks")
        self._yesterday()
        self.assertEqual(self._pairs(self.clerk), [{
            "from": "Service", "department": "Parts", "side": "sender", "count": 5, "good": 1, "fair": 0, "poor": 4,
        }])
        self.env["backoffice.handoff.rating"].search([]).write({"user_id": self.agent.id})
        self.assertFalse(self._pairs(self.manager), "five of one person are that person's")
        with self.assertRaises(AccessError):
            self._pairs(self.plain)

    def test_only_who_was_part_of_it_when_it_is_done(self):
        handoff = self._handoff()
        handoff.action_send()
        with self.assertRaisesRegex(UserError, "when it is done"):
            handoff.with_user(self.agent).action_rate("good")
        done = self._done()
        with self.assertRaisesRegex(UserError, "asked for or did"):
            done.with_user(self.leader).action_rate("good")
        with self.assertRaisesRegex(UserError, "three faces"):
            done.with_user(self.agent).action_rate("great")
