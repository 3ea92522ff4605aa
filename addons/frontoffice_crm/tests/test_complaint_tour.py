from email.message import EmailMessage

from odoo.fields import Command
from odoo.tests import tagged

from .browser_common import BrowserCase

FEATURES = ("complaint", "goodwill")


def letter(address):
    """A customer we do not know yet, who waited for nothing."""
    message = EmailMessage()
    message["From"] = "Ana Complains <ana.complains@example.org>"
    message["To"] = address
    message["Subject"] = "Nobody came on Tuesday"
    message["Message-Id"] = "<complaint.tour@example.org>"
    message.set_content("I stayed at home all day and nobody came. This is a missed visit, again.")
    return message.as_string()


@tagged("post_install", "-at_install", "browser")
class TestComplaintTour(BrowserCase):
    """One complaint from the mail to goodwill to recovery, in Chromium, each person with her own login."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({
            "name": "Tour Heating", "currency_id": cls.env.ref("base.EUR").id,
        })
        domain = cls.env["mail.alias.domain"].search([], limit=1) or cls.env["mail.alias.domain"].create(
            {"name": "tour.example.com"}
        )
        cls.company.alias_domain_id = domain
        cls.env = cls.env(context=dict(cls.env.context, allowed_company_ids=cls.company.ids))
        cls._people()
        cls._office()

    @classmethod
    def _people(cls):
        cls.people = cls.env["res.users"].with_context(no_reset_password=True).create([{
            "name": f"{name.capitalize()} Tour", "login": f"tour_{name}", "password": f"tour_{name}", "tz": "UTC",
            "email": f"{name}@tour.example.com", "service_role": role, "notification_type": "inbox",
            "company_id": cls.company.id, "company_ids": [Command.set(cls.company.ids)],
        } for name, role in (("priya", "front_desk"), ("grace", "team_leader"))])
        cls.priya, cls.grace = cls.people
        features = [cls.env.ref(f"frontoffice_crm.group_feature_{feature}").id for feature in FEATURES]
        cls.people.write({"group_ids": [Command.link(group) for group in features]})

    @classmethod
    def _office(cls):
        cls.company.resource_calendar_id = cls.env["resource.calendar"].create({
            "name": "Always", "tz": "UTC", "company_id": False, "attendance_ids": [Command.clear()] + [
                Command.create({"name": "x", "dayofweek": str(day), "hour_from": 0, "hour_to": 24}) for day in range(7)
            ],
        })
        cls.team = cls.env["crm.team"].create({
            "name": "Tour", "is_service": True, "company_id": cls.company.id, "user_id": cls.grace.id,
        })
        cls.env["frontoffice.need"].search([]).active = False  # words of other topics stay out of it
        cls.topic = cls.env["frontoffice.need"].create({
            "name": "Missed visit", "keywords": "missed visit, nobody came", "case_type": "complaint",
            "team_id": cls.team.id, "company_id": cls.company.id,
        })
        cls.channel = cls.env["frontoffice.channel"].create({
            "name": "Tour mailbox", "kind": "email", "alias_name": "complaint.tour", "team_id": cls.team.id,
            "company_id": cls.company.id, "alias_domain_id": cls.company.alias_domain_id.id,
        })
        cls.env["frontoffice.mandate"].search([]).active = False
        cls.limit, cls.leader_limit = cls.env["frontoffice.mandate"].create([{
            "group_id": cls.env.ref(f"frontoffice_crm.group_{group}").id, "per_case": most, "per_month": month,
            "currency_id": cls.company.currency_id.id, "company_id": cls.company.id,
        } for group, most, month in (("agent", 60, 410), ("leader", 250, 2000))])

    def _tour(self, url, name, login, **options):
        self.start_tour(url, f"frontoffice_crm.complaint_{name}", login=login, timeout=180, **options)

    def test_from_the_mail_to_recovery(self):
        case = self._mail()
        url = f"/odoo/complaints/{case.id}"
        self._answered(case)
        self._goodwill(case, url)
        self._solved(case, url)
        self.assertEqual(case.recovery, "recovered")
        self._tour(url, "recovered", "tour_priya")
        self.assertFalse(case._ledger_verify())
        self.assertFalse(case.promise_ids._ledger_verify())

    def _mail(self):
        self.env["mail.thread"].message_process(False, letter(self.channel.alias_email))
        case = self.env["frontoffice.case"].search([("channel_id", "=", self.channel.id)])
        self.assertEqual((len(case), case.state, case.need_id, case.team_id), (1, "new", self.topic, self.team))
        self.assertEqual((case.type, case.partner_id.email), ("complaint", "ana.complains@example.org"))
        self.assertTrue(case.opened_at < case.ack_due_at < case.answer_due_at, "both deadlines run from the mail")
        return case

    def _answered(self, case):
        before = case.answer_due_at
        self._tour("/odoo/complaints", "answer", "tour_priya")
        self.assertEqual((case.state, case.user_id, case.severity, case.redress), ("open", self.priya, "2", "gesture"))
        self.assertEqual(case.root_cause_id, self.env.ref("frontoffice_crm.cause_late"))
        self.assertEqual((case.ack_kept, case.ack_by), ("in_time", self.priya.name))
        self.assertLess(case.answer_due_at, before, "a serious one is to be answered sooner")
        answer = case.message_ids.filtered(lambda m: "tomorrow at nine" in m.body)
        self.assertEqual(answer.notification_ids.filtered(lambda n: n.notification_type == "email").res_partner_id,
                         case.partner_id, "it went to the customer by mail")
        self.assertEqual(case.first_response_at, case.ack_at)

    def _goodwill(self, case, url):
        self._tour(url, "goodwill", "tour_priya")
        given, asked = case.gesture_ids.sorted("id")
        self.assertEqual((given.state, given.amount, given.user_id), ("given", 40, self.priya))
        self.assertEqual((asked.state, asked.amount, asked.reason_code), ("asked", 45, "over_limit"))
        self.assertEqual(asked.activity_ids.user_id, self.grace)
        self._tour("/odoo/goodwill", "decision", "tour_grace")
        self.assertEqual((asked.state, asked.approver_id, asked.user_id), ("given", self.grace, self.priya))
        used = self.env["frontoffice.mandate.budget"]._used
        self.assertEqual(used(self.limit, self.company, self.priya), 40, "370 of 410 are left to her this month")
        self.assertEqual(used(self.leader_limit, self.company, self.grace), 45, "charged to who decided")
        self.assertEqual(case.goodwill_total, 85)

    def _solved(self, case, url):
        self._tour(url, "solved", "tour_priya")
        self.assertEqual((case.state, case.answer_kept, case.recovery), ("resolved", "in_time", "unknown"))
        rating = self.env["rating.rating"].search([("res_model", "=", case._name), ("res_id", "=", case.id)])
        page = f"/rate/{rating.access_token}/5"
        self.assertEqual(self.url_open(page).status_code, 200)
        rating.invalidate_recordset()
        self.assertFalse(rating.consumed, "a look is not a vote")
        self.start_tour(page, "frontoffice_crm.complaint_rated", login=None, timeout=180)
        self.env.invalidate_all()
        self.assertEqual((rating.rating, rating.feedback, rating.rated_partner_id),
                         (5, "Put right at once", self.priya.partner_id))
