from odoo.tests import tagged

from .common import BackOfficeCase


@tagged("post_install", "-at_install")
class TestPortalStatus(BackOfficeCase):
    """The customer sees which department has it, and nothing else of the request."""

    def test_pain_16_customer_sees_who_has_it(self):
        case = self._case()
        handoff = self._handoff(case_id=case.id)
        self.assertEqual(case._portal_status()["who"], "", "a draft is with nobody")
        handoff.with_user(self.agent).action_send()
        self.assertEqual(case._portal_status()["who"], "Parts")
        second = self._handoff(case_id=case.id, service_id=self.refund.id, subject="Money back")
        second.with_user(self.agent).action_send()
        self.assertEqual(set(case._portal_status()["who"].split(", ")), {"Parts", "Finance"})
        second.with_user(self.agent).action_cancel()
        self.assertEqual(case._portal_status()["who"], "Parts")

    def test_confidential_requests_name_nobody(self):
        self.refund.confidential = True
        case = self._case()
        self._handoff(case_id=case.id, service_id=self.refund.id).with_user(self.agent).action_send()
        self.assertEqual(case._portal_status()["who"], "")
