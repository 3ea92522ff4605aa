from datetime import timedelta
from email.message import EmailMessage
from unittest.mock import patch

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.frontoffice_crm.tests.browser_common import BrowserCase

WORK = "/odoo/my-work"


def letter(address):
    """A customer we do not know yet, in her own words."""
    message = EmailMessage()
    message["From"] = "Ana Run <ana.run@example.org>"
    message["To"] = address
    message["Subject"] = "Help, no heat"
    message["Message-Id"] = "<one.run@example.org>"
    message.set_content("We have no heat since Monday, please help.")
    return message.as_string()


@tagged("post_install", "-at_install", "browser")
class TestOneRun(BrowserCase):
    """One promise followed from the e-mail to the dashboard, in Chromium, each person with her own login."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "One Run Heating"})
        domain = cls.env["mail.alias.domain"].search([], limit=1) or cls.env["mail.alias.domain"].create(
            {"name": "run.example.com"}
        )
        cls.company.alias_domain_id = domain
        cls.env = cls.env(context=dict(cls.env.context, allowed_company_ids=cls.company.ids))
        cls._people()
        cls._office()

    @classmethod
    def _people(cls):
        cls.people = cls.env["res.users"].with_context(no_reset_password=True).create([{
            "name": f"{name.capitalize()} Run", "login": f"run_{name}", "password": f"run_{name}", "tz": "UTC",
            "email": f"{name}@run.example.com", "service_role": role, "notification_type": "inbox",
            "company_id": cls.company.id, "company_ids": [Command.set(cls.company.ids)],
        } for name, role in (("priya", "front_desk"), ("jonas", "department_clerk"), ("helen", "director"))])
        cls.priya, cls.jonas, cls.helen = cls.people

    @classmethod
    def _office(cls):
        """What a consultant sets up; working hours never stop, so no test depends on the hour it runs."""
        calendar = cls.env["resource.calendar"].create({
            "name": "Always", "tz": "UTC", "company_id": False, "attendance_ids": [Command.clear()] + [
                Command.create({"name": "x", "dayofweek": str(day), "hour_from": 0, "hour_to": 24}) for day in range(7)
            ],
        })
        cls.company.resource_calendar_id = calendar
        cls.team = cls.env["crm.team"].create({"name": "Run", "is_service": True, "company_id": cls.company.id})
        standard = cls.env["frontoffice.promise.standard"].create({
            "name": "Engineer visit", "hours": 16, "calendar_id": calendar.id, "company_id": cls.company.id,
            "sentence": "Our engineer will be with you by {when}.",
        })
        cls.env["frontoffice.need"].search([]).active = False  # words of other topics stay out of it
        cls.topic = cls.env["frontoffice.need"].create({
            "name": "Boiler run", "keywords": "no heat", "standard_id": standard.id, "team_id": cls.team.id,
            "company_id": cls.company.id,
        })
        cls.channel = cls.env["frontoffice.channel"].create({
            "name": "Run mailbox", "kind": "email", "alias_name": "one.run", "team_id": cls.team.id,
            "company_id": cls.company.id, "alias_domain_id": cls.company.alias_domain_id.id,
        })
        parts = cls.env["hr.department"].create({"name": "Parts run", "company_id": cls.company.id})
        cls.env["backoffice.member"].create({"user_id": cls.jonas.id, "department_id": parts.id})
        cls.env["backoffice.service"].create({
            "name": "Order a part", "department_id": parts.id, "accept_hours": 4, "deliver_hours": 8,
            "calendar_id": calendar.id, "company_id": cls.company.id, "allow_incomplete": True,
            "requirement_ids": [Command.create({"name": "Serial number", "code": "serial"})],
        })

    def _earlier(self):
        """Two promises of last week, one kept and one late: the figure that is to move."""
        due = fields.Datetime.now() - timedelta(days=7)
        partner = self.env["res.partner"].create({"name": "Somebody else"})
        for hours in (-1, 1):
            self.env["frontoffice.promise"].create({
                "name": "Earlier", "partner_id": partner.id, "company_id": self.company.id, "team_id": self.team.id,
                "due_at": due,
            }).write({
                "made_at": due - timedelta(days=1), "realistic": "yes", "in_full": True,
                "fulfilled_at": due + timedelta(hours=hours),
            })

    def _page(self, tour, now):
        """Helen's page, counted and read at a moment: a promise counts from the moment it is due."""
        day = timedelta(days=1)
        url = f"/odoo/triangle?from={(now - 14 * day).date()}&to={(now + day).date()}&team={self.team.id}&compare=none"
        with patch.object(fields.Datetime, "now", lambda *_args: now):
            self.env["triangle.fact"]._refresh()
            self.start_tour(url, tour, login="run_helen")

    def test_from_the_mail_to_the_dashboard(self):
        self._earlier()
        self._page("triangle_kpis.run_before", fields.Datetime.now())
        case = self._mail()
        request = self._promise(case)
        self._department(request)
        promise = self._confirmed(request, case)
        self._rated(case)
        self._page("triangle_kpis.run_after", promise.due_at + timedelta(hours=1))
        self.assertFalse(promise._ledger_verify() | case.promise_ids._ledger_verify())
        self.assertFalse(case._ledger_verify())
        self.assertFalse(request._ledger_verify())

    def _mail(self):
        self.env["mail.thread"].message_process(False, letter(self.channel.alias_email))
        case = self.env["frontoffice.case"].search([("channel_id", "=", self.channel.id)])
        self.assertEqual((len(case), case.state, case.need_id, case.team_id), (1, "new", self.topic, self.team))
        self.assertEqual((case.partner_id.name, case.partner_id.email), ("Ana Run", "ana.run@example.org"))
        self.assertEqual(case.encounter_ids.mapped("source"), ["mail"])
        return case

    def _promise(self, case):
        self.start_tour("/odoo/front-desk", "triangle_kpis.run_clerk", login="run_priya")
        promise = case.promise_ids.filtered(lambda p: p.origin_kind == "person")  # beside the automatic ones
        self.assertEqual((len(promise), promise.made_by_id, promise.override_reason), (1, self.priya, False))
        given = promise.due_at - promise.made_at  # the safe date of 16 hours, rounded up to what one says
        self.assertTrue(timedelta(hours=15, minutes=58) < given < timedelta(hours=17), given)
        self.assertIn(True, case.encounter_ids.mapped("need_confirmed"))
        request = self.env["backoffice.handoff"].search([("case_id", "=", case.id)])
        self.assertEqual((request.state, request.promise_id, request.required_ok_at_send), ("sent", promise, False))
        return request

    def _department(self, request):
        self.start_tour(WORK, "triangle_kpis.run_sent_back", login="run_jonas")
        self.assertEqual((request.state, request.sender_return_count), ("returned", 1))
        self.start_tour(WORK, "triangle_kpis.run_again", login="run_priya")
        self.assertEqual((request.state, request.answers["serial"]), ("sent", "4711"))
        self.start_tour(WORK, "triangle_kpis.run_ready", login="run_jonas")
        self.assertEqual((request.state, request.outcome_note), ("delivered", "The pump is on the van"))
        kinds = request.event_ids.sorted("seq").mapped("kind")
        self.assertIn("undone", kinds)
        self.assertEqual(kinds[-3:], ["paused", "resumed", "delivered"])

    def _confirmed(self, request, case):
        self.start_tour(WORK, "triangle_kpis.run_confirm", login="run_priya")
        self.assertEqual(request.state, "done")
        promise = request.promise_id
        self.start_tour(f"/odoo/promises/{promise.id}", "triangle_kpis.run_kept", login="run_priya")
        self.start_tour(f"/odoo/cases/{case.id}", "triangle_kpis.run_solved", login="run_priya")
        self.assertEqual((promise.state, case.state), ("kept", "resolved"))
        return promise

    def _rated(self, case):
        """The link in the mail only shows the page; the customer's own POST rates."""
        rating = self.env["rating.rating"].search([("res_model", "=", case._name), ("res_id", "=", case.id)])
        url = f"/rate/{rating.access_token}/5"
        ready = "document.querySelector('.o_rating_page_submit form') !== null"
        self.screenshot("one-run-rating", url, login=None, ready=ready)
        rating.invalidate_recordset()
        self.assertFalse(rating.consumed, "a look is not a vote")
        self.start_tour(url, "triangle_kpis.run_customer", login=None)
        rating.invalidate_recordset()
        self.assertEqual((rating.rating, rating.feedback, rating.consumed), (5, "Warm again", True))
