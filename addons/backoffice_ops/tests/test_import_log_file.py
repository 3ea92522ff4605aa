import base64
import os
from datetime import datetime
from pathlib import Path

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .import_log_common import ImportLogCase

FULL = Path(os.environ.get("RECEIPT_LOG") or Path(__file__).parents[4] / "shared" / "data" / "receipt.csv")


@tagged("-at_install", "post_install")
class TestImportLogFile(ImportLogCase):
    """Bad rows and files, who may import and how: whole or not at all."""

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
            raise RuntimeError("the last step")

        self.patch(type(self.env["frontoffice.import.service"]), "_write_enabled", fail)
        with self.assertRaisesRegex(RuntimeError, "the last step"):
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

    def test_only_into_ones_own_company(self):
        neighbour = self.env(su=True)["res.company"].create({"name": "Next door"})
        with self.assertRaises(AccessError):
            self._import(company_id=neighbour.id)

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

    def test_the_whole_town_hall(self):
        if not FULL.exists():
            self.skipTest(f"{FULL} is not here")
        report = self.env["frontoffice.import.log"]._import_file(str(FULL))
        self.assertEqual((report["cases"], report["events"], report["problems"]), (1434, 8577, 0))
        self.assertEqual(report["created"]["cases"], 1434)
        self.assertEqual(self.env["frontoffice.import.log"]._import_file(str(FULL))["new"], 0)
        self.assertEqual(self._counts()[0], 1434)
