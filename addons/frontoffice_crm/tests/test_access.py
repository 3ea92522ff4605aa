from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import FrontOfficeCase

BUSINESS = (
    "frontoffice.encounter", "frontoffice.case", "frontoffice.promise",
    "frontoffice.case.event", "frontoffice.promise.event",
)
CATALOGUE = ("frontoffice.need", "frontoffice.channel", "frontoffice.promise.standard")


@tagged("post_install", "-at_install")
class TestAccess(FrontOfficeCase):
    """Every model, every persona: read, write, create, unlink."""

    def setUp(self):
        super().setUp()
        case = self._case()
        self.records = {
            "frontoffice.encounter": self._encounter(), "frontoffice.case": case,
            "frontoffice.promise": self._promise(case_id=case.id), "frontoffice.case.event": case.event_ids,
            "frontoffice.need": self.need, "frontoffice.channel": self.channel,
            "frontoffice.promise.standard": self.standard,
        }
        self.records["frontoffice.promise.event"] = self.records["frontoffice.promise"].event_ids

    def _may(self, user, model, operation):
        record = self.records[model].with_user(user).with_context(allowed_company_ids=user.company_ids.ids)
        return record.has_access(operation)

    def test_agent(self):
        for model in BUSINESS:
            self.assertTrue(self._may(self.agent, model, "read"), model)
            self.assertEqual(self._may(self.agent, model, "write"), not model.endswith("event"), model)
        for model in CATALOGUE:
            self.assertTrue(self._may(self.agent, model, "read"))
            self.assertFalse(self._may(self.agent, model, "write"))

    def test_nobody_deletes_history(self):
        for model in BUSINESS[1:]:
            self.assertFalse(self._may(self.manager, model, "unlink"), model)

    def test_strangers_see_nothing(self):
        for user in (self.plain, self.portal, self.stranger):
            for model in BUSINESS:
                self.assertFalse(self._may(user, model, "read"), f"{user.login} {model}")
                self.assertFalse(self._may(user, model, "write"), f"{user.login} {model}")
        for model in CATALOGUE:
            self.assertFalse(self._may(self.portal, model, "read"))
            self.assertFalse(self._may(self.stranger, model, "read"), model)

    def test_manager_sets_up(self):
        for model in CATALOGUE:
            self.assertTrue(self._may(self.manager, model, "write"))

    def test_every_model_has_access_rules(self):
        """No model of ours without an access line, no business model without a company rule."""
        ours = self.env["ir.model"].search([("model", "=like", "frontoffice.%"), ("abstract", "=", False)])
        for model in ours:
            self.assertTrue(model.access_ids, model.model)
            if not model.transient and "company_id" in self.env[model.model]._fields:
                self.assertTrue(model.rule_ids, f"{model.model} has a company and no rule")

    def test_roles_give_groups(self):
        user = self.plain
        user.service_role = "front_desk"
        self.assertTrue(user.has_group("frontoffice_crm.group_agent"))
        user.service_role = "team_leader"
        self.assertTrue(user.has_group("frontoffice_crm.group_leader"))
        user.service_role = False
        self.assertFalse(user.has_group("frontoffice_crm.group_agent"))

    def test_nobody_slips_a_record_into_a_batch(self):
        batch = self.env["frontoffice.batch"].create(
            {"name": "Log", "kind": "import", "source_key": "log", "company_id": self.company.id}
        )
        for model in ("frontoffice.encounter", "frontoffice.case", "frontoffice.promise"):
            with self.assertRaises(AccessError, msg=model):
                self.records[model].with_user(self.manager).write({"batch_id": batch.id})

    def test_removing_a_batch_is_for_managers(self):
        batch = self.env["frontoffice.batch"].create(
            {"name": "Log", "kind": "import", "source_key": "log", "company_id": self.company.id}
        )
        case = self._case(batch_id=batch.id, source="import")
        promise = self._promise(batch_id=batch.id, case_id=case.id)
        with self.assertRaises(AccessError):
            batch.with_user(self.leader).action_remove()
        batch.with_user(self.manager).action_remove()
        self.assertFalse((case | case).exists() or promise.exists())
        self.assertEqual(batch.state, "removed")
        self.assertIn("Case: 1", batch.message_ids[0].body)
