from odoo.tests import tagged

from odoo.addons.frontoffice_crm.tests.browser_common import BrowserCase

from . import work_common as wc

WORK = "/odoo/my-work"


@tagged("post_install", "-at_install", "browser")
class TestWorkPhone(BrowserCase):
    """A clerk works on a request with the thumb: what she needs is on the screen and large enough."""

    browser_size = "400x800"
    touch_enabled = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.data = wc.finance(cls.env)

    def _ask(self):
        return wc.ask(
            self.env, self.data, case_id=self.data["case"].id, note="Money back for the missed visit",
            promise_id=wc.promise(self.env, self.data).id,
        ).sudo()

    def test_accepted_and_ready(self):
        request = self._ask()
        self.start_tour(WORK, "backoffice_work_phone", login="ines")
        self.assertEqual((request.state, request.outcome_note), ("delivered", "Paid by transfer"))
        self.assertEqual(request.user_id, self.data["ines"])
        self.assertFalse(request._ledger_verify())

    def test_pictures(self):
        request = self._ask()
        for step in ("item", "form"):
            for look in ("light", "dark"):
                path = self.start_tour_and_capture(
                    WORK, f"backoffice_work_phone_{step}", f"work-phone-{step}-{look}", login="ines",
                    cookies={"color_scheme": look})
                self.assertGreater(path.stat().st_size, 3000)
            if step == "item":
                request.with_user(self.data["ines"]).action_accept()
