import time
from datetime import timedelta
from zoneinfo import ZoneInfo

from odoo import fields
from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user, tagged

from odoo.addons.triangle_kpis.tools.formula import Formula

from .history import LATE, SHORT, History

ORDERS, LEADS, RATINGS = 340, 40, 120
# the last 90 days hold some 36 orders: enough to judge


@tagged("post_install", "-at_install")
class TestFiveMinutes(TransactionCase):
    """A director of a company that already runs Odoo looks back and sees her own triangle."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Trading"})
        cls.company.resource_calendar_id.tz = "Europe/Berlin"
        cls.env.user.company_ids |= cls.company
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.company.ids})
        cls.history = History(cls.env, cls.company, ORDERS, LEADS, RATINGS)
        cls.env.flush_all()
        cls.env.cr.precommit.data.clear()
        cls.env.cr.execute("DELETE FROM triangle_dirty")
        cls.director = new_test_user(
            cls.env, "director.back", "frontoffice_crm.group_manager,triangle_kpis.group_manager",
            company_id=cls.company.id, company_ids=[Command.set(cls.company.ids)])

    def _due(self, window):
        """Numbers of the orders whose date lies in a window of local days."""
        zone = ZoneInfo("Europe/Berlin")
        days = [self.history.due(i).replace(tzinfo=ZoneInfo("UTC")).astimezone(zone).date() for i in range(ORDERS)]
        return [i for i, day in enumerate(days) if window[0] <= day <= window[1]]

    def test_her_own_triangle_within_five_minutes(self):
        began = time.monotonic()
        # what the installation queues
        self.env["triangle.dirty"]._mark_all(self.company)
        wizard = self.env["frontoffice.look.back"].with_user(self.director).create({"company_id": self.company.id})
        for count, what in ((LEADS, "leads"), (RATINGS, "ratings"), (ORDERS, "orders"), (ORDERS + 1, "invoices"),
                            (ORDERS + 1, "deliveries")):
            self.assertIn(f"{count} {what}", wizard.found)
        wizard.action_look_back()
        dashboard = self.env["triangle.dashboard"].with_user(self.director)
        page = dashboard.get_page({})
        self.assertLess(time.monotonic() - began, 100, "five minutes, of which she needs some herself")
        window = [fields.Date.to_date(page["period"][name]) for name in ("from", "to")]
        due = self._due(window)
        kept = [i for i in due if i % 10 not in (LATE, SHORT)]
        self.assertGreaterEqual(len(due), 30)
        tiles = {tile["code"]: tile for tile in page["tiles"]}
        self.assertEqual((tiles["K33"]["n"], tiles["K33"]["value"]), (len(due), len(kept) / len(due)))
        self.assertEqual(tiles["K12"]["status"], "ok", "what was possible then is known")
        on_time = [i for i in due if i % 10 != LATE]
        self.assertEqual(tiles["K38"]["value"], len(on_time) / len(due), "short ones left in time, too")
        self.assertEqual({side: bool(page["sides"][side]["value"]) for side in page["sides"]},
                         {"external": True, "internal": True, "interactive": True})
        partition = page["partition"]
        self.assertEqual((partition["due"], partition["of"]), (len(due), len(due) - len(kept)))
        self.assertEqual(sum(partition[part] for part in ("over", "enable", "deliver")), partition["of"])
        self.assertGreater(partition["enable"], 0, "the warehouse was late")
        text = page["sentence"]["text"]
        self.assertIn(f"We kept {round(100 * len(kept) / len(due))} % of {len(due)} promises.", text)
        self.assertIn(f"Of {partition['of']} not kept", text)
        for part in ("over", "enable", "deliver"):
            self.assertEqual(dashboard.drill("K33", page["filters"], part)["total"], partition[part])

    def _look_back_and_count(self):
        """The assistant counts for some seconds and leaves the rest to the scheduler; here all of it is there."""
        self.env["frontoffice.look.back"].with_user(self.director).create(
            {"company_id": self.company.id}).action_look_back()
        self.env["triangle.fact"]._refresh()

    def test_figures_of_other_apps(self):
        self._look_back_and_count()
        today = self.env["triangle.dashboard"]._today()  # in Berlin it may be tomorrow already
        window = (today - timedelta(days=900), today)
        kpis = self.env["triangle.kpi"].search([("code", "in", ("K07", "K34", "K35", "K16", "K14"))])
        values = self.env["triangle.reader"]._values(kpis, {"w": window}, {})["w"]
        figures = {kpi.code: values[kpi.code].value if kpi.computed else Formula(kpi.formula).evaluate(values)
                   for kpi in kpis}
        wrong = sum(i % 10 in (LATE, SHORT) for i in range(ORDERS))
        # the order everything was copied from is due in the days to come, and was invoiced today
        self.assertEqual(figures["K34"], (ORDERS - wrong) / ORDERS)
        self.assertEqual(figures["K16"], 200 * (ORDERS + 1))
        self.assertEqual(figures["K35"], 1)
        self.assertGreater(figures["K07"], 0)
        self.assertTrue(0 < figures["K14"] <= 1)

    def test_only_leads_and_invoices(self):
        """No order with a date: the sentence says what the rest says."""
        self.env.cr.execute(
            "UPDATE sale_order SET commitment_date = NULL, date_order = date_order - interval '9 years'"
            " WHERE company_id = %s", [self.company.id])
        self.env.invalidate_all()
        self.env["triangle.dirty"]._mark_all(self.company)
        self._look_back_and_count()
        page = self.env["triangle.dashboard"].with_user(self.director).get_page({"preset": "last_12_months"})
        self.assertFalse(page["empty"])
        self.assertIsNone(page["partition"])
        self.assertRegex(page["sentence"]["text"], r"^No promise was due in this period\. .+ % instead of .+ %")
