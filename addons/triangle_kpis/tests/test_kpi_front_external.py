from datetime import date, datetime, timedelta

from odoo.tests import tagged

from .common import NOW
from .kpi_front_common import FrontKpiCase


@tagged("post_install", "-at_install")
class TestKpiFrontExternal(FrontKpiCase):
    """Making promises: enquiries, predictions, reputation, promises made too early."""

    # -- K03 -----------------------------------------------------------------------------------------

    def test_k03_qualified_leads(self):
        converted = self._lead(timedelta(days=-60), type="opportunity", date_conversion=NOW - timedelta(days=3))
        born = self._lead(timedelta(days=-4), type="opportunity", referred="Olga")
        self._lead(timedelta(days=-4))  # never qualified
        lost = self._lead(timedelta(days=-5), type="opportunity", active=False, won_status="lost")
        self._lead(timedelta(days=-100), type="opportunity")  # before the window
        colleague = self._colleague()
        self.env.cr.execute("UPDATE res_users SET create_date = '2025-01-01' WHERE id = %s", (colleague.id,))
        self._lead(timedelta(days=-4), type="opportunity", partner_id=colleague.partner_id.id)  # one of ours
        figure = self._assert_figure("K03", 3, 3)
        self.assertAlmostEqual(figure.low, 0.6187, 3)  # exact Poisson of 3
        self._assert_opens("K03", converted | born | lost)
        self._assert_figure("K03R", 1 / 3, 3)
        # converted later: one more, on its own day
        self._figure("K03")
        late = self._lead(timedelta(days=-200))
        self.env["triangle.engine"]._note("crm.lead", late.ids)
        self._assert_figure("K03", 3, 3)
        late.write({"type": "opportunity", "date_conversion": NOW - timedelta(days=1)})
        self._assert_figure("K03", 4, 4)

    # -- K04 -----------------------------------------------------------------------------------------

    def _posted(self, lead, author, at, kind="comment", subtype="mail.mt_comment", **vals):
        message = self.env["mail.message"].create({
            "model": "crm.lead", "res_id": lead.id, "body": "We call you", "author_id": author.id,
            "message_type": kind, "subtype_id": self.env.ref(subtype).id, **vals,
        })
        message.date = at
        lead._triangle_mark()
        return message

    def test_k04_answered_within_the_hour(self):
        seller = self._colleague()
        noon = datetime(2026, 3, 16, 12, 0)  # Monday 13:00 in Berlin, the hour after the break
        made = {name: self._lead(noon - NOW) for name in ("mail", "call", "todo", "late", "note", "machine", "none")}
        own = self._lead(noon - NOW, create_uid=seller.id)  # entered by a colleague: nobody waits
        desk = self._lead(noon - NOW, create_uid=seller.id)
        self._encounter(noon - NOW, lead_id=desk.id)
        self._posted(made["mail"], seller.partner_id, noon + timedelta(minutes=60))
        self._encounter(noon + timedelta(minutes=20) - NOW, direction="out", lead_id=made["call"].id)
        todo = self.env.ref("mail.mail_activity_data_call")
        self._posted(made["todo"], seller.partner_id, noon + timedelta(minutes=5), "notification",
                     "mail.mt_activities", mail_activity_type_id=todo.id)
        self._posted(made["late"], seller.partner_id, noon + timedelta(minutes=61))
        self._posted(made["note"], seller.partner_id, noon + timedelta(minutes=5), subtype="mail.mt_note")
        self._posted(made["machine"], self.env.ref("base.partner_root"), noon + timedelta(minutes=1), "auto_comment")
        # 8 count (the seven and the one from the desk), 3 of them answered by a person in time
        self._assert_figure("K04", 3 / 8, 8, 3)
        good = made["mail"] | made["call"] | made["todo"]
        self._assert_opens("K04", good, "num")
        missed = made["late"] | made["note"] | made["machine"] | made["none"] | desk
        self._assert_opens("K04", missed, "miss")
        self.assertNotIn(own.id, (good | missed).ids)
        # a letter found later changes the past
        self._posted(made["none"], seller.partner_id, noon + timedelta(minutes=30))
        self._assert_figure("K04", 4 / 8, 8)
        self._all_same_from_scratch()

    def test_k04_counts_working_time_and_waits_for_the_deadline(self):
        seller = self._colleague()
        friday = datetime(2026, 3, 13, 15, 45)  # 16:45 in Berlin: a quarter of an hour is left
        lead = self._lead(friday - NOW)
        self._posted(lead, seller.partner_id, datetime(2026, 3, 16, 7, 40))  # Monday 8:40
        self._assert_figure("K04", 1, 1)
        self.assertEqual(lead.service_response_due_at, datetime(2026, 3, 16, 7, 45))
        young = self._lead(timedelta(minutes=-10))
        self._assert_figure("K04", 1, 1)
        self._at(NOW + timedelta(hours=2))
        self._assert_figure("K04", 1 / 2, 2)
        self.assertTrue(young.service_response_due_at)

    # -- K05 -----------------------------------------------------------------------------------------

    def test_k05_leads_looked_after(self):
        seller = self._colleague()
        made = {name: self._lead(timedelta(days=-40)) for name in ("plan", "put_off", "past", "letter", "old", "won")}
        plan = made["plan"].activity_schedule("mail.mail_activity_data_todo", date(2026, 3, 20))
        put_off = made["put_off"].activity_schedule("mail.mail_activity_data_todo", date(2026, 3, 19))
        for day in (20, 21, 22):
            put_off.date_deadline = date(2026, 3, day)
        made["past"].activity_schedule("mail.mail_activity_data_todo", date(2026, 3, 17))
        self._posted(made["letter"], seller.partner_id, NOW - timedelta(days=12))
        self._posted(made["old"], seller.partner_id, NOW - timedelta(days=15))
        self.env.flush_all()
        self.env.cr.execute("UPDATE crm_lead SET won_status = 'won' WHERE id = %s", (made["won"].id,))
        self._count()
        self._at(datetime(2026, 3, 18, 23, 30))
        self.env["triangle.engine"]._take_levels(date(2026, 3, 18))
        # five are open: a plan and a letter count; put off three times, past and two weeks old do not
        self._assert_figure("K05", 2 / 5, 5)
        plan.unlink()
        self._at(datetime(2026, 3, 19, 23, 30))
        self.env["triangle.engine"]._take_levels(date(2026, 3, 19))
        self._assert_figure("K05", 1 / 5, 5, last=date(2026, 3, 19))
        self._assert_figure("K05", 2 / 5, 5)  # yesterday stays as it was
        self._assert_opens("K05", made["plan"] | made["letter"], "num", date(2026, 3, 18), date(2026, 3, 18))

    # -- K06 -----------------------------------------------------------------------------------------

    def test_k06_predictions_are_judged_after_120_days(self):
        frozen = NOW - timedelta(days=130)
        soon, later = frozen + timedelta(days=120), frozen + timedelta(days=121)
        for predicted, won_at in ((80, soon), (60, later), (20, None), (40, frozen)):
            won = {"won_status": "won", "date_closed": won_at} if won_at else {}
            self._lead(timedelta(days=-140), type="opportunity", service_score_frozen_at=frozen,
                       service_probability_frozen=predicted, **won)
        self._lead(timedelta(days=-140), type="opportunity", service_score_frozen_at=NOW - timedelta(days=119),
                   service_probability_frozen=50)  # too young
        window = {"first": date(2025, 10, 1)}
        # (0.8−1)² + (0.6−0)² (won a day too late) + (0.2−0)² + (0.4−1)² = 0.04 + 0.36 + 0.04 + 0.36
        self._assert_figure("K06", 0.8 / 4, 4, **window)
        # half of them were won: saying ½ each time misses by ¼
        self._assert_figure("K06S", 1 - 0.2 / 0.25, 4, **window)
        self._at(NOW + timedelta(days=2))
        self._assert_figure("K06", (0.8 + 0.25) / 5, 5, **window)

    def test_k06_skill_needs_both_outcomes(self):
        self._lead(timedelta(days=-140), type="opportunity", service_score_frozen_at=NOW - timedelta(days=130),
                   service_probability_frozen=30)
        self._assert_figure("K06S", None, 1, first=date(2025, 10, 1))

    # -- K08 -----------------------------------------------------------------------------------------

    def test_k08_win_rate(self):
        closed = {"type": "opportunity", "date_closed": NOW - timedelta(days=2)}
        won = self._lead(won_status="won", expected_revenue=300, **closed)
        lost = self._lead(won_status="lost", active=False, expected_revenue=700, **closed)
        self._lead(won_status="pending", active=False, **closed)  # archived, not lost
        self._lead(won_status="won", date_closed=NOW - timedelta(days=2))  # not an opportunity
        self._lead(type="opportunity", won_status="won", date_closed=NOW - timedelta(days=99))
        self._assert_figure("K08", 1 / 2, 2, 1)
        self._assert_figure("K08V", 0.3, 2)
        self._assert_opens("K08", won | lost)
        self._assert_opens("K08", lost, "miss")
        lost.write({"active": True, "probability": 40})  # opened again
        self.assertFalse(lost.date_closed and lost.won_status == "lost")
        self._assert_figure("K08", 1, 1)

    # -- K11 -----------------------------------------------------------------------------------------

    def _review(self, value, model="product.template", **vals):
        rating = self._rating(self._encounter(), value)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE rating_rating SET res_model = %s, is_internal = %s, service_company_id = %s WHERE id = %s",
            (model, vals.get("is_internal", False), self.company.id, rating.id))
        rating.invalidate_recordset()
        return rating

    def test_k11_reputation_is_public_and_never_pooled(self):
        good, bad = self._review(4), self._review(3)
        self._review(5, is_internal=True)
        self._review(1, "project.task")
        asked = self._rating(self._encounter(), 1)
        self._assert_figure("K11", 1 / 2, 2, 1)
        self._assert_figure("K22", 0, 1)
        self._assert_opens("K11", good | bad)
        self._assert_opens("K22", asked)

    def test_k11_tone_and_first_statement(self):
        press = self.env["frontoffice.channel"].create(
            {"name": "Press", "kind": "press", "company_id": self.company.id})
        for tone, hours in (("1", None), ("0", None), ("-1", 3), ("-1", 5), (False, None)):
            self._encounter(channel_id=press.id, tone=tone, is_crisis=bool(hours),
                            first_statement_at=hours and NOW - timedelta(days=2, hours=-hours))
        self._encounter(tone="1")  # not in public
        self._assert_figure("K11T", -1 / 4, 4)
        figure = self._figure("K11C")
        self.assertEqual(figure.n, 2)
        self.assertTrue(2 <= figure.value <= 8)  # 3 and 5 hours, told by bins

    # -- K12 and what belongs to it ------------------------------------------------------------------

    def test_k12_promised_too_early_and_what_surrounds_it(self):
        self._promise(realistic="no", promised_hours=6, capability_hours=8)
        self._promise(realistic="no", promised_hours=4, capability_hours=8)
        early = self.env["frontoffice.promise"].search([("company_id", "=", self.company.id)])
        fair = self._promise(promised_hours=9, capability_hours=8)
        unknown = self._promise(realistic="unknown", standard_id=self.standard.id)
        self._promise(origin_kind="auto", realistic="no")
        # three can be judged, one of them was possible
        self._assert_figure("K12", 1 / 3, 3, 1)
        self._assert_opens("K12", early, "miss")
        self._assert_opens("K12", early | fair)
        self._assert_figure("K12U", 1 / 4, 4)
        self._assert_opens("K12U", unknown, "num")
        # short by a quarter and by a half
        self._assert_figure("K12S", (0.25 + 0.5) / 2, 2)
        self._assert_figure("G2", 3 / 4, 4)
        # 6, 4 and 9 hours: the median lies in the bin from 4 to 8
        figure = self._figure("K12L")
        self.assertEqual(figure.n, 3)
        self.assertTrue(4 <= figure.value <= 8)

    # -- G1 ------------------------------------------------------------------------------------------

    def test_g1_topics_nobody_looks_after(self):
        alone = self.env["frontoffice.need"].create({"name": "Parking", "company_id": self.company.id})
        cared = self.env["frontoffice.need"].create({
            "name": "Boiler", "company_id": self.company.id, "standard_id": self.standard.id,
            "team_id": self.teams[0].id})
        unheard = self._encounter(need_id=alone.id)
        heard = self._encounter(need_id=cared.id)
        self._encounter()  # no topic
        self._encounter(need_id=alone.id, direction="out")
        self._assert_figure("G1", 1 / 2, 2, 1)
        self._assert_opens("G1", unheard, "num")
        alone.write({"standard_id": self.standard.id, "team_id": self.teams[0].id})
        self._all_same_from_scratch()
        self._assert_figure("G1", 1 / 2, 2)  # the past was not heard better
        self.assertFalse(heard.is_unheard)
