from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.frontoffice_crm.tests.browser_common import BrowserCase


@tagged("post_install", "-at_install", "browser")
class TestLeadTour(BrowserCase):
    """One lead from the public form to won, with the promises of its order, in Chromium."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({
            "name": "Tour Heating", "currency_id": cls.env.ref("base.EUR").id,
            "external_report_layout_id": cls.env.ref("web.external_layout_standard").id,
        })
        cls.env = cls.env(context=dict(cls.env.context, allowed_company_ids=cls.company.ids))
        cls.env.ref("base.group_user")._remove_group(cls.env.ref("crm.group_use_lead"))
        cls._people()
        cls._office()

    @classmethod
    def _people(cls):
        cls.priya, cls.lukas = cls.env["res.users"].with_context(no_reset_password=True).create([{
            "name": f"{name.capitalize()} Tour", "login": f"tour_{name}", "password": f"tour_{name}", "tz": "UTC",
            "email": f"{name}@tour.example.com", "service_role": role, "notification_type": "inbox",
            "company_id": cls.company.id, "company_ids": [Command.set(cls.company.ids)],
        } for name, role in (("priya", "front_desk"), ("lukas", "sales_service"))])
        cls.lukas.group_ids |= cls.env.ref("sales_team.group_sale_salesman_all_leads")

    @classmethod
    def _office(cls):
        cls.company.resource_calendar_id = cls.env["resource.calendar"].create({
            "name": "Always", "tz": "UTC", "company_id": False, "attendance_ids": [Command.clear()] + [
                Command.create({"name": "x", "dayofweek": str(day), "hour_from": 0, "hour_to": 24}) for day in range(7)
            ],
        })
        cls.team = cls.env["crm.team"].create({"name": "Tour", "is_service": True, "company_id": cls.company.id})
        cls.env["frontoffice.need"].search([]).active = False  # words of other topics stay out of it
        cls.topic = cls.env["frontoffice.need"].create({
            "name": "New heating", "keywords": "new heating", "is_published": True, "team_id": cls.team.id,
            "company_id": cls.company.id,
        })
        cls.form, cls.counter = cls.env["frontoffice.channel"].create([
            {"name": "Our page", "kind": "web", "form_enabled": True, "team_id": cls.team.id,
             "company_id": cls.company.id},
            {"name": "Telephone", "kind": "phone", "team_id": cls.team.id, "company_id": cls.company.id},
        ])
        cls.priya.desk_channel_id = cls.counter
        cls.env["product.template"].create({
            "name": "Heat pump tour", "type": "service", "list_price": 9500, "taxes_id": [Command.clear()],
        })

    def _tour(self, url, name, login, **options):
        self.start_tour(url, f"frontoffice_crm_sale.lead_{name}", login=login, timeout=180, **options)

    def test_from_the_form_to_won(self):
        case = self._form()
        lead = self._desk(case)
        order = self._quotation(lead)
        self._won(lead)
        promise = self._delivered(order)
        self._tour(f"/odoo/res.partner/{case.partner_id.id}", "history", "tour_lukas")
        self.assertFalse(promise._ledger_verify() | order.service_promise_ids._ledger_verify())
        self.assertFalse(case._ledger_verify())

    def _form(self):
        self._tour(f"/service/{self.form.form_token}", "form", None)
        encounter = self.env["frontoffice.encounter"].search([("channel_id", "=", self.form.id)])
        self.assertEqual((len(encounter), encounter.need_id, encounter.handled_by), (1, self.topic, "self"))
        self.assertEqual(encounter.partner_id.email, "ben.wants@example.org")
        return encounter.case_id

    def _desk(self, case):
        self._tour("/odoo/front-desk", "desk", "tour_priya")
        encounter = case.encounter_ids.filtered(lambda e: e.channel_id == self.counter)
        lead = encounter.lead_id
        self.assertEqual((encounter.outcome, encounter.context_carried), ("lead", True))
        self.assertEqual((lead.type, lead.partner_id, lead.company_id, lead.user_id.id),
                         ("opportunity", case.partner_id, self.company, False))
        self.assertIn("140 square metres", lead.description)
        return lead

    def _quotation(self, lead):
        self._tour(f"/odoo/crm.lead/{lead.id}", "quotation", "tour_lukas")
        order = lead.order_ids
        self.assertEqual((len(order), order.state, order.user_id), (1, "sale", self.lukas))
        promises = {p.standard_id.code: p for p in order.service_promise_ids}
        self.assertEqual(set(promises), {"auto_quotation", "auto_delivery"})
        self.assertEqual((promises["auto_quotation"].state, promises["auto_quotation"].lead_id), ("kept", lead))
        delivery = promises["auto_delivery"]
        self.assertEqual((delivery.state, delivery.due_at), ("made", order.commitment_date))
        self.assertGreater(delivery.due_at, fields.Datetime.now() + timedelta(days=4))
        return order

    def _won(self, lead):
        self._tour(f"/odoo/crm.lead/{lead.id}", "won", "tour_lukas")
        self.assertEqual(lead.won_status, "won")

    def _delivered(self, order):
        promise = order.service_promise_ids.filtered(lambda p: p.standard_id.code == "auto_delivery")
        self._tour("/odoo/promises", "promises", "tour_lukas")
        self._tour(f"/odoo/sale.order/{order.id}", "delivered", "tour_lukas")
        self.assertEqual((promise.state, promise.in_full), ("kept", True))
        self.assertTrue(order.service_delivered_at)
        call = order.activity_ids.filtered(lambda a: "as promised" in (a.summary or ""))
        self.assertEqual(call.user_id, self.lukas, "somebody calls after the delivery")
        return promise
