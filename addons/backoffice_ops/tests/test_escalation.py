from datetime import timedelta

from freezegun import freeze_time

from odoo.fields import Command, Datetime
from odoo.tests import new_test_user, tagged

from .common import BackOfficeCase


class PostCase(BackOfficeCase):
    """Requests sent on Monday 09:00 with eight working hours: due Tuesday 09:00, at risk from Monday 16:00."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Post = cls.env["backoffice.post"]
        cls.Sent = cls.env["backoffice.escalation.sent"]
        for model in ("mail.mail", "backoffice.post", "backoffice.escalation.sent"):
            cls.env[model].search([]).unlink()
        cls.env["backoffice.handoff"].search([]).active = False

    def _in_work(self, sent="Mon 09:00", **values):
        handoff = self._handoff(**values)
        self._play(handoff, (sent, "sent"), (sent, "accepted"))
        handoff.user_id = values.get("user_id") or self.clerk
        return handoff

    def _run(self, when):
        """The minute's job at a moment; (steps reached, lines settled)."""
        with freeze_time(self._at(when)):
            return self.Sent._sweep(), self.Post._deliver(now=Datetime.now() + timedelta(minutes=1))

    def _mails(self, user=None):
        mails = self.env["mail.mail"].search([], order="id")
        return mails.filtered(lambda m: not user or m.recipient_ids == user.partner_id)

    def _ladder(self, *steps, **values):
        names = ("basis", "value", "tells", "channel")
        return self.env["backoffice.escalation"].create({
            "name": "Everybody", "company_id": self.company.id, **values,
            "step_ids": [Command.create(dict(zip(names, step, strict=False))) for step in steps],
        })


@tagged("post_install", "-at_install")
class TestEscalation(PostCase):
    def test_without_steps_one_mail_at_risk_once(self):
        handoff = self._in_work()
        self.assertEqual(self._run("Mon 15:59"), (0, 0))
        self.assertEqual(self._run("Mon 16:00"), (1, 1))
        for when in ("Mon 16:01", "Tue 08:00", "Tue 12:00", "Fri 12:00"):
            self.assertEqual(self._run(when), (0, 0), "told once, whatever happens then")
        mail = self._mails()
        self.assertEqual(mail.recipient_ids, self.clerk.partner_id)
        self.assertEqual(mail.subject, f"At risk: Pump for the boiler ({handoff.name})")
        self.assertIn("Tue 6 Jan 09:00", mail.body_html)
        self.assertIn("auto-generated", mail.headers)
        self.assertFalse(self.env["mail.message"].search([
            ("model", "=", handoff._name), ("res_id", "=", handoff.id)]), "no line in the conversation")

    def test_nobody_does_it_yet_so_the_head_is_told(self):
        handoff = self._handoff(service_id=self.refund.id)
        self._play(handoff, ("Mon 09:00", "sent"))
        self._run("Tue 08:00")
        self.assertEqual(self._mails().recipient_ids, self.head.partner_id)

    def test_nobody_to_tell_so_whoever_takes_it_is_told(self):
        """No head, no deputy: a step reached before anybody did it is not lost, and not told twice."""
        self.env["backoffice.member"].search([("department_id", "=", self.parts.id)]).filtered(
            lambda member: member.role in ("head", "deputy")).unlink()
        self._ladder(("before", 8, "doer", "urgent"), ("before", 7, "head", "mail"))
        handoff = self._handoff()
        self._play(handoff, ("Mon 09:00", "sent"))
        before = [self._run(when) for when in ("Mon 09:01", "Mon 09:02", "Mon 10:00")]
        self.assertEqual(before, [(1, 0), (0, 0), (1, 0)])
        self._play(handoff, ("Mon 10:30", "accepted"))
        handoff.user_id = self.clerk
        self.assertEqual(self._run("Mon 10:31"), (2, 1), "that nobody is head is said once more, and told nobody")
        self.assertEqual(self._mails().recipient_ids, self.clerk.partner_id)
        self.assertEqual([self._run(when) for when in ("Mon 10:32", "Tue 12:00")], [(0, 0)] * 2)
        self.assertEqual(len(self._mails()), 1)

    def test_pain_08_no_storm(self):
        """Forty requests, four steps, all overdue at the first run: one mail for one person."""
        self._ladder(*[("percent", share, "head", "mail") for share in (50, 75, 100, 150)])
        for _number in range(40):
            self._in_work(service_id=self.refund.id, user_id=self.banker.id)
        self.assertEqual(self._run("Fri 09:00"), (160, 40))
        self.assertEqual(len(self._mails()), 1)
        self.assertEqual(self._mails().subject, "40 requests need you")
        self.assertEqual(self._run("Fri 09:01"), (0, 0))

    def test_pain_09_ladder_in_percent_and_hours_up_the_managers(self):
        boss, director = (new_test_user(
            self.env, login, "base.group_user", company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)], tz="UTC", name=login.capitalize(),
        ) for login in ("boss", "director"))
        Employee = self.env["hr.employee"].with_company(self.company)
        top = Employee.create({"name": "D", "user_id": director.id, "company_id": self.company.id})
        nobody = Employee.create({"name": "No login", "parent_id": top.id, "company_id": self.company.id})
        middle = Employee.create({
            "name": "B", "user_id": boss.id, "parent_id": nobody.id, "company_id": self.company.id})
        Employee.create({
            "name": "T", "user_id": self.head.id, "parent_id": middle.id, "company_id": self.company.id})
        ladder = self._ladder(
            ("percent", 50, "doer", "app"), ("percent", 100, "head", "mail"), ("after", 2, "chain", "mail"),
            ("after", 8, "chain", "mail"),
        )
        ladder.step_ids.filtered(lambda s: s.value == 8).levels = 2
        handoff = self._in_work(service_id=self.refund.id, user_id=self.banker.id)
        told = []
        for when in ("Mon 13:59", "Mon 14:00", "Tue 09:00", "Tue 10:59", "Tue 11:00", "Wed 08:59", "Wed 09:00"):
            before = self.Post.search([])
            self._run(when)
            told.append("".join((self.Post.search([]) - before).user_id.mapped("login")))
        self.assertEqual(told, ["", "ines", "tomas", "", "boss", "", "director"])
        self.assertEqual(self._mails(self.banker), self.env["mail.mail"], "on the screen alone")
        body = self._mails(boss).body_html
        self.assertIn("A request to Finance", body)
        self.assertNotIn(handoff.subject, body, "who may not read it learns nothing of what it is about")

    def test_the_narrowest_ladder_counts(self):
        self._ladder(("percent", 10, "head", "app"))
        self._ladder(("percent", 90, "head", "app"), service_id=self.refund.id)
        self._in_work(service_id=self.refund.id, user_id=self.banker.id)
        self.assertEqual(self._run("Mon 13:00")[0], 0)
        self.assertEqual(self._run("Tue 09:00")[0], 1)

    def test_what_was_told_names_its_version(self):
        ladder = self._ladder(("percent", 50, "doer", "app"))
        self._in_work()
        self._run("Tue 08:00")
        sent = self.Sent.search([])
        ladder.step_ids.value = 60
        self._run("Tue 08:30")
        self.assertEqual(sent.version_id.values["steps"][0]["value"], 50)
        self.assertEqual(self.Sent.search([]), sent, "a changed step is not told again")

    def test_accepting_and_answering_have_clocks_of_their_own(self):
        ladder = self._ladder(("percent", 100, "head", "app"), ("percent", 100, "sender", "app"))
        ladder.step_ids[0].clock = "accept"
        ladder.step_ids[1].clock = "answer"
        waiting = self._handoff(service_id=self.refund.id)
        self._play(waiting, ("Mon 09:00", "sent"))
        back = self._handoff(service_id=self.refund.id)
        self._play(back, ("Mon 09:00", "sent"), ("Mon 10:00", "returned", {"fault": "sender", "reasons": []}))
        self.assertEqual(self._run("Mon 10:59")[0], 0)
        self.assertEqual(self._run("Mon 11:00")[0], 1)
        self.assertEqual(self._run("Mon 12:00")[0], 1)
        posts = self.Post.search([("kind", "=", "step")])
        self.assertEqual([(p.res_id, p.user_id) for p in posts], [(waiting.id, self.head), (back.id, self.agent)])

    def test_import_and_sample_are_silent(self):
        self._in_work(source="import")
        self._in_work(source="sample")
        self.assertEqual(self._run("Fri 09:00"), (0, 0))

    def test_a_step_is_not_told_in_a_department_that_gave_it_on(self):
        """Rerouted: the new department has a clock of its own, with its own reminder."""
        handoff = self._in_work()
        self._run("Mon 16:00")
        handoff.write({"to_department_id": self.finance.id, "user_id": self.banker.id})
        self._play(handoff, ("Mon 16:30", "rerouted"))
        self.assertEqual(self._run("Tue 09:00"), (0, 0), "the old clock is superseded")
        self.assertEqual(self._run("Tue 16:00")[0], 1)
        self.assertEqual(sorted(self.Sent.search([]).mapped("stint")), [1, 2])
        self.assertEqual(self._mails(self.banker).subject, f"At risk: Pump for the boiler ({handoff.name})")


@tagged("post_install", "-at_install")
class TestQuiet(PostCase):
    """Never at night, never on a day off; what comes then is told in the morning, or no longer true."""

    def _tell_at(self, when, user=None):
        handoff = self._in_work(sent="Mon 09:00")
        user = user or self.agent
        with freeze_time(self._at(when)):
            return handoff, self.Post._tell("back", handoff, user)

    def test_pain_09_night_waits_for_the_morning(self):
        _handoff, post = self._tell_at("Mon 19:30")
        self.assertEqual(post.deliver_at, self._at("Tue 07:00"))
        self.assertFalse(self.Post._deliver(now=self._at("Tue 06:59")))
        self.assertTrue(self.Post._deliver(now=self._at("Tue 07:00")))
        self.assertEqual(len(self._mails()), 1)

    def test_weekend_and_leave(self):
        _handoff, post = self._tell_at("Fri 18:00")
        self.assertEqual(post.deliver_at, self._at("+1 Mon 07:00"))
        resource = self.env["hr.employee"].create({
            "name": "Priya", "user_id": self.agent.id, "company_id": self.company.id,
            "resource_calendar_id": self.calendar.id,
        }).resource_id
        self.env["resource.calendar.leaves"].create({
            "name": "Away", "resource_id": resource.id, "calendar_id": self.calendar.id, "time_type": "leave",
            "date_from": self._at("+1 Mon 00:00"), "date_to": self._at("+1 Tue 23:59"), "company_id": self.company.id,
        })
        _handoff, post = self._tell_at("Fri 19:00")
        self.assertEqual(post.deliver_at, self._at("+1 Wed 07:00"))

    def test_hours_of_the_company_where_the_person_is(self):
        self.company.write({"post_quiet_from": 20, "post_quiet_to": 6})
        self.agent.tz = "Asia/Kolkata"  # UTC + 5:30
        _handoff, post = self._tell_at("Tue 14:31")
        self.assertEqual(post.deliver_at, self._at("Wed 00:30"))
        _handoff, post = self._tell_at("Tue 14:00")
        self.assertEqual(post.deliver_at, self._at("Tue 14:00") + timedelta(seconds=15))

    def test_pain_09_what_is_urgent_wakes_up(self):
        ladder = self._ladder(("percent", 75, "doer", "mail"))
        self._in_work()
        self.assertEqual(self._run("Mon 23:00"), (1, 0), "an ordinary step waits for the morning")
        ladder.step_ids.channel = "urgent"
        self._in_work()
        self.assertEqual(self._run("Mon 23:00"), (1, 1))
        self.assertEqual(self._mails().recipient_ids, self.clerk.partner_id)

    def test_who_is_away_is_not_told_but_who_stands_in(self):
        self.clerk.sudo().write({
            "backoffice_substitute_id": self._clerk("petra", self.parts).id,
            "backoffice_substitute_until": "2099-01-01",
        })
        self._in_work()
        self._run("Mon 16:00")
        self.assertEqual(self._mails().recipient_ids, self.clerk.backoffice_substitute_id.partner_id)

    def test_pain_03_what_is_superseded_at_night_falls_silent(self):
        steps = (
            ("rerouted", "rerouted"), ("paused", "paused"), ("delivered", "delivered"), ("cancelled", "cancelled"),
        )
        payloads = {"paused": {"evidence": True, "reason": "customer"}}
        for name, kind in steps:
            with self.subTest(name):
                handoff = self._in_work(sent="Mon 09:30")
                with freeze_time(self._at("Mon 22:00")):
                    self.Sent._sweep()
                post = self.Post.search([("res_id", "=", handoff.id), ("kind", "=", "risk")])
                self.assertEqual((post.state, post.deliver_at), ("waiting", self._at("Tue 07:00")))
                self._play(handoff, ("Tue 06:00", kind, payloads.get(kind)))
                self.Post._deliver(now=self._at("Tue 07:01"))
                self.assertEqual(post.state, "silent")
        self.assertFalse(self._mails().filtered(lambda m: "At risk" in m.subject))

    def test_a_moved_due_time_is_told_when_it_comes(self):
        handoff = self._in_work(sent="Mon 09:30")
        self._run("Mon 22:00")
        self._play(handoff, ("Mon 22:30", "paused", {"evidence": True, "reason": "customer"}))
        self._play(handoff, ("Thu 09:00", "resumed"))
        self._run("Wed 09:00")
        self.assertFalse(self._mails(self.clerk), "the clock stood when morning came")
        for when in ("Thu 09:05", "Thu 09:06"):
            self._run(when)
        self.assertEqual(self._mails(self.clerk).subject, f"At risk: Pump for the boiler ({handoff.name})")
        self.assertEqual(len(self._mails(self.clerk)), 1)

    def test_undo_within_seconds_is_never_mailed(self):
        handoff = self._handoff()
        with freeze_time(self._at("Mon 09:00")):
            handoff.action_send()
        with freeze_time(self._at("Mon 10:00")):
            handoff.with_user(self.clerk).action_return(["document"])
            self.assertFalse(self.Post._deliver(), "held back while it can be undone")
        with freeze_time(self._at("Mon 10:00") + timedelta(seconds=8)):
            handoff.with_user(self.clerk).action_undo()
        self.Post._deliver(now=self._at("Mon 10:01"))
        self.assertEqual(self.Post.search([]).mapped("state"), ["silent"])
        self.assertFalse(self._mails())
