import re
from datetime import timedelta
from pathlib import Path

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..sources import base
from .common import TODAY, TriangleCase

DEVELOP = Path(__file__).parents[1] / "readme" / "DEVELOP.md"


@tagged("post_install", "-at_install")
class TestKpiBuilder(TriangleCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kept = cls.env["triangle.measure"].search([("code", "=", "promise_kept")])

    def _builder(self, **vals):
        return self.env["triangle.kpi.builder"].create({"name": "Kept of all", "formula": (
            "promise_kept_num / promise_kept_den"), **vals})

    def test_measures_suggest_a_formula(self):
        with Form(self.env["triangle.kpi.builder"]) as form:
            form.name = "Promises kept, ours"
            form.measure_ids.add(self.kept)
            self.assertEqual(form.formula, "promise_kept_num / promise_kept_den")
            self.assertIn("promise_kept_to_date", form.names)
            form.formula = "promise_kept_num / 2"
            form.measure_ids.add(self.env["triangle.measure"].search([("code", "=", "complaint")]))
            self.assertEqual(form.formula, "promise_kept_num / 2", "what was typed is left alone")

    def test_checked_while_typed(self):
        with Form(self.env["triangle.kpi.builder"]) as form:
            form.name = "Try"
            form.formula = "promise_kept_num / "
            self.assertIn("cannot be read yet", form.problem)
            self.assertFalse(form.preview)
            form.formula = "promise_keept_num"
            self.assertIn("nothing called promise_keept_num", form.problem)
            form.formula = "__import__('os').getcwd()"
            self.assertIn("Only names, numbers", form.problem)
            form.formula = "promise_kept_num + days"
            self.assertFalse(form.problem)
            self.assertTrue(form.preview)

    def test_twelve_months_before_saving(self):
        for i in range(4):
            self._promise(timedelta(days=-40, minutes=-i), fulfilled_at=False if i else None)
        self.env["triangle.fact"]._refresh()
        before = self.env["triangle.kpi"].search_count([])
        preview = self._builder().preview
        self.assertEqual((len(preview["points"]), preview["points"][-1]["label"]), (12, "Mar 2026"))
        february = preview["points"][-2]
        self.assertEqual((february["value"], february["n"]), (0.0, 4))
        self.assertIsNone(preview["points"][0]["value"], "absent is not zero")
        self.assertEqual(self.env["triangle.kpi"].search_count([]), before, "nothing was saved")

    def test_saved_is_version_one(self):
        self._promise()
        action = self._builder(has_target=True, target=0.8, tile=True).action_save()
        kpi = self.env["triangle.kpi"].browse(action["res_id"])
        self.assertEqual((kpi.code, kpi.version, kpi.own, kpi.tile), ("own_kept_of_all", 1, True, True))
        self.assertEqual((kpi.num_measure, kpi.den_measure), ("promise_kept", "promise_kept"))
        self.assertEqual(kpi.interval_kind, "wilson")
        tile = self._tiles()["own_kept_of_all"]
        self.assertEqual((tile["value"], tile["target"]), (1.0, 0.8))
        self.assertEqual(self.dashboard.drill(kpi.code, {"preset": "last_12_months"})["total"], 1)

    def test_changed_is_version_two(self):
        kpi = self.env["triangle.kpi"].browse(self._builder().action_save()["res_id"])
        again = self.env["triangle.kpi.builder"].browse(kpi.action_preview()["res_id"])
        self.assertEqual(again.measure_ids, self.kept)
        again.formula = "1 - promise_kept_num / promise_kept_den"
        self.assertEqual(again.action_save()["res_id"], kpi.id)
        self.assertEqual((kpi.version, kpi.version_ids.sorted("number").mapped("number")), (2, [1, 2]))

    def test_two_of_the_same_name(self):
        codes = [self.env["triangle.kpi"].browse(self._builder().action_save()["res_id"]).code for _i in range(2)]
        self.assertEqual(codes, ["own_kept_of_all", "own_kept_of_all_2"])

    def test_own_ones_are_archived_shipped_ones_stay(self):
        own = self.env["triangle.kpi"].browse(self._builder().action_save()["res_id"])
        own.active = False
        self.assertFalse(own.active)
        shipped = self.env["triangle.kpi"].search([("code", "=", "K33")])
        with self.assertRaisesRegex(UserError, "come with the add-ons"):
            shipped.active = False
        for kpi in (own, shipped):
            with self.assertRaisesRegex(UserError, "archived, never deleted"):
                kpi.unlink()
        with self.assertRaisesRegex(UserError, "comes with the application"):
            self.env["triangle.kpi.builder"]._of(shipped).action_save()

    def test_a_wrong_formula_is_not_saved(self):
        with self.assertRaisesRegex(ValidationError, "nothing called"):
            self._builder(formula="nonsense_num").action_save()

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.models")
    def test_who_defines_figures(self):
        analyst = self._viewer("builder_analyst", "triangle_kpis.group_analyst")
        with self.assertRaises(AccessError):
            self.env["triangle.kpi.builder"].with_user(analyst).create({"name": "x"})
        manager = self._viewer("builder_manager", "triangle_kpis.group_manager")
        builder = self.env["triangle.kpi.builder"].with_user(manager).create({
            "name": "By a manager", "formula": "complaint_num", "unit": "count"})
        self.assertTrue(builder.action_save()["res_id"])

    def test_menu_only_when_on(self):
        menu = self.env.ref("triangle_kpis.menu_kpi_own")
        manager = self._viewer("builder_menu", "triangle_kpis.group_manager")
        Menu = self.env["ir.ui.menu"].with_user(manager)
        self.assertNotIn(menu.id, Menu.load_menus(False))
        self.env.ref("base.group_user").implied_ids = [
            Command.link(self.env.ref("triangle_kpis.group_feature_builder").id)]
        self.env.registry.clear_cache()
        self.assertIn(menu.id, Menu.load_menus(False))


@tagged("post_install", "-at_install")
class TestTenLines(TriangleCase):
    """The class in readme/DEVELOP.md, word for word: at most ten lines, and it counts."""

    def _documented(self):
        return re.search(r"```python\n(.*?)```", DEVELOP.read_text(), re.DOTALL)[1]

    def test_the_documented_class_counts(self):
        text = self._documented()
        body = text[text.index("@register"):].strip().splitlines()
        self.assertLessEqual(len(body), 11, "ten lines below the decorator")
        known = dict(base.REGISTRY)
        self.addCleanup(lambda: (base.REGISTRY.clear(), base.REGISTRY.update(known)))
        exec(compile(text, str(DEVELOP), "exec"), {})  # noqa: S102 - our own document, that is the point
        name = (base.REGISTRY.keys() - known.keys()).pop()
        source = base.REGISTRY[name]
        xml = re.search(r"```xml\n(.*?)```", DEVELOP.read_text(), re.DOTALL)[1]
        fields = dict(re.findall(r'<field name="(\w+)">([^<]*)</field>', xml))
        self.assertEqual((fields["code"], fields["source"]), (source.measures[0].code, name))
        self.env["triangle.measure"].create({key: fields[key] for key in ("code", "name", "kind", "source")})
        self._thanks(3)
        self.env["triangle.measure"]._sync_definitions()
        self.assertFalse(self.env["triangle.fact"]._refresh([name])[name])
        window = {"day": (TODAY - timedelta(days=5),) * 2, "other": (TODAY - timedelta(days=4), TODAY)}
        sums = self.env["triangle.reader"]._sums(window, {fields["code"]}, {})
        self.assertEqual((sums["day"][fields["code"]].num, sums["other"]), (3, {}))
        kpi = self.env["triangle.kpi"].create({
            "code": "TTEN", "name": fields["name"], "side": "company", "unit": "count", "interval_kind": "poisson",
            "formula": f"{fields['code']}_num", "num_measure": fields["code"]})
        drill = self.dashboard.drill(kpi.code, {"preset": "last_90_days"}, "num")
        self.assertEqual((drill["res_model"], drill["total"]), (source.model, 3))

    def _thanks(self, count):
        people = self._viewer("thanked")
        self.env["frontoffice.thanks"].create([{
            "text": f"Well done {i}", "user_ids": people.ids, "date": TODAY - timedelta(days=5),
            "company_id": self.company.id} for i in range(count)])
