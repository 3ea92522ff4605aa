from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import assignment

ROOM = 0.01  # the smallest weight worth looking for


class Assignment(models.Model):
    """One decision of a rule: who got it, and what spoke for and against everybody else."""

    _name = "frontoffice.assignment"
    _description = "Why this person"
    _order = "id desc"
    _check_company_auto = True

    case_id = fields.Many2one("frontoffice.case", required=True, index=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="case_id.company_id", store=True, index=True)
    route_version_id = fields.Many2one(
        "frontoffice.route.version", "Rule", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    user_id = fields.Many2one("res.users", "Given to", readonly=True, index="btree_not_null", ondelete="set null")
    at = fields.Datetime("On", required=True, readonly=True)
    due_at = fields.Datetime("Promised for", readonly=True)
    relaxed = fields.Char(readonly=True)
    candidates = fields.Json(readonly=True)
    taken_back_at = fields.Datetime("Taken back on", readonly=True)
    taken_back_for = fields.Selection(
        [("absent", "Not at work"), ("untouched", "Nobody touched it")], "Because", readonly=True
    )
    explanation = fields.Html(compute="_compute_explanation")

    @api.depends("case_id", "user_id")
    def _compute_display_name(self):
        for line in self:
            line.display_name = f"{line.case_id.name} → {line.user_id.name or '–'}"

    # -- giving out --------------------------------------------------------------------------------

    @api.model
    def _drain(self, teams, now=None):
        """Give waiting cases of these teams to people with room, the most urgent first.

        Called when something comes in, when somebody gets room, and by the scheduler (shifts begin).
        Cases another transaction holds are skipped; a case somebody took meanwhile keeps its person.
        Returns the cases given out.
        """
        now = now or fields.Datetime.now()
        given = self.env["frontoffice.case"]
        for team in teams.sudo():  # sudo: a rule gives out work whoever caused it
            given |= self._drain_team(team, now)
        return given

    @api.model
    def _drain_team(self, team, now):
        none = self.env["frontoffice.case"].sudo()
        for company in self._waiting_companies(team):
            people = self._people(team, company, now)
            room = sum(max(0.0, person.capacity - person.load) for person in people if person.present)
            waiting = self._waiting(team, company) if room > ROOM else none
            if waiting:
                none |= self._give(waiting, people, now)
        return none

    @api.model
    def _waiting_domain(self, team):
        return fields.Domain("team_id", "=", team.id) & fields.Domain("is_offered", "=", True) & fields.Domain(
            "user_id", "=", False
        ) & fields.Domain("state", "in", ("new", "open"))

    @api.model
    def _waiting_companies(self, team):
        groups = self.env["frontoffice.case"].sudo()._read_group(self._waiting_domain(team), ["company_id"])
        return [company for (company,) in groups]

    @api.model
    def _waiting(self, team, company):
        cases = self.env["frontoffice.case"].sudo().search(
            self._waiting_domain(team) & fields.Domain("company_id", "=", company.id), order="opened_at, id",
        )
        return cases.try_lock_for_update(allow_referencing=True)

    @api.model
    def _people(self, team, company, now):
        """The team's people as plain candidates: room, load, languages, presence. Five queries."""
        members = self.env["crm.team.member"].sudo().search([("crm_team_id", "=", team.id)])
        users = members.user_id.filtered(lambda user: user.active and company in user.company_ids)
        present = self.env["frontoffice.presence"]._present(users, company, now)
        loads, turns = self._loads(users), self._turns(users)
        return [assignment.Candidate(
            user.id, user.case_capacity, loads.get(user.id, 0.0), user.id in present,
            user._spoken_codes(), turns.get(user.id),
        ) for user in users]

    @api.model
    def _loads(self, users):
        """{user id: weight of the cases this person has in hand}. Waiting for the customer is no load."""
        if not users:
            return {}
        self.env["frontoffice.case"].flush_model(["user_id", "state", "channel_id", "active"])
        # the weight lies on another table, which _read_group cannot sum over
        return dict(self.env.execute_query(SQL(
            """SELECT c.user_id, sum(coalesce(ch.capacity_weight, 1))
                 FROM frontoffice_case c LEFT JOIN frontoffice_channel ch ON ch.id = c.channel_id
                WHERE c.user_id IN %s AND c.state IN ('new', 'open', 'waiting_backoffice') AND c.active
             GROUP BY c.user_id""", tuple(users.ids),
        )))

    @api.model
    def _turns(self, users):
        groups = self.sudo()._read_group([("user_id", "in", users.ids)], ["user_id"], ["at:max"])
        return {user.id: at for user, at in groups}

    @api.model
    def _give(self, cases, people, now):
        items = self._items(cases)
        choices = assignment.plan(items, people, now)
        by_id = {case.id: case for case in cases}
        due = {item.id: item.due_at for item in items}
        chosen = [choice for choice in choices if choice.person]
        self.sudo().create([{
            "case_id": choice.item, "user_id": choice.person, "at": now, "due_at": due[choice.item],
            "route_version_id": by_id[choice.item].route_version_id.id,
            "relaxed": ",".join(choice.relaxed), "candidates": self._considered(choice, people),
        } for choice in chosen])
        for person, group in self._grouped(chosen).items():
            cases.browse(group).write({"user_id": person})
        return cases.browse([choice.item for choice in chosen])

    @api.model
    def _grouped(self, choices):
        groups = {}
        for choice in choices:
            groups.setdefault(choice.person, []).append(choice.item)
        return groups

    @api.model
    def _considered(self, choice, people):
        return [
            {"user": person.id, "verdict": choice.verdicts[person.id], "capacity": person.capacity}
            for person in people if person.id in choice.verdicts
        ]

    @api.model
    def _items(self, cases):
        """Waiting cases as plain items: due time, weight, what their rule asks for."""
        dues, skills, before = cases._risk_dues(), cases._wanted_skills(), self._had(cases)
        items = []
        for case in cases:
            rule = case.route_version_id.values or {}
            items.append(assignment.Item(
                case.id, case.opened_at or case.create_date, dues.get(case.id),
                case.channel_id.capacity_weight or 1.0, rule.get("policy") or assignment.LEAST_LOADED,
                case._spoken_code() if rule.get("match_language") else None, rule.get("user_id") or None,
                skills.get(case.id) or {}, case.id in skills, before.get(case.id, frozenset()),
            ))
        return items

    @api.model
    def _had(self, cases):
        """{case id: people it was taken back from}."""
        groups = self.sudo()._read_group(
            [("case_id", "in", cases.ids), ("taken_back_at", "!=", False)], ["case_id"], ["user_id:array_agg"]
        )
        return {case.id: frozenset(filter(None, users)) for case, users in groups}

    # -- taking back -------------------------------------------------------------------------------

    @api.model
    def _reoffer(self, now=None):
        """Take back untouched cases whose person is absent, or that waited too long; then give out."""
        now = now or fields.Datetime.now()
        held = self.sudo().search([
            ("taken_back_at", "=", False), ("case_id.state", "=", "new"), ("user_id", "!=", False),
        ]).filtered(lambda line: line.case_id.user_id == line.user_id)
        teams = self.env["crm.team"]
        for company, lines in held.grouped("company_id").items():
            absent = lines._of_absent(company, now)
            slow = (lines - absent)._untouched(company, now)
            teams |= absent._take_back("absent", now) | slow._take_back("untouched", now)
        self._drain(teams, now)

    def _of_absent(self, company, now):
        present = self.env["frontoffice.presence"]._present(self.user_id.filtered("active"), company, now)
        # nobody is "absent" while the whole house is closed
        house = company.resource_calendar_id._working_hours(now, fields.Datetime.add(now, minutes=1))
        closed = not house.worked(now, fields.Datetime.add(now, minutes=1))
        return self.filtered(lambda line: not line.user_id.active or (
            line.user_id.id not in present and not closed
        ))

    def _untouched(self, company, now):
        waits = company.resource_calendar_id._count_seconds([(line.at, now) for line in self])
        slow = self.browse()
        for line, seconds in zip(self, waits, strict=True):
            minutes = (line.route_version_id.values or {}).get("reoffer_minutes") or 0
            if minutes and seconds >= minutes * 60:
                slow |= line
        return slow

    def _take_back(self, reason, now):
        """Returns the teams that have something to give again."""
        cases = self.case_id.try_lock_for_update(allow_referencing=True)
        lines = self.filtered(lambda line: line.case_id in cases and line.case_id.user_id == line.user_id)
        lines.write({"taken_back_at": now, "taken_back_for": reason})
        lines.case_id.write({"user_id": False, "is_offered": True})
        return lines.case_id.team_id

    @api.model
    def _cron_offer(self):
        """Shifts begin, people leave, somebody gets room: every five minutes. Running it again is harmless."""
        self._reoffer()
        Case = self.env["frontoffice.case"].sudo()
        groups = Case._read_group([("is_offered", "=", True), ("user_id", "=", False)], ["team_id"])
        self._drain(self.env["crm.team"].union(*(team for (team,) in groups)))

    # -- in words ----------------------------------------------------------------------------------

    def _verdict_words(self):
        return {
            "chosen": self.env._("Chosen"), "next": self.env._("Could have taken it"),
            "absent": self.env._("Not at work"), "full": self.env._("No room"),
            "language": self.env._("Does not speak the customer's language"),
            "skill": self.env._("Lacks the skill"), "had_it": self.env._("Had it before"),
            "other": self.env._("The rule names somebody else"),
        }

    @api.depends("candidates")
    def _compute_explanation(self):
        words = self._verdict_words()
        for line in self:
            rows = line.candidates or []
            names = {user.id: user.name for user in self.env["res.users"].sudo().browse(  # names of colleagues
                [row["user"] for row in rows]).exists()}
            cells = [
                Markup("<tr><td>%s</td><td>%s</td></tr>") % (
                    names.get(row["user"], self.env._("Somebody who left")), words.get(row["verdict"], "")
                ) for row in sorted(rows, key=lambda row: row["verdict"] != "chosen")
            ]
            line.explanation = Markup('<table class="table table-sm">%s</table>') % Markup("").join(cells)
