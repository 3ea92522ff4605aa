import json

from odoo.tests import TransactionCase, tagged

from . import work_common as wc


@tagged("post_install", "-at_install")
class TestInstructions(TransactionCase):
    """How the department does it, beside the request, as it read when the request was sent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.data = wc.finance(cls.env)
        cls.ines, cls.priya = cls.data["ines"], cls.data["priya"]
        cls.refund = wc.ask(cls.env, cls.data)

    def work(self, user):
        return self.env["backoffice.work"].with_user(user)

    def test_the_instructions_are_those_it_was_sent_with(self):
        service = self.data["service"]
        service.instructions = "<p>Check the bill first.</p>"
        request = wc.ask(self.env, self.data)
        service.instructions = "<p>New way.</p><p>In two steps.</p>"
        self.assertEqual(self.work(self.ines).item(request.id)["instructions"], "<p>Check the bill first.</p>")
        self.assertEqual(self.work(self.ines).item(self.refund.id)["instructions"], "", "there were none then")
        again = wc.ask(self.env, self.data)
        self.assertIn("In two steps.", self.work(self.ines).item(again.id)["instructions"])
        self.assertEqual(self.work(self.priya).item(again.id)["instructions"], "", "how a department works is its own")

    def test_instructions_carry_no_code(self):
        version = self.refund.sudo().service_version_id
        values = {**version.values, "instructions": "<p onclick='x()'>Go<script>x()</script></p>"}
        self.env.cr.execute(
            "UPDATE backoffice_service_version SET values = %s WHERE id = %s", [json.dumps(values), version.id])
        self.env.invalidate_all()
        html = self.work(self.ines).item(self.refund.id)["instructions"]
        self.assertIn("Go", html)
        self.assertNotIn("script", html)
        self.assertNotIn("onclick", html)
