from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .browser_common import BrowserCase

FEATURES = ("complaint", "goodwill")
SIZES = {"light": {}, "dark": {"dark": True}, "phone": {"width": 400, "height": 860}}


@tagged("post_install", "-at_install", "browser")
class TestComplaintPictures(BrowserCase):
    """The complaint, the register, the goodwill dialog and the wall of thanks: light, dark, phone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        groups = "frontoffice_crm.group_agent," + ",".join(f"frontoffice_crm.group_feature_{f}" for f in FEATURES)
        cls.agent = new_test_user(cls.env, "priya-pictures", groups, name="Priya Nair", tz="UTC")
        cls.team = cls.env["crm.team"].create({"name": "Front desk", "company_id": cls.company.id})
        cls.env["frontoffice.mandate"].search([]).active = False
        cls.env["frontoffice.mandate"].create({
            "group_id": cls.env.ref("frontoffice_crm.group_agent").id, "per_case": 60, "per_month": 410,
            "currency_id": cls.company.currency_id.id,
        })
        cls.customer = cls.env["res.partner"].create({"name": "Ana Ortiz", "email": "ana@example.com"})
        cls.case = cls._complaints()[0]
        people = [Command.set((cls.agent | cls.env.ref("base.user_admin")).ids)]
        cls.env["frontoffice.thanks"].create([
            {"text": text, "user_ids": people, "source": "sample"}
            for text in (
                "You called before I had to ask.", "The engineer was there at two, as you said. To the minute.",
                "Three people knew my case by name. I never had to tell it twice.",
            )
        ])

    @classmethod
    def _complaints(cls):
        due = fields.Datetime.now() + timedelta(days=2)
        promise = cls.env["frontoffice.promise"].create({
            "name": "Engineer by Thursday 14:00", "partner_id": cls.customer.id, "due_at": due,
        })
        rows = (
            ("Engineer did not come", "3", "cause_late"), ("Bill shows the visit twice", "1", "cause_bill"),
            ("Nobody called back", "2", "cause_told"), ("Pump hums again", "1", "cause_work"),
        )
        cases = cls.env["frontoffice.case"].create([{
            "subject": subject, "type": "complaint", "severity": severity, "partner_id": cls.customer.id,
            "root_cause_id": cls.env.ref(f"frontoffice_crm.{cause}").id, "user_id": cls.agent.id,
            "team_id": cls.team.id,
        } for subject, severity, cause in rows])
        cases[0].failed_promise_id = promise
        cases[1:3].action_acknowledge()
        cases[2].redress = "apology"
        return cases

    def test_the_complaint(self):
        for name, size in SIZES.items():
            url, ready = f"/odoo/complaints/{self.case.id}", "document.querySelector('[name=severity]') !== null"
            self.screenshot(f"complaint-{name}", url, login=self.agent.login, ready=ready, **size)

    def test_the_register(self):
        for name, size in SIZES.items():
            ready = "document.querySelector('.o_data_row, .o_kanban_record') !== null"
            self.screenshot(f"complaints-{name}", "/odoo/complaints", login=self.agent.login, ready=ready, **size)

    def test_the_wall(self):
        for name, size in SIZES.items():
            ready = "document.querySelector('.o_kanban_record') !== null"
            self.screenshot(f"thanks-{name}", "/odoo/thanks", login=self.agent.login, ready=ready, **size)

    def test_goodwill_in_two_clicks(self):
        url = f"/odoo/complaints/{self.case.id}"
        self.start_tour_and_capture(url, "frontoffice_goodwill_dialog", "goodwill-light", login=self.agent.login)
        cookies = {"color_scheme": "dark"}
        self.start_tour_and_capture(
            url, "frontoffice_goodwill_dialog", "goodwill-dark", login=self.agent.login, cookies=cookies
        )
        self.browser_size = "400x860"  # the same two clicks with the thumb
        self.start_tour_and_capture(url, "frontoffice_goodwill_dialog", "goodwill-phone", login=self.agent.login)
        self.start_tour_and_capture(url, "frontoffice_goodwill_given", "goodwill-given-phone", login=self.agent.login)
        self.assertEqual(self.case.gesture_ids.mapped("state"), ["given"])
