from odoo.tests import tagged

from odoo.addons.frontoffice_crm.tests.personal_common import NAME, SECRET, PersonalCase

from .common import BackOfficeCase


@tagged("post_install", "-at_install")
class TestPersonalRequests(BackOfficeCase, PersonalCase):
    """Requests about an erased person: no word is left, no number changes."""

    def setUp(self):
        super().setUp()
        said = f"{NAME} says {SECRET}"
        case = self._case(partner_id=self.person.id)
        self.request = self._handoff(
            partner_id=self.person.id, case_id=case.id, subject=said, note=said, answers={"serial": said},
        )
        self.request.action_send()
        self.request.write({"outcome_note": said})
        self.request.message_post(body=said)
        self.request.sudo().desk_ids.note = f"<p>{said}</p>"
        self.by_case = self._handoff(partner_id=False, case_id=case.id, subject=said)
        self.personal = self.env["frontoffice.personal"].with_user(self.manager)

    def test_erased_and_counted(self):
        before = self._figures()
        log = self.personal._erase(self.person.with_user(self.manager))
        self.assertFalse(self._traces(), "a trace is left")
        self.assertEqual(self._figures(), before)
        self.assertFalse(self.request._ledger_verify())
        self.assertEqual((self.request.subject, self.request.state), (self.service.name, "sent"))
        self.assertEqual(list(self.request.answers), ["serial"], "that it was answered stays")
        self.assertEqual(log.counts["backoffice.handoff"], 2)

    def test_a_confidential_request_is_counted_not_shown(self):
        self.service.confidential = True
        hidden = self._handoff(partner_id=self.person.id, subject=f"{SECRET} in confidence")
        hidden.action_send()
        data = self.personal._export(self.person.with_user(self.manager))
        self.assertNotIn("in confidence", str(data))
        self.assertEqual(data["Request"][-1], {"Confidential, ask the department": 1})
        self.personal._erase(self.person.with_user(self.manager))
        self.assertFalse(self._traces(), "erased all the same")
