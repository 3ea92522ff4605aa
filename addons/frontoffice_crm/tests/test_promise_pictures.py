from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .browser_common import BrowserCase
from .common import FrontOfficeCase


@tagged("post_install", "-at_install", "browser")
class TestPromisePictures(FrontOfficeCase, BrowserCase):
    """What people see of promises: list, forecast, form, draft, advertised promise, customer's page."""

    def setUp(self):
        super().setUp()
        self.now = fields.Datetime.now().replace(microsecond=0)
        self.campaign = self.env["utm.campaign"].create({"title": "24-hour engineer"})
        self.agent.group_ids = [Command.link(self.env.ref("frontoffice_crm.group_feature_claim").id)]
        self.claim = self.env["frontoffice.claim"].create({
            "name": "Engineer at your door in 24 hours", "standard_id": self.standard.id, "owner_id": self.agent.id,
            "campaign_id": self.campaign.id, "company_id": self.company.id, "place_note": "Home page, top banner",
        })
        self.customer.phone = "0151 220 18"
        self._experience()
        case = self._case()
        self.late, *_others = [
            self._promise(name=name, due_at=self.now + timedelta(days=days), override_reason=reason, **links)
            for name, days, reason, links in (
                ("Engineer visit", 2, "No heat, and a baby in the house", {"case_id": case.id}),
                ("Send the corrected bill", 9, False, {"encounter_id": self._encounter().id}),
                ("Engineer visit", 3, "Promised in the advert", {"campaign_id": self.campaign.id}),
                ("Call back about the contract", 12, False, {"encounter_id": self._encounter().id}),
            )
        ]
        self.claim.action_judge()

    def _experience(self):
        """Forty visits, half in time, that took 40 working hours."""
        rows = self._promise(source="history", due_at=self.now - timedelta(days=5)).copy_data()[0]
        done = self.env["frontoffice.promise"].create([
            {**rows, "name": "Engineer visit", "due_at": self.now - timedelta(days=5, hours=n)} for n in range(40)
        ])
        self.env.flush_all()
        for number, promise in enumerate(done):
            self.cr.execute(
                "UPDATE frontoffice_promise SET fulfilled_at = due_at, in_full = TRUE, delivered_hours = 40,"
                " state = %s WHERE id = %s", ("kept" if number % 2 else "late", promise.id),
            )
        self.env.invalidate_all()

    def _shots(self, name, url, ready):
        for suffix, options in (
            ("", {}), ("-dark", {"dark": True}), ("-phone", {"width": 400, "height": 800}),
        ):
            self.assertTrue(self.screenshot(f"promise-{name}{suffix}", url, "priya", ready=ready, **options).exists())

    def test_pictures_of_lists(self):
        rows = "document.querySelector('.o_data_row, .o_kanban_record:not(.o_kanban_ghost)') !== null"
        self._shots("list", "/odoo/promises", rows)
        self._shots("will-not-make-it", "/odoo/will-not-make-it", rows)

    def test_pictures_of_forms(self):
        form = "document.querySelector('.o_form_sheet') !== null"
        self._shots("form", f"/odoo/promises/{self.late.id}", form)
        self._shots("advertised", f"/odoo/advertised-promises/{self.claim.id}", form)

    def test_picture_of_the_draft(self):
        """The button on the list opens the drafted message."""
        tour = "frontoffice_promise_tell"
        self.start_tour_and_capture("/odoo/will-not-make-it", tour, "promise-draft", login="priya")

    def test_pictures_of_the_customers_page(self):
        self.company.portal_promises = True
        self.late.action_change_due(self.now + timedelta(days=4), "company")
        self._promise(name="Call back", standard_id=False).action_keep()
        self._promise(name="Spare part", standard_id=False, due_at=self.now - timedelta(hours=3))
        self.portal.partner_id = self.customer
        for suffix, width in (("", 1366), ("-phone", 400)):
            taken = self.screenshot(
                f"promise-portal{suffix}", "/my/promises", "customer", width=width,
                ready="document.querySelector('table .badge') !== null",
            )
            self.assertTrue(taken.exists())
