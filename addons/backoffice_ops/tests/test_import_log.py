from itertools import pairwise

from odoo.tests import new_test_user, tagged

from .import_log_common import ImportLogCase, utc


@tagged("-at_install", "post_install")
class TestImportLog(ImportLogCase):
    """A real log comes in with its own times, once, and can go again."""

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
