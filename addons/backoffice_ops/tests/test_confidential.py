import json

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.mail.tests.common import MailCase

from .common import BackOfficeCase

SECRET = "Zwieback"


@tagged("post_install", "-at_install")
class TestConfidential(BackOfficeCase, MailCase):
    """A confidential request is there for its sender, who does it, and the head and deputies. Each way in is tried."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.refund.write({"confidential": True, "name": "Pay of a colleague"})
        cls.deputy = cls._clerk("dora", cls.finance, "deputy")
        cls.boss = cls._person("boss", "backoffice_ops.group_manager,frontoffice_crm.group_manager")
        cls.admin = cls._person("root2", "base.group_system,backoffice_ops.group_manager")
        cls.case = cls._case(cls)
        cls.team.member_ids = cls.agent | cls.leader
        cls.request = cls._handoff(
            cls, service_id=cls.refund.id, from_user_id=cls.plain.id, subject=SECRET, note=SECRET, case_id=cls.case.id,
            answers={"why": SECRET}, promise_id=cls._promise(cls, case_id=cls.case.id).id, from_team_id=cls.team.id,
        )
        cls.request._record("sent")
        cls.request._record("accepted")
        cls.request.user_id = cls.deputy
        cls.request.message_post(body=SECRET, message_type="comment", attachments=[("secret.txt", SECRET.encode())])
        cls.file = cls.request.message_ids.attachment_ids
        Desk = cls.env["backoffice.handoff.desk"]
        cls.desk = Desk.search([("handoff_id", "=", cls.request.id)]) or Desk.create(
            {"handoff_id": cls.request.id, "to_department_id": cls.finance.id})
        cls.desk.write({"note": SECRET})
        cls.outsiders = cls.banker | cls.clerk | cls.agent | cls.leader | cls.manager | cls.stranger
        cls.outsiders |= cls.boss | cls.admin
        cls.insiders = cls.plain | cls.head | cls.deputy
        cls.env.flush_all()

    @classmethod
    def _person(cls, login, groups):
        return new_test_user(
            cls.env, login, groups, company_id=cls.company.id, company_ids=[Command.set(cls.company.ids)], tz="UTC",
            email=f"{login}@kept.example",
        )

    def _as(self, user, model="backoffice.handoff"):
        self.env.invalidate_all()
        return self.env[model].with_user(user).with_context(allowed_company_ids=user.company_ids.ids)

    # -- the record ----------------------------------------------------------------------------------

    def test_who_sees_it(self):
        for user in self.insiders:
            self.assertEqual(self._as(user).search([("subject", "=", SECRET)]), self.request, user.login)
        for user in self.outsiders:
            Handoff = self._as(user)
            self.assertFalse(Handoff.search([("id", "=", self.request.id)]), user.login)
            self.assertFalse(Handoff.search([("subject", "ilike", SECRET)]), user.login)
            for operation in ("read", "write", "unlink"):
                self.assertFalse(Handoff.browse(self.request.id).has_access(operation), user.login)
            with self.assertRaises(AccessError):
                Handoff.browse(self.request.id).read(["subject"])
            with self.assertRaises(UserError):
                Handoff.browse(self.request.id).export_data(["name", "subject"])

    def test_not_by_name(self):
        for user in self.outsiders:
            self.assertFalse(self._as(user).name_search(SECRET), user.login)
            self.assertFalse(self._as(user).name_search(self.request.name), user.login)

    def test_not_by_counting(self):
        """One is fewer than five: no count, group, pivot or filter tells that it is there."""
        for user in self.outsiders:
            Handoff = self._as(user)
            domain = [("service_id", "=", self.refund.id)]
            self.assertEqual(Handoff.search_count(domain), 0, user.login)
            groups = Handoff.formatted_read_group(domain, ["service_id", "column"], ["__count"])
            self.assertFalse(groups, user.login)
            bar = {"field": "state", "colors": {"accepted": "success"}}
            progress = Handoff.read_progress_bar(domain, "column", bar)
            self.assertFalse(any(sum(line.values()) for line in progress.values()), user.login)

    def test_not_through_what_it_belongs_to(self):
        for user in (self.agent, self.leader, self.manager, self.boss):
            case = self._as(user, "frontoffice.case").browse(self.case.id)
            self.assertFalse(case.handoff_ids, user.login)
            self.assertFalse(case.promise_ids.handoff_ids, user.login)
            found = self._as(user, "frontoffice.case").search([("handoff_ids.subject", "ilike", SECRET)])
            self.assertFalse(found, user.login)

    def test_not_moved_by_outsiders(self):
        for user in (self.banker, self.leader, self.boss, self.admin):
            request = self._as(user).browse(self.request.id)
            for step in ("action_deliver", "action_cancel", "action_undo", "action_resume", "action_start"):
                with self.assertRaises(UserError, msg=f"{user.login} {step}") as caught:
                    getattr(request, step)()
                self.assertNotIn(SECRET, str(caught.exception))

    # -- what hangs on it ----------------------------------------------------------------------------

    def test_the_departments_side(self):
        for user in (self.banker, self.clerk, self.boss, self.admin):
            self.assertFalse(self._as(user, "backoffice.handoff.desk").search([("handoff_id", "=", self.request.id)]))
        self.assertTrue(self._as(self.head, "backoffice.handoff.desk").search([("handoff_id", "=", self.request.id)]))

    def test_ledger_events(self):
        for user in (self.boss, self.admin):
            self.assertFalse(self._as(user, "backoffice.handoff.event").search([("handoff_id", "=", self.request.id)]))

    def test_chatter(self):
        for user in self.outsiders:
            Message = self._as(user, "mail.message")
            domain = [("model", "=", "backoffice.handoff"), ("res_id", "=", self.request.id)]
            self.assertFalse(Message.search(domain), user.login)
            self.assertFalse(Message.search([("body", "ilike", SECRET)]), user.login)
            with self.assertRaises(AccessError):
                Message.browse(self.request.message_ids.ids).read(["body"])
        self.assertTrue(self._as(self.head, "mail.message").search([("body", "ilike", SECRET)]))

    def test_attachments(self):
        self.assertTrue(self.file)
        for user in self.outsiders - self.admin:  # whoever runs the database reads files anyway
            Attachment = self._as(user, "ir.attachment")
            self.assertFalse(Attachment.search([("name", "=", "secret.txt")]), user.login)
            with self.assertRaises(AccessError):
                Attachment.browse(self.file.ids).read(["raw"])
        self.assertTrue(self._as(self.head, "ir.attachment").search([("name", "=", "secret.txt")]))

    def test_activities(self):
        self.request.activity_schedule("mail.mail_activity_data_todo", summary=SECRET, user_id=self.head.id)
        for user in self.outsiders:
            self.assertFalse(self._as(user, "mail.activity").search([("summary", "=", SECRET)]), user.login)
        with self.assertRaises(UserError):
            self.request.activity_schedule("mail.mail_activity_data_todo", summary=SECRET, user_id=self.boss.id)

    def test_followers(self):
        follower = self.request.message_follower_ids or self.env["mail.followers"].sudo().create(
            {"res_model": self.request._name, "res_id": self.request.id, "partner_id": self.head.partner_id.id})
        domain = [("res_model", "=", "backoffice.handoff"), ("res_id", "=", self.request.id)]
        for user in self.outsiders:
            Followers = self._as(user, "mail.followers")
            self.assertFalse(Followers.search(domain), user.login)
            with self.assertRaises(AccessError):
                Followers.browse(follower.ids).read(["partner_id"])
        self.assertTrue(self._as(self.head, "mail.followers").search(domain))
        other = self._handoff()
        other.message_subscribe(self.clerk.partner_id.ids)
        domain = [("res_id", "=", other.id), ("res_model", "=", other._name)]
        seen = self._as(self.clerk, "mail.followers").search(domain)
        self.assertEqual(seen.partner_id, self.clerk.partner_id)

    # -- what leaves ---------------------------------------------------------------------------------

    def test_not_by_mention_or_following(self):
        for thread in (self.request, self.desk):
            for user in (self.banker, self.boss):
                with self.assertRaisesRegex(UserError, "confidential"):
                    thread.message_post(body=SECRET, partner_ids=user.partner_id.ids)
                with self.assertRaisesRegex(UserError, "confidential"):
                    thread.message_notify(body=SECRET, partner_ids=user.partner_id.ids)
                with self.assertRaisesRegex(UserError, "confidential"):
                    thread.message_subscribe(user.partner_id.ids)
        message = self.request.message_post(body="x", partner_ids=self.head.partner_id.ids)
        self.assertIn(self.head.partner_id, message.notified_partner_ids)

    def test_no_mail_to_who_may_not_see_it_any_more(self):
        self.env["mail.followers"].sudo().create({
            "res_model": self.request._name, "res_id": self.request.id, "partner_id": self.boss.partner_id.id,
            "subtype_ids": [Command.set(self.env.ref("mail.mt_comment").ids)],
        })
        self.request.message_subscribe(self.head.partner_id.ids)
        with self.mock_mail_gateway():
            message = self.request.message_post(
                body=SECRET, message_type="comment", subtype_xmlid="mail.mt_comment", subject=SECRET)
        self.assertNotIn(self.boss.partner_id, message.notified_partner_ids)
        self.assertFalse([mail for mail in self._mails if "boss@" in str(mail["email_to"])])

    def test_bus(self):
        """Not even the signal that something has changed reaches a colleague who may not see it."""
        self.env["bus.bus"].sudo().search([]).unlink()
        self.request._tell_changed()
        channels = self._bus_channels()
        everybody = self.insiders | self.outsiders
        told = everybody.filtered(lambda user: ("res.partner", user.partner_id.id) in channels)
        self.assertEqual(told, self.insiders)
        self.assertFalse([name for name, _id in channels if name == "res.groups"])

    def _bus_channels(self):
        self.env.cr.precommit.run()
        lines = self.env["bus.bus"].sudo().search([])
        return [tuple(json.loads(line.channel)[1:3]) for line in lines if "backoffice/changed" in line.message]

    # -- screens -------------------------------------------------------------------------------------

    def test_my_work(self):
        for user in self.outsiders - self.stranger:
            Work = self._as(user, "backoffice.work")
            for view, _label in Work._views():
                self.assertNotIn(SECRET, json.dumps(Work.items(view), default=str), (user.login, view))
            counts = Work.open()["counts"]
            self.assertFalse(any(counts.values()), (user.login, counts))
            with self.assertRaises(UserError):
                Work.item(self.request.id)

    def test_front_desk(self):
        for user in (self.agent, self.leader, self.boss):
            Desk = self._as(user, "frontoffice.desk")
            [line] = Desk._case_lines(self.case.with_user(user))
            self.assertFalse(line["departments"], user.login)
            self.assertNotIn(SECRET, json.dumps(Desk._notices(), default=str))

    def test_customer_history_and_counters(self):
        for user in (self.agent, self.leader, self.boss):
            page = self._as(user, "frontoffice.timeline").page(self.customer.id)
            self.assertNotIn(SECRET, json.dumps(page, default=str))
            self.assertNotIn(self.request.name, json.dumps(page, default=str))

    def test_customer_history_of_who_may_read_it(self):
        """The history asks the same rules: the head sees the line, colleagues see open requests alone."""
        shown = self._handoff(subject="Pump", from_user_id=self.plain.id)
        shown._record("sent")
        keys = {f"request-{self.request.id}", f"request-{shown.id}"}
        for user, wanted in ((self.head, keys), (self.plain, keys), (self.agent, {f"request-{shown.id}"})):
            may = self._as(user).search([("id", "in", (self.request | shown).ids)])
            lines = self._as(user, "frontoffice.timeline").page(self.customer.id, only=["request"])["lines"]
            found = {line["key"] for line in lines}
            self.assertEqual(found, {f"request-{request.id}" for request in may}, user.login)
            self.assertLessEqual(found, wanted, user.login)
        lines = self._as(self.plain, "frontoffice.timeline").page(self.customer.id, only=["request"])["lines"]
        self.assertEqual({line["key"] for line in lines}, keys)
        [line] = [line for line in lines if line["id"] == shown.id]
        self.assertIn(shown.to_department_id.name, line["text"])

    def test_customer_portal(self):
        self.assertEqual(self.case._portal_status()["who"], "")

    def test_thanks_name_nobody_who_worked_on_it(self):
        self.assertNotIn(self.deputy, self.case.with_user(self.agent)._praise_chain())
        open_one = self._handoff(
            case_id=self.case.id, promise_id=self.request.promise_id.id, from_user_id=self.plain.id)
        open_one._record("sent")
        open_one.user_id = self.deputy
        self.assertIn(self.deputy, self.case.with_user(self.agent)._praise_chain(), "named for the open one")

    def test_export_of_a_person(self):
        """Who is not trusted gets one line that says where to ask; who is trusted gets the words."""
        words = json.dumps(self._as(self.manager, "frontoffice.personal")._export(
            self.customer.with_user(self.manager)), default=str)
        self.assertNotIn(SECRET, words)
        self.assertIn("Confidential, ask the department", words)
        self.head.group_ids |= self.env.ref("frontoffice_crm.group_manager")
        words = json.dumps(self._as(self.head, "frontoffice.personal")._export(
            self.customer.with_user(self.head)), default=str)
        self.assertIn(SECRET, words)

    def test_merge_of_contacts_or_cases_does_not_count_it(self):
        journal = self.env["frontoffice.merge.journal"].sudo().create({
            "kind": "merge", "company_id": self.company.id, "case_id": self.case.id,
            "moved": [{"model": "backoffice.handoff", "field": "case_id", "ids": self.request.ids, "from": 1,
                       "to": self.case.id}],
        })
        self.env.invalidate_all()
        self.assertNotIn("Request", journal.with_user(self.leader).summary or "")
        line = journal.moved[0]
        self.assertEqual(journal.with_user(self.plain)._shown_count(line), 1)

    def test_links(self):
        link, _url = self.env["backoffice.link"]._issue(self.request, "work", "x@out.example", 1)
        for user in (self.boss, self.admin):
            self.assertFalse(self._as(user, "backoffice.link").search([("id", "=", link.id)]))
        subject = self.request._link_mail(link)["subject"]
        self.assertNotIn(SECRET, subject)

    def test_digest_names_nothing(self):
        """What the digest and the summary of a manager say is read with the manager's rights."""
        late = fields.Datetime.now()
        self.request.sudo().flush_recordset()
        self.env.cr.execute("UPDATE backoffice_handoff SET due_at = %s WHERE id = %s", (late, self.request.id))
        for user in (self.boss, self.leader):
            self.assertFalse(self._as(user).search(self._as(user)._late_domain()), user.login)
            self.assertFalse(self._as(user).search([("is_at_risk", "=", True)]), user.login)
