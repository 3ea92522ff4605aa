import base64

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import BackOfficeCase

ANSWERS = {"number": "20000", "amount": "20000", "date": "2026-01-09", "yes_no": "yes"}  # conditions hold too


@tagged("post_install", "-at_install")
class TestTrades(BackOfficeCase):
    """Every trade sets up an empty company whose requests arrive complete."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fresh = cls.env["res.company"].create([{"name": "Fresh"}, {"name": "Fresh too"}])
        cls.env.user.company_ids |= cls.fresh
        cls.paths = cls.env["frontoffice.trade"]._trade_files()

    def _in(self, company, model):
        return self.env[model].with_context(allowed_company_ids=company.ids, tracking_disable=True)

    def _compare(self, text, company, source=""):
        wizard = self._in(company, "frontoffice.setup.import").create({
            "data": base64.b64encode(text), "filename": "trade.json", "source": source})
        wizard.action_compare()
        self.assertFalse(wizard.problems, wizard.problems)
        return wizard

    def _bring(self, wizard):
        if wizard.name_ids:
            wizard.name_ids.make = True
            wizard.action_compare()
        self.assertEqual((wizard.cannot_count, wizard.change_count), (0, 0))
        wizard.action_apply()

    def _load(self, text, company):
        self._bring(self._compare(text, company))

    def _services(self, company):
        return self._in(company, "backoffice.service").search([("company_id", "=", company.id)])

    def _check_asks(self, services):
        for service in services:
            with self.subTest(service.name):
                self.assertGreaterEqual(len(service.requirement_ids), 2)
                self.assertGreaterEqual(len(service.checklist_ids), 1)
                self.assertTrue(any(service.requirement_ids.mapped("required")))
                keys = set(service.requirement_ids.mapped("code"))
                asked = {line.when_item for line in (*service.requirement_ids, *service.checklist_ids)} - {False}
                self.assertLessEqual(asked, keys)

    def _answers(self, service, file):
        return {
            question["key"]: [file.id] if question["kind"] == "file" else ANSWERS.get(
                question["kind"], question.get("choices", ["said"])[0])
            for question in service._questions()
        }

    def _check_complete(self, services):
        """Nothing of what is needed may be missing, and everything asked can be answered."""
        file = self.env["ir.attachment"].create({"name": "photo.png", "raw": b"x"})
        for service in services:
            with self.subTest(service.name):
                self.assertEqual(
                    service._missing({}), service.requirement_ids.filtered(lambda n: n.required and not n.when_item))
                self.assertFalse(service._missing(self._answers(service, file), file.ids))
                self.assertFalse(service.allow_incomplete)

    def _check_sent_when_complete(self, service, company):
        request = self._in(company, "backoffice.handoff").create({
            "subject": service.name, "service_id": service.id, "company_id": company.id, "answers": False})
        file = self.env["ir.attachment"].create({
            "name": "photo.png", "raw": b"x", "res_model": request._name, "res_id": request.id})
        with self.assertRaisesRegex(UserError, "cannot start without"):
            request.action_send()
        request.answers = self._answers(service, file)
        request.action_send()
        self.assertEqual((request.state, request.required_ok_at_send), ("sent", True))

    def test_every_trade_sets_up_an_empty_company(self):
        company = self.fresh[:1]
        for code in self.paths:
            text = self.env["frontoffice.trade"]._trade_text(code).encode()
            with self.subTest(code), self.env.cr.savepoint() as savepoint:
                wizard = self._compare(text, company, f"trade:{code}")
                self.assertFalse(self._services(company), "the dry run wrote something")
                self.assertGreaterEqual(wizard.add_count + wizard.cannot_count, 12 + 6 + 14)
                self._bring(wizard)
                services = self._services(company)
                self.assertEqual(len(services), 14)
                self._check_asks(services)
                self._check_complete(services)
                self._check_sent_when_complete(services.filtered("requirement_ids.required")[-1:], company)
                again = self._compare(text, company, f"trade:{code}")
                self.assertFalse(again.line_ids, again.line_ids.mapped("key"))
                savepoint.rollback()

    def test_a_company_of_a_trade_goes_to_another_one(self):
        one, two = self.fresh
        self._load(self.env["frontoffice.trade"]._trade_text("clinic").encode(), one)
        text = self._in(one, "frontoffice.setup")._export("Ours")
        self._load(text.encode(), two)
        self.assertEqual(self._in(two, "frontoffice.setup")._export("Ours"), text)
