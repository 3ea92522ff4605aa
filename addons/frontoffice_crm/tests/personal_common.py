from datetime import timedelta

from odoo import fields
from odoo.tools import SQL

from .common import FrontOfficeCase

NAME, EMAIL, SECOND, NUMBER = "Zebulon Quastel", "zebulon@quastel.example", "zq@office.example", "7700881"
SECRET = "rhubarb"  # in every free text
# Digits of chance, in which any number stands some day: generated Message-IDs and hashes.
CHANCE = r"<[0-9.]+-openerp-[^<>]*>|[0-9a-f]{32,}"
TRACES = (NAME, "Zebulon", EMAIL, SECOND, NUMBER, SECRET)


class PersonalCase(FrontOfficeCase):
    """A person with a record in every model that can hold something about them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.country_id = cls.env.ref("base.de")
        cls.person = cls.env["res.partner"].create({
            "name": NAME, "email": EMAIL, "phone": f"+49 151 {NUMBER}", "street": f"{SECRET} lane 1",
            "preferred_name": "Zebulon", "comment": f"likes {SECRET}",
        })
        cls.other_case = cls.env["frontoffice.case"].create({
            "subject": "Ana's boiler", "partner_id": cls.customer.id, "channel_id": cls.channel.id,
            "company_id": cls.company.id, "partner_name": "Ana Ortiz", "email": "ana@example.com",
        })
        cls.other_case.message_post(body="Ana called", message_type="comment")

    def _live(self):
        """A life with us: one of everything. Returns {model: record}."""
        made = {**self._live_service(), **self._live_stock()}
        made.update(self._live_after(made["frontoffice.case"], made["crm.lead"]))
        self.env.flush_all()
        return made

    def _live_service(self):
        env, said = self.env, f"{NAME} says {SECRET}"
        point = env["frontoffice.contact.point"].create({
            "partner_id": self.person.id, "kind": "email", "value": SECOND,
        })
        case = self._case(
            partner_id=self.person.id, subject=f"{SECRET} stopped", description=f"<p>{said}</p>", partner_name=NAME,
            email=EMAIL, phone=f"0151 {NUMBER}", email_cc=EMAIL,
        )
        case.write({"answer_text": f"<p>Dear {NAME}</p>", "access_token": f"{SECRET}-token"})
        encounter = self._encounter(
            partner_id=self.person.id, case_id=case.id, note=said, partner_name=NAME, email=EMAIL, phone=NUMBER,
            directed_to=said, outlet=said, jump_reason=said, said_back=said, said_to=EMAIL,
        )
        nameless = self._encounter(partner_id=False, email=f"{NAME} <{EMAIL}>", note=said)
        by_phone = self._encounter(partner_id=False, phone=f"0151/{NUMBER}", note=said)
        promise = self._promise(partner_id=self.person.id, case_id=case.id, name=said, override_reason=said)
        made = {
            "frontoffice.contact.point": point, "frontoffice.case": case, "frontoffice.promise": promise,
            "frontoffice.encounter": encounter | nameless | by_phone,
        }
        return {**made, **self._live_beside(case, encounter, said)}

    def _live_beside(self, case, encounter, said):
        env, company = self.env, self.company.id
        self._live_thread(case, said)
        return {
            "frontoffice.case.draft": env["frontoffice.case.draft"].create({"case_id": case.id, "body": said}),
            "frontoffice.desk.draft": env["frontoffice.desk.draft"].create({
                "label": NAME, "values": {"who": {"id": self.person.id}, "note": said}, "company_id": company,
                "user_id": self.agent.id,
            }),
            "frontoffice.gesture": env["frontoffice.gesture"].sudo().create({
                "case_id": case.id, "partner_id": self.person.id, "company_id": company, "amount": 5,
                "amount_company": 5, "currency_id": self.company.currency_id.id, "note": said, "decision_note": said,
                "user_id": self.agent.id,
            }),
            "frontoffice.thanks": env["frontoffice.thanks"].create({
                "text": said, "user_ids": self.agent.ids, "case_id": case.id, "company_id": company,
            }),
            "frontoffice.call": env["frontoffice.call"].create({
                "ref": "c1", "number": f"+49151{NUMBER}", "normalized": f"+49151{NUMBER}", "company_id": company,
                "partner_id": self.person.id, "encounter_id": encounter.id,
            }),
            "frontoffice.intake.log": env["frontoffice.intake.log"].create({
                "reason": "error", "email_from": f'"{NAME}" <{EMAIL}>', "subject": said, "detail": said,
                "body_excerpt": said, "company_id": company, "channel_id": self.channel.id,
            }),
            "frontoffice.merge.journal": env["frontoffice.merge.journal"].sudo().create({
                "kind": "partner", "company_id": company, "partner_id": self.person.id,
                "snapshot": {"name": NAME, "email": EMAIL},
            }),
        }

    def _live_thread(self, case, said):
        """A message with a file, a mail, an answer for later, a to-do and a rating."""
        message = case.message_post(
            body=said, subject=said, message_type="comment", subtype_xmlid="mail.mt_comment",
            author_id=self.person.id, email_from=f'"{NAME}" <{EMAIL}>',
            attachments=[(f"{SECRET}.txt", f"{SECRET}".encode())],
        )
        self.env["mail.mail"].create({
            "mail_message_id": message.id, "body_html": said, "email_to": EMAIL, "state": "sent",
            "is_notification": True,
        })
        self.env["mail.scheduled.message"].create({
            "model": case._name, "res_id": case.id, "body": said, "subject": said,
            "author_id": self.env.user.partner_id.id, "scheduled_date": fields.Datetime.now() + timedelta(days=2),
        })
        case.activity_schedule("mail.mail_activity_data_todo", summary=said, note=said, user_id=self.agent.id)
        self.env["rating.rating"].create({
            "res_model_id": self.env["ir.model"]._get_id(case._name), "res_id": case.id, "rating": 2,
            "consumed": True, "feedback": said, "partner_id": self.person.id,
        })

    def _live_stock(self):
        start = fields.Datetime.now() + timedelta(days=3)
        visit = self.env["calendar.event"].create({
            "name": f"Visit of {NAME}", "start": start, "stop": start + timedelta(hours=1), "description": SECRET,
            "visitor_partner_id": self.person.id, "visitor_name": NAME, "visitor_email": EMAIL,
            "visitor_phone": NUMBER, "location": f"{SECRET} lane 1",
        })
        lead = self.env["crm.lead"].create({
            "name": f"{NAME} wants {SECRET}", "partner_id": self.person.id, "contact_name": NAME, "email_from": EMAIL,
            "phone": f"+49 151 {NUMBER}", "description": SECRET, "street": f"{SECRET} lane 1",
            "company_id": self.company.id, "type": "lead",
        })
        return {"calendar.event": visit, "crm.lead": lead}

    def _live_after(self, case, lead):
        env, company = self.env, self.company.id
        survey = env["survey.survey"].create({"title": "How was it?"})
        answer = survey._create_answer(partner=self.person, email=EMAIL)
        question = env["survey.question"].create({
            "title": "Why?", "survey_id": survey.id, "question_type": "text_box",
        })
        line = env["survey.user_input.line"].create({
            "user_input_id": answer.id, "question_id": question.id, "answer_type": "text_box",
            "value_text_box": SECRET,
        })
        guide = env["frontoffice.playbook"].create({"name": "No heat", "company_id": company})
        run = env["frontoffice.playbook.run"].create({
            "playbook_id": guide.id, "case_id": case.id, "company_id": company,
        })
        plan = env["frontoffice.success.plan"].create({
            "name": f"{NAME} grows", "partner_id": self.person.id, "company_id": company, "lost_reason": SECRET,
        })
        asset = env["frontoffice.asset"].create({"name": "Pumps", "url": "https://example.com"})
        return {
            "frontoffice.feedback.invitation": env["frontoffice.feedback.invitation"].sudo().create({
                "company_id": company, "partner_id": self.person.id, "email": EMAIL,
                "planned_at": fields.Datetime.now(), "case_id": case.id, "user_input_id": answer.id,
                "state": "answered", "score": 3,
            }),
            "survey.user_input": answer, "survey.user_input.line": line, "frontoffice.playbook.run": run,
            "frontoffice.playbook.answer": env["frontoffice.playbook.answer"].create({
                "run_id": run.id, "name": "Since when?", "value": SECRET, "is_done": True,
            }),
            "frontoffice.success.plan": plan,
            "frontoffice.success.training": env["frontoffice.success.training"].create({
                "plan_id": plan.id, "name": f"{SECRET} for {NAME}", "hours": 2,
            }),
            "frontoffice.asset.share": env["frontoffice.asset.share"].create({
                "asset_id": asset.id, "lead_id": lead.id, "company_id": company,
            }),
        }

    # -- looking ----------------------------------------------------------------------------------

    def _tables(self):
        return [name for (name,) in self.env.execute_query(SQL(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY table_name"
        ))]

    def _traces(self, words=TRACES):
        """{table: number of rows} of which any column, of whatever kind, still holds one of the words."""
        self.env.flush_all()
        patterns = [f"%{word}%" for word in words]
        one = SQL(" UNION ALL ").join(
            SQL("SELECT %s, count(*) FROM %s AS t WHERE regexp_replace(t::text, %s, '', 'g') ILIKE ANY(%s)",
                name, SQL.identifier(name), CHANCE, patterns)
            for name in self._tables()
        )
        return {table: rows for table, rows in self.env.execute_query(one) if rows}

    def _figures(self):
        """What must not change: how many of everything, every event, every rating's figure."""
        self.env.flush_all()
        counted = [t for t in self._tables() if t.startswith(("frontoffice_", "backoffice_", "triangle_"))]
        gone = ("_draft", "_personal_log", "_personal_wizard", "contact_point")
        counted = [t for t in counted if not t.endswith(gone)]
        counts = {
            table: self.env.execute_query(SQL("SELECT count(*) FROM %s", SQL.identifier(table)))[0][0]
            for table in [*counted, "mail_message", "rating_rating", "mail_activity", "crm_lead", "calendar_event"]
        }
        for table in [t for t in counted if t.endswith("_event")]:
            counts[f"{table}.hash"] = self.env.execute_query(SQL(
                "SELECT md5(string_agg(hash, ',' ORDER BY id)) FROM %s", SQL.identifier(table)
            ))
        counts["ratings"] = self.env.execute_query(SQL("SELECT id, rating, consumed FROM rating_rating ORDER BY id"))
        counts["asked"] = self.env.execute_query(SQL("SELECT id, is_done FROM frontoffice_playbook_answer ORDER BY id"))
        return counts
