from ast import literal_eval
from datetime import timedelta

from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .promise_common import PromiseCase


@tagged("post_install", "-at_install")
class TestSafeDate(PromiseCase):
    """The safe date while one speaks, and what happens to those who promise sooner."""

    def test_safe_date_is_what_we_manage_8_of_10_times(self):
        self._experience([10] * 24 + [30] * 16)  # P80 = 30 hours
        safe = self.standard._safe(self.company)
        self.assertEqual((safe["basis"], safe["hours"]), ("experience", 30))
        self.assertEqual((safe["kept"], safe["of"]), (40, 40))
        self.assertEqual(safe["due_at"], self._utc("2026-03-26 16:00:00"))

    def test_pain_5_working_hours_and_holidays_count(self):
        """Friday 15:00 and four working hours is Monday morning, or Tuesday after a holiday."""
        self._at(self._utc("2026-03-27 15:00:00"))
        self.standard.hours = 4
        self.assertEqual(self.standard._safe(self.company)["due_at"], self._utc("2026-03-30 10:00:00"))
        self.env["resource.calendar.leaves"].create({
            "name": "Holiday", "calendar_id": self.calendar.id, "company_id": self.company.id,
            "date_from": "2026-03-30 00:00:00", "date_to": "2026-03-30 23:59:59",
        })
        self.assertEqual(self.standard._safe(self.company)["due_at"], self._utc("2026-03-31 10:00:00"))

    def test_pain_6_lunch_half_days_and_night_shifts(self):
        """Any number of shifts a day: lunch is nobody's time, Friday afternoon is free, a night is one night."""
        self.standard.hours = 6
        safe = self.standard._safe
        self.assertEqual(safe(self.company)["due_at"], self._utc("2026-03-23 16:00:00"), "an hour of lunch in it")
        self.calendar.attendance_ids.filtered(lambda line: line.dayofweek == "4" and line.hour_from > 12).unlink()
        self._at(self._utc("2026-03-26 16:00:00"))  # Thursday: one hour, then a morning, then Monday
        self.assertEqual(safe(self.company)["due_at"], self._utc("2026-03-30 09:00:00"))
        nights = self._make_calendar("UTC")
        nights.attendance_ids = [Command.clear(), *(
            Command.create({"name": day, "dayofweek": day, "hour_from": start, "hour_to": stop})
            for day, start, stop in (("0", 22, 24), ("1", 0, 6), ("1", 22, 24))
        )]
        self.standard.calendar_id = nights
        self._at(self._utc("2026-03-30 21:00:00"))
        self.assertEqual(safe(self.company)["due_at"], self._utc("2026-03-31 04:00:00"), "over midnight")
        self._at(self._utc("2026-03-31 03:00:00"))
        self.assertEqual(safe(self.company)["due_at"], self._utc("2026-04-06 23:00:00"), "3 h, 2 h, then 1 h on Monday")

    def test_pain_7_a_safe_date_over_the_change_of_clocks(self):
        """Sunday the clock goes forward in Berlin: Friday 15:00 local plus 4 h is Monday 11:00 local."""
        self.calendar = self._make_calendar("Europe/Berlin")
        self.standard.write({"calendar_id": self.calendar.id, "hours": 4})
        self._at(self._utc("2026-03-27 14:00:00"))  # 15:00 in winter
        self.assertEqual(self.standard._safe(self.company)["due_at"], self._utc("2026-03-30 08:00:00"))
        promise = self._promise(due_at=self._utc("2026-03-30 08:00:00"))
        self.assertEqual(promise.promised_hours, 4)

    def test_kept_41_of_63_this_tight(self):
        for hours, decided in ((8, self._experience([12] * 63, kept=41)), (20, self._experience([12] * 10))):
            self.cr.execute(
                "UPDATE frontoffice_promise SET promised_hours = %s WHERE id IN %s", (hours, tuple(decided.ids))
            )
        judged = self.standard._judge(self.now + timedelta(days=1), self.company)  # 8 working hours
        self.assertEqual((judged["hours"], judged["kept"], judged["of"], judged["safe"]), (8, 41, 63, False))

    def test_queue_delay_makes_it_later(self):
        standard = self.standard
        self.patch(type(standard), "_get_queue_delay", lambda self, company: 5.0)
        self.assertEqual(standard._safe(self.company)["hours"], 21)
        self.assertFalse(standard._judge(self.now + timedelta(days=2), self.company)["safe"])

    def test_form_shows_it_and_asks_why(self):
        form = Form(self._as(self.env["frontoffice.promise"], self.agent), "frontoffice_crm.promise_view_form")
        form.name, form.partner_id, form.standard_id = "Engineer", self.customer, self.standard
        self.assertEqual(form.safe_due_at, self._utc("2026-03-25 09:00:00"))
        form.due_at = self.now + timedelta(hours=3)
        self.assertTrue(form.is_tight)
        with self.assertRaises(AssertionError, msg="the reason is required"):
            form.save()
        form.override_reason = "She waits since Monday"
        promise = form.save()
        self.assertEqual((promise.override_reason, promise.made_by_id), ("She waits since Monday", self.agent))

    def test_sooner_than_safe_needs_a_reason_by_api_too(self):
        Promise = self._as(self.env["frontoffice.promise"], self.agent)
        values = {"name": "Engineer", "standard_id": self.standard.id, "due_at": self.now + timedelta(hours=3)}
        with self.assertRaisesRegex(ValidationError, "sooner than is safe"):
            Promise.create(values)
        promise = Promise.create({**values, "override_reason": "Baby in the house"})
        with self.assertRaises(AccessError, msg="a reason is not made prettier afterwards"):
            promise.override_reason = "Nothing"
        Promise.create({**values, "due_at": self.now + timedelta(days=3)})

    def test_an_override_is_scored_later(self):
        """Filters: promised too early – and kept, – and late."""
        self._experience([24] * 40)
        late, kept = self._promise(due_at=self.now + timedelta(hours=3)), self._promise(
            due_at=self.now + timedelta(hours=3), override_reason="Regular customer"
        )
        self.assertEqual((late | kept).mapped("realistic"), ["no", "no"])
        kept.action_keep()
        self._at(self.now + timedelta(hours=4))
        late._record("lapsed", at=late.due_at)
        search = self.env.ref("frontoffice_crm.promise_view_search")
        arch = self.env["frontoffice.promise"].get_view(search.id, "search")["arch"]
        for name, found in (("too_early_kept", kept), ("too_early_late", late), ("overridden", kept)):
            domain = fields.Domain(self._filter_domain(arch, name)) & fields.Domain("id", "in", (late | kept).ids)
            self.assertEqual(self.env["frontoffice.promise"].search(domain), found, name)

    def _filter_domain(self, arch, name):
        return literal_eval(etree.fromstring(arch).xpath(f"//filter[@name='{name}']")[0].get("domain"))

    def test_new_date_asks_a_reason_for_the_chatter_not_the_ledger(self):
        promise = self._promise()
        Change = self._as(self.env["frontoffice.promise.change"], self.agent).with_context(active_id=promise.id)
        later = promise.due_at + timedelta(days=1)
        with self.assertRaises(UserError):
            Change.create({"due_at": later, "by": "customer", "note": "  "}).action_apply()
        with self.assertRaisesRegex(UserError, "already passed"):
            Change.create({"due_at": self.now - timedelta(days=1), "by": "customer", "note": "x"}).action_apply()
        change = Change.create({"due_at": later, "by": "customer", "note": "Ana is away on Thursday"})
        self.assertEqual(change.usual_due_at, self._utc("2026-03-25 09:00:00"))
        change.action_apply()
        self.assertEqual((promise.due_at, promise.revised_due_at), (later, False))
        self.assertIn("Ana is away", promise.message_ids[0].body)
        self.assertNotIn("away", str(promise.event_ids.mapped("payload")))

    def test_company_change_does_not_move_what_it_is_judged_by(self):
        promise = self._promise()
        due, later = promise.due_at, promise.due_at + timedelta(days=1)
        promise.action_change_due(later, "company")
        self.assertEqual((promise.due_at, promise.revised_due_at, promise.warned_at), (due, later, self.now))

    def test_where_it_came_from(self):
        campaign = self.env["utm.campaign"].create({"title": "Spring"})
        encounter = self._encounter(campaign_id=campaign.id)
        promise = self._promise(encounter_id=encounter.id)
        self.assertEqual(promise.campaign_id, campaign, "the campaign that brought the customer")
        self.assertEqual(promise.came_from, f"Spring · {encounter.display_name}")
        case = self._case()
        self.assertTrue(self._promise(case_id=case.id).came_from.startswith(case.name))
        self.assertFalse(self._promise().came_from)
        lead = self.env["crm.lead"].create({"name": "Pump", "company_id": self.company.id})
        promise = self._promise(lead_id=lead.id)
        self.assertEqual(promise.came_from, "Pump")
        self.assertFalse(self._as(promise, self.agent).came_from, "leads are closed to the desk")

    def test_automatic_standards_are_not_offered_at_the_desk(self):
        offered = self._as(self.env["frontoffice.desk"], self.agent).open()["standards"]
        automatic = self.env["frontoffice.promise.standard"].search([("automatic", "=", True)])
        self.assertGreaterEqual(len(automatic), 3)  # bridges add theirs
        self.assertFalse(set(automatic.ids) & {line["id"] for line in offered})
