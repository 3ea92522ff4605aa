from odoo.tests import tagged

from .common import BackOfficeCase


@tagged("post_install", "-at_install")
class TestPraise(BackOfficeCase):
    def test_praise_reaches_who_worked_on_it(self):
        """The clerk of the department hears it too, though the customer never met her."""
        promise = self._promise()
        handoff = self._handoff(promise_id=promise.id)
        handoff.action_send()
        handoff.with_user(self.clerk).action_accept()
        case = self._case(type="praise", praised_promise_id=promise.id)
        self.assertIn(self.clerk, case.with_user(self.agent)._praise_chain())
        self.assertNotIn(self.banker, case._praise_chain())
