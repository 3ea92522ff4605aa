import base64

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import BackOfficeCase

PNG = base64.b64encode(base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="))


@tagged("post_install", "-at_install")
class TestCatalogueIntake(BackOfficeCase):
    """Complete work arrives: typed questions, conditions, files."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.typed = cls.env["backoffice.service"].create({
            "name": "Refund with proof", "department_id": cls.finance.id, "company_id": cls.company.id,
            "requirement_ids": [
                Command.create({"name": "Amount", "code": "amount", "kind": "amount"}),
                Command.create({"name": "Way", "code": "way", "kind": "choice", "choices": "Bank\nVoucher"}),
                Command.create({"name": "Account", "code": "iban", "when_item": "way", "when_value": "Bank"}),
                Command.create({"name": "Who agreed", "code": "who", "when_item": "amount",
                                "when_operator": "above", "when_value": "500"}),
                Command.create({"name": "Paid on", "code": "day", "kind": "date", "required": False}),
                Command.create({"name": "Urgent", "code": "urgent", "kind": "yes_no", "required": False}),
            ],
        })

    def _ask(self, **answers):
        return self._handoff(service_id=self.typed.id, answers=answers or False).with_user(self.agent)

    def test_incomplete_is_refused_and_says_what_is_needed(self):
        request = self._ask(amount="148,50")
        with self.assertRaisesRegex(UserError, "Finance cannot start without: Way"):
            request.action_send()
        self.assertEqual(request.state, "draft")
        request.answers = {"amount": "148,50", "way": "Voucher"}
        request.action_send()
        self.assertEqual((request.state, request.required_ok_at_send), ("sent", True))

    def test_send_anyway_where_the_request_type_allows_it_and_it_is_counted(self):
        self.typed.allow_incomplete = True
        request = self._ask(amount="148")
        request.action_send()
        self.assertFalse(request.required_ok_at_send)
        self.assertEqual(request.missing_ids.mapped("code"), ["way"])

    def test_an_answer_makes_another_question_necessary(self):
        self.assertEqual(self._ask(amount="640", way="Bank").missing_ids.mapped("code"), ["iban", "who"])
        self.assertEqual(self._ask(amount="500", way="Bank").missing_ids.mapped("code"), ["iban"])
        self.assertFalse(self._ask(amount="500", way="Voucher").missing_ids)

    def test_answers_that_cannot_be_meant_are_refused_even_where_incomplete_is_allowed(self):
        self.typed.allow_incomplete = True
        good = {"amount": "10", "way": "Voucher"}
        for wrong, words in (
            ({"way": "Cash"}, "Choose “Way”"), ({"amount": "soon"}, "amount of money"),
            ({"day": "31.12."}, "a date"), ({"urgent": "maybe"}, "yes or no"),
        ):
            with self.subTest(wrong=wrong), self.assertRaisesRegex(UserError, words):
                self._ask(**{**good, **wrong}).action_send()

    def test_sent_again_only_when_complete(self):
        request = self._ask(amount="10", way="Voucher")
        request.action_send()
        request.with_user(self.banker).action_return(["detail"], note="Which account?")
        with self.assertRaisesRegex(UserError, "Account"):
            request.action_resend(answers={"way": "Bank"})
        request.action_resend(answers={"way": "Bank", "iban": "DE02 1203"})
        self.assertEqual(request.answers["iban"], "DE02 1203")

    def _with_files(self, count=1):
        return self.env["backoffice.service"].create({
            "name": "Contract", "department_id": self.finance.id, "company_id": self.company.id,
            "requirement_ids": [
                Command.create({"name": f"Paper {n}", "code": f"paper{n}", "kind": "file"}) for n in range(count)
            ],
        })

    def test_a_required_file_counts_when_it_is_attached(self):
        request = self._handoff(service_id=self._with_files().id, answers=False).with_user(self.agent)
        with self.assertRaisesRegex(UserError, "Paper 0"):
            request.action_send()
        self.env["ir.attachment"].create(
            {"name": "a.png", "raw": b"x", "res_model": request._name, "res_id": request.id})
        request.action_send()
        self.assertTrue(request.required_ok_at_send)

    def test_a_file_of_an_answer_becomes_an_attachment_of_the_request(self):
        kept = self.env["backoffice.handoff"].with_user(self.agent).keep_file("plate.png", PNG.decode())
        request = self.env["backoffice.handoff"].with_user(self.agent).create({
            "subject": "x", "service_id": self._with_files(2).id, "company_id": self.company.id,
            "answers": {"paper0": [kept["id"]]},
        })
        file = self.env["ir.attachment"].browse(kept["id"])
        self.assertEqual((file.res_model, file.res_id), ("backoffice.handoff", request.id))
        self.assertEqual(request.missing_ids.mapped("code"), ["paper1"], "of two, each has its own")
        asked = self.env["backoffice.work"].with_user(self.agent)._asked(request)
        self.assertEqual(asked[0]["files"], [{"id": file.id, "name": "plate.png"}])

    def test_files_of_others_are_not_taken(self):
        foreign = self.env["ir.attachment"].create({"name": "secret.txt", "raw": b"s"})
        mine = self.env["backoffice.handoff"].with_user(self.clerk).keep_file("plate.png", PNG.decode())
        for file_id in (foreign.id, mine["id"]):
            with self.assertRaises(AccessError):
                self.env["backoffice.handoff"].with_user(self.agent).create({
                    "subject": "x", "service_id": self._with_files().id, "answers": {"paper0": [file_id]},
                    "company_id": self.company.id,
                })
        with self.assertRaisesRegex(UserError, "kind of file"):
            self.env["backoffice.handoff"].with_user(self.agent).keep_file(
                "x.exe", base64.b64encode(b"MZ\x90\x00").decode())

    def test_the_list_of_a_choice_and_codes_are_checked(self):
        with self.assertRaisesRegex(ValidationError, "at least two"), self.env.cr.savepoint():
            self.typed.requirement_ids = [Command.create({"name": "Colour", "kind": "choice", "choices": "red"})]
        with self.assertRaisesRegex(ValidationError, "same code"), self.env.cr.savepoint():
            self.typed.requirement_ids = [Command.create({"name": "Again", "code": "way"})]
        self.typed.invalidate_recordset()
        self.typed.requirement_ids = [Command.create({"name": "VAT number"}), Command.create({"name": "VAT number"})]
        self.assertEqual(self.typed.requirement_ids[-2:].mapped("code"), ["vat_number", "vat_number_2"])

    def test_the_condition_is_chosen_from_the_questions(self):
        iban = self.typed.requirement_ids.filtered(lambda r: r.code == "iban")
        way = self.typed.requirement_ids.filtered(lambda r: r.code == "way")
        self.assertEqual(iban.when_id, way)
        iban.when_id = self.typed.requirement_ids[0]
        self.assertEqual(iban.when_item, "amount")

    def test_my_work_shows_typed_values(self):
        request = self._ask(amount="1148.5", way="Bank", iban="DE02", who="Helen", urgent="yes", day="2026-01-05")
        said = {a["key"]: a["answer"] for a in self.env["backoffice.work"].with_user(self.agent)._asked(request)}
        self.assertIn("1,148.50", said["amount"].replace("\xa0", " "))
        self.assertEqual((said["urgent"], said["way"], said["day"]), ("Yes", "Bank", "01/05/2026"))

    def test_at_the_desk_three_questions_first(self):
        line = self.env["frontoffice.desk"]._service_line(self.typed)
        self.assertEqual(len(line["questions"]), 3)
        self.assertEqual([q["key"] for q in line["questions"] + line["more"]],
                         ["amount", "way", "iban", "who", "day", "urgent"])
        self.assertEqual(line["questions"][1]["choices"], ["Bank", "Voucher"])

    def test_request_types_from_before_keep_their_terms(self):
        Service = self.env["backoffice.service"]
        self.env.cr.execute("UPDATE backoffice_service SET allow_incomplete = NULL WHERE id = %s", [self.typed.id])
        Service._init_column("allow_incomplete")
        self.typed.invalidate_recordset()
        self.assertTrue(self.typed.allow_incomplete)
