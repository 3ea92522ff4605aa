"""Random rows of the back office the sample company does not have."""

from datetime import timedelta

from triangle_oracle_apps import has


class BackRows:
    """Approvals, lateness, deadlines, announcements, and what was said and ticked on requests."""

    def approval(self):
        at, (handoff,) = (
            self.moment(),
            self.any(
                *self.ask("SELECT id FROM backoffice_handoff WHERE company_id = %s ORDER BY id LIMIT 90", self.company)
            ),
        )
        state = self.any("approved", "declined", "asked", "dropped")
        decided = self.after(at, 300)
        self.put(
            "backoffice_approval",
            company_id=self.company,
            name="x",
            mode="any",
            gate="start",
            state=state,
            source="person",
            handoff_id=handoff,
            department_id=self.any(None, *self.departments),
            asked_at=at,
            decided_at=None if state == "asked" else decided,
            waited_hours=self.luck.uniform(0, 60),
            confidential=False,
        )

    def staff(self):
        """Employed for long or not; half a dozen changed the department, some left, many were on leave."""
        luck, today = self.luck, self.now.date()
        rows = self.ask(
            "SELECT v.id, v.employee_id, e.resource_id FROM hr_version v JOIN hr_employee e ON e.id = v.employee_id"
            " WHERE e.company_id = %s AND v.date_version <= %s ORDER BY v.id", self.company, today + timedelta(days=1))
        for version, employee, resource in rows:
            ended = today - timedelta(days=luck.randint(5, 300)) if luck.random() < 0.1 else None
            self.ask(
                "UPDATE hr_version SET date_version = %s, contract_date_start = %s, employee_type = %s WHERE id = %s",
                today - timedelta(days=luck.randint(200, 900)),
                self.any(None, None, None, today - timedelta(days=luck.randint(10, 500))),
                self.any("employee", "employee", "freelance"), version)
            if luck.random() < 0.1:
                version = self._moved(version, employee, today - timedelta(days=luck.randint(20, 180)))
            self.ask("UPDATE hr_version SET departure_date = %s WHERE id = %s", ended, version)
            for _n in range(luck.randint(0, 3)):
                start = (self.now - timedelta(days=luck.randint(1, 380))).replace(hour=luck.randint(6, 15), minute=0)
                self.put(
                    "resource_calendar_leaves", name="oracle", company_id=self.company, resource_id=resource,
                    time_type=self.any("leave", "leave", "other"), date_from=start.replace(second=0),
                    date_to=start.replace(second=0) + timedelta(hours=luck.randint(2, 240)))

    def _moved(self, version, employee, day):
        """The same contract in another department from a day on."""
        names = [name for (name,) in self.ask(
            "SELECT column_name FROM information_schema.columns WHERE table_name = 'hr_version'"
            " AND column_name NOT IN ('id', 'date_version', 'department_id')")]
        [(moved,)] = self.ask(
            f"INSERT INTO hr_version (date_version, department_id, {', '.join(names)})"
            f" SELECT %s, %s, {', '.join(names)} FROM hr_version WHERE id = %s RETURNING id",
            day, self.any(*self.departments), version)
        self.ask("UPDATE hr_employee SET current_version_id = %s WHERE id = %s", moved, employee)
        return moved

    def skills(self):
        """What request types take, and who has it."""
        levels = self.ask(
            "SELECT s.id, s.skill_type_id, l.id FROM hr_skill s JOIN hr_skill_level l"
            " ON l.skill_type_id = s.skill_type_id ORDER BY s.id, l.id LIMIT 40"
        )
        taken = set()
        for (service,) in self.ask("SELECT id FROM backoffice_service ORDER BY id"):
            for skill, _type, level in self.luck.sample(levels, 3):
                if (service, skill) not in taken:
                    self.put("backoffice_service_skill", service_id=service, skill_id=skill, level_id=level)
                taken.add((service, skill))
        for (employee,) in self.ask("SELECT id FROM hr_employee WHERE company_id = %s ORDER BY id", self.company):
            for skill, kind, level in self.luck.sample(levels, 12):
                self.put(
                    "hr_employee_skill",
                    employee_id=employee,
                    skill_id=skill,
                    skill_type_id=kind,
                    skill_level_id=level,
                    validated_by_id=self.any(None, 2, 2),
                    valid_to=self.any(None, None, self.moment().date()),
                )

    def post(self):
        """An address without a name: with Recruitment every job has one."""
        [(model,)] = self.ask("SELECT id FROM ir_model WHERE model = 'hr.applicant'")
        return self.put("mail_alias", alias_model_id=model, alias_contact="everyone", alias_defaults="{}")

    def certificates(self):
        """Some skills are certificates, asked by a job half of the people have."""
        [(kind,)] = self.ask("SELECT skill_type_id FROM backoffice_service_skill l JOIN hr_skill s ON s.id = l.skill_id"
                             " ORDER BY l.id LIMIT 1")
        self.ask("UPDATE hr_skill_type SET is_certification = TRUE WHERE id = %s", kind)
        post = {"alias_id": self.post()} if has(self.ask, "hr_job", "alias_id") else {}
        job = self.put("hr_job", name='{"en_US": "Oracle"}', company_id=self.company, active=True, **post)
        levels = self.ask("SELECT id FROM hr_skill_level WHERE skill_type_id = %s ORDER BY level_progress", kind)
        for (skill,) in self.ask("SELECT id FROM hr_skill WHERE skill_type_id = %s ORDER BY id LIMIT 4", kind):
            (level,) = self.any(*levels)
            self.put("hr_job_skill", job_id=job, skill_id=skill, skill_type_id=kind, skill_level_id=level)
        self.ask(
            "UPDATE hr_version v SET job_id = %s FROM hr_employee e"
            " WHERE v.id = e.current_version_id AND e.company_id = %s AND e.id %% 2 = 0",
            job,
            self.company,
        )

    def delay(self):
        (promise,) = self.any(
            *self.ask("SELECT id FROM frontoffice_promise WHERE company_id = %s ORDER BY id LIMIT 90", self.company)
        )
        minutes = self.luck.randint(1, 4000)
        self.put(
            "backoffice_delay",
            promise_id=promise,
            company_id=self.company,
            at=self.moment(),
            seconds=60 * minutes,
            minutes=minutes,
            side=self.any("external", "internal", "interactive", "customer", "unexplained"),
            team_id=self.any(*self.teams),
            department_id=self.any(None, *self.departments),
        )

    def obligation(self):
        due = self.moment()
        self.put(
            "backoffice_obligation",
            company_id=self.company,
            department_id=self.any(*self.departments),
            name="x",
            kind=self.any("tax", "labour", "legal"),
            unit="year",
            state=self.any("open", "met", "cancelled"),
            source="person",
            due_on=due.date(),
            due_at=due + timedelta(days=5),
            met_at=self.after(due, 240),
            active=True,
        )

    def notices(self):
        for number in range(12):
            at = self.moment()
            notice = self.put(
                "backoffice_notice",
                company_id=self.company,
                owner_id=2,
                state="published",
                kind="news",
                name='{"en_US": "x"}',
                date_from=at.date(),
            )
            version = self.put(
                "backoffice_notice_version", number=1, notice_id=notice, digest=f"x{number}", values="{}"
            )
            for user, _partner in self.people:
                self.put(
                    "backoffice_notice_receipt",
                    notice_id=notice,
                    version_id=version,
                    user_id=user,
                    asked_at=at,
                    company_id=self.company,
                    department_id=self.any(None, *self.departments),
                    ack_due_at=at + timedelta(days=7),
                    acked_at=self.after(at, 24 * 9),
                )

    def requests(self):
        """Words, ticks and ratings on the requests there are."""
        rated = set(self.ask("SELECT handoff_id, side FROM backoffice_handoff_rating"))
        for handoff, team, department, sent, done in self.ask(
            "SELECT id, from_team_id, to_department_id, sent_at, done_at FROM backoffice_handoff"
            " WHERE company_id = %s AND sent_at IS NOT NULL ORDER BY id",
            self.company,
        ):
            luck = self.luck
            self.ask(
                "UPDATE backoffice_handoff SET ack_note_at = %s, feedback_note_at = %s, auto_created = %s,"
                " clarifications = %s, clarified_at = %s WHERE id = %s",
                self.after(sent, 30),
                done and self.after(done - timedelta(hours=9), 12),
                luck.random() < 0.2,
                *((1, sent + timedelta(hours=luck.randint(1, 90))) if luck.random() < 0.2 else (0, None)),
                handoff,
            )
            for code in range(luck.randint(0, 2)):
                self.put(
                    "backoffice_checklist_line",
                    handoff_id=handoff,
                    company_id=self.company,
                    name="x",
                    code=f"o{code}",
                    required=luck.random() < 0.8,
                    done_at=self.after(sent, 40),
                )
            for side in ("sender", "receiver"):
                if done and luck.random() < 0.4 and (handoff, side) not in rated:
                    user = self.any(*self.people)
                    self.put(
                        "backoffice_handoff_rating",
                        handoff_id=handoff,
                        user_id=user[0],
                        company_id=self.company,
                        side=side,
                        face=self.any("good", "good", "fair", "poor"),
                        at=done + timedelta(hours=luck.randint(0, 40)),
                        from_team_id=team,
                        to_department_id=department,
                    )
            if luck.random() < 0.3:
                self.put(
                    "mail_message",
                    model="backoffice.handoff",
                    res_id=handoff,
                    author_id=self.any(*self.people)[1],
                    body="<p>x</p>",
                    date=sent + timedelta(hours=luck.randint(0, 90)),
                    message_type="comment",
                )
