from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user, tagged

ENTRIES = {
    "Front Office": ["Front Desk", "Cases", "Promises", "Settings"],
    "Back Office": ["My work", "Department", "Settings"],
    "Service Triangle": [],  # the root itself is the page
}
ROOTS = ("frontoffice_crm.menu_root", "backoffice_ops.menu_root", "triangle_kpis.menu_root")


@tagged("post_install", "-at_install")
class TestMenus(TransactionCase):
    """After installation there are eight entries; a feature adds its own when it is switched on."""

    def setUp(self):
        super().setUp()
        roles = self.env["res.users"]._service_role_groups()
        xmlids = sorted({xmlid for groups in roles.values() for xmlid in groups})
        self.user = new_test_user(self.env, "every.role", groups=",".join(["base.group_user", *xmlids]))
        self.features = self.env["res.groups"].browse(self.env["ir.model.data"].search([
            ("model", "=", "res.groups"), ("name", "=like", "group\\_feature\\_%"),
            ("module", "in", ("frontoffice_crm", "backoffice_ops", "triangle_kpis")),
        ]).mapped("res_id"))

    def _seen(self, user):
        """{root: [labels below it]} as the web client is told."""
        self.env.registry.clear_cache()
        menus = self.env["ir.ui.menu"].with_user(user).load_menus(False)
        roots = [self.env.ref(xmlid).id for xmlid in ROOTS]
        below = {root: [] for root in roots}
        for root in roots:
            waiting = list(menus[root]["children"]) if root in menus else []
            while waiting:
                menu = menus[waiting.pop(0)]
                below[root].append(menu["name"])
                waiting = [*menu["children"], *waiting]
        return {menus[root]["name"]: names for root, names in below.items() if root in menus}

    def test_eight_entries_after_installation(self):
        self.assertTrue(self.features, "the switches exist")
        self.assertFalse(self.user.all_group_ids & self.features, "none of them is on after installation")
        seen = self._seen(self.user)
        self.assertEqual(seen, ENTRIES)
        pages = sum(len(names) or 1 for names in seen.values())
        self.assertEqual(pages, 8)

    def test_every_entry_opens_something(self):
        menus = self.env["ir.ui.menu"].with_user(self.user).load_menus(False)
        for xmlid in ROOTS:
            root = menus[self.env.ref(xmlid).id]
            for menu in [menus[child] for child in root["children"]] or [root]:
                self.assertTrue(menu["action_id"], menu["name"])

    def test_a_feature_adds_and_takes_away_nothing_else(self):
        """With every switch on, the eight are still there and what came is below the same three roots."""
        self.user.group_ids = [Command.link(group.id) for group in self.features]
        seen = self._seen(self.user)
        self.assertEqual(list(seen), list(ENTRIES))
        for root, names in ENTRIES.items():
            self.assertLessEqual(set(names), set(seen[root]), root)

    def test_what_analysts_work_with_needs_no_developer_mode(self):
        """The switch for all figures shows analysts their lists, and adds nothing for anybody else."""
        switch = Command.link(self.env.ref("triangle_kpis.group_feature_figures").id)
        people = {name: new_test_user(self.env, f"menu.{name}", groups=f"base.group_user,triangle_kpis.group_{name}")
                  for name in ("viewer", "analyst", "manager")}
        for user in people.values():
            self.assertEqual(self._seen(user)["Service Triangle"], [], "off: the page alone")
            user.group_ids = [switch]
        self.assertEqual(self._seen(people["viewer"])["Service Triangle"], [])
        lists = {"Configuration", "Counted days", "Figures", "Targets"}
        self.assertLessEqual(lists, set(self._seen(people["analyst"])["Service Triangle"]))
        self.assertNotIn("Runs", self._seen(people["analyst"])["Service Triangle"])
        self.assertLessEqual(lists | {"Runs"}, set(self._seen(people["manager"])["Service Triangle"]))

    def test_a_colleague_without_a_role_asks_departments_only(self):
        plain = new_test_user(self.env, "no.role", groups="base.group_user")
        self.assertEqual(self._seen(plain), {"Back Office": ["My work"]})
