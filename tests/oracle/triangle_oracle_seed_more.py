"""Rows for figures that stand beside others; from a seed of their own, after everything else."""

from datetime import timedelta
from random import Random

from triangle_oracle_apps import has

SIDES = ("reliability", "assurance", "tangibles", "empathy", "responsiveness")


class MoreRows:
    """Past all code of the addons, as everywhere in these tests."""

    def companions(self):
        self.luck = Random(20261123)
        self.ask("UPDATE res_partner SET is_company = TRUE WHERE id = ANY(%s) AND id %% 7 = 0", self.partners)
        self.courses()
        self.reasons()
        self.importance()
        self.told()
        if has(self.ask, "hr_attendance_overtime_line"):
            self.extra_hours()
        if has(self.ask, "hr_applicant"):
            self.hired()
        if has(self.ask, "sale_order", "service_cancelled_at"):
            self.quotations()
        if has(self.ask, "account_move", "service_goods_cost"):
            self.known_campaigns()
            self.owing()
        if has(self.ask, "sale_order", "service_delivered_at"):
            self.billed()
        if has(self.ask, "mailing_trace"):
            self.compared()

    def courses(self):
        """Courses of our people: with and without hours or an end; and what is no course."""
        kinds = [i for (i,) in self.ask("SELECT id FROM hr_resume_line_type ORDER BY id")]
        people = [i for (i,) in self.ask("SELECT id FROM hr_employee WHERE company_id = %s ORDER BY id", self.company)]
        for _n in range(200):
            start = self.moment(300).date()
            self.put("hr_resume_line", name='{"en_US": "x"}', employee_id=self.any(*people), date_start=start,
                     date_end=self.any(None, start + timedelta(days=self.luck.randint(0, 9))), course_type="external",
                     duration=self.any(None, 0, 4, 8, 16), line_type_id=self.any(None, *kinds))

    def extra_hours(self):
        """Approved, to approve and refused; some hours were taken back by hand."""
        people = [i for (i,) in self.ask("SELECT id FROM hr_employee WHERE company_id = %s ORDER BY id", self.company)]
        for _n in range(200):
            self.put("hr_attendance_overtime_line", employee_id=self.any(*people), date=self.moment(300).date(),
                     duration=2, manual_duration=self.any(2, 1.5, 0.25, 0, -1), amount_rate=1,
                     status=self.any("approved", "to_approve", "refused"))

    def hired(self):
        """Hired or not, put away or not, for positions open since a moment nobody noted or noted wrongly."""
        for _n in range(120):
            opened = self.moment(300)
            self.put("hr_applicant", partner_name="x", kanban_state="normal", company_id=self.company,
                     active=self.luck.random() < 0.8, department_id=self.any(None, *self.departments),
                     date_closed=self.after(opened, 24 * 90),
                     service_opened_at=self.any(None, opened, opened, opened, opened + timedelta(days=30)))

    def reasons(self):
        """Why people left."""
        reasons = [i for (i,) in self.ask("SELECT id FROM hr_departure_reason ORDER BY id")]
        for (version,) in self.ask("SELECT id FROM hr_version WHERE departure_date IS NOT NULL ORDER BY id"):
            self.change("hr_version", version, departure_reason_id=self.any(None, *reasons, *reasons[:2]))

    def told(self):
        """Goals among the announcements; changed terms, told in time, late or never; types that report faults."""
        services, terms = [i for (i,) in self.ask("SELECT id FROM backoffice_service ORDER BY id")], []
        for service in services:
            [(number,)] = self.ask(
                "SELECT COALESCE(MAX(number), 0) FROM backoffice_service_version WHERE service_id = %s", service)
            for step in range(1, self.luck.randint(2, 5)):
                at = self.moment()
                terms.append((self.put("backoffice_service_version", service_id=service, number=number + step,
                                       digest=f"oracle {service} {step}", values="{}", create_date=at), at))
            self.change("backoffice_service", service, is_incident=self.any(True, False, False))
        for (notice,) in self.ask("SELECT id FROM backoffice_notice ORDER BY id"):
            self.change("backoffice_notice", notice, kind=self.any("news", "goal", "goal", "change"))
            for number in (7, 8, 9):
                version, at = self.any(*terms)
                self.put("backoffice_notice_version", notice_id=notice, number=number, digest=f"o{notice}",
                         values="{}", service_version_id=version, create_date=at + timedelta(days=self.any(-1, 5, 9)))

    def importance(self):
        """Some of a hundred points for the sides of a service."""
        survey, page = self.ask(
            "SELECT survey_id, page_id FROM survey_question WHERE feedback_code = 'empathy_p' LIMIT 1")[0]
        questions = [
            self.put("survey_question", title='{"en_US": "Points"}', survey_id=survey, page_id=page,
                     question_type="numerical_box", feedback_code=f"importance_{side}") for side in SIDES]
        for (answer,) in self.ask("SELECT id FROM survey_user_input WHERE access_token LIKE 'oracle%%' ORDER BY id"):
            for question in self.luck.sample(questions, self.luck.randint(0, 5)):
                self.put("survey_user_input_line", user_input_id=answer, question_id=question,
                         answer_type="numerical_box", value_numerical_box=self.any(0, 10, 20, 20, 40, -5),
                         skipped=self.luck.random() < 0.05)

    def quotations(self):
        """Made some days before they were confirmed, from a template or not: the column is that of an app not here."""
        self.ask("ALTER TABLE sale_order ADD COLUMN IF NOT EXISTS sale_order_template_id INTEGER")
        for order, at in self.ask(
            "SELECT id, date_order FROM sale_order WHERE company_id = %s AND name LIKE 'oracle%%' ORDER BY id",
            self.company,
        ):
            self.change("sale_order", order, create_date=at - timedelta(days=self.luck.randint(0, 9)),
                        sale_order_template_id=self.any(None, 1))

    def known_campaigns(self):
        if has(self.ask, "account_move", "campaign_id"):
            for invoice in self.some("account_move", "AND state = 'posted' AND id %% 3 = 0"):
                self.change("account_move", invoice, campaign_id=self.any(None, *self.campaigns))

    def owing(self):
        """Most of what was paid lately was not: something is open, whatever was paid twice before."""
        self.ask("DELETE FROM account_partial_reconcile WHERE company_id = %s AND max_date > %s AND id %% 5 > 0",
                 self.company, self.now.date() - timedelta(days=150))

    def billed(self):
        """Invoices of some orders: before, on and after the day the last of it left."""
        lines = [i for (i,) in self.ask(
            "SELECT l.id FROM account_move_line l JOIN account_move m ON m.id = l.move_id WHERE m.company_id = %s"
            " AND m.move_type IN ('out_invoice', 'out_refund') AND l.display_type = 'product' ORDER BY l.id",
            self.company)]
        for (line,) in self.ask(
            "SELECT s.id FROM sale_order_line s JOIN sale_order o ON o.id = s.order_id WHERE o.company_id = %s"
            " AND s.name = 'x' ORDER BY s.id", self.company
        ):
            for invoice in self.luck.sample(lines, self.luck.randint(0, 3)):
                self.ask("INSERT INTO sale_order_line_invoice_rel (order_line_id, invoice_line_id) VALUES (%s, %s)",
                         line, invoice)

    def compared(self):
        """Two campaigns with a mailing to compare with and another one."""
        model = self.ask("SELECT id FROM ir_model WHERE model = 'res.partner'")[0][0]
        other = self.ask("SELECT id FROM utm_campaign WHERE id <> %s ORDER BY id LIMIT 1", self.campaigns[0])[0][0]
        mailings = [
            self.put("mailing_mailing", source_id=self.put("utm_source", name=f"oracle {number}"), subject="x",
                     mailing_model_id=model, schedule_type="now", state="done", email_from="o@oracle.example",
                     mailing_type="mail", campaign_id=(self.campaigns[0], other)[number // 2],
                     is_comparison=number % 2 == 0, user_id=self.any(*self.people)[0])
            for number in range(4)]
        for (trace,) in self.ask("SELECT id FROM mailing_trace WHERE mass_mailing_id IS NULL ORDER BY id"):
            self.change("mailing_trace", trace, mass_mailing_id=self.any(None, *mailings))
