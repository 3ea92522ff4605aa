from datetime import date, timedelta

from odoo.fields import Command

from .common import NOW, TriangleCase

SOURCES = ("encounter", "case", "promise", "rating", "lead", "survey", "importance", "partner")
DAYS = (date(2026, 1, 1), date(2026, 3, 18))


class FrontKpiCase(TriangleCase):
    """Figures of the front office from records made by hand; what is right is worked out in each test."""

    def _figure(self, code, first=DAYS[0], last=DAYS[1], **filters):
        """(value, counted, out of) of a figure over a window, after counting what changed."""
        self._count()
        kpi = self.env["triangle.kpi"].search([("code", "=", code)])
        values = self.env["triangle.reader"]._values(kpi, {"now": (first, last)}, filters)["now"]
        return self.dashboard._judge(kpi, values)

    def _count(self):
        self.env.flush_all()
        errors = {name: error for name, error in self.env["triangle.fact"]._refresh(SOURCES).items() if error}
        self.assertFalse(errors)

    def _assert_figure(self, code, value, n, count=None, **filters):
        figure = self._figure(code, **filters)
        if value is None:
            self.assertIsNone(figure.value, code)
        else:
            self.assertAlmostEqual(figure.value, value, 9, code)
        self.assertEqual(figure.n, n, code)
        if count is not None:
            self.assertEqual(figure.count, count, code)
        return figure

    def _assert_opens(self, code, records, part="all", first=DAYS[0], last=DAYS[1]):
        """A click opens exactly these records."""
        action = self.dashboard.drill(code, {"date_from": first.isoformat(), "date_to": last.isoformat()}, part)
        self.assertEqual(action["res_model"], records._name)
        self.assertEqual(set(action["domain"][0][2]), set(records.ids), f"{code} {part}")
        self.assertEqual(action["total"], len(records))

    def _all_same_from_scratch(self):
        """Counting step by step and counting everything anew give the same."""
        self.env.flush_all()
        self.env["triangle.fact"]._refresh()
        step_by_step = self._facts()
        self.assertEqual(step_by_step, self._from_scratch())

    def _ticket(self, at=timedelta(days=-2), kind="question", **vals):
        """A case of that kind with these header columns; its own ledger has nothing more to say."""
        case = self._case(at)
        if kind != "complaint":
            case.type = kind
        case.write({"opened_at": NOW + at, **vals})
        return case

    @classmethod
    def _lead(cls, at=timedelta(days=-10), **vals):
        """An enquiry that came in by itself, so long ago."""
        lead = cls.env["crm.lead"].create({
            "name": "Boiler wanted", "type": "lead", "company_id": cls.company.id, "team_id": cls.teams[0].id,
            "user_id": False, **{key: value for key, value in vals.items() if key not in cls.LATE},
        })
        lead.flush_recordset()
        stamps = {"create_date": NOW + at, **{key: value for key, value in vals.items() if key in cls.LATE}}
        for column, value in stamps.items():
            cls.env.cr.execute(f"UPDATE crm_lead SET {column} = %s WHERE id = %s", (value, lead.id))  # noqa: S608
        lead.invalidate_recordset()
        return lead

    LATE = ("date_closed", "date_conversion", "won_status", "active", "service_score_frozen_at",
            "service_probability_frozen", "create_uid")

    @classmethod
    def _colleague(cls, login="fact_seller"):
        user = cls.env["res.users"].with_context(no_reset_password=True).create({
            "name": login, "login": login, "company_id": cls.company.id,
            "company_ids": [Command.set(cls.company.ids)],
        })
        return user

    @classmethod
    def _answer(cls, survey, partner, at=timedelta(days=-5), asked=True, **answers):
        """A finished answer to one of our surveys: {question code: value}."""
        survey = cls.env.ref(f"frontoffice_crm.survey_{survey}")
        given = cls.env["survey.user_input"].create({
            "survey_id": survey.id, "partner_id": partner.id, "state": "done",
            "user_input_line_ids": [Command.create({
                "question_id": survey.question_ids.filtered(lambda q, c=code: q.feedback_code == c).id,
                "answer_type": "scale", "value_scale": value,
            }) for code, value in answers.items()],
        })
        given.end_datetime = NOW + at
        if asked:
            policy = cls.env["frontoffice.feedback.policy"].search([("company_id", "=", cls.company.id)], limit=1)
            policy = policy or cls.env["frontoffice.feedback.policy"].create(
                {"name": "Ask", "company_id": cls.company.id, "instrument": "nps"})
            cls.env["frontoffice.feedback.invitation"].create({
                "policy_id": policy.id, "policy_version_id": policy._current_version().id, "partner_id": partner.id,
                "company_id": cls.company.id, "instrument": "nps", "planned_at": NOW, "state": "answered",
                "user_input_id": given.id, "team_id": cls.teams[0].id,
            })
        return given
