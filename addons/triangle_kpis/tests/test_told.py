from datetime import date, timedelta

from odoo.tests import tagged
from odoo.tools import SQL

from .back_common import BackCase, at
from .common import NOW

MARCH = (date(2026, 3, 1), date(2026, 3, 31))


@tagged("post_install", "-at_install")
class TestTold(BackCase):
    """Goals and changes that were told; every answer is worked out by hand. It is Tuesday the 17th of March."""

    def _since(self, record, when):
        """Made at a moment of its own."""
        self.env.flush_all()
        # SQL: nobody may say when a record was made
        self.env.cr.execute(SQL(
            "UPDATE %s SET create_date = %s WHERE id = %s", SQL.identifier(record._table), at(when), record.id))
        record.invalidate_recordset()
        record._triangle_mark()
        return record

    def _publish(self, when, **values):
        """An announcement that was published at a moment; its version."""
        notice = self.env["backoffice.notice"].create({
            "name": "What is new", "company_id": self.company.id, "date_from": at(when).date(), **values})
        notice.action_publish()
        return self._since(notice.version_id, when)

    def _change(self, service, when, hours):
        """Terms of a request type that came into force at a moment."""
        service.deliver_hours = hours
        return self._since(service._current_version(), when)

    # -- goals ---------------------------------------------------------------------------------------

    def _goal(self, *moments, kind="goal"):
        """An announcement people were asked to read at these moments; its receipts."""
        notice = self._publish("03-01 08:00", kind=kind).notice_id
        return self._ask(notice, *moments)

    def _ask(self, notice, *moments):
        receipts = notice.receipt_ids.filtered(lambda receipt: receipt.version_id == notice.version_id)
        receipts.unlink()  # publishing asked everybody, now
        return self.env["backoffice.notice.receipt"].create([
            {"notice_id": notice.id, "version_id": notice.version_id.id, "user_id": user.id,
             "company_id": self.company.id, "asked_at": at(when)}
            for user, when in zip(self.colleagues, moments)])  # noqa: B905 - as many as there are moments

    def test_goals_told_a_month(self):
        """Counted on the day of the first who was asked; a new text once more."""
        self.assertFalse(self._value("K52G", MARCH))
        first = self._goal("03-02 08:00", "03-05 08:00")
        again = self._goal("03-09 08:00")
        news = self._goal("03-10 08:00", kind="news")
        self._goal("02-28 22:00")
        asleep = self._goal()
        self.assertAlmostEqual(self._value("K52G", MARCH), 2 * 30.4375 / 31)
        self.assertEqual(set(self._opens("K52G", "all", MARCH)), {*first.version_id.ids, *again.version_id.ids})
        self.assertAlmostEqual(self._value("K52G"), 3 * 30.4375 / 90)
        self.assertEqual(asleep.ids, [], "published and nobody asked yet")
        news.notice_id.kind = "goal"
        self.assertAlmostEqual(self._value("K52G", MARCH), 3 * 30.4375 / 31)
        notice = first.notice_id
        notice.body = "<p>Ninety of a hundred.</p>"
        notice.action_publish()
        self._ask(notice, "03-12 08:00")
        self.assertAlmostEqual(self._value("K52G", MARCH), 4 * 30.4375 / 31, msg="told anew")
        again.unlink()
        self.assertAlmostEqual(self._value("K52G", MARCH), 3 * 30.4375 / 31)
        self._assert_from_scratch()

    # -- changes -------------------------------------------------------------------------------------

    def test_changes_told(self):
        told, late, never = self.services[0], self.services[1], self.services[0].copy({"name": "Pipe"})
        services = told | late | never
        services.company_id = self.company
        for service in services:
            self._change(service, "02-20 08:00", 20)
        self.assertIsNone(self._value("K52C", MARCH), "the first terms are no change")
        changed = [self._change(service, "03-02 08:00", 30) for service in services]
        self._publish("03-09 07:59", kind="change", service_id=told.id)
        self._publish("03-09 08:01", kind="change", service_id=late.id)
        self._publish("03-02 08:00", kind="news", service_id=never.id)
        young = self._change(never, "03-12 08:00", 40)
        self.assertAlmostEqual(self._value("K52C", MARCH), 1 / 3)
        self.assertEqual(set(self._opens("K52C", "miss", MARCH)), {changed[1].id, changed[2].id})
        self.assertEqual(self._value("K52C", MARCH, department_id=told.department_id.id), 1 / 2)
        self._at(NOW + timedelta(days=9))
        self.assertAlmostEqual(self._value("K52C", MARCH), 1 / 4, msg="its seven days are over")
        self.assertIn(young.id, self._opens("K52C", "miss", MARCH))
        self._publish("03-13 08:00", kind="change", service_id=never.id)
        self.assertAlmostEqual(self._value("K52C", MARCH), 2 / 4)
        late.company_id = self.env["res.company"].create({"name": "Elsewhere"})
        self.assertAlmostEqual(self._value("K52C", MARCH), 2 / 3)
        self._assert_from_scratch()

    def test_told_before_it_was_first_used(self):
        """Announcing freezes the new terms, so that they are told from their first moment."""
        service = self.services[0]
        service.company_id = self.company
        before = self._change(service, "02-20 08:00", 20)
        service.deliver_hours = 30
        action = service.action_announce()
        context = {key: value for key, value in action["context"].items() if key != "default_department_ids"}
        notice = self.env["backoffice.notice"].with_context(**context).create({"company_id": self.company.id})
        self.assertEqual((notice.kind, notice.service_id), ("change", service))
        notice.action_publish()
        terms = notice.version_id.service_version_id
        self.assertEqual((terms.service_id, terms.number), (service, before.number + 1))
        self.assertEqual(terms.values["deliver_hours"], 30)
        self.assertEqual(service._current_version(), terms)
        self._since(notice.version_id, "03-02 08:00")
        self._since(terms, "03-04 08:00")
        self.assertEqual(self._value("K52C", MARCH), 1)
        notice.service_id = self.services[1]
        notice.body = "<p>And another one.</p>"
        notice.action_publish()
        self.assertEqual(notice.version_id.service_version_id.service_id, self.services[1])
        self.assertEqual(notice.version_ids.sorted("number")[:1].service_version_id, terms, "what was told stays")

    # -- what was out of order -----------------------------------------------------------------------

    def _machine(self):
        self.service.write({"is_incident": True, "company_id": self.company.id})

    def test_time_to_repair(self):
        self._plain()
        self.assertIsNone(self._value("K60M"))
        ids = [self._plain().id]
        self._machine()
        self._plain(service_id=self.services[1].id)
        self.assertAlmostEqual(self._value("K60M"), 2, msg="marked afterwards: those before count, too")
        ids.append(self._plain(sent="03-13 16:00", ready="03-16 08:00", confirmed="03-16 09:00").id)
        self.assertAlmostEqual(self._value("K60M"), (2 + 2 + 64) / 3, msg="around the clock, over the weekend")
        self.assertTrue(set(ids) <= set(self._opens("K60M")))
        self._request(("03-10 08:00", "sent"))
        self.assertAlmostEqual(self._value("K60M"), 68 / 3, msg="still open")
        self.service.is_incident = False
        self.assertIsNone(self._value("K60M"))
        self._assert_from_scratch()

    def test_in_working_order(self):
        """Monday the 9th to Friday the 13th in Berlin: 120 hours, from 23:00 UTC the evening before."""
        week = (date(2026, 3, 9), date(2026, 3, 13))
        self._machine()
        self.assertIsNone(self._value("K60U", week), "nothing was ever reported")
        first = self._plain(sent="03-02 08:00", ready="03-02 09:00", confirmed="03-02 10:00")
        self.assertEqual(self._value("K60U", week), 1)
        ids = [
            self._plain(sent="03-08 20:00", ready="03-09 05:00", confirmed="03-09 09:00").id,  # six hours of it
            self._plain(sent="03-10 08:00", ready="03-10 18:00", confirmed="03-10 19:00").id,
            self._plain(sent="03-10 10:00", ready="03-10 20:00", confirmed="03-10 21:00").id,  # two more hours
            self._request(("03-13 17:00", "sent")).id]  # open: six hours of the week
        self._request(("03-11 08:00", "sent"), ("03-12 08:00", "cancelled"))
        self._plain(service_id=self.services[1].id)
        self.assertAlmostEqual(self._value("K60U", week), 1 - (6 + 12 + 6) / 120)
        self.assertEqual(self._opens("K60U", "all", week), sorted(ids))
        self.assertNotIn(first.id, self._opens("K60U", "all", week))
        self.assertIsNone(self._value("K60U", week, team_id=self.teams[0].id))
        self.assertIsNone(self._value("K60U", week, department_id=self.services[1].department_id.id))
        self.assertAlmostEqual(
            self._value("K60U", week, department_id=self.service.department_id.id), 1 - 24 / 120)
        self.assertIsNone(self._value("K60U", (date(2026, 2, 1), date(2026, 2, 28))), "before the first report")
        beside = self.services[1]
        beside.write({"is_incident": True, "company_id": self.company.id})
        self.assertAlmostEqual(
            self._value("K60U", (date(2026, 3, 11), date(2026, 3, 11))), 1, msg="since Monday the second type, too")
