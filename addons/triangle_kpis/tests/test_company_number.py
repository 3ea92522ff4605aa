from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestCompanyNumber(TransactionCase):
    """Figures of another company are refused in words, and what waits to be counted is not shown."""

    def test_refused_in_words(self):
        ours, theirs = self.env["res.company"].create([{"name": "Ours"}, {"name": "Theirs"}])
        manager = new_test_user(
            self.env, "figures", "triangle_kpis.group_manager", company_id=ours.id, company_ids=[Command.set(ours.ids)],
        )
        Dirty = self.env["triangle.dirty"]
        mark = Dirty.create({"source": "case", "company_id": theirs.id, "marked_at": fields.Datetime.now()})
        self.assertFalse(Dirty.with_user(manager).search([("company_id", "=", theirs.id)]))
        with self.assertRaises(AccessError):
            mark.with_user(manager).read(["source"])
