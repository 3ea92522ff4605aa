from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import FrontOfficeCase

NOW = fields.Datetime.to_datetime("2026-03-02 10:00:00")


@tagged("post_install", "-at_install")
class TestTimeline(FrontOfficeCase):
    """Everything that happened with a customer, newest first, under the user's own rights."""

    def _pages(self, partner, user=None, limit=3, **kwargs):
        Timeline = self.env["frontoffice.timeline"].with_user(user or self.agent)
        lines, cursor = [], None
        for _page in range(99):
            page = Timeline.page(partner.id, cursor=cursor, limit=limit, **kwargs)
            lines += page["lines"]
            cursor = page["next"]
            if not cursor:
                return lines
        raise AssertionError("never ends")

    def test_pages_are_complete_without_repetition(self):
        for n in range(7):
            self._encounter(arrived_at=NOW - timedelta(hours=n // 2))  # pairs at the same moment
        case = self._case(opened_at=NOW)
        promise = self._promise()
        for limit in (1, 2, 3, 50):
            lines = self._pages(self.customer, limit=limit)
            keys = [line["key"] for line in lines]
            self.assertEqual(len(keys), len(set(keys)))
            self.assertEqual(len(keys), 9)
            self.assertEqual([line["at"] for line in lines], sorted((line["at"] for line in lines), reverse=True))
        self.assertTrue({f"case-{case.id}", f"promise-{promise.id}"} <= set(keys))

    def test_what_comes_in_meanwhile_moves_nothing(self):
        for n in range(4):
            self._encounter(arrived_at=NOW - timedelta(hours=n))
        Timeline = self.env["frontoffice.timeline"].with_user(self.agent)
        first = Timeline.page(self.customer.id, limit=2)
        self._encounter(arrived_at=NOW + timedelta(hours=1))
        second = Timeline.page(self.customer.id, cursor=first["next"], limit=2)
        self.assertFalse({line["key"] for line in first["lines"]} & {line["key"] for line in second["lines"]})
        self.assertEqual(len(second["lines"]), 2)

    def test_the_people_of_a_company_are_included_not_the_other_way_round(self):
        company = self.env["res.partner"].create({"name": "Ortiz Dental", "is_company": True})
        self.customer.parent_id = company
        self._encounter()
        self._encounter(partner_id=company.id)
        self.assertEqual(len(self._pages(company)), 2)
        self.assertEqual(len(self._pages(self.customer)), 1)

    def test_pain_19_everybody_sees_their_own_only(self):
        self._encounter()
        self._encounter(company_id=self.other_company.id, channel_id=self.env["frontoffice.channel"].create(
            {"name": "There", "company_id": self.other_company.id}).id, need_id=False)
        self.assertEqual(len(self._pages(self.customer)), 1)
        self.assertFalse(self._pages(self.customer, self.plain), "a plain employee sees no interactions")
        with self.assertRaises(AccessError):
            self._pages(self.env.user.partner_id, self.portal)

    def test_only_one_kind(self):
        self._encounter()
        self._promise()
        self.assertEqual([line["source"] for line in self._pages(self.customer, only=["promise"])], ["promise"])

    def test_a_made_up_place_is_refused(self):
        for cursor in ("x", "2026-01-01|case", "a|b|c", "2026-01-01 00:00:00|case|1; DROP TABLE x"):
            with self.assertRaises(UserError):
                self.env["frontoffice.timeline"].with_user(self.agent).page(self.customer.id, cursor=cursor)

    def _visit(self, start, **values):
        return self.env["calendar.event"].create({
            "name": "Boiler check", "start": start, "stop": start + timedelta(hours=1), "user_id": self.leader.id,
            "partner_ids": [(6, 0, (self.customer | self.leader.partner_id).ids)], **values,
        })

    def _visits(self, user=None):
        return [line["id"] for line in self._pages(self.customer, user, only=["appointment"])]

    def test_an_appointment_is_a_line_for_who_may_read_it(self):
        now = fields.Datetime.now()
        past, ahead = self._visit(now - timedelta(days=3)), self._visit(now + timedelta(days=3))
        hidden = self._visit(now - timedelta(days=1), privacy="private")
        self.assertEqual(self._visits(), [ahead.id, past.id], "a private entry of a colleague is no line")
        self.assertEqual(self._visits(self.leader), [ahead.id, hidden.id, past.id])
        lines = self._pages(self.customer, only=["appointment"])
        self.assertEqual([line["mark"] for line in lines], ["open", ""])
        self.assertFalse(self._pages(self.env["res.partner"].create({"name": "Somebody else"})))

    def test_an_appointment_of_another_company_is_none(self):
        kind = self.env["frontoffice.appointment.type"].create({"name": "There", "company_id": self.other_company.id})
        self._visit(fields.Datetime.now(), appointment_type_id=kind.id)
        self.assertFalse(self._visits())

    def test_of_a_series_only_the_next_one_shows(self):
        start = fields.Datetime.now().replace(microsecond=0) - timedelta(days=15)
        weekly = {
            "recurrency": True, "rrule_type": "weekly", "interval": 1, "end_type": "count", "event_tz": "UTC",
            start.strftime("%a").lower(): True,
        }
        series = self._visit(start, count=6, **weekly).recurrence_id.calendar_event_ids
        self.assertEqual(len(series), 6)
        following = series.filtered(lambda event: event.start > fields.Datetime.now()).sorted("start")[:1]
        self.assertEqual(self._visits(), following.ids)
        over = self._visit(start, count=2, **weekly).recurrence_id.calendar_event_ids
        self.assertEqual(self._visits(), [following.id, over.sorted("start")[-1].id], "the last one of what is over")

    def test_a_page_costs_the_same_for_few_and_many(self):
        def cost():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["frontoffice.timeline"].with_user(self.agent).page(self.customer.id)
            return self.env.cr.sql_log_count - before

        def some():
            self._encounter()
            self._case()
            self._promise()
            self._visit(NOW)

        some()
        cost()
        few = cost()
        for _n in range(8):
            some()
        self.assertLessEqual(cost(), few)

    def test_counters_cost_five_queries_for_forty(self):
        partners = self.env["res.partner"].create([{"name": f"Customer {n}"} for n in range(40)])
        for partner in partners[:5]:
            self._case(partner_id=partner.id)
            self._promise(partner_id=partner.id)
        self.env.flush_all()
        self.env.invalidate_all()
        partners = partners.with_user(self.agent)
        self.customer.with_user(self.agent).mapped("service_case_count")  # rights and company of the user
        with self.assertQueryCount(5):
            self.assertEqual(sum(partners.mapped("service_case_count")), 5)
            self.assertEqual(sum(partners.mapped("service_promise_count")), 5)
        self.assertEqual(sum(partners.with_user(self.plain).mapped("service_case_count")), 0)

    def test_a_company_counts_its_people(self):
        company = self.env["res.partner"].create({"name": "Ortiz Dental", "is_company": True})
        self.customer.parent_id = company
        self._case()
        self.assertEqual((company | self.customer).with_user(self.agent).mapped("service_case_count"), [1, 1])
