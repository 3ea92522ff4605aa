from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import FrontOfficeCase


@tagged("post_install", "-at_install")
class TestHealthTrial(FrontOfficeCase):
    """Would the mood have warned us? What was known then, against what happened since."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.then = fields.Datetime.now() - relativedelta(months=6)
        cls.policy = cls.env["frontoffice.health.policy"].create({"name": "All", "company_id": cls.company.id})
        cls.trial = cls.env["frontoffice.health.trial"].with_user(cls.manager).create({"policy_id": cls.policy.id})

    def _customers(self, count, *, complaint, stays):
        partners = self.env["res.partner"].create([{"name": f"C{n} {complaint}"} for n in range(count)])
        for partner in partners:
            for days in (10, 40, 70):
                self._encounter(partner_id=partner.id, arrived_at=self.then - timedelta(days=days), source="history")
            if complaint:
                self._case(partner_id=partner.id, type="complaint", opened_at=self.then - timedelta(days=5))
            if stays:
                self._encounter(partner_id=partner.id, arrived_at=self.then + timedelta(days=30), source="history")
        return partners

    def _rows(self):
        self.trial.action_run()
        return {line.band: (line.count, line.left) for line in self.trial.line_ids}

    def test_what_the_mood_said_and_what_came(self):
        self._customers(6, complaint=True, stays=False)
        self._customers(3, complaint=True, stays=True)
        few = self._rows()
        self.assertEqual(few["unhappy"], (9, 6))
        self.assertIn("Too few to judge: 6 of 9", self.trial.sentence)
        quiet = self._customers(40, complaint=False, stays=True)
        self.env["frontoffice.success.plan"].create({"name": "x", "partner_id": quiet[0].id, "lost_reason": "price",
                                                     "company_id": self.company.id}).action_lose()
        rows = self._rows()
        self.assertEqual(rows["unhappy"], (9, 6))
        self.assertEqual(sum(left for _n, left in rows.values()), 7, "a lost plan counts although they still call")
        self.assertEqual(sum(n for n, _left in rows.values()), 49)

    def test_what_came_later_is_not_known_then(self):
        partner = self._customers(1, complaint=False, stays=True)
        before = self.env["frontoffice.health.facts"]._collect(partner, self.company, self.then, 180)
        self._case(partner_id=partner.id, type="complaint", opened_at=self.then + timedelta(days=3))
        after = self.env["frontoffice.health.facts"]._collect(partner, self.company, self.then, 180)
        self.assertEqual(before, after)
        self.assertNotEqual(
            self.env["frontoffice.health.facts"]._collect(partner, self.company, self.then + timedelta(days=4), 180),
            after,
        )

    def test_edges(self):
        self.trial.months = 0
        with self.assertRaises(UserError):
            self.trial.action_run()
        with self.assertRaises(AccessError):
            self.trial.with_user(self.agent).read(["months"])
