import logging
import time
from datetime import date, datetime, timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import SQL

_logger = logging.getLogger(__name__)


@tagged("post_install", "-at_install", "look_back")
class TestLookBack(TransactionCase):
    """What the database already knows becomes history: once, quietly, and removable."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # A company of its own, so that demo data does not count.
        cls.company = cls.env["res.company"].create({"name": "Looking back"})
        cls.company.resource_calendar_id.tz = "Europe/Berlin"
        both = {"company_id": cls.company.id, "company_ids": [fields.Command.set(cls.company.ids)]}
        cls.manager = new_test_user(cls.env, "look.manager", groups="frontoffice_crm.group_manager", **both)
        cls.agent = new_test_user(cls.env, "look.agent", groups="frontoffice_crm.group_agent", **both)
        cls.customer = cls.env["res.partner"].create({"name": "Olga", "email": "olga@customer.example"})
        cls.now = fields.Datetime.now()
        cls.won = cls.env["crm.stage"].create({"name": "Won here", "is_won": True})

    @classmethod
    def lead(cls, created, deadline=None, closed=None, won=None, **vals):
        """A lead with a past; ``won``: True, False (lost) or None (open)."""
        lead = cls.env["crm.lead"].create({
            "name": "Offer", "partner_id": cls.customer.id, "company_id": cls.company.id, "user_id": cls.agent.id,
            "team_id": False, "date_deadline": deadline, **vals,
        })
        if won:
            lead.stage_id = cls.won
        elif won is False:
            lead.action_set_lost()
        cls.env.flush_all()
        cls.env.cr.execute(SQL(
            "UPDATE crm_lead SET create_date = %s, date_closed = %s WHERE id = %s", created, closed, lead.id
        ))
        lead.invalidate_recordset()
        return lead

    @classmethod
    def meeting(cls, start, guest=True, **vals):
        partners = cls.agent.partner_id | (cls.customer if guest else cls.manager.partner_id)
        return cls.env["calendar.event"].with_context(no_mail_to_attendees=True, mail_create_nolog=True).create({
            "name": "Secret title", "start": start, "stop": start + timedelta(hours=1), "user_id": cls.agent.id,
            "partner_ids": [fields.Command.set(partners.ids)], **vals,
        })

    def look(self, user=None, **vals):
        """Run the wizard; returns it."""
        wizard = self.env["frontoffice.look.back"].with_user(user or self.manager).with_company(self.company)
        wizard = wizard.create({"company_id": self.company.id, **vals})
        wizard.action_look_back()
        return wizard

    def history(self, model):
        return self.env[model].with_context(active_test=False).search([
            ("company_id", "=", self.company.id), ("source", "=", "history"),
        ])

    def traces_of_sending(self):
        self.env.flush_all()
        return [
            self.env[model].search_count([]) for model in ("mail.mail", "mail.activity", "mail.notification")
        ] + [
            # open pages may reload: that is no message to anybody
            self.env["bus.bus"].search_count([("message", "not like", "/changed")])
        ] + [self.env["mail.message"].search_count([("model", "in", (
            "frontoffice.promise", "frontoffice.encounter", "frontoffice.case", "crm.lead", "calendar.event",
        ))])]

    def test_lead_promises(self):
        """Truth table: state by when it was closed and how."""
        day = (self.now - timedelta(days=30)).date()
        start = datetime.combine(day, datetime.min.time())
        before, inside, after = start - timedelta(days=9), start - timedelta(days=1), start + timedelta(days=3)
        cases = {
            "kept": self.lead(before, day, inside, True),
            "late": self.lead(before, day, after, True),
            "withdrawn": self.lead(before, day, inside, False),
            "broken": self.lead(before, day),
        }
        lost_late = self.lead(before, day, after, False)
        no_date = self.lead(before)
        running = self.lead(before, (self.now + timedelta(days=9)).date())
        told_late = self.lead(after, day)
        self.look()
        promises = {promise.lead_id: promise for promise in self.history("frontoffice.promise")}
        for state, lead in cases.items():
            self.assertEqual(promises[lead].state, state)
        self.assertEqual(promises[lost_late].state, "broken")
        for lead in (no_date, running, told_late):
            self.assertNotIn(lead, promises)
        self.assertEqual(len(self.history("frontoffice.encounter")), 8)
        kept = promises[cases["kept"]]
        self.assertEqual((kept.made_at, kept.fulfilled_at), (before, inside))
        self.assertEqual((kept.origin_kind, kept.source, kept.made_by_id), ("history", "history", self.agent))
        self.assertEqual(promises[cases["withdrawn"]].withdrawn_by, "customer")
        every = self.env["frontoffice.promise"].union(*promises.values())
        self.assertFalse(every._ledger_verify())

    def test_due_at_the_end_of_the_company_s_day(self):
        wizard = self.env["frontoffice.look.back"].create({"company_id": self.company.id})
        self.assertEqual(wizard._end_of_day(date(2026, 1, 15)), datetime(2026, 1, 15, 22, 59, 59))
        self.assertEqual(wizard._end_of_day(date(2026, 3, 29)), datetime(2026, 3, 29, 21, 59, 59))
        self.assertEqual(wizard._end_of_day(date(2026, 10, 25)), datetime(2026, 10, 25, 22, 59, 59))

    def test_meetings(self):
        past = (self.now - timedelta(days=5)).replace(microsecond=0)
        held = self.meeting(past)
        declined = self.meeting(past + timedelta(days=1))
        declined.attendee_ids.filtered(lambda a: a.partner_id == self.customer).state = "declined"
        self.meeting(past, guest=False)
        self.meeting(past, active=False)
        self.meeting(self.now + timedelta(days=2))
        self.look()
        encounters = self.history("frontoffice.encounter")
        self.assertEqual(encounters.calendar_event_id, held | declined)
        self.assertEqual(set(encounters.mapped("outcome")), {"appointment"})
        self.assertFalse(any(encounters.mapped("response_due_at")))
        states = {p.encounter_id.calendar_event_id: p.state for p in self.history("frontoffice.promise")}
        self.assertEqual(states, {held: "kept", declined: "withdrawn"})
        words = encounters.mapped("note") + self.history("frontoffice.promise").mapped("name")
        self.assertNotIn("Secret", str(words))

    def test_nothing_is_sent(self):
        self.lead(self.now - timedelta(days=40), (self.now - timedelta(days=20)).date())
        self.meeting(self.now - timedelta(days=5))
        before = self.traces_of_sending()
        self.look()
        self.assertEqual(self.traces_of_sending(), before)
        self.assertFalse(self.history("frontoffice.promise").activity_ids)
        self.assertFalse(self.env["frontoffice.promise"].search_count(
            [("company_id", "=", self.company.id), ("state", "in", ("made", "enabled"))]
        ))
        encounters = self.history("frontoffice.encounter")
        self.assertFalse(encounters.filtered(lambda e: e.state != "done" or e.response_due_at))

    def test_again_adds_only_what_is_new(self):
        lead = self.lead(self.now - timedelta(days=40), (self.now + timedelta(days=2)).date())
        first = self.look()
        self.assertEqual((len(self.history("frontoffice.encounter")), len(self.history("frontoffice.promise"))), (1, 0))
        lead.date_deadline = (self.now - timedelta(days=2)).date()
        self.lead(self.now - timedelta(days=3))
        second = self.look()
        self.assertEqual((len(self.history("frontoffice.encounter")), len(self.history("frontoffice.promise"))), (2, 1))
        self.assertEqual(first.batch_id, second.batch_id)
        third = self.look()
        self.assertIn("0 interactions, 0 promises and 0 ratings", third.result)
        self.assertEqual(third.batch_id.summary["encounters"], 2)

    def test_removed_whole(self):
        self.lead(self.now - timedelta(days=40), (self.now - timedelta(days=20)).date())
        self.meeting(self.now - timedelta(days=5))
        batch = self.look().batch_id
        channels = self.env["frontoffice.channel"].with_context(active_test=False).search(
            [("company_id", "=", self.company.id)]
        )
        self.assertEqual(set(channels.mapped("kind")), {"email", "counter"})
        batch.with_user(self.manager).action_remove()
        self.assertFalse(self.history("frontoffice.encounter"))
        self.assertFalse(self.history("frontoffice.promise"))
        self.assertFalse(channels.exists())
        self.assertNotEqual(self.look().batch_id, batch)
        self.assertEqual(len(self.history("frontoffice.encounter")), 2)

    def test_found_before_anything_is_written(self):
        self.lead(self.now - timedelta(days=40))
        self.lead(self.now - timedelta(days=1500))
        self.meeting(self.now - timedelta(days=5))
        wizard = self.env["frontoffice.look.back"].with_user(self.manager).with_company(self.company)
        found = wizard.create({"company_id": self.company.id}).found
        self.assertIn("1 leads, 1 meetings", found)
        self.assertIn("Nothing will be sent", found)
        self.assertFalse(self.history("frontoffice.encounter"))

    def test_companies_do_not_mix(self):
        other = self.env["res.company"].create({"name": "Another"})
        lead = self.lead(self.now - timedelta(days=40), user_id=False)
        self.lead(self.now - timedelta(days=40), company_id=other.id, user_id=False)
        self.look()
        self.assertEqual(self.history("frontoffice.encounter").lead_id, lead)
        self.assertFalse(self.env["frontoffice.encounter"].search_count([("company_id", "=", other.id)]))
        stranger = new_test_user(
            self.env, "look.stranger", groups="frontoffice_crm.group_manager", company_id=other.id,
            company_ids=[fields.Command.set(other.ids)],
        )
        wizard = self.env["frontoffice.look.back"].create({"company_id": self.company.id})
        with self.assertRaises(AccessError):
            wizard.with_user(stranger).with_company(other).sudo(False).action_look_back()

    def test_managers_alone(self):
        with self.assertRaises(AccessError):
            self.look(user=self.agent)

    def test_a_source_of_a_bridge(self):
        """A bridge adds a line to the list and two methods."""
        def sources(wizard):
            return [("order", "orders", "_count_ratings", "_load_order")]

        def load(wizard, batch):
            channel = wizard._history_channel(batch, "phone")
            at = fields.Datetime.now() - timedelta(days=3)
            encounter = wizard._make_encounters(batch, [{"channel_id": channel.id, "arrived_at": at}])
            promises = wizard._make_promises(batch, [(
                {"name": "Delivery", "made_at": at, "due_at": at + timedelta(days=1), "encounter_id": encounter.id},
                [("fulfilled", at + timedelta(hours=5), {})],
            )])
            return {"encounters": 1, "promises": len(promises)}

        model = self.registry["frontoffice.look.back"]
        self.patch(model, "_look_back_sources", sources)
        model._load_order = load
        self.addCleanup(delattr, model, "_load_order")
        self.assertIn("1 interactions, 1 promises and 0 ratings", self.look().result)
        promise = self.history("frontoffice.promise")
        self.assertEqual((promise.state, promise.source), ("kept", "history"))
        self.assertGreaterEqual(promise.delivered_hours, 0)


@tagged("post_install", "-at_install", "-standard", "look_back_speed")
class TestLookBackSpeed(TestLookBack):
    """Run by tag alone: 10,000 leads."""

    allow_inherited_tests_method = False

    def test_ten_thousand_leads(self):
        day = (self.now - timedelta(days=30)).date()
        self.env.cr.execute(SQL(
            "INSERT INTO crm_lead (name, type, active, company_id, user_id, create_date, date_closed, date_deadline,"
            " won_status, stage_id, email_from)"
            " SELECT 'Lead ' || n, 'opportunity', true, %s, %s, now() - interval '60 days', now() - interval '31 days',"
            " %s, 'won', %s, 'a@b.example' FROM generate_series(1, 10000) n",
            self.company.id, self.agent.id, day, self.won.id,
        ))
        started = time.perf_counter()
        wizard = self.look()
        _logger.info("10,000 leads in %.1f s: %s", time.perf_counter() - started, wizard.result)
        self.assertEqual(len(self.history("frontoffice.promise")), 10000)
