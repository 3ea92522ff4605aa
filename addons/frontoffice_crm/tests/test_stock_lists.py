from odoo.tests import TransactionCase, new_test_user, tagged

OURS = ("frontoffice", "backoffice", "triangle")


@tagged("post_install", "-at_install")
class TestStockLists(TransactionCase):
    """Whoever may read a record of Odoo may read all its fields: our lists on it refuse nobody, they are not there."""

    def _readers(self, model):
        """The groups that may read a model; an empty one: everybody."""
        lines = self.env["ir.model.access"].search([("model_id.model", "=", model), ("perm_read", "=", True)])
        return [line.group_id for line in lines]

    def _refused(self, name, field):
        """Groups that may read the model and see the field, and may not read what it lists."""
        shown = self.env["res.groups"].browse()
        for xmlid in (field.groups or "").split(","):
            shown |= self.env.ref(xmlid) if xmlid else shown
        allowed = self._readers(field.comodel_name)
        for group in self._readers(name):
            held = group | group.all_implied_ids
            if group and (not shown or held & shown) and not any(not one or one in held for one in allowed):
                yield group.full_name

    def test_lists_of_ours_on_records_of_odoo(self):
        seen = 0
        for name, model in self.env.registry.items():
            if model._abstract or model._transient or name.startswith(OURS) or name.startswith("ir."):
                continue
            for field in model._fields.values():
                listed = field.type in ("one2many", "many2many") and not field.compute  # what is computed asks nobody
                if listed and (field._module or "").startswith(OURS):
                    seen += 1
                    self.assertFalse(list(self._refused(name, field)), f"{name}.{field.name} needs groups")
        self.assertGreater(seen, 3)

    def test_employees_are_read_whole(self):
        """Who is not of HR reads the public profile: a field it does not know, and that names no group, refuses all."""
        public, employee = self.env["hr.employee.public"]._fields, self.env["hr.employee"]._fields
        refused = [name for name, field in employee.items()
                   if (field._module or "").startswith(OURS) and not field.groups and name not in public]
        self.assertFalse(refused, "needs groups, or a place in the public profile")
        clerk = new_test_user(self.env, "clerk of no role", groups="base.group_user")
        self.assertTrue(self.env["hr.employee"].with_user(clerk).search([], limit=3).read([]))
