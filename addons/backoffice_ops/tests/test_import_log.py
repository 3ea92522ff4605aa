import base64
import csv
import io
import logging
import os
import time
from collections import defaultdict
from datetime import datetime, timezone
from itertools import pairwise
from pathlib import Path

from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger

_logger = logging.getLogger(__name__)
SLICE = Path(__file__).parent / "data" / "receipt_30_cases.csv"
FULL = Path(os.environ.get("RECEIPT_LOG") or Path(__file__).parents[4] / "shared" / "data" / "receipt.csv")


def utc(text):
    return datetime.fromisoformat(text).astimezone(timezone.utc).replace(tzinfo=None, microsecond=0)


def cases_of(data):
    """{case: its rows in time order}, read the plain way."""
    cases = defaultdict(list)
    for row in csv.DictReader(io.StringIO(data.decode(), newline="")):
        cases[row["case:concept:name"]].append(row)
    for rows in cases.values():
        rows.sort(key=lambda row: utc(row["time:timestamp"]))
    return cases


@tagged("-at_install", "post_install")
class TestImportLog(TransactionCase):
    """A real log comes in with its own times, once, whole or not at all, and can go again."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Town hall"})
        cls.company.resource_calendar_id.tz = "Europe/Amsterdam"
        cls.manager = new_test_user(
            cls.env, "log_manager", groups="frontoffice_crm.group_manager,backoffice_ops.group_manager",
            company_id=cls.company.id, company_ids=[(6, 0, cls.company.ids)],
        )
        cls.env = cls.env(user=cls.manager, context={**cls.env.context, "allowed_company_ids": cls.company.ids})
        cls.data = SLICE.read_bytes()
        cls.cases = cases_of(cls.data)

    def _import(self, data=None, **options):
        service = self.env["frontoffice.import.service"]
        return service._import_bytes(data or self.data, {"source": "receipt", **options})

    def _everything(self, model):
        records = self.env[model].sudo().with_context(active_test=False)
        return records.search([("company_id", "=", self.company.id)])

    def _counts(self):
        names = ("frontoffice.case", "frontoffice.encounter", "frontoffice.promise", "backoffice.handoff")
        return [len(self._everything(name)) for name in names]

    def _changes(self):
        return sum(
            one["org:group"] != two["org:group"] for rows in self.cases.values() for one, two in pairwise(rows)
        )

    # -- what comes in ---------------------------------------------------------------------------

    def test_every_case_comes_in_with_its_own_times(self):
        report = self._import()
        self.assertEqual((report["cases"], report["new"], report["problems"]), (30, 30, 0))
        self.assertEqual(self._counts(), [30, 30, 30, self._changes()])
        for promise in self._everything("frontoffice.promise"):
            row = self.cases[promise.case_id.import_key.split("/")[1]][0]
            with self.subTest(case=promise.case_id.import_key):
                self.assertEqual(promise.due_at, utc(row["case:deadline"]))
                self.assertEqual(promise.first_due_at, utc(row["case:enddate_planned"]))
                self.assertEqual(promise.made_at, promise.case_id.opened_at)
                self.assertEqual(promise.encounter_id.arrived_at, promise.made_at)
                self.assertEqual(promise.channel_id.name, row["case:channel"])
                self.assertEqual(promise.state, self._verdict(row))

    def _verdict(self, row):
        if not row["case:enddate"]:
            return "broken"
        return "kept" if utc(row["case:enddate"]) <= utc(row["case:deadline"]) else "late"

    def test_each_change_of_group_is_a_request(self):
        self._import()
        for case in self._everything("frontoffice.case"):
            rows = self.cases[case.import_key.split("/")[1]]
            handoffs = case.handoff_ids.sorted(lambda h: (h.sent_at, h.id))
            with self.subTest(case=case.import_key):
                self.assertEqual(self._stints_of(rows), [
                    (h.from_department_id.name, h.to_department_id.name, h.sent_at, h.accepted_at, h.final_at)
                    for h in handoffs
                ])
                self.assertEqual(handoffs.to_department_id.parent_id.mapped("name"),
                                 [rows[0]["case:department"]] if handoffs else [])

    def _stints_of(self, rows):
        runs = []
        for row in rows:
            group = "Unassigned" if row["org:group"] == "EMPTY" else row["org:group"]
            if not runs or runs[-1][0] != group:
                runs.append((group, []))
            runs[-1][1].append(utc(row["time:timestamp"]))
        return [
            (before[0], after[0], before[1][-1], after[1][0], after[1][-1]) for before, after in pairwise(runs)
        ]

    def test_request_types_say_that_their_time_comes_from_data(self):
        self._import()
        services = self._everything("backoffice.service").filtered("batch_id")
        self.assertIn("Handled by Group 4", services.mapped("name"))
        self.assertIn("Handled by Unassigned", services.mapped("name"))
        self.assertTrue(all(services.mapped("derived")))
        halves = sorted(self.cases.values(), key=lambda rows: min(
            utc(rows[0]["time:timestamp"]), utc(rows[0]["case:startdate"])))[:15]
        calendar = self.company.resource_calendar_id
        for service in services:
            group = service.name.removeprefix("Handled by ")
            stints = [stint for rows in halves for stint in self._stints_of(rows)]
            pairs = [(sent, done) for _from, to, sent, _accepted, done in stints if to == group]
            if pairs:
                ordered = sorted(calendar._count_seconds(pairs))
                usual = ordered[-(-len(ordered) * 8 // 10) - 1]
                self.assertAlmostEqual(service.deliver_hours, usual / 3600, msg=service.name)

    def test_ledgers_are_whole_and_clocks_are_those_of_the_working_time(self):
        self._import()
        for name in ("frontoffice.case", "frontoffice.promise", "backoffice.handoff"):
            self.assertFalse(self._everything(name)._ledger_verify(), name)
        calendar = self.company.resource_calendar_id
        handoffs = self._everything("backoffice.handoff")
        dues = calendar._plan_seconds([(h.sent_at, round(h.service_id.deliver_hours * 3600)) for h in handoffs])
        self.assertEqual(handoffs.mapped("due_at"), dues)
        self.assertEqual(set(handoffs.mapped("state")), {"done"})
        self.assertTrue(all(handoffs.mapped("auto_done")))

    def test_a_promise_is_enabled_with_its_last_request(self):
        self._import()
        for promise in self._everything("frontoffice.promise").filtered("handoff_ids"):
            self.assertTrue(promise.linked)
            self.assertEqual(promise.enabled_at, max(promise.handoff_ids.mapped("final_at")))

    def test_nobody_is_told_and_nothing_is_to_do(self):
        mails = self.env["mail.mail"].sudo().search_count([])
        activities = self.env["mail.activity"].sudo().search_count([])
        self._import()
        self.assertEqual(self.env["mail.mail"].sudo().search_count([]), mails)
        self.assertEqual(self.env["mail.activity"].sudo().search_count([]), activities)
        self.assertFalse(self._everything("frontoffice.case").message_follower_ids)

    def test_the_passing_of_time_changes_nothing_afterwards(self):
        self._import()
        promises = self._everything("frontoffice.promise")
        before = promises.mapped("ledger_seq")
        self.assertFalse(self.env["frontoffice.promise"].search(self.env["frontoffice.promise"]._lapse_domain()))
        self.assertEqual(promises.mapped("ledger_seq"), before)

    def test_people_of_the_log_are_found_by_login_or_name(self):
        user = new_test_user(self.env(user=1), "Resource10", company_id=self.company.id,
                             company_ids=[(6, 0, self.company.ids)])
        self._import()
        mine = self._everything("backoffice.handoff").filtered(lambda h: h.user_id == user)
        self.assertTrue(mine)
        self.assertTrue(self._everything("backoffice.handoff") - mine)

    # -- twice, in parts, removed ----------------------------------------------------------------

    def test_twice_gives_the_cases_once(self):
        self._import()
        before = self._counts()
        report = self._import()
        self.assertEqual((report["new"], report["known"], report["changed"], report["batch_id"]), (0, 30, 0, None))
        self.assertEqual(self._counts(), before)

    def test_what_came_since_is_added(self):
        lines = self.data.splitlines(keepends=True)
        first = lines[1].split(b",")[1]
        half = [line for line in lines if not line.split(b",")[1] > first or line is lines[0]]
        some = self._import(b"".join(half))["new"]
        self.assertTrue(0 < some < 30)
        report = self._import()
        self.assertEqual((report["new"], report["known"]), (30 - some, some))
        self.assertEqual(self._counts()[0], 30)

    def test_a_case_that_reads_otherwise_today_is_reported_and_left(self):
        self._import()
        report = self._import(self.data.replace(b"Confirmation of receipt", b"Receipt confirmed"))
        self.assertEqual((report["new"], report["changed"]), (0, 30))

    def test_another_source_is_another_log(self):
        self._import()
        self.assertEqual(self._import(source="other")["new"], 30)

    def test_the_batch_goes_whole_and_may_come_again(self):
        report = self._import()
        batch = self.env["frontoffice.batch"].browse(report["batch_id"])
        self.assertEqual(batch.summary["cases"], 30)
        batch.action_remove()
        self.assertEqual(batch.state, "removed")
        self.assertEqual(self._counts(), [0, 0, 0, 0])
        for name in ("frontoffice.channel", "backoffice.service", "hr.department"):
            left = self.env[name].sudo().search([("company_id", "=", self.company.id)])
            self.assertFalse(left.filtered(lambda r: "Group" in r.name or r.name == "Internet"), name)
        self.assertEqual(self._import()["new"], 30)
        self.assertEqual(self._counts()[0], 30)
        versions = self._everything("backoffice.handoff").service_version_id
        self.assertEqual(versions.service_id.mapped("active"), [True] * len(versions))

    # -- bad rows --------------------------------------------------------------------------------

    def _damaged(self):
        lines = self.data.decode().splitlines()
        lines[3] = lines[3].rsplit(",", 1)[0] + ",soon"
        lines[5] = lines[5] + ",too,many"
        return "\n".join(lines).encode()

    def test_bad_rows_are_left_out_and_named_with_their_lines(self):
        report = self._import(self._damaged(), on_error="skip")
        self.assertEqual(report["problems"], 2)
        self.assertEqual([error.split(":")[0] for error in report["errors"]], ["Line 4", "Line 6"])
        self.assertIn("soon", report["errors"][0])
        self.assertEqual(self._counts()[0], report["cases"])

    def test_bad_rows_stop_everything_when_asked_to(self):
        with self.assertRaisesRegex(UserError, r"Nothing was imported: 2 rows[\s\S]*Line 4[\s\S]*Line 6"):
            self._import(self._damaged(), on_error="stop")
        self.assertEqual(self._counts(), [0, 0, 0, 0])

    def test_an_error_in_the_middle_leaves_nothing_behind(self):
        def fail(*args):
            raise UserError("the last step")

        self.patch(type(self.env["frontoffice.import.service"]), "_write_enabled", fail)
        with self.assertRaisesRegex(UserError, "the last step"):
            self._import()
        self.assertEqual(self._counts(), [0, 0, 0, 0])
        self.assertFalse(self._everything("frontoffice.batch"))
        self.assertNotIn("Group 4", self._everything("hr.department").mapped("name"))

    def test_cases_without_a_date_get_no_promise(self):
        data = b"case,activity,timestamp,group\n1,a,2025-01-06 09:00,A\n1,b,2025-01-06 10:00,B\n"
        report = self._import(data)
        self.assertEqual((report["new"], report["with_promise"]), (1, 0))
        self.assertEqual(self._counts(), [1, 1, 0, 1])

    def test_files_that_are_no_logs_say_why(self):
        for data, words in (
            (b" ", "empty"), (b"a,b\n1,2\n", "Say which column"), (b"<!DOCTYPE x><log/>", "document type"),
            (b"<log>", "broken"),
        ):
            with self.subTest(words=words), self.assertRaisesRegex(UserError, words):
                self._import(data)

    def test_the_dry_run_counts_and_writes_nothing(self):
        report = self._import(dry_run=True)
        self.assertEqual((report["cases"], report["new"], report["hand_offs"]), (30, 30, self._changes()))
        self.assertIn("Internet", report["unmapped"]["channel"])
        self.assertIn("Group 4", report["unmapped"]["group"])
        self.assertEqual(self._counts(), [0, 0, 0, 0])
        self._import()
        self.assertFalse(any(self._import(dry_run=True)["unmapped"].values()))

    # -- who and how -----------------------------------------------------------------------------

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_only_a_manager_imports(self):
        agent = new_test_user(self.env(user=1), "log_agent", groups="frontoffice_crm.group_agent")
        with self.assertRaises(AccessError):
            self.env(user=agent)["frontoffice.import.service"]._import_bytes(self.data)
        with self.assertRaises(AccessError):
            self.env(user=agent)["frontoffice.import.log"].create({})

    def test_the_wizard_from_file_to_batch(self):
        wizard = self.env["frontoffice.import.log"].create({
            "data": base64.b64encode(self.data), "filename": "town hall.csv", "company_id": self.company.id,
        })
        self.assertEqual(wizard.source, "town hall")
        wizard.action_propose()
        roles = dict(wizard.line_ids.mapped(lambda line: (line.column, line.role)))
        self.assertEqual(roles["case:deadline"], "due")
        self.assertFalse(roles["lifecycle:transition"])
        wizard.line_ids.filtered(lambda line: line.role == "due").role = False
        wizard.action_dry_run()
        self.assertEqual(wizard.report["with_promise"], 0)
        wizard.line_ids.filtered(lambda line: line.column == "case:deadline").role = "due"
        wizard.action_import()
        self.assertIn("New cases: 30", wizard.report_text)
        self.assertEqual(wizard.batch_id.company_id, self.company)
        self.assertEqual(self._counts()[2], 30)

    def test_two_columns_with_one_meaning_are_refused(self):
        wizard = self.env["frontoffice.import.log"].create({"data": base64.b64encode(self.data), "source": "x"})
        wizard.action_propose()
        wizard.line_ids[:2].role = "channel"
        with self.assertRaisesRegex(UserError, "same meaning"):
            wizard.action_dry_run()

    def test_an_xes_log_comes_in_too(self):
        data = (
            b'<log><trace><string key="concept:name" value="1"/><date key="deadline" value="2025-01-08T12:00:00Z"/>'
            b'<event><string key="concept:name" value="a"/><date key="time:timestamp" value="2025-01-06T09:00:00Z"/>'
            b'<string key="org:group" value="A"/></event></trace></log>'
        )
        self.assertEqual(self._import(data)["with_promise"], 1)
        self.assertEqual(self._everything("frontoffice.promise").due_at, datetime(2025, 1, 8, 12))

    # -- the whole log ---------------------------------------------------------------------------

    def test_the_whole_town_hall_in_under_a_minute(self):
        if not FULL.exists():
            self.skipTest(f"{FULL} is not here")
        started = time.process_time()  # other work on the machine is not the import's fault
        report = self.env["frontoffice.import.log"]._import_file(str(FULL))
        seconds = time.process_time() - started
        self.assertEqual((report["cases"], report["events"], report["problems"]), (1434, 8577, 0))
        self.assertEqual(report["created"]["cases"], 1434)
        _logger.info("%s events in %.1f s, of these %.1f s of our own", 8577, report["seconds"], seconds)
        self.assertLess(seconds * 10_000 / 8577, 40, "10,000 events in a minute, the database included")
        self.assertEqual(self.env["frontoffice.import.log"]._import_file(str(FULL))["new"], 0)
        self.assertEqual(self._counts()[0], 1434)
