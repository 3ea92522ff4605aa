from odoo.tests import tagged

from .sample_common import NOW, SampleCase


@tagged("post_install", "-at_install")
class TestSampleGoodwill(SampleCase):
    """Four months ago the desk's limit went from 25 to 60, and asking more than halved."""

    def test_the_limit_was_raised(self):
        limit = self.of_company("frontoffice.mandate")
        self.assertEqual(limit.version_ids.sorted("number").mapped(lambda v: v.values["per_case"]), [25, 60])
        gestures = self.of_company("frontoffice.gesture")
        raised = self.clock.month(-4)[0]
        before = gestures.filtered(lambda g: self.clock.day_of(g.asked_at) < raised)
        after = gestures - before
        self.assertTrue(before and after)
        asked = [len(part.filtered("approver_id")) / len(part) for part in (before, after)]
        self.assertLess(asked[1], asked[0] / 2)
        approved = before.filtered("approver_id").case_id
        self.assertTrue(all(approved.mapped("needed_approval")) and all(approved.mapped("approval_granted")))
        self.assertTrue(all(g.given_at <= NOW for g in gestures))

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
