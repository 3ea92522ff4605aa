from odoo import api, fields, models

from ..tools import escalation as pure
from .handoff_post import CLOCKS

CHAIN_END = 9


class EscalationTell(models.Model):
    """Whom a step tells. Of several steps of one clock reached at once a person hears the last one."""

    _inherit = "backoffice.escalation.sent"

    def _tell_steps(self, steps):
        """``steps``: {((version, department, company), key): values of the step}."""
        handoffs = self.handoff_id
        people = {**self._people(handoffs), "instead": self._instead(handoffs)}
        best, told = {}, {}
        for sent in self:
            handoff = sent.handoff_id
            group = (handoff.service_version_id.id, handoff.to_department_id.id, handoff.company_id.id)
            step = steps[group, sent.step]
            rank = pure.offset(step["basis"], step["value"], handoff._budget("deliver_hours"))
            told[sent] = self._told(step, handoff, people)
            for user in told[sent]:
                key = (handoff.id, sent.clock, user.id)
                if key not in best or rank >= best[key][0]:
                    best[key] = (rank, sent, step, user)
        rows = [sent._prepare_post(step, user) for _rank, sent, step, user in best.values()]
        self.env["backoffice.post"]._put(self._masked(rows))
        self.filtered(lambda sent: not told[sent] and not sent.handoff_id.user_id).at = False

    @api.model
    def _forget(self, posts):
        """A clock moved before anybody was told of its step: the step is told when it comes."""
        for post in posts.filtered(lambda p: "step" in (p.about or {})):
            self.sudo().search([  # sudo: as in _sweep
                ("handoff_id", "=", post.res_id), ("clock", "=", post.about["clock"]),
                ("step", "=", post.about["step"]), ("stint", "=", post.about["stint"]),
            ]).unlink()

    def _prepare_post(self, step, user):
        kind = "step" if step["channel"] == "app" else "risk"
        due = fields.Datetime.to_string(self.handoff_id[CLOCKS[self.clock]])
        return {
            "key": f"{kind}:{self.handoff_id.id}:{self.clock}:{self.step}:{self.stint}:{due}:u{user.id}", "kind": kind,
            "user_id": user.id, "res_model": "backoffice.handoff", "res_id": self.handoff_id.id,
            "about": {
                "clock": self.clock, "stint": self.stint, "step": self.step, "due": due,
                **({"urgent": True} if step["channel"] == "urgent" else {}),
            },
            "company_id": self.company_id.id,
        }

    @api.model
    def _masked(self, rows):
        """Who may not read a request hears of it without a word about it; of a confidential one not at all."""
        users = self.env["res.users"].sudo().browse({row["user_id"] for row in rows})  # to look at their rights
        result = []
        for user in users:
            own = [row for row in rows if row["user_id"] == user.id]
            handoffs = self.env["backoffice.handoff"].browse({row["res_id"] for row in own})
            reader = handoffs.with_user(user).with_context(allowed_company_ids=[])  # all the companies of the person
            readable = set(reader._filtered_access("read").ids)
            secret = set(handoffs.filtered("confidential").ids)
            for row in own:
                if row["res_id"] not in readable:
                    if row["res_id"] in secret:
                        continue
                    row["about"]["masked"] = True
                result.append(row)
        return result

    # -- people ------------------------------------------------------------------------------------

    @api.model
    def _people(self, handoffs):
        """{department id: {"head": users, "deputy": users}}; one query."""
        members = self.env["backoffice.member"].sudo().search([  # sudo: names of who answers for a department
            ("department_id", "in", handoffs.to_department_id.ids), ("role", "in", ("head", "deputy")),
            ("user_id.active", "=", True),
        ])
        none = self.env["res.users"].sudo()
        result = {department.id: {"head": none, "deputy": none} for department in handoffs.to_department_id}
        for member in members:
            result[member.department_id.id][member.role] |= member.user_id
        return result

    @api.model
    def _instead(self, handoffs):
        """{(user id, company id): who hears it in the place of somebody who is away or has left}."""
        result = {}
        for company, group in handoffs.grouped("company_id").items():
            nobody = self.env["res.users"].sudo()  # names of who stands in
            found = self.env["backoffice.approver"]._stand_ins(group.user_id, nobody, company)
            result |= {(user, company.id): other for user, (other, _why) in found.items()}
        return result

    @api.model
    def _told(self, step, handoff, people):
        """Users a step tells: where nobody does it yet, who answers for the department."""
        answers = people[handoff.to_department_id.id]
        head = answers["head"] or answers["deputy"]
        if step["tells"] == "chain":
            return self._chain(head, handoff, step["levels"])
        doer = people["instead"].get((handoff.user_id.id, handoff.company_id.id), handoff.user_id)
        found = {
            "doer": doer or head, "deputy": answers["deputy"] or head, "head": head,
            "sender": handoff.from_user_id,
        }[step["tells"]]
        return found.filtered("active")

    @api.model
    def _chain(self, heads, handoff, levels):
        """The manager so many levels above the heads; where a manager has no login, the next above."""
        found = self.env["res.users"].sudo()
        for head in heads:
            employee = head.employee_ids.filtered(lambda e: e.company_id == handoff.company_id)[:1]
            left = levels
            for _level in range(CHAIN_END):
                employee = employee.parent_id
                left -= bool(employee.user_id.active)
                if not employee or not left:
                    break
            found |= employee.user_id
        return found.filtered("active")
