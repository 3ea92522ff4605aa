from datetime import datetime, timedelta

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .reception_common import MONDAY, ReceptionCase


@tagged("post_install", "-at_install")
class TestQueue(ReceptionCase):
    """Numbers, turns and what happens to a person who waits."""

    def _numbers(self, tickets):
        return [ticket.queue_number for ticket in tickets]

    # -- numbers -----------------------------------------------------------------------------------------

    def test_numbers_begin_again_at_midnight_where_the_company_is(self):
        self.always.tz = "America/New_York"
        self._at(datetime(2026, 3, 24, 3, 30))  # still Monday evening there
        self.assertEqual(self._numbers(self._ticket() + self._ticket()), ["A1", "A2"])
        self._at(datetime(2026, 3, 24, 4, 1))  # one minute past midnight there
        first = self._ticket()
        self.assertEqual((first.queue_number, str(first.ticket_day)), ("A1", "2026-03-24"))

    def test_numbers_at_midnight_on_the_days_the_clock_changes(self):
        self.always.tz = "Europe/Berlin"
        for before, after in (
            (datetime(2026, 3, 28, 22, 59), datetime(2026, 3, 28, 23, 0)),  # winter time: +1
            (datetime(2026, 3, 29, 21, 59), datetime(2026, 3, 29, 22, 0)),  # summer time: +2
            (datetime(2026, 10, 25, 22, 59), datetime(2026, 10, 25, 23, 0)),
        ):
            self._at(before)
            self._ticket()
            self._at(after)
            self.assertEqual(self._ticket().ticket_seq, 1, after)

    def test_lines_count_apart(self):
        self.assertEqual(self._numbers(self._ticket() + self._ticket(self.bills) + self._ticket()), ["A1", "B1", "A2"])

    def test_two_lines_cannot_share_a_letter(self):
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.bills.prefix = "A"
            self.bills.flush_recordset()

    def test_a_failed_ticket_leaves_no_gap(self):
        self._ticket()
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            self._ticket()
            raise ZeroDivisionError
        self.assertEqual(self._ticket().queue_number, "A2")

    def test_nobody_takes_a_number_away(self):
        ticket = self._ticket().with_user(self.agent)
        with self.assertRaises(UserError):
            ticket.unlink()
        with self.assertRaises(AccessError):
            ticket.write({"ticket_seq": 7})
        with self.assertRaises(AccessError):
            ticket.write({"turn_at": "2026-01-01 00:00:00"})

    def test_closed_gives_no_number(self):
        self.queue.calendar_id = self.calendar  # Monday to Friday
        self.queue.closed_text = "Back on Monday."
        self._at(datetime(2026, 3, 28, 10))
        with self.assertRaisesRegex(UserError, "Back on Monday"):
            self._ticket()

    def test_a_number_at_the_counter(self):
        line = self.desk.take_number(self.queue.id, {"name": "Tom", "need_id": self.need.id})
        self.assertEqual((line["number"], line["name"], line["topic"]["name"]), ("A1", "Tom", "Boiler stopped"))
        with self.assertRaises(AccessError):
            self.queue.with_user(self.plain)._issue()
        with self.assertRaises(AccessError):
            self.env["frontoffice.encounter"].with_user(self.agent).create({
                "channel_id": self.channel.id, "company_id": self.company.id, "ticket_seq": 7,
            })

    # -- turns ---------------------------------------------------------------------------------------------

    def test_first_come_first_served(self):
        tickets = []
        for _n in range(5):
            tickets.append(self._ticket())
            self._later(minutes=1)
        called = []
        for _n in range(5):
            called.append(self.desk.call_next()["number"])
            self.desk.ticket_done(self.env["frontoffice.encounter"].search([
                ("queue_number", "=", called[-1]), ("company_id", "=", self.company.id)]).id)
        self.assertEqual(called, self._numbers(tickets))
        self.assertIsNone(self.desk.call_next())

    def test_over_two_lines_whoever_waits_longest(self):
        self._ticket(self.bills)
        self._later(minutes=1)
        self._ticket()
        self.assertEqual(self.desk.call_next()["number"], "B1")

    def test_a_line_of_other_counters_and_teams_is_not_mine(self):
        counter = self.channel.copy({"name": "Counter 2"})
        self.bills.channel_ids = counter
        self._ticket(self.bills)
        self.assertIsNone(self.desk.call_next())
        self.bills.channel_ids = False
        self.bills.team_ids = self.team
        self.assertIsNone(self.desk.call_next())
        self.team.member_ids = self.agent
        self.assertEqual(self.desk.call_next()["number"], "B1")

    def test_waiting_ends_when_called(self):
        self._ticket()
        self._later(minutes=4)
        state = self.desk.waiting()
        self.assertEqual((state["count"], state["since"]), (1, "2026-03-23 09:00:00"))
        line = self.desk.call_next()
        ticket = self.env["frontoffice.encounter"].browse(line["id"])
        self.assertEqual((ticket.state, ticket.user_id, ticket.channel_id), ("serving", self.agent, self.channel))
        self.assertEqual(ticket.first_response_at - ticket.arrived_at, timedelta(minutes=4))
        self.assertEqual(self.desk.waiting()["count"], 0)

    def test_one_at_a_time(self):
        self._ticket()
        self._ticket()
        self.desk.call_next()
        with self.assertRaisesRegex(UserError, "A1 is still with you"):
            self.desk.call_next()

    def test_out_of_turn_asks_why_and_counts(self):
        first, second = self._ticket(), self._ticket()
        with self.assertRaisesRegex(UserError, "Say why A2 goes first"):
            self.desk.call_ticket(second.id)
        self.desk.call_ticket(second.id, "Urgent")
        self.assertEqual((second.jumped, second.jump_reason), (True, "Urgent"))
        self.desk.ticket_done(second.id)
        self.desk.call_ticket(first.id, "not needed")
        self.assertFalse(first.jumped)
        with self.assertRaises(AccessError):
            second.with_user(self.agent).write({"jumped": False})

    def test_somebody_was_quicker(self):
        ticket = self._ticket()
        self._desk(self.leader).call_ticket(ticket.id)
        with self.assertRaisesRegex(UserError, "Somebody else was quicker"):
            self.desk.call_ticket(ticket.id)

    def test_call_again_no_show_and_back(self):
        ticket = self._ticket()
        self._ticket()
        self.desk.call_next()
        self._later(minutes=2)
        self.desk.call_again(ticket.id)
        self.assertEqual((ticket.call_count, ticket.called_at), (2, MONDAY))
        self.desk.no_show(ticket.id)
        self.assertEqual((ticket.state, ticket.first_response_at), ("no_show", False))
        self.desk.back_to_queue(ticket.id)
        self.assertEqual(self.desk.call_next()["id"], ticket.id, "the old place")

    def test_yesterdays_numbers_do_not_come_back(self):
        waiting, serving = self._ticket(), self._ticket()
        serving.with_user(self.agent)._call(self.channel)
        self._later(days=1)
        self.env["frontoffice.encounter"]._cron_close_day()
        self.assertEqual((waiting.state, serving.state), ("abandoned", "done"))
        self.assertEqual(waiting.ended_at, datetime(2026, 3, 23, 23, 59, 59))
        self.env["frontoffice.encounter"]._cron_close_day()
        self.assertFalse(self.desk.waiting()["count"])
        with self.assertRaises(UserError):
            self.desk.back_to_queue(waiting.id)

    def test_sent_on_with_the_time_waited(self):
        ticket = self._ticket()
        self._later(minutes=1)
        self._ticket(self.bills)
        self.desk.call_next()
        self.desk.transfer(ticket.id, self.bills.id)
        self.assertEqual((ticket.state, ticket.transfer_count, ticket.queue_number), ("waiting", 1, "A1"))
        self.assertEqual(self.desk.call_next(self.bills.id)["number"], "A1")
        with self.assertRaises(UserError):
            self.desk.transfer(ticket.id, self.bills.id)

    # -- estimate, bus, log ----------------------------------------------------------------------------------

    def test_the_estimate_says_when_it_is_too_few(self):
        self._ticket()
        self.assertIsNone(self.desk.queue_board()["rows"][0]["minutes"])
        tickets = [self._ticket() for _n in range(9)]
        for _n in range(6):
            self._later(minutes=3)
            self.desk.ticket_done(self.desk.call_next()["id"])
        rows = self.desk.queue_board()["rows"]
        self.assertEqual([row["minutes"] for row in rows], [3, 6, 9, 10])
        self.assertEqual(rows[0]["number"], tickets[5].queue_number)

    def test_the_bus_says_changed_once_and_nothing_else(self):
        self.env.cr.precommit.run()
        Bus = self.env["bus.bus"].sudo()
        before = Bus.search([], order="id desc", limit=1).id or 0
        ticket = self._ticket()
        self.queue._changed()
        self.desk.call_next()
        self.desk.ticket_done(ticket.id)
        self.env.cr.precommit.run()
        sent = Bus.search([("id", ">", before), ("message", "like", "queue_changed")])
        self.assertEqual(len(sent), 1)
        self.assertIn('"payload":{}', sent.message.replace(" ", ""))

    def test_logging_ends_the_same_interaction_and_undo_goes_back(self):
        ticket = self._ticket(partner_id=self.customer.id)
        self.desk.call_next()
        done = self.desk.log({"ticket_id": ticket.id, "need_id": self.need.id, "partner_id": self.customer.id})
        self.assertEqual(done["encounter_id"], ticket.id)
        self.assertEqual((ticket.state, ticket.outcome), ("done", "informed"))
        self.assertEqual(self.env["frontoffice.encounter"].search_count([("queue_id", "=", self.queue.id)]), 1)
        self.desk.undo(done["token"])
        self.assertEqual((ticket.exists().state, ticket.outcome), ("serving", False))

    # -- who may ----------------------------------------------------------------------------------------------

    def test_another_company_sees_and_calls_nothing(self):
        ticket = self._ticket()
        self.stranger.group_ids = [Command.link(self.env.ref("frontoffice_crm.group_feature_reception").id)]
        other = self._desk(self.stranger)
        self.assertIsNone(other.call_next())
        self.assertEqual(other.queue_board()["rows"], [])
        for call in (
            lambda: other.call_ticket(ticket.id, "mine"), lambda: other.no_show(ticket.id),
            lambda: other.call_next(self.queue.id), lambda: other.take_number(self.queue.id),
        ):
            with self.assertRaises(UserError):  # AccessError is one
                call()
        self.assertEqual(ticket.state, "waiting")

    def test_access_by_persona(self):
        records = {
            "frontoffice.queue": self.queue, "frontoffice.kiosk": self.kiosk,
            "frontoffice.appointment.type": self.kind,
            "frontoffice.appointment.question": self.env["frontoffice.appointment.question"].create(
                {"type_id": self.kind.id, "name": "Which boiler?"}
            ),
        }
        for model, record in records.items():
            def may(user, operation, record=record):
                mine = record.with_user(user).with_context(allowed_company_ids=user.company_ids.ids)
                return mine.has_access(operation)

            for user in (self.agent, self.leader):
                self.assertTrue(may(user, "read"), model)
                self.assertFalse(may(user, "write"), model)
            self.assertTrue(may(self.manager, "write"), model)
            for user in (self.portal, self.stranger):
                self.assertFalse(may(user, "read"), f"{model} {user.login}")
            self.assertEqual(may(self.plain, "read"), model == "frontoffice.appointment.type", model)
        for user in (self.plain, self.portal):
            with self.assertRaises(AccessError):
                self._desk(user).call_next()
        with self.assertRaises(AccessError):
            self.kiosk.with_user(self.agent).read(["kiosk_token"])
        for model in ("frontoffice.queue.day", "frontoffice.booking.lock", "frontoffice.public.post"):
            self.assertFalse(self.env[model].with_user(self.leader).has_access("read"), model)
            self.assertFalse(self.env[model].with_user(self.manager).has_access("write"), model)

    # -- forgetting ---------------------------------------------------------------------------------------------

    def test_visitor_data_goes_and_counts_stay(self):
        visitor = self._ticket(partner_name="Tom Weiss", phone="030 1", note="about the bill")
        known = self._ticket(partner_id=self.customer.id, partner_name="Ana")
        (visitor | known).sudo().write({"state": "done"})
        self.queue.retention_days = 10
        self._later(days=9)
        self.env["frontoffice.encounter"]._gc_visitors()
        self.assertEqual(visitor.partner_name, "Tom Weiss")
        self._later(days=2)
        self.env["frontoffice.encounter"]._gc_visitors()
        self.assertEqual((visitor.partner_name, visitor.phone, visitor.note), (False, False, False))
        self.assertEqual((visitor.state, visitor.queue_number, known.partner_name), ("done", "A1", "Ana"))
        with self.assertRaises(ValidationError):
            self.queue.retention_days = 0
