from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.frontoffice_crm.tests.common import FrontOfficeCase
from odoo.addons.mail.tests.common import MailCase


@tagged("post_install", "-at_install")
class TestMailing(FrontOfficeCase, MailCase):
    """Segments by topic, purchase and our word; steps that send, and stay silent for those who said no."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.partner"].create({"name": "Café Lumen", "email": "lumen@example.com"})
        cls.template = cls.env["mail.template"].create({
            "name": "Tips", "model_id": cls.env["ir.model"]._get_id("crm.lead"), "subject": "Tips",
            "body_html": "<p>Hello</p>", "email_to": "{{ object.email_from }}", "use_default_to": False,
        })
        cls.plan = cls.env["mail.activity.plan"].create({
            "name": "Nurture", "res_model": "crm.lead", "company_id": False,
            "template_ids": [Command.create({
                "activity_type_id": cls.env.ref("mail.mail_activity_data_email").id, "summary": "Tips",
                "delay_count": 2, "delay_from": "after_plan_date", "responsible_type": "on_demand",
                "service_template_id": cls.template.id,
            })],
        })

    def _find(self, *leaf):
        people = self.customer | self.other
        return self.env["res.partner"].search([leaf, ("id", "in", people.ids)])

    def test_who_asked_about_a_topic(self):
        part = self.env["frontoffice.need"].create({"name": "Valve", "parent_id": self.need.id})
        self._encounter(need_id=part.id)
        self.assertEqual(self._find("service_need_id", "child_of", self.need.id), self.customer)
        self.assertFalse(self._find("service_need_id", "=", self.need.id))
        self.assertEqual(self.customer.service_need_id, part)

    def test_our_word(self):
        now = fields.Datetime.now()
        self._promise()._record("fulfilled", {"in_full": True})
        self.assertEqual(self._find("service_verdict", "=", "kept"), self.customer)
        self.assertEqual(self._find("service_verdict", "=", "none"), self.other)
        late = self._promise(due_at=now + timedelta(seconds=1))
        with patch("odoo.fields.Datetime.now", lambda: now + timedelta(hours=1)):
            late._record("lapsed", at=lambda promise: promise.due_at)
        self.assertEqual(self._find("service_verdict", "=", "broken"), self.customer)
        self.assertFalse(self._find("service_verdict", "=", "kept"))
        self.customer.invalidate_recordset()
        self.assertEqual(self.customer.service_verdict, "broken")

    def test_who_bought(self):
        self._encounter(outcome="sold")
        self.assertEqual(self._find("service_bought", "=", True), self.customer)
        self.assertEqual(self._find("service_bought", "=", False), self.other)

    def test_the_last_purchase(self):
        today = fields.Date.context_today(self.customer)
        self.assertFalse(self.customer.service_last_purchase)
        self._encounter(outcome="sold", arrived_at=fields.Datetime.now() - timedelta(days=400))
        self.env["crm.lead"].create({
            "name": "Heating", "partner_id": self.other.id, "type": "opportunity"}).action_set_won()
        self.env.invalidate_all()
        self.assertEqual(self.other.service_last_purchase, today)
        self.assertEqual(self._find("service_last_purchase", ">=", today - timedelta(days=30)), self.other)
        self.assertEqual(self._find("service_last_purchase", "<", today - timedelta(days=365)), self.customer)
        self.assertEqual(self._find("service_bought", "=", True), self.other, "within a year")

    def test_an_order_is_a_purchase(self):
        if "sale.order" not in self.env:
            self.skipTest("Sales is not installed")
        order = self.env["sale.order"].create({"partner_id": self.other.id, "company_id": self.company.id})
        self.assertFalse(self._find("service_bought", "=", True), "a quotation is none")
        order.action_confirm()
        marketer = new_test_user(
            self.env, "marketer", groups="mass_mailing.group_mass_mailing_user,frontoffice_crm.group_agent",
            company_id=self.company.id, company_ids=[Command.set(self.company.ids)])
        found = self.env["res.partner"].with_user(marketer).search([
            ("service_bought", "=", True), ("id", "in", (self.customer | self.other).ids)])
        self.assertEqual(found, self.other, "no right to read orders is needed")
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        self.env.user.company_ids += elsewhere
        Partner = self.env["res.partner"].with_context(allowed_company_ids=elsewhere.ids)
        self.assertNotIn(self.other, Partner.search([("service_bought", "=", True)]))

    def test_the_ready_filters_work(self):
        for name in ("disappointed", "kept", "bought"):
            ready = self.env.ref(f"frontoffice_crm_mass_mailing.filter_{name}")
            self.env["mailing.mailing"].create({
                "subject": "x", "mailing_model_id": ready.mailing_model_id.id, "mailing_domain": ready.mailing_domain,
            })._get_recipients()

    def _start(self, **values):
        lead = self.env["crm.lead"].create({
            "name": "Heating", "email_from": "ana@example.com", "partner_id": self.customer.id, **values,
        })
        self.env["mail.activity.schedule"].with_context(active_model="crm.lead", active_ids=lead.ids).create(
            {"plan_id": self.plan.id, "plan_on_demand_user_id": self.env.uid}
        ).action_schedule_plan()
        return lead

    def _run(self, days):
        day = fields.Date.context_today(self.plan) + timedelta(days=days)
        with patch("odoo.fields.Date.context_today", lambda *a, **k: day), self.mock_mail_gateway(), patch.object(
            type(self.env["ir.cron"]), "_commit_progress", lambda *a, **k: 1.0
        ):
            self.env["mail.activity"]._cron_send_steps()
        return self._new_mails.filtered(lambda mail: mail.subject == "Tips")

    def test_a_step_sends_on_its_day_and_once(self):
        lead = self._start()
        self.assertFalse(self._run(1))
        mails = self._run(2)
        self.assertEqual(len(mails), 1)
        self.assertIn("Auto-Submitted", mails.headers)
        self.assertFalse(lead.activity_ids)
        self.assertFalse(self._run(3))

    def test_who_said_no_gets_none_and_the_history_says_so(self):
        self.env["mail.blacklist"]._add("ana@example.com")
        lead = self._start()
        self.assertFalse(self._run(2))
        self.assertIn("does not want mails", " ".join(lead.message_ids.mapped("body")))
        self.assertFalse(lead.activity_ids)

    def test_an_opt_out_from_a_list_counts_too(self):
        contact = self.env["mailing.contact"].create({"name": "Ana", "email": "ana@example.com"})
        self.env["mailing.list"].create({
            "name": "News", "subscription_ids": [Command.create({"contact_id": contact.id, "opt_out": True})],
        })
        self._start()
        self.assertFalse(self._run(2))

    def test_a_template_for_something_else_is_refused(self):
        other = self.env["mail.template"].create({"name": "x", "model_id": self.env["ir.model"]._get_id("res.partner")})
        with self.assertRaises(ValidationError):
            self.plan.template_ids.service_template_id = other

    def test_nobody_lets_an_activity_send_by_hand(self):
        step = self._start().activity_ids
        with self.assertRaises(AccessError):
            step.with_user(self.manager).write({"service_template_id": self.template.id})
