from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import FrontOfficeCase


@tagged("post_install", "-at_install")
class TestContactPoint(FrontOfficeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.country_id = cls.env.ref("base.de")
        cls.mobile, cls.office = cls.env["frontoffice.contact.point"].create([
            {"partner_id": cls.customer.id, "kind": "phone", "value": "0151 2201845", "label": "Mobile"},
            {"partner_id": cls.customer.id, "kind": "email", "value": "Ana <Ana@Office.Example>"},
        ])

    def _find(self, **given):
        return self.env["res.partner"]._find_by_contact(**given)

    def test_kept_as_compared(self):
        self.assertEqual(self.mobile.normalized, "+491512201845")
        self.assertEqual(self.office.normalized, "ana@office.example")
        self.customer.country_id = self.env.ref("base.at")
        self.assertEqual(self.mobile.normalized, "+431512201845")

    def test_an_extension_is_digits(self):
        self.mobile.value = "214"
        self.assertEqual(self.mobile.normalized, "214")

    def test_what_cannot_be_one_is_told_in_words(self):
        with self.assertRaisesRegex(ValidationError, "not an e-mail address"):
            self.office.value = "nobody at home"
        with self.assertRaisesRegex(ValidationError, "not a telephone number"):
            self.mobile.value = "ask"

    def test_once_per_contact(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.mobile.copy({"value": "+49 151 220 18 45"})

    def test_found_by_each_of_them(self):
        for given in (
            {"email": "ana@example.com"}, {"email": "ANA@office.example"}, {"phone": "+49 151 2201845"},
            {"phone": "0049 151 2201845"}, {"phone": "0151/220 18 45"},
        ):
            with self.subTest(given):
                self.assertEqual(self._find(**given), self.customer)
        for given in ({}, {"email": "x"}, {"phone": "ask"}, {"phone": "0151 999"}):
            self.assertFalse(self._find(**given), given)

    def test_both_matching_comes_first(self):
        self.env["res.partner"].create({"name": "Older", "phone": "+49 30 901820", "email": "o@example.com"})
        both = self.env["res.partner"].create({"name": "Both", "phone": "+49 30 901820", "email": "b@example.com"})
        self.assertEqual(self._find(email="b@example.com", phone="030 901820"), both)
        self.assertEqual(len(self._find(phone="030 901820", limit=None)), 2)

    def test_of_the_company_or_shared(self):
        theirs = self.env["res.partner"].create({"name": "T", "company_id": self.other_company.id})
        self.env["frontoffice.contact.point"].create({
            "partner_id": theirs.id, "kind": "email", "value": "t@example.com",
        })
        self.assertFalse(self._find(email="t@example.com", company=self.company))
        self.assertEqual(self._find(email="t@example.com", company=self.other_company), theirs)

    def test_mail_from_a_further_address_is_the_same_customer(self):
        mailbox = self.env["frontoffice.channel"].create(
            {"name": "Mail", "kind": "email", "company_id": self.company.id}
        )
        found = self.env["frontoffice.case"]._mail_partner({"email_from": "Ana <ana@office.example>"}, mailbox)
        self.assertEqual(found, self.customer)

    def test_on_the_partner_form(self):
        with Form(self.customer) as form, form.contact_point_ids.new() as line:
            line.value = "030 901821"
        self.assertIn("+4930901821", self.customer.contact_point_ids.mapped("normalized"))
        hit = self.env["res.partner"].search([("contact_point_ids.normalized", "ilike", "901821")])
        self.assertEqual(hit, self.customer)

    def test_merging_contacts_keeps_all_numbers(self):
        twin = self.env["res.partner"].create({"name": "Ana Ortiz", "email": "ortiz@example.com"})
        self.env["frontoffice.contact.point"].create([
            {"partner_id": twin.id, "kind": "phone", "value": "0151 2201845"},
            {"partner_id": twin.id, "kind": "phone", "value": "030 901822"},
        ])
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((twin | self.customer).ids, self.customer)
        self.assertEqual(
            sorted(self.customer.contact_point_ids.filtered(lambda p: p.kind == "phone").mapped("normalized")),
            ["+491512201845", "+4930901822"],
        )
        self.assertEqual(self._find(email="ortiz@example.com"), self.customer)

    def test_access(self):
        theirs = self.env["frontoffice.contact.point"].create({
            "kind": "phone", "value": "030 5551234",
            "partner_id": self.env["res.partner"].create({"name": "T", "company_id": self.other_company.id}).id,
        })
        for user in (self.agent, self.leader, self.manager):
            self.assertTrue(self._may(self.mobile, user, "write"), user.login)
            self.assertFalse(self._may(theirs, user, "read"), user.login)
        self.assertTrue(self._may(self.mobile, self.plain, "read"))
        self.assertFalse(self._may(self.mobile, self.plain, "write"))
        self.assertFalse(self._may(self.mobile, self.portal, "read"))
        with self.assertRaises(AccessError):
            self.customer.with_user(self.portal).read(["contact_point_ids"])
        self.assertTrue(self._may(theirs, self.stranger, "write"))

    def _may(self, record, user, operation):
        return record.with_user(user).with_context(allowed_company_ids=user.company_ids.ids).has_access(operation)
