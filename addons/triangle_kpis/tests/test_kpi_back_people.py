from datetime import date, datetime

from odoo.tests import tagged

from .back_common import WHOLE, BackCase, at
from .common import NOW


@tagged("post_install", "-at_install")
class TestKpiBackPeople(BackCase):
    """What colleagues say, know and read, and how many there are; every answer is worked out by hand."""

    # -- ratings among colleagues --------------------------------------------------------------------

    def _rate(self, face, user, side="sender", when="03-10 09:00", department=0, handoff=None):
        handoff = handoff or self._plain(service_id=self.services[department].id)
        return self.env["backoffice.handoff.rating"].create({
            "handoff_id": handoff.id, "side": side, "user_id": user.id, "face": face, "at": at(when),
            "from_team_id": self.teams[0].id, "to_department_id": handoff.to_department_id.id,
            "company_id": self.company.id})

    def test_k44_five_ratings_by_five_people(self):
        a, b, c, d, e, f = self.colleagues
        ratings = [self._rate("good", user) for user in (a, b, c)] + [self._rate("poor", d)]
        self._rate("poor", e, side="receiver")
        self.assertIsNone(self._value("K44"), "four ratings: nothing is told")
        ratings.append(self._rate("good", d))
        self.assertIsNone(self._value("K44"), "five ratings by four people")
        ratings.append(self._rate("fair", e))
        self.assertEqual(self._value("K44"), 4 / 6)
        kpi, values = self._values("K44")
        self.assertEqual((values["K44"].count, values["K44"].n), (4, 6))
        self.assertEqual(set(self._opens("K44")), {rating.id for rating in ratings})
        self.assertEqual(len(self._opens("K44", "miss")), 2)
        ratings[0].face = "poor"
        self.assertEqual(self._value("K44"), 3 / 6, "who corrects what they said changes the figure")
        self.assertIsNone(self._value("K44B"))

    def test_k44_no_department_by_difference(self):
        """Six in one department and two in another: the six alone would tell the two."""
        for user in self.colleagues:
            self._rate("good", user)
        for user in self.colleagues[:2]:
            self._rate("poor", user, department=1)
        self.assertEqual(self._value("K44"), 6 / 8)
        self.assertIsNone(self._value("K44", department_id=self.departments[0].id))
        self.assertIsNone(self._value("K44", department_id=self.departments[1].id))
        for user in self.colleagues[2:5]:
            self._rate("poor", user, department=1)
        self.assertEqual(self._value("K44", department_id=self.departments[0].id), 1)
        self.assertEqual(self._value("K44", department_id=self.departments[1].id), 0)
        self.assertIsNone(self._value("K44", campaign_id=self.campaigns[0].id), "ratings know no campaign")

    def test_k44_leaves_no_trace_of_a_single_rating(self):
        for user in self.colleagues:
            self._rate("good", user)
        self._refresh()
        sources = {source.model for source in self.env["triangle.measure"]._sources().values()}
        self.assertNotIn("backoffice.handoff.rating", sources)
        viewer = self._viewer()
        action = self.dashboard.with_user(viewer).with_context(allowed_company_ids=self.company.ids)
        with self.assertRaises(Exception):  # noqa: B017 - refused, or nothing to see
            self.assertTrue(self.env["backoffice.handoff.rating"].with_user(viewer).search(
                action.drill("K44", {"date_from": WHOLE[0], "date_to": WHOLE[1]}, "all")["domain"]))

    def test_k44_rated_the_same(self):
        """Thirty pairs: both sides 🙂 in 15, both 🙁 in 15: r = 1."""
        for i in range(30):
            handoff, face = self._plain(), "good" if i % 2 else "poor"
            self._rate(face, self.agent, handoff=handoff)
            if i < 29:
                self._rate(face, self.clerk, side="receiver", handoff=handoff)
        self.assertIsNone(self._value("K44S"), "29 pairs")
        self._rate(face, self.clerk, side="receiver", handoff=handoff)
        self.assertAlmostEqual(self._value("K44S"), 1)

    # -- the anonymous survey ------------------------------------------------------------------------

    def _round(self, month, answers, closed=True, asked=40, code="enps"):
        """A round of answers {department: [scores]} to one of its questions."""
        pulse = self.env["backoffice.pulse"].create({
            "kind": "enps", "month": month, "company_id": self.company.id})
        pulse.write({"state": "closed" if closed else "open", "asked": asked, "closes_on": date(2026, 12, 31)})
        question = pulse.survey_id.question_ids.filtered(lambda q: q.feedback_code == code)
        for department, scores in answers.items():
            for score in scores:
                answer = self.env["survey.user_input"].create({
                    "survey_id": pulse.survey_id.id, "pulse_id": pulse.id, "state": "done",
                    "pulse_department_id": department and department.id})
                self.env["survey.user_input.line"].create({
                    "user_input_id": answer.id, "question_id": question.id, "answer_type": "scale",
                    "value_scale": score, "skipped": False})
        return pulse

    def test_k53_would_recommend(self):
        """Ten answers: five of 9 and 10, three of 0 to 6: 20 points. Ten of forty were asked: √(30/39) of the error."""
        parts, finance = self.departments
        round_ = self._round("2026-02-01", {parts: [10, 10, 9, 9, 8], finance: [9, 7, 6, 3, 0]})
        self.assertEqual(self._value("K53"), 100 * (5 - 3) / 10)
        figure = self._values("K53")[1]["K53"]
        error = 100 * 1.959964 * ((0.5 + 0.3 - 0.2 ** 2) / 10) ** 0.5 * (30 / 39) ** 0.5
        self.assertAlmostEqual(figure.high - 20, error, 3)
        self.assertEqual(figure.n, 10)
        self.assertEqual(self._value("K53", department_id=parts.id), 80)
        self.assertEqual(self._opens("K53"), round_.ids, "single answers are nobody's to open")

    def test_k53_cells_of_five(self):
        parts, finance = self.departments
        self._round("2026-02-01", {parts: [10] * 6, finance: [0] * 2})
        self.assertEqual(self._value("K53"), 50)
        self.assertIsNone(self._value("K53", department_id=finance.id))
        self.assertIsNone(self._value("K53", department_id=parts.id), "taken from the whole it would tell the two")

    def test_k53_the_last_round_of_a_quarter_once_it_is_over(self):
        parts = self.departments[0]
        self._round("2026-01-01", {parts: [0] * 6})
        self.assertEqual(self._value("K53"), -100)
        latest = self._round("2026-03-01", {parts: [10] * 6}, closed=False)
        self.assertEqual(self._value("K53"), -100, "running: nobody sees a figure move by one answer")
        latest.state = "closed"
        self.assertEqual(self._value("K53"), 100, "one answer a person and quarter: the last")
        self.assertIsNone(self._value("K53", (date(2025, 1, 1), date(2025, 12, 31))))
        self.assertIsNone(self._value("K53", team_id=self.teams[0].id))

    def test_k53_what_drives_it(self):
        """The five statements of the catalogue as top two of five, in the same cells as the score itself."""
        parts, finance = self.departments
        drivers = {"K53M": "motivation", "K53P": "pay", "K53T": "training", "K53W": "tools", "K53C": "change"}
        for month, (code, name) in enumerate(drivers.items(), start=1):
            window = (date(2024, 3 * month - 2, 1), date(2024, 3 * month, 28)) if month < 5 else (
                date(2025, 1, 1), date(2025, 3, 31))
            scores = {parts: [5, 4, 4, 3, 1], finance: [4] * month + [2] * (6 - month)}
            self._round(window[0], scores, code=f"driver_{name}")
            self.assertAlmostEqual(self._value(code, window), (3 + month) / 11, msg=code)
            self.assertAlmostEqual(self._value(code, window, department_id=parts.id), 3 / 5)
            self.assertIsNone(self._value(code, window, team_id=self.teams[0].id))
            self.assertIsNone(self._value("K53", window), "an answer to one statement is no answer to another")

    def test_k53_a_statement_few_answered_names_nobody(self):
        parts, finance = self.departments
        self._round("2026-02-01", {parts: [5] * 5, finance: [1] * 4}, code="driver_pay")
        self.assertAlmostEqual(self._value("K53P"), 5 / 9)
        self.assertIsNone(self._value("K53P", department_id=parts.id), "the other four could be told")
        self._round("2025-02-01", {parts: [5] * 4}, code="driver_pay")
        self.assertIsNone(self._value("K53P", (date(2025, 1, 1), date(2025, 3, 31))))

    # -- skills and certificates ---------------------------------------------------------------------

    @classmethod
    def _skill_type(cls, name, certificate=False):
        kind = cls.env["hr.skill.type"].create({
            "name": name, "is_certification": certificate,
            "skill_ids": [(0, 0, {"name": name})],
            "skill_level_ids": [(0, 0, {"name": "Some", "level_progress": 40, "default_level": True}),
                                (0, 0, {"name": "Good", "level_progress": 80})]})
        levels = kind.skill_level_ids.sorted("level_progress")
        return kind.skill_ids, levels[0], levels[1]

    def _employee(self, user, department, **vals):
        return self.env["hr.employee"].create({
            "name": user.name, "user_id": user.id, "company_id": self.company.id,
            "department_id": department and department.id, **vals})

    def _can(self, employee, skill, level, confirmed=True, **vals):
        line = self.env["hr.employee.skill"].create({
            "employee_id": employee.id, "skill_id": skill.id, "skill_type_id": skill.skill_type_id.id,
            "skill_level_id": level.id, "valid_from": date(2026, 1, 1), **vals})
        if confirmed:
            line.write({"validated_by_id": self.env.uid, "validated_at": NOW})
        return line

    def test_k49_skills_covered(self):
        """Welding well: two have it, one of them from Finance. Law: two, both from Parts. Typing: only on paper."""
        parts, finance = self.departments
        a, b, c = (self._employee(user, parts) for user in self.colleagues[:3])
        other = self._employee(self.colleagues[3], finance)
        Line = self.env["backoffice.service.skill"]
        welding, some, good = self._skill_type("Welding")
        law, _some, law_good = self._skill_type("Law")
        typing, _some, typing_good = self._skill_type("Typing")
        lines = Line.create([
            {"service_id": self.service.id, "skill_id": welding.id, "level_id": good.id},
            {"service_id": self.service.id, "skill_id": law.id},
            {"service_id": self.service.id, "skill_id": typing.id}])
        again = self.env["backoffice.service"].create({
            "name": "Again", "department_id": parts.id, "company_id": self.company.id})
        Line.create({"service_id": again.id, "skill_id": welding.id, "level_id": some.id})  # the same pair
        self._can(a, welding, good)
        self._can(other, welding, good)
        self._can(c, welding, some)
        for person in (a, b):
            self._can(person, law, law_good)
        for person in (a, other):
            self._can(person, typing, typing_good, confirmed=False)
        self.assertIsNone(self._value("K49"), "before the first night")
        self._night()
        self.assertAlmostEqual(self._value("K49"), 1 / 3)
        self.assertEqual(set(self._opens("K49", "miss")), set(lines[1:].ids))
        self.assertAlmostEqual(self._value("K49", department_id=parts.id), 1 / 3)
        self.env["hr.employee.skill"].search([("employee_id", "=", other.id), ("skill_id", "=", law.id)]).unlink()
        self._can(other, law, law_good)
        self.assertAlmostEqual(self._value("K49"), 1 / 3, msg="until the next night")
        self._night(datetime(2026, 3, 20, 0, 0))
        self.assertAlmostEqual(self._value("K49"), 2 / 3)
        self.assertAlmostEqual(self._value("K49", (date(2026, 3, 1), date(2026, 3, 18))), 1 / 3, msg="the past stays")

    def test_k50_certificates_valid(self):
        """The job asks two people: one holds it, one's ran out. The request type asks the department's three: one."""
        parts = self.departments[0]
        skill, _some, good = self._skill_type("First aid", certificate=True)
        truck, _some, truck_good = self._skill_type("Fork-lift", certificate=True)
        job = self.env["hr.job"].create({"name": "Fitter", "department_id": parts.id, "company_id": self.company.id})
        self.env["hr.job.skill"].create({
            "job_id": job.id, "skill_id": skill.id, "skill_type_id": skill.skill_type_id.id,
            "skill_level_id": good.id})
        self.env["backoffice.service.skill"].create({
            "service_id": self.service.id, "skill_id": truck.id, "level_id": truck_good.id})
        people = [self._employee(user, parts, job_id=job.id) for user in self.colleagues[:2]]
        people.append(self._employee(self.colleagues[2], parts))
        self.env["backoffice.member"].create([
            {"user_id": person.user_id.id, "department_id": parts.id, "company_id": self.company.id}
            for person in people])
        self._can(people[0], skill, good, valid_to=date(2027, 1, 1))
        self._can(people[1], skill, good, valid_to=date(2026, 3, 1))
        self._can(people[2], truck, truck_good)
        self._night()
        self.assertAlmostEqual(self._value("K50"), (1 + 1) / (2 + 3))
        figure = self.env["triangle.dashboard"]._judge(*self._values("K50"))
        self.assertEqual((figure.count, figure.n), (2, 5), "of both")
        self.assertTrue(figure.low < figure.value < figure.high)

    # -- announcements -------------------------------------------------------------------------------

    def test_k52_announcements_read(self):
        """Asked Monday the 9th: five working days later is Monday the 16th, 16:00 UTC."""
        self._at(at("03-09 09:00"))
        notice = self.env["backoffice.notice"].create({
            "name": "New prices", "body": "<p>From May.</p>", "company_id": self.company.id, "state": "published"})
        notice.version_id = notice._current_version()
        receipts = self.env["backoffice.notice.receipt"].create([
            {"notice_id": notice.id, "version_id": notice.version_id.id, "user_id": user.id,
             "department_id": self.departments[0].id, "company_id": self.company.id, "asked_at": at("03-09 09:00")}
            for user in self.colleagues[:4]])
        self._at(NOW)
        self.assertEqual(set(receipts.mapped("ack_due_at")), {at("03-16 16:00")})
        receipts[0].acked_at = at("03-16 15:59")
        receipts[1].acked_at = at("03-16 16:01")
        late = receipts[3]
        late.ack_due_at = at("03-20 16:00")  # was away
        self.assertEqual(self._of("loop_notice"), (1, 3), "never read is not in time; who was away has time left")
        self.assertEqual(set(self._opens("K52", "miss")), set(receipts[1:3].ids))
        self._at(at("03-20 17:00"))
        self.assertEqual(self._of("loop_notice"), (1, 4))
        self._assert_from_scratch()

    # -- people and their hours ----------------------------------------------------------------------

    def test_k54_and_k55_people_and_hours(self):
        """Two people, the second leaves on Friday the 13th: 5 + 5 days, then 2 + 0."""
        parts = self.departments[0]
        self._at(at("01-01 08:00"))
        first = self._employee(self.colleagues[0], parts)
        second = self._employee(self.colleagues[1], parts)
        self._at(NOW)
        self.env["resource.calendar.leaves"].create({  # a day off on Monday the 9th
            "name": "Off", "resource_id": first.resource_id.id, "calendar_id": first.resource_calendar_id.id,
            "company_id": self.company.id, "date_from": at("03-08 23:00"), "date_to": at("03-09 22:59"),
            "time_type": "leave"})
        second.departure_date = date(2026, 3, 13)
        Workday = self.env["triangle.workday"]
        Workday._fill(date(2026, 3, 9), date(2026, 3, 17))
        self.assertEqual(Workday._fill(date(2026, 3, 9), date(2026, 3, 17)), 0, "running it again changes nothing")
        window = (date(2026, 3, 9), date(2026, 3, 17))
        self.assertEqual(self._of("headcount", window)[0], 9 + 5)
        # first: Tuesday to Friday, Monday and Tuesday; second: Monday to Friday
        self.assertEqual(self._of("work_hours", window)[0], 8 * (4 + 2) + 8 * 5)
        self.assertEqual(self._of("work_away", window), (8, 8 * 12))
        self.assertAlmostEqual(self._value("K54", window), 365 * 1 / 14)
        self.assertEqual(self._opens("K54", "num", window), second.ids)
        self._encounter(at("03-10 09:00"), ended_at=at("03-10 10:00"), touch_minutes=90, handled_by="human")
        self._encounter(at("03-10 09:00"), ended_at=at("03-10 10:00"), touch_minutes=90, handled_by="bot")
        self.service.touch_hours = 3
        self._plain()
        self.assertAlmostEqual(self._value("K55", window), (1.5 + 3) / 88)
        self.assertAlmostEqual(self._value("K55A", window), 8 / 96)
        self.assertEqual(self._value("K54V", window), 0)
        second.version_id.departure_reason_id = self.env.ref("hr.departure_resigned")
        self.assertAlmostEqual(self._value("K54V", window), 365 * 1 / 14)
        self.assertIsNone(self._value("K54C", window), "nobody from outside")
        second.version_id.employee_type = "freelance"
        Workday._fill(date(2026, 3, 9), date(2026, 3, 17))
        self.assertAlmostEqual(self._value("K54C", window), 365 * 1 / 5)
        self.assertEqual(self._opens("K54C", "num", window), second.ids)
        second.departure_date = date(2026, 3, 16)
        self.assertEqual(self._of("leaver", (date(2026, 3, 13), date(2026, 3, 13)))[0], 0)
        self.assertEqual(self._of("leaver", (date(2026, 3, 16), date(2026, 3, 16)))[0], 1)
        Workday._fill(date(2026, 3, 9), date(2026, 3, 17))
        self.assertEqual(self._of("headcount", window)[0], 9 + 8)
        second.departure_date = date(2026, 12, 1)
        self.assertEqual(self._of("leaver")[0], 0, "not gone yet")
