from odoo.tests import tagged

from .sample_common import SmallSampleCase


@tagged("post_install", "-at_install")
class TestSampleTriedOut(SmallSampleCase):
    """Goodwill somebody practised with."""

    def test_what_was_tried_out_goes_with_it(self):
        case = self.of_company("frontoffice.case").filtered(lambda c: c.type == "complaint" and c.partner_id)[0]
        gesture = case._give_goodwill({"kind": "gift", "amount": 10})
        gesture.action_take_back()
        promise = self.of_company("frontoffice.promise")[:1]
        case.failed_promise_id = promise
        company = self.company
        self.sample.action_remove()
        self.assertFalse(gesture.exists() or company.exists())
        self.assertFalse(self.env["frontoffice.gesture"].search([("company_id", "=", company.id)]))
