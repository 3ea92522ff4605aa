from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .test_escalation import PostCase


@tagged("post_install", "-at_install")
class TestPost(PostCase):
    """Three kinds of mail and one summary, each once, and as few as anybody likes."""

    def _told(self):
        return [(post.kind, post.user_id.login) for post in self.Post.search([])]

    def _summary(self, when):
        with freeze_time(self._at(when)), patch.object(type(self.env["ir.cron"]), "_commit_progress"):
            self.Post._cron_summary()

    def test_three_kinds_and_no_others(self):
        handoff = self._handoff()
        steps = [
            (self.agent, "action_send", ()), (self.clerk, "action_accept", ()),
            (self.clerk, "action_return", (["document"],)), (self.agent, "action_resend", ("here",)),
            (self.clerk, "action_accept", ()), (self.clerk, "action_pause", ("customer",)),
            (self.clerk, "action_resume", ()), (self.clerk, "action_deliver", ("done",)),
            (self.agent, "action_reject", ("wrong one",)), (self.clerk, "action_deliver", ("now",)),
            (self.agent, "action_confirm", ()),
        ]
        with freeze_time(self._at("Mon 10:00")):
            for user, method, args in steps:
                getattr(handoff.with_user(user), method)(*args)
        self.assertEqual(self._told(), [("back", "priya"), ("ready", "priya"), ("back", "jonas"), ("ready", "priya")])

    def test_who_did_it_is_not_told(self):
        handoff = self._handoff(from_user_id=self.clerk.id)
        handoff.with_user(self.clerk).action_send()
        handoff.with_user(self.clerk).action_return(["document"])
        self.assertFalse(self._told())

    def test_what_is_missing_stands_in_the_mail(self):
        handoff = self._handoff()
        with freeze_time(self._at("Mon 09:00")):
            handoff.action_send()
            handoff.with_user(self.clerk).action_return(["item:serial"])
        self.Post._deliver(now=self._at("Mon 09:01"))
        mail = self._mails(self.agent)
        self.assertEqual(mail.subject, f"Sent back to you: Pump for the boiler ({handoff.name})")
        self.assertIn("Parts needs: Serial number", mail.body_html)
        self.assertIn(f"model=backoffice.handoff&amp;res_id={handoff.id}", mail.body_html)

    def test_one_mail_for_many_and_the_same_one_again(self):
        handoffs = self._handoff() | self._handoff() | self._handoff()
        with freeze_time(self._at("Mon 09:00")):
            handoffs.action_send()
            handoffs.with_user(self.clerk).action_decline("not ours")
        posts = self.Post.search([])
        self.Post._deliver(now=self._at("Mon 09:01"))
        mail = self._mails()
        self.assertEqual((len(mail), mail.subject), (1, "3 requests need you"))
        self.assertEqual(set(posts.mapped("message_ref")), {mail.message_id})
        self.assertEqual(posts._message_ref(), mail.message_id, "made from what it tells, so a resend is the same")
        self.assertNotEqual(posts[0]._message_ref(), mail.message_id)

    def test_told_once(self):
        handoff = self._in_work()
        self.assertEqual(len(self.Post._tell("back", handoff, self.agent | self.leader)), 2)
        self.assertFalse(self.Post._tell("back", handoff, self.agent | self.leader))

    def test_a_crash_before_the_end_leaves_nothing_half(self):
        handoff = self._in_work()
        with freeze_time(self._at("Mon 10:00")):
            post = self.Post._tell("back", handoff, self.leader)
        broken = patch.object(type(self.env["mail.mail"]), "create", side_effect=RuntimeError)
        with self.assertRaises(RuntimeError), broken, self.cr.savepoint():
            self.Post._deliver(now=self._at("Mon 10:01"))
        self.assertEqual((post.state, post.message_ref), ("waiting", False))
        self.Post._deliver(now=self._at("Mon 10:01"))
        self.assertEqual((post.state, len(self._mails())), ("told", 1))

    def test_confidential_says_nothing_but_that_it_needs_somebody(self):
        self.service.confidential = True
        self.env["backoffice.member"].search([("user_id", "=", self.clerk.id)]).role = "head"
        handoff = self._handoff(subject="Warning letter Ortiz")
        with freeze_time(self._at("Mon 09:00")):
            handoff.action_send()
            handoff.with_user(self.clerk).action_accept()
            handoff.with_user(self.clerk).action_deliver("told him")
        self.Post._deliver(now=self._at("Mon 09:01"))
        mail = self._mails(self.agent)
        self.assertEqual(mail.subject, "A confidential request needs you")
        for word in ("Warning", "Ortiz", "Parts", "told him", handoff.name):
            self.assertNotIn(word, mail.body_html)
        self.assertIn("mail/view?model=backoffice.handoff", mail.body_html)

    def test_a_confidential_request_reaches_no_leader(self):
        self.service.confidential = True
        self._ladder(("percent", 10, "head", "mail"), ("percent", 10, "chain", "mail"))
        self.env["backoffice.member"].create({
            "user_id": self.head.id, "department_id": self.parts.id, "role": "head", "company_id": self.company.id})
        self._in_work()
        Sent = type(self.Sent)
        with patch.object(Sent, "_told", lambda s, step, h, p: self.leader | self.head):
            self._run("Tue 08:00")
        self.assertEqual(self.Post.search([]).user_id, self.head)

    def test_rights_lost_meanwhile(self):
        handoff = self._in_work()
        with freeze_time(self._at("Mon 22:00")):
            self.Sent._sweep()
        handoff.user_id = self.banker
        self.env["backoffice.member"].search([("user_id", "=", self.clerk.id)]).unlink()
        self.Post._deliver(now=self._at("Tue 07:01"))
        self.assertEqual(self.Post.search([("user_id", "=", self.clerk.id)]).state, "silent")

    # -- as few as anybody likes -------------------------------------------------------------------

    def test_muted_is_shown_and_not_mailed(self):
        for preference in ({"post_mute_mail": True}, {"post_mute_mail": False, "post_mute_until": "2026-01-05"}):
            self.agent.with_user(self.agent).write(preference)  # everybody sets their own
            handoff = self._in_work()
            with freeze_time(self._at("Mon 09:30")):
                handoff.with_user(self.clerk).action_deliver("done")
                self.Post._deliver(now=self._at("Mon 09:31"))
            post = self.Post.search([("res_id", "=", handoff.id)])
            self.assertEqual((post.state, post.mailed), ("told", False))
        self.assertFalse(self._mails())
        self.Post._tell("approve", self._in_work(), self.agent)
        with freeze_time(self._at("Tue 09:30")):
            handoff = self._in_work(sent="Tue 09:00")
            handoff.with_user(self.clerk).action_deliver("done")
            self.Post._deliver(now=self._at("Tue 09:31"))
        self.assertTrue(self._mails(), "the day after")

    def test_summary_at_four_to_whom_something_is_open(self):
        self._in_work(subject="Pump one")
        self._in_work(subject="Pump two", service_id=self.refund.id, user_id=self.banker.id)
        self.banker.post_mute_summary = True
        for when in ("Mon 15:59", "Mon 16:00", "Mon 16:15", "Mon 17:30", "Sat 16:00"):
            self._summary(when)
        self.assertEqual(self._told(), [("summary", "jonas")], "not to the sender, who waits, nor to who muted it")
        self.Post._deliver(now=self._at("Mon 16:01"))
        mail = self._mails()
        self.assertEqual(mail.subject, "Still open today: 1")
        self.assertIn("Pump one", mail.body_html)

    def test_summary_only_if_still_open(self):
        handoff = self._in_work()
        self._summary("Mon 16:00")
        with freeze_time(self._at("Mon 16:00")):
            handoff.with_user(self.clerk).action_deliver("done")
        self.Post._deliver(now=self._at("Mon 16:01"))
        self.assertEqual(self._mails(self.clerk), self.env["mail.mail"])

    def test_one_s_own_alone(self):
        self.Post._tell("back", self._in_work(), self.agent | self.leader)
        self.assertEqual(self.Post.with_user(self.agent).search([]).user_id, self.agent)
        for user in (self.agent, self.manager, self.head):
            with self.assertRaises(AccessError):
                self.Post.with_user(user).create({"key": "x", "kind": "back", "user_id": user.id})
        post = self.Post.search([("user_id", "=", self.leader.id)])
        post.with_user(self.agent).action_seen()
        self.assertFalse(post.seen_at)
        post.with_user(self.leader).action_seen()
        self.assertTrue(post.seen_at)

    def test_a_thousand_sent_back_cost_few_statements(self):
        handoffs = self.env["backoffice.handoff"].union(*(self._in_work() for _number in range(30)))
        with freeze_time(self._at("Mon 10:00") + timedelta(hours=1)):
            before = self.cr.sql_log_count
            handoffs._tell_side("back", "from_user_id")
            count = self.cr.sql_log_count - before
        self.assertLessEqual(count, 16)
        self.assertEqual(len(self.Post.search([])), 30)
