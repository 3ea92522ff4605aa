from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import FrontOfficeCase


@tagged("post_install", "-at_install")
class TestCause(FrontOfficeCase):
    """The columns numbers need: cause, kind of customer, whether somebody else had to agree."""

    def test_the_first_tag_is_the_kind_of_customer(self):
        tag = self.env["res.partner.category"].create({"name": "Contract"})
        self.customer.category_id = tag
        case = self._case()
        self.assertEqual(case.segment, "Contract")
        self.customer.category_id = [Command.clear()]
        self.assertEqual((case | self._case()).mapped("segment"), ["Contract", "Person"])

    def test_industry_and_firm_follow(self):
        firm = self.env["res.partner"].create({"name": "Ortiz Dental", "is_company": True})
        self.customer.parent_id = firm
        self.assertEqual(self._case().segment, "Company")
        firm.industry_id = self.env["res.partner.industry"].create({"name": "Health"})
        self.assertEqual(self._case().segment, "Health")
        firm.category_id = self.env["res.partner.category"].create({"name": "Gold"})
        self.assertEqual(self._case().segment, "Gold")

    def test_known_when_the_customer_is(self):
        case = self._case(partner_id=False)
        self.assertFalse(case.segment)
        case.with_user(self.agent).partner_id = self.customer
        self.assertEqual(case.segment, "Person")

    def test_nobody_forges_them(self):
        case = self._case().with_user(self.manager)
        for name, value in (("segment", "Gold"), ("needed_approval", True), ("approval_granted", True)):
            with self.assertRaises(AccessError, msg=name):
                case.write({name: value})

    def test_a_cause_has_a_place_in_the_tree(self):
        top = self.env["frontoffice.cause"].create({"name": "Promise", "code": "promise_test"})
        leaf = self.env["frontoffice.cause"].create({"name": "Too early", "parent_id": top.id})
        self.assertEqual(leaf.display_name, "Promise / Too early")
        with self.assertRaises(ValidationError):
            top.parent_id = leaf

    def test_who_may_see_and_change_causes(self):
        Cause = self.env["frontoffice.cause"]
        ours = Cause.create({"name": "Ours", "company_id": self.company.id})
        for user, read, write in (
            (self.portal, 0, 0), (self.plain, 0, 0), (self.stranger, 0, 0), (self.agent, 1, 0),
            (self.leader, 1, 0), (self.manager, 1, 1),
        ):
            record = ours.with_user(user).with_context(allowed_company_ids=user.company_ids.ids)
            rights = record.has_access("read"), record.has_access("write")
            self.assertEqual(rights, (bool(read), bool(write)), user.login)
