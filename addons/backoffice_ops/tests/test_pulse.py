from unittest.mock import patch

from freezegun import freeze_time

from odoo import SUPERUSER_ID, fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .common import BackOfficeCase


class PulseCase(BackOfficeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.staff = cls.env["res.users"].with_context(no_reset_password=True).create([{
            "name": f"Pulse {number}", "login": f"pulse{number}",
            "password": "" if number else "pulse of the house",
            "company_id": cls.company.id, "company_ids": [Command.set(cls.company.ids)],
            "group_ids": [Command.set(cls.env.ref("base.group_user").ids)],
        } for number in range(9)])
        cls.env["hr.employee"].create([{
            "name": user.name, "user_id": user.id, "company_id": cls.company.id,
            "department_id": (cls.parts if number < 6 else cls.finance).id,
        } for number, user in enumerate(cls.staff)])
        cls.director = cls._clerk("dora", cls.finance)
        cls.director.group_ids = [Command.link(cls.env.ref("backoffice_ops.group_manager").id)]
        cls.pulse = cls.env["backoffice.pulse"].with_user(cls.director).create({
            "kind": "enps", "company_id": cls.company.id,
        })

    def _answer(self, user, scores):
        """This person answers: one score a question."""
        work = self.env["backoffice.work"].with_user(user)
        url = work.answer_pulse(self.pulse.id)
        token = url.split("answer_token=")[1]
        answer = self.env["survey.user_input"].sudo().search([("access_token", "=", token)])
        for question, score in zip(self.pulse._questions(), scores, strict=False):
            answer.with_user(user).sudo()._save_lines(question, score)
        answer.with_user(user).sudo()._mark_done()
        return answer


@tagged("post_install", "-at_install")
class TestPulse(PulseCase):
    """Everybody is asked, nobody is known, and figures show for five people or more."""

    def test_one_answer_a_person_without_a_trace_of_who_and_when(self):
        self.pulse.action_send()
        user = self.staff[0]
        answer = self._answer(user, [9, 4])
        self.assertFalse(answer.partner_id or answer.email or answer.nickname)
        self.assertEqual(answer.pulse_department_id, self.parts)
        names = ("create_uid", "write_uid")
        for record in (answer, answer.user_input_line_ids):
            self.assertEqual({r[name].id for name in names for r in record}, {SUPERUSER_ID})
            first = fields.Datetime.to_datetime(self.pulse.month)
            self.assertEqual({r.create_date for r in record} | {r.write_date for r in record}, {first})
        self.assertEqual((answer.start_datetime, answer.end_datetime), (first, first))
        self.assertFalse(answer.message_ids.filtered(lambda m: m.author_id == user.partner_id))
        with self.assertRaises(UserError):
            self._answer(user, [0])
        self.assertFalse(self.env["backoffice.work"].with_user(user)._pulses())

    def test_an_invitation_knows_nothing_of_the_answer(self):
        Invitation = self.env["backoffice.pulse.invitation"]
        self.assertEqual(
            {name for name, field in Invitation._fields.items() if field.store}, {"id", "pulse_id", "user_id", "used"})

    def test_cells_of_five_and_nothing_to_subtract(self):
        self.pulse.action_send()
        for user in self.staff:
            self._answer(user, [10 if user in self.staff[:6] else 5])
        self.assertEqual(self.pulse._cell_rows(), [], "not before the round is over")
        self.pulse.action_close()
        [row] = self.pulse._cell_rows()
        self.assertEqual(row[:2], ("Everybody", 9), "three of Finance would follow from the six of Parts")
        self.assertEqual(row[2][0], 33)
        self.assertIsNone(row[2][1], "nobody answered the second question")
        self.assertNotIn("Finance", self.pulse.results)

    def test_two_departments_of_five(self):
        self.env["hr.employee"].search([("user_id", "=", self.staff[5].id)]).department_id = self.finance
        self.pulse.action_send()
        for user in self.staff - self.staff[0]:
            self._answer(user, [8])
        self.pulse.action_close()
        self.assertEqual([row[:2] for row in self.pulse._cell_rows()], [("Everybody", 8)])

    def test_what_was_begun_counts_no_more_after_the_end(self):
        self.pulse.action_send()
        url = self.env["backoffice.work"].with_user(self.staff[0]).answer_pulse(self.pulse.id)
        self.pulse.action_close()
        answer = self.env["survey.user_input"].search([("access_token", "=", url.split("answer_token=")[1])])
        self.assertLessEqual(answer.deadline, fields.Datetime.now())
        with self.assertRaises(UserError):
            self.env["backoffice.work"].with_user(self.staff[1]).answer_pulse(self.pulse.id)

    def test_too_few_people_are_not_asked(self):
        company = self.env["res.company"].create({"name": "Tiny"})
        self.director.company_ids = [Command.link(company.id)]
        pulse = self.env["backoffice.pulse"].with_user(self.director).with_company(company).create({
            "kind": "pulse", "company_id": company.id})
        with self.assertRaises(UserError):
            pulse.action_send()

    def _monthly(self, when="2031-03-04 06:00:00"):
        with freeze_time(when):
            self.env["backoffice.pulse"]._cron_monthly()
        return self.env["backoffice.pulse"].search(
            [("company_id", "=", self.company.id), ("kind", "=", "pulse")], order="month")

    def test_once_a_month_by_itself_where_it_is_switched_on(self):
        self.assertFalse(self._monthly(), "off until somebody wants it")
        self.company.pulse_monthly = True
        first = self._monthly()
        self.assertEqual((len(first), first.state, first.asked), (1, "open", len(first._people())))
        self.assertEqual(first.month, fields.Date.to_date("2031-03-01"))
        self.assertEqual(self._monthly("2031-03-31 06:00:00"), first, "never twice a month")
        self.assertEqual(len(self._monthly("2031-04-01 06:00:00")), 2)
        invited = self.env["backoffice.pulse.invitation"].sudo().search([("pulse_id", "=", first.id)])
        self.assertEqual(invited.user_id, first._people())
        self.company.pulse_monthly = False
        self.assertEqual(len(self._monthly("2031-05-01 06:00:00")), 2)

    def test_a_round_prepared_by_hand_is_the_one_of_the_month(self):
        self.company.pulse_monthly = True
        mine = self.env["backoffice.pulse"].with_user(self.director).create(
            {"kind": "pulse", "company_id": self.company.id, "month": "2031-03-15"})
        self.assertEqual((self._monthly(), mine.state), (mine, "open"))
        mine.action_close()
        self.assertEqual((self._monthly(), mine.state), (mine, "closed"))

    def test_no_round_by_itself_below_five_people(self):
        people = self.pulse._people()
        people[4:].active = False
        self.company.pulse_monthly = True
        self.assertFalse(self._monthly())
        people[:5].active = True
        self.assertEqual(self._monthly().asked, 5)

    def test_a_round_taken_by_another_worker_is_left_alone(self):
        self.company.pulse_monthly = True
        taken = self._monthly()
        blind = type(self.env["backoffice.pulse"])
        with (
            patch.object(blind, "search", lambda self, *args, **options: self.browse()),
            mute_logger("odoo.sql_db"), freeze_time("2031-03-04 06:00:00"),
        ):  # as a worker whose snapshot is from before
            self.assertFalse(self.env["backoffice.pulse"]._ask_this_month(self.company))
        self.assertEqual(self._monthly(), taken)

    def test_the_scheduler_calls_it_and_the_switch_is_off(self):
        self.assertIn("_cron_monthly", self.env.ref("backoffice_ops.cron_pulse").code)
        self.assertFalse(self.env["res.company"].create({"name": "New"}).pulse_monthly)

    def test_nobody_reads_an_answer(self):
        self.pulse.action_send()
        answer = self._answer(self.staff[0], [9])
        editor = new_test_user(self.env, "editor", "survey.group_survey_manager,base.group_user",
                               company_id=self.company.id, company_ids=[Command.set(self.company.ids)])
        for user in (editor, self.director, self.head, self.plain, self.agent, self.portal):
            Input = self.env["survey.user_input"].with_user(user)
            allowed = Input.has_access("read")
            self.assertFalse(allowed and Input.search([("id", "=", answer.id)]), user.login)
            with self.assertRaises(AccessError, msg=user.login):
                answer.with_user(user).read(["state"])
        question = self.pulse._questions()[0]
        data = question._prepare_statistics(answer.user_input_line_ids)
        self.assertFalse(data[0]["answer_input_done_ids"], "stock's page of results stays empty")

    def test_who_sees_rounds(self):
        for user, allowed in ((self.director, True), (self.plain, False), (self.agent, False), (self.clerk, False)):
            self.assertEqual(self.pulse.with_user(user).has_access("read"), allowed, user.login)
        self.head.group_ids = [Command.link(self.env.ref("backoffice_ops.group_head").id)]
        self.assertTrue(self.pulse.with_user(self.head).has_access("read"))
        self.assertFalse(self.pulse.with_user(self.head).has_access("write"))
        self.stranger.group_ids = [Command.link(self.env.ref("backoffice_ops.group_manager").id)]
        there = self.pulse.with_user(self.stranger).with_context(allowed_company_ids=self.other_company.ids)
        self.assertFalse(there.has_access("read"))

    def test_thanks_show_on_my_work(self):
        self.env["frontoffice.thanks"].create({
            "text": "The part came within a day!", "user_ids": [Command.set(self.clerk.ids)],
            "sender_id": self.agent.id, "company_id": self.company.id,
        })
        [line] = self.env["backoffice.work"].with_user(self.clerk).open()["thanks"]
        self.assertEqual((line["text"], line["mine"], line["who"]), ("The part came within a day!", True, ["Jonas"]))
        [line] = self.env["backoffice.work"].with_user(self.banker).open()["thanks"]
        self.assertFalse(line["mine"])

    def test_departments_reach_the_wall_of_thanks(self):
        """The door is in Back Office where praise is on record, and behind it is one's own company, to read."""
        (self.clerk | self.plain).group_ids = [Command.link(self.env.ref("frontoffice_crm.group_feature_complaint").id)]
        thanks = self.env["frontoffice.thanks"].create([{
            "text": "The part came within a day!", "user_ids": [Command.set(self.clerk.ids)],
            "sender_id": self.agent.id, "company_id": company.id,
        } for company in (self.company, self.other_company)])
        menu = self.env.ref("backoffice_ops.menu_thanks").sudo()
        for user in (self.clerk, self.plain):
            self.assertIn(menu.id, self.env["ir.ui.menu"].with_user(user)._visible_menu_ids(), user.login)
            Thanks = self.env[menu.action.res_model].with_user(user).with_context(
                allowed_company_ids=user.company_ids.ids)
            self.assertEqual(Thanks.search([("id", "in", thanks.ids)]), thanks[0], user.login)
            self.assertFalse(thanks[0].with_user(user).has_access("write"), user.login)


@tagged("post_install", "-at_install")
class TestPulsePage(PulseCase, HttpCase):
    """The stock survey pages take an anonymous answer of somebody who is logged in."""

    def test_a_colleague_answers_on_the_page(self):
        self.pulse.action_send()
        user = self.staff[0]
        self.authenticate(user.login, "pulse of the house")
        url = self.env["backoffice.work"].with_user(user).answer_pulse(self.pulse.id)
        page = self.url_open(url)
        self.assertEqual(page.status_code, 200)
        self.assertIn("Would you recommend working here?", page.text)
        self.assertNotIn("survey_access_error", page.text)
        token = url.split("answer_token=")[1]
        base = f"/survey/{{}}/{self.pulse.sudo().survey_id.access_token}/{token}"
        self.make_jsonrpc_request(base.format("begin"), {})
        scores = {str(question.id): "9" if n == 0 else "4" for n, question in enumerate(self.pulse._questions())}
        self.make_jsonrpc_request(base.format("submit"), scores)
        answer = self.env["survey.user_input"].search([("access_token", "=", token)])
        self.assertEqual(answer.state, "done")
        self.assertEqual(answer.user_input_line_ids.mapped("value_scale"), [9, 4, 4, 4, 4, 4, 4])
        self.env.cr.execute(
            "SELECT write_uid, create_uid FROM survey_user_input WHERE id = %s UNION "
            "SELECT write_uid, create_uid FROM survey_user_input_line WHERE user_input_id = %s",
            [answer.id, answer.id])
        self.assertEqual(self.env.cr.fetchall(), [(SUPERUSER_ID, SUPERUSER_ID)])
