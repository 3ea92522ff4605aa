from odoo.tests import tagged

from .browser_common import BrowserCase
from .desk_common import DeskMixin

READY = "document.querySelector('.o_front_desk .o_desk_card') !== null"
TYPING = """(() => {
    const el = document.querySelector('.o_front_desk [data-desk=%s]');
    if (el && !el.dataset.done) {
        el.dataset.done = 1; el.focus();
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(el, '%s');
        el.dispatchEvent(new Event('input', {bubbles: true}));
    }
    return document.querySelector('%s') !== null;
})()"""


@tagged("post_install", "-at_install", "browser")
class TestDeskMorning(DeskMixin, BrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_desk()
        cls.priya.password = "desk_priya"
        cls.ana.preferred_name = "Mrs Ortiz"
        cls.phone = cls.env["frontoffice.channel"].create({"name": "Phone", "kind": "phone"})

    def test_a_morning_at_the_counter(self):
        self.start_tour_and_capture(
            "/front-desk?phone=%2B49151%202201845", "frontoffice_crm.desk_morning", "desk-morning", login="desk_priya"
        )
        call, walk_in, message, resumed = self.env["frontoffice.encounter"].search(
            [("user_id", "=", self.priya.id)], order="id"
        )
        self.assertEqual((call.partner_id, call.said_to), (self.ana, "ana@example.com"))
        self.assertIn("Our engineer comes by", call.said_back)
        self.assertEqual(call.channel_id, self.phone, "a call is no visit at the counter")
        mail = self.env["mail.mail"].search([("model", "=", "frontoffice.case"), ("res_id", "=", call.case_id.id)])
        self.assertEqual(mail.filtered(lambda m: m.email_to == "ana@example.com").mapped("state"), ["outgoing"])
        self.assertEqual((walk_in.partner_id.name, walk_in.note), ("Tom Reed", "opening hours"))
        self.assertTrue(self.env["mail.activity"].search([("user_id", "=", self.priya.id)]))
        self.assertEqual((message.outcome, message.promise_ids.user_id), ("message", self.lukas))
        self.assertEqual(resumed.note, "calls back at ten")
        left = self.env["frontoffice.desk.draft"].search([("user_id", "=", self.priya.id)])
        self.assertEqual((left.mapped("label"), left.mapped("auto")), (["Eva Marsh · half a sentence"], [False]))

    def test_pictures(self):
        self.env["frontoffice.promise"]._make([{
            "name": "Engineer visit", "standard_id": self.visit.id, "partner_id": self.ana.id,
            "due_at": self._in(hours=3), "user_id": self.priya.id,
        }])
        self._log(outcome="case", promise={"standard_id": self.visit.id, "due_at": self._in(days=9)})
        self.env["frontoffice.contact.point"].create(
            {"partner_id": self.ana.id, "kind": "phone", "value": "+49 30 555 1234", "label": "Office"}
        )
        known = "/front-desk?phone=%2B49151%202201845"
        new = "/front-desk?phone=%2B49309018201"
        customer = "document.querySelector('.o_desk_customer .o_desk_greeting') !== null"
        similar = TYPING % ("new_name", "Anna Ortiz", ".o_desk_similar")
        said = TYPING % ("topic", "boiler", ".o_desk_say")
        for name, url, ready, options in (
            ("desk-caller-light", known, said, {"width": 1280, "height": 900}),
            ("desk-caller-dark", known, said, {"width": 1280, "height": 900, "dark": True}),
            ("desk-caller-phone", known, said, {"width": 400, "height": 1100}),
            ("desk-strip-phone", known, customer, {"width": 400, "height": 800}),
            ("desk-similar-light", new, similar, {"width": 1280, "height": 800}),
            ("desk-similar-phone", new, similar, {"width": 400, "height": 900, "dark": True}),
        ):
            path = self.screenshot(name, url, login="desk_priya", ready=ready, **options)
            self.assertGreater(path.stat().st_size, 5000)
