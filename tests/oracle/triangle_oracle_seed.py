"""Rows the sample company does not have, so that every figure has something to count: random, from a seed.

They go straight into the tables of the throw-away database, past all code of the addons.
"""

from datetime import timedelta
from random import Random

from triangle_oracle_seed_apps import AppRows
from triangle_oracle_seed_back import BackRows
from triangle_oracle_seed_more import MoreRows

PEOPLE = "SELECT u.id, u.partner_id FROM res_users u WHERE u.company_id = %s AND NOT u.share AND u.id > 1 ORDER BY 1"


class Seed(BackRows, AppRows, MoreRows):
    """What is put into the database, in one order, from one seed."""

    def __init__(self, connection, company, now):
        self.link, self.company, self.now = connection, company, now.replace(microsecond=0)
        self.luck = Random(20261122)
        ask = self.ask
        self.people = ask(PEOPLE, company)
        self.teams = [i for (i,) in ask("SELECT id FROM crm_team WHERE company_id = %s ORDER BY 1", company)]
        self.departments = [
            i for (i,) in ask("SELECT id FROM hr_department WHERE company_id = %s ORDER BY 1", company)
        ]
        self.channels = [
            i for (i,) in ask("SELECT id FROM frontoffice_channel WHERE company_id = %s ORDER BY 1", company)
        ]
        self.partners = [
            i
            for (i,) in ask(
                "SELECT DISTINCT partner_id FROM frontoffice_encounter WHERE company_id = %s AND partner_id > 0"
                " ORDER BY 1",
                company,
            )
        ] + [partner for _user, partner in self.people[:2]]

    def ask(self, sql, *params):
        with self.link.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall() if cursor.description else []

    def put(self, table, **values):
        """Insert a row; its id."""
        names = list(values)
        return self.ask(
            f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(['%s'] * len(names))}) RETURNING id",
            *values.values(),
        )[0][0]

    def moment(self, days=300):
        return self.now - timedelta(seconds=self.luck.randint(3600, days * 86400))

    def after(self, moment, hours):
        """A later moment, or None now and then."""
        return None if self.luck.random() < 0.15 else moment + timedelta(minutes=self.luck.randint(0, hours * 60))

    def any(self, *rows):
        return self.luck.choice(rows)

    def everything(self):
        campaign = self.put(
            "utm_campaign",
            name="oracle",
            title='{"en_US": "Oracle"}',
            stage_id=self.ask("SELECT MIN(id) FROM utm_stage")[0][0],
            user_id=2,
        )
        self.campaigns = [campaign]
        self.ask(
            "UPDATE frontoffice_promise SET campaign_id = %s WHERE company_id = %s AND id %% 4 = 0",
            campaign,
            self.company,
        )
        self.ask(
            "UPDATE frontoffice_encounter SET campaign_id = %s WHERE company_id = %s AND id %% 5 = 0",
            campaign,
            self.company,
        )
        self.ask(
            "UPDATE frontoffice_case SET campaign_id = %s WHERE company_id = %s AND id %% 3 = 0",
            campaign,
            self.company,
        )
        self.ask(
            "UPDATE frontoffice_encounter SET lang = (ARRAY['de_DE', 'fr_FR', NULL])[id %% 3 + 1],"
            " work_mode = (ARRAY['office', 'remote', NULL])[id / 3 %% 3 + 1] WHERE company_id = %s",
            self.company,
        )
        for kind in (self.lead, self.survey, self.public_rating, self.approval, self.obligation, self.delay):
            for _n in range(150):
                kind()
        for _n in range(150):
            self.run()
        self.staff()
        self.notices()
        self.skills()
        self.certificates()
        self.cases()
        self.requests()
        self.mentions()
        self.apps()
        self.companions()

    def run(self):
        """A run of the machine in the past: some failed, some had nothing to do."""
        at, luck = self.moment(120), self.luck
        self.put(
            "triangle_job_run", source="oracle", started_at=at, finished_at=at + timedelta(seconds=luck.randint(1, 90)),
            ok=luck.random() < 0.9, records=self.any(0, 1, 20, 500), lag_seconds=luck.randint(5, 7200),
        )

    def lead(self):
        at, luck, user = self.moment(), self.luck, self.any(*self.people)
        closed, status = self.after(at, 24 * 60), self.any("won", "lost", "pending", "pending")
        frozen = at + timedelta(days=luck.randint(0, 5))
        lead = self.put(
            "crm_lead",
            name="x",
            type=self.any("lead", "opportunity", "opportunity"),
            active=status != "lost",
            company_id=self.any(self.company, self.company, None),
            team_id=self.any(*self.teams),
            user_id=user[0],
            create_uid=self.any(1, 1, user[0]),
            create_date=at,
            date_conversion=self.after(at, 24 * 9),
            won_status=status,
            date_closed=closed if status != "pending" else None,
            expected_revenue=luck.randint(0, 9000),
            campaign_id=self.any(None, *self.campaigns),
            referred=self.any(None, "", "Ann"),
            service_score_frozen_at=frozen,
            service_probability_frozen=luck.uniform(0, 100),
            partner_id=self.any(None, *self.partners),
            stage_id=None,
        )
        note = self.any(1, 1, 2)
        subtype = self.ask(
            "SELECT res_id FROM ir_model_data WHERE module = 'mail' AND name = %s",
            "mt_comment" if note == 1 else "mt_note",
        )[0][0]
        if luck.random() < 0.8:
            self.put(
                "mail_message",
                model="crm.lead",
                res_id=lead,
                author_id=self.any(user[1], user[1], 2),
                body="x",
                date=at + timedelta(minutes=luck.randint(-60, 3000)),
                message_type=self.any("comment", "comment", "email"),
                subtype_id=subtype,
            )

    def survey(self):
        at, luck = self.moment(), self.luck
        questions = self.ask(
            "SELECT id, survey_id, feedback_code, scale_min, scale_max FROM survey_question"
            " WHERE feedback_code IN ('nps', 'ces') OR feedback_code LIKE '%%\\_e'"
            " OR feedback_code LIKE '%%\\_p' ORDER BY id"
        )
        survey = self.any(*sorted({row[1] for row in questions}))
        partner = self.any(None, *self.partners[:40], *self.partners[-2:])
        answer = self.put(
            "survey_user_input",
            survey_id=survey,
            access_token=f"oracle-{luck.random()}",
            partner_id=partner,
            email=self.any(None, "Ann@x.example", "ann@x.example"),
            end_datetime=at,
            state=self.any("done", "done", "done", "done", "in_progress"),
            test_entry=luck.random() < 0.05,
        )
        for question, of, _code, low, high in questions:
            if of == survey and luck.random() < 0.9:
                self.put(
                    "survey_user_input_line",
                    user_input_id=answer,
                    question_id=question,
                    answer_type="scale",
                    value_scale=luck.randint(low, high),
                    skipped=luck.random() < 0.05,
                )
        user = self.any(*self.people)
        if luck.random() < 0.8:
            due = at + timedelta(days=2)
            self.put(
                "frontoffice_feedback_invitation",
                company_id=self.company,
                state="answered",
                planned_at=at,
                user_input_id=answer,
                partner_id=partner,
                team_id=self.any(*self.teams),
                user_id=user[0],
                channel_id=self.any(*self.channels),
                follow_due_at=self.any(due, None),
                followed_at=self.after(at, 72),
            )

    def public_rating(self):
        at = self.moment()
        self.put(
            "rating_rating",
            res_id=1,
            res_model=self.any("product.template", "slide.channel"),
            create_date=at,
            rated_on=at,
            rating=self.luck.randint(0, 5),
            consumed=self.luck.random() < 0.8,
            is_internal=self.luck.random() < 0.2,
            service_company_id=self.company,
        )

    def cases(self):
        """Who solved them, what customers said afterwards, and goods handed from channel to channel."""
        for case, kind, resolved in self.ask(
            "SELECT id, type, resolved_at FROM frontoffice_case WHERE company_id = %s ORDER BY id", self.company
        ):
            self.ask(
                "UPDATE frontoffice_case SET resolved_level = %s, needed_approval = %s WHERE id = %s",
                self.any(None, "first_line", "first_line", "back_office"),
                self.luck.random() < 0.2,
                case,
            )
            if kind == "complaint" and resolved:
                for _n in range(2):
                    at = resolved + timedelta(days=self.luck.randint(0, 120))
                    self.put(
                        "rating_rating",
                        res_id=case,
                        res_model="frontoffice.case",
                        service_company_id=self.company,
                        create_date=resolved,
                        rated_on=at,
                        res_model_id=self.ask("SELECT id FROM ir_model WHERE model = 'frontoffice.case'")[0][0],
                        rating=self.luck.randint(0, 5),
                        consumed=self.luck.random() < 0.8,
                    )
        self.ask(
            "UPDATE rating_rating SET create_date = rated_on - interval '1 hour' * (id %% 400)"
            " WHERE rated_on IS NOT NULL AND res_model LIKE 'frontoffice.%%'"
        )
        for encounter, case in self.ask(
            "SELECT id, case_id FROM frontoffice_encounter WHERE company_id = %s AND case_id IS NOT NULL ORDER BY id",
            self.company,
        ):
            self.ask(
                "UPDATE frontoffice_encounter SET case_id = %s, channel_id = %s, context_carried = %s WHERE id = %s",
                case,
                self.any(*self.channels),
                self.luck.random() < 0.6,
                encounter + 1,
            )
        self.ask(
            "UPDATE backoffice_service_version SET costs = %s WHERE id %% 4 > 0",
            '{"touch_hours": 0.7, "hour_rate": 41.5, "cost_fixed": 3}',
        )

    def mentions(self):
        """Bookings, tones and questions asked again among the interactions there are."""
        for (row,) in self.ask("SELECT id FROM frontoffice_encounter WHERE company_id = %s ORDER BY id", self.company):
            luck = self.luck
            if luck.random() < 0.15:
                self.ask(
                    "UPDATE frontoffice_encounter SET is_clarification = %s, transfer_count = %s, touch_minutes = %s,"
                    " response_minutes = CASE WHEN first_response_at IS NULL THEN NULL ELSE %s::float8 END"
                    " WHERE id = %s",
                    luck.random() < 0.5,
                    luck.randint(0, 2),
                    luck.uniform(0, 40),
                    self.any(None, luck.uniform(0, 900)),
                    row,
                )
            if luck.random() < 0.05:
                self.ask(
                    "UPDATE frontoffice_encounter SET state = 'abandoned', first_response_at = NULL,"
                    " ended_at = arrived_at + %s WHERE id = %s",
                    timedelta(seconds=luck.randint(1, 40)),
                    row,
                )
        event = self.put("calendar_event", name="x", show_as="busy", start=self.now, stop=self.now)
        self.ask(
            "UPDATE frontoffice_encounter SET calendar_event_id = %s, state = CASE WHEN id %% 22 = 0 THEN 'no_show'"
            " ELSE state END WHERE company_id = %s AND id %% 11 = 0",
            event,
            self.company,
        )
        self.ask("UPDATE frontoffice_channel SET kind = 'social' WHERE id = %s", self.channels[-1])
        self.ask(
            "UPDATE frontoffice_encounter SET tone = (ARRAY['-1', '0', '1'])[1 + id %% 3], is_crisis = id %% 7 = 0,"
            " first_statement_at = arrived_at + interval '1 minute' * (id %% 700) WHERE channel_id = %s",
            self.channels[-1],
        )
