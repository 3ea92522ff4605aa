from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command, Date
from odoo.tests import Form, TransactionCase, new_test_user, tagged

from .browser_common import BrowserCase
from .desk_common import DeskMixin


class GuideMixin(DeskMixin):
    """A guide with two questions that must be asked, for one of the topics."""

    @classmethod
    def _set_up_guide(cls):
        cls._set_up_desk()
        cls.priya.password = "desk_priya"
        cls.priya.group_ids |= cls.env.ref("frontoffice_crm.group_feature_guide")
        cls.guide = cls.env["frontoffice.playbook"].create({
            "name": "No heat in winter", "need_ids": cls.boiler.ids,
            "greeting": "Good morning, Lindwater, what can I do for you?",
            "step_ids": [Command.create(step) for step in (
                {"name": "I am sorry that it is cold.", "kind": "say"},
                {"name": "Are there small children?", "kind": "yes_no", "required": True},
                {"name": "What does the display show?", "hint": "Two digits below the flame", "required": True},
                {"name": "Pressure in bar", "kind": "number"},
                {"name": "When may we come?", "kind": "choice", "choices": "Morning, Afternoon, Any time"},
            )],
        })
        cls.steps = cls.guide.step_ids

    @classmethod
    def _set_up_aids(cls):
        """Material and promises of the guide, and a guide for sales with the same."""
        cls.pump, cls.prices = cls.env["frontoffice.asset"].create([
            {"name": "Heat pump in an old house", "url": "https://www.example.com/heat-pump"},
            {"name": "Price list", "file": b"cHJpY2Vz", "file_name": "prices.txt"},
        ])
        said = {"standard_id": cls.visit.id, "company_id": cls.env.company.id, "date_from": "2026-01-01"}
        cls.true, cls.untrue = cls.env["frontoffice.claim"].create([
            {**said, "name": "We call back the same day", "status": "true", "kept": 40, "of": 41},
            {**said, "name": "Engineer at your door in 24 hours", "status": "untrue", "kept": 19, "of": 31},
        ])
        aids = {
            "company_id": cls.env.company.id, "asset_ids": (cls.pump + cls.prices).ids,
            "claim_ids": (cls.true + cls.untrue).ids,
        }
        cls.guide.write(aids)
        cls.sales = cls.env["frontoffice.playbook"].create({
            **aids, "name": "Wants a new heating", "kind": "sales", "sequence": -1,
            "greeting": "Good morning, which house is it for?",
            "step_ids": [Command.create({"name": "How old is the heating?", "required": True})],
        })
        cls.lead = cls.env["crm.lead"].create({
            "name": "New heating", "type": "opportunity", "partner_id": cls.ana.id, "user_id": cls.priya.id,
            "company_id": cls.env.company.id,
        })
        share = cls.env["frontoffice.asset.share"].create({"asset_id": cls.pump.id, "lead_id": cls.lead.id})
        share.sudo().open_count = 2

    def _runs(self):
        return self.env["frontoffice.playbook.run"].search([("playbook_id", "=", self.guide.id)])


@tagged("post_install", "-at_install")
class TestDeskGuide(GuideMixin, TransactionCase):
    """What was asked at the desk is kept with the interaction, and taken back with it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_guide()

    def _asked(self, *answers):
        return {"id": self.guide.id, "answers": {str(self.steps[n].id): text for n, text in answers}}

    def test_answers_are_kept(self):
        done = self._log(outcome="case", guide=self._asked((0, "Said"), (1, "No"), (3, "0.4")))
        run = self._runs()
        self.assertEqual((run.encounter_id.id, run.case_id.id), (done["encounter_id"], done["case"]["id"]))
        self.assertEqual(run.line_ids.mapped("is_done"), [True, True, False, True, False])
        self.assertEqual((run.asked, run.to_ask, run.user_id), (1, 2, self.priya))

    def test_they_are_taken_back_with_the_log(self):
        done = self._log(guide=self._asked((1, "No")))
        self.desk.undo(done["token"])
        self.assertFalse(self._runs())

    def test_a_number_is_asked_for_in_words(self):
        with self.assertRaisesRegex(ValidationError, "asks for a number"):
            self._log(guide=self._asked((3, "low")))

    def test_without_the_feature_nothing_is_asked(self):
        self.assertTrue(self.desk.open()["guides"])
        self.assertEqual(self.desk.guide(self.boiler.id)["id"], self.guide.id)
        self.assertIsNone(self.desk.guide(self.bill.id))
        self.priya.group_ids -= self.env.ref("frontoffice_crm.group_feature_guide")
        self.assertFalse(self.desk.open()["guides"])
        self.assertIsNone(self.desk.guide(self.boiler.id))
        self._log()
        self.assertFalse(self._runs())


@tagged("post_install", "-at_install")
class TestGuideAids(GuideMixin, TransactionCase):
    """Material and promises beside the steps; the guide for sales on a lead."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_guide()
        cls._set_up_aids()
        cls.seller = new_test_user(cls.env, "guide_seller", groups="sales_team.group_sale_salesman_all_leads")
        cls.priya.group_ids |= cls.env.ref("sales_team.group_sale_salesman_all_leads")

    def _names(self, part):
        return [one["name"] for one in self.desk.guide(self.boiler.id)[part]]

    def test_what_helps_comes_with_the_guide(self):
        guide = self.desk.guide(self.boiler.id)
        self.assertEqual([(one["name"], one["opened"]) for one in guide["material"]], [
            ("Heat pump in an old house", 1), ("Price list", 0),
        ])
        self.assertEqual(guide["material"][0]["url"], "https://www.example.com/heat-pump")
        self.assertIn(f"id={self.prices.id}&field=file", guide["material"][1]["url"])
        said = {one["name"]: (one["status"], one["word"], one["kept"], one["of"]) for one in guide["claims"]}
        self.assertEqual(said, {
            "We call back the same day": ("true", "True", 40, 41),
            "Engineer at your door in 24 hours": ("untrue", "Untrue", 19, 31),
        })

    def test_what_is_over_is_left_out(self):
        self.pump.active = False
        self.true.date_to = Date.add(Date.today(), days=-2)
        self.assertEqual((self._names("material"), self._names("claims")), (["Price list"], [self.untrue.name]))
        self.untrue.action_stop()
        self.true.write({"date_to": False, "active": False})
        self.assertEqual(self._names("claims"), [])

    def test_another_company_and_no_role_see_none_of_it(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        abroad = new_test_user(
            self.env, "guide_abroad", groups="frontoffice_crm.group_agent", company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        for user in (abroad, self.seller):
            with self.assertRaises(AccessError):
                self.guide.with_user(user)._aids()
        with self.assertRaises(AccessError):
            self.desk.with_user(self.seller).guide(self.boiler.id)

    def test_ten_times_the_material_asks_no_more(self):
        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.desk.guide(self.boiler.id)
            return self.env.cr.sql_log_count - before

        queries()
        few = queries()
        self.guide.write({
            "asset_ids": [Command.link(self.pump.copy().id) for _n in range(20)],
            "claim_ids": [Command.link(self.true.copy().id) for _n in range(20)],
        })
        self.assertEqual(len(self._names("claims")), 22)
        self.assertLessEqual(queries(), few)

    def test_a_sales_talk_is_kept_with_the_lead(self):
        lead = self.lead.with_user(self.priya)
        self.assertTrue(lead.service_has_guide)
        run = self.env["frontoffice.playbook.run"].with_user(self.priya).browse(lead.action_guide()["res_id"])
        self.assertEqual((run.lead_id, run.playbook_id, run.user_id), (lead, self.sales, self.priya))
        self.assertEqual(run.company_id, self.lead.company_id)
        self.assertEqual(lead.action_guide()["res_id"], run.id, "going on, not anew")
        self.assertEqual(len(run.aids["material"]), 2)

    def test_merged_leads_keep_it(self):
        run = self.env["frontoffice.playbook.run"].browse(self.lead.action_guide()["res_id"])
        kept = self.lead.copy({"stage_id": self.lead.stage_id.id})
        kept._merge_dependences(self.lead)
        self.lead.unlink()
        self.assertEqual(run.lead_id, kept)

    def test_who_sees_the_button(self):
        def button(user):
            return 'name="action_guide"' in self.env["crm.lead"].with_user(user).get_view(view_type="form")["arch"]

        self.assertTrue(button(self.priya))
        self.assertFalse(button(self.seller))
        with Form(self.lead.with_user(self.seller)) as form:  # opens and saves without the role
            form.name = "New heating, soon"
        with self.assertRaises(AccessError):
            self.lead.with_user(self.seller).action_guide()
        self.priya.group_ids -= self.env.ref("frontoffice_crm.group_feature_guide")
        self.assertFalse(self.lead.with_user(self.priya).service_has_guide)
        self.priya.group_ids |= self.env.ref("frontoffice_crm.group_feature_guide")
        self.env["frontoffice.playbook"].search([("kind", "=", "sales")]).active = False
        self.env.invalidate_all()
        self.assertFalse(self.lead.with_user(self.priya).service_has_guide)


@tagged("post_install", "-at_install", "browser")
class TestDeskGuideTour(GuideMixin, BrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_guide()

    def test_asked_at_the_desk(self):
        self.start_tour("/odoo/front-desk", "frontoffice_crm.desk_guide_kept", login="desk_priya", timeout=180)
        run = self._runs()
        self.assertEqual(run.line_ids.mapped("value"), [False, "Yes", "E7", False, False])
        self.assertEqual((run.asked, run.to_ask, run.encounter_id.partner_id), (2, 2, self.ana))

    def test_asked_on_a_case(self):
        case = self.env["frontoffice.case"].create({
            "subject": "Boiler stopped", "partner_id": self.ana.id, "need_id": self.boiler.id,
        })
        self.start_tour(f"/odoo/cases/{case.id}", "frontoffice_crm.case_guide", login="desk_priya", timeout=180)
        run = self._runs()
        self.assertEqual((run.case_id, run.asked, run.to_ask, run.user_id), (case, 2, 2, self.priya))
        self.assertEqual(run.line_ids.mapped("value"), [False, "Yes", "E3", False, "Afternoon"])
        self.assertEqual(run.line_ids.mapped("is_done"), [True, True, True, False, True])

    def test_pictures(self):
        for name, size, scheme in (
            ("light", "1280x900", "light"), ("dark", "1280x900", "dark"), ("phone", "400x1100", "light"),
        ):
            self.browser_size = size
            path = self.start_tour_and_capture(
                "/odoo/front-desk", "frontoffice_crm.desk_guide", f"desk-guide-{name}", login="desk_priya",
                cookies={"color_scheme": scheme}, timeout=180,
            )
            self.assertGreater(path.stat().st_size, 5000)
            self.env["frontoffice.desk.draft"].search([]).unlink()

    def test_what_helps_on_a_case_and_on_a_lead(self):
        self._set_up_aids()
        self.priya.group_ids |= self.env.ref("sales_team.group_sale_salesman_all_leads")
        case = self.env["frontoffice.case"].create({
            "subject": "Boiler stopped", "partner_id": self.ana.id, "need_id": self.boiler.id,
        })
        looks = (("light", "1280x1000", "light"), ("dark", "1280x1000", "dark"), ("phone", "400x1300", "light"))
        for page, url in (("case", f"/odoo/cases/{case.id}"), ("lead", f"/odoo/crm.lead/{self.lead.id}")):
            for name, size, scheme in looks[:3 if page == "case" else 2]:
                self.browser_size = size
                self.start_tour_and_capture(
                    url, "frontoffice_crm.guide_aids", f"guide-aids-{page}-{name}", login="desk_priya",
                    cookies={"color_scheme": scheme}, timeout=180,
                )
        run = self.env["frontoffice.playbook.run"].search([("lead_id", "=", self.lead.id)])
        self.assertEqual((len(run), run.playbook_id, run.case_id.id), (1, self.sales, False))
