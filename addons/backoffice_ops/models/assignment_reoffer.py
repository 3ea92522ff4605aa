from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class BackofficeAssignment(models.Model):
    """Taking back: what somebody has not begun when they are away, and everything of who left."""

    _inherit = "backoffice.assignment"

    explanation = fields.Html(compute="_compute_explanation")
    can_give_back = fields.Boolean(compute="_compute_can_give_back")

    # -- absent ------------------------------------------------------------------------------------

    @api.model
    def _reoffer(self, now=None):
        """Take back what a rule gave to somebody who is away and has not accepted it."""
        now = now or fields.Datetime.now()
        held = self.sudo().search([  # sudo: as in _drain
            ("taken_back_at", "=", False), ("handoff_id.state", "=", "sent"), ("user_id", "!=", False),
        ]).filtered(lambda line: line.handoff_id.user_id == line.user_id)
        for company, lines in held.grouped("company_id").items():
            lines._of_absent(company, now)._take_back("absent", now)

    def _of_absent(self, company, now):
        """Decisions whose person is not at work, while the house is open."""
        soon = fields.Datetime.add(now, minutes=1)
        if not company.resource_calendar_id._working_hours(now, soon).worked(now, soon):
            return self.browse()  # nobody is "absent" while the whole house is closed
        present = self.env["frontoffice.presence"]._present(self.user_id, company, now)
        return self.filtered(lambda line: line.user_id.id not in present)

    def _take_back(self, reason, now):
        """The requests wait for somebody again; those another transaction holds stay."""
        free = self.handoff_id.try_lock_for_update(allow_referencing=True)
        lines = self.filtered(lambda line: line.handoff_id in free and line.handoff_id.user_id == line.user_id)
        lines.write({"taken_back_at": now, "taken_back_for": reason})
        lines.handoff_id.write({"user_id": False})
        return lines.handoff_id

    # -- gave it back ------------------------------------------------------------------------------

    @api.depends_context("uid")
    @api.depends("user_id", "taken_back_at")
    def _compute_can_give_back(self):
        for line in self:
            request = line.sudo().handoff_id  # state and person only
            line.can_give_back = (
                not line.taken_back_at and request.state == "sent" and request.user_id == line.user_id
                and line._is_mine_or_heads()
            )

    def _is_mine_or_heads(self):
        user = self.env.user
        return self.user_id == user or self.department_id in user.backoffice_trusted_department_ids

    def action_give_back(self):
        """I cannot take this: it goes to somebody else, and not to this person again."""
        self.ensure_one()
        self.check_access("read")
        if not self._is_mine_or_heads():
            raise AccessError(self.env._("Who got the request, or the head of the department, can give it back."))
        if not self.can_give_back:
            raise UserError(self.env._("It is already in work or with somebody else. Reload to see who has it."))
        self.handoff_id.action_release()
        return {"type": "ir.actions.act_window_close"}

    # -- in words ----------------------------------------------------------------------------------

    @api.model
    def _verdict_words(self):
        return {
            "chosen": self.env._("Chosen"), "next": self.env._("Could have taken it"),
            "absent": self.env._("Not at work"), "full": self.env._("No room"),
            "language": self.env._("Does not speak the customer's language"),
            "level": self.env._("Skill not yet at the level asked for"), "skill": self.env._("Lacks the skill"),
            "had_it": self.env._("Gave it back"), "closed": self.env._("Not trusted with confidential requests"),
        }

    @api.model
    def _relaxed_words(self):
        return {
            "language": self.env._("Nobody at work speaks the customer's language."),
            "level": self.env._("Nobody good enough had time, so somebody with a lower level was asked."),
            "skill": self.env._("Nobody with the skill had time, so anybody was asked."),
        }

    @api.model
    def _policy_words(self):
        return dict(self.env["backoffice.service"]._fields["assign_policy"]._description_selection(self.env))

    @api.depends("candidates", "relaxed", "policy")
    @api.depends_context("lang")
    def _compute_explanation(self):
        words, given_up, rules = self._verdict_words(), self._relaxed_words(), self._policy_words()
        for line in self:
            notes = [given_up[code] for code in (line.relaxed or "").split(",") if code in given_up]
            line.explanation = Markup("<p>%s%s</p><table class=\"table table-sm\">%s</table>") % (
                self.env._("Rule: %s.", rules.get(line.policy, "–")),
                Markup("").join(Markup("<br/>%s") % note for note in notes), line._candidate_rows(words),
            )

    def _candidate_rows(self, words):
        """The chosen one first, the others by name: no order says who is better."""
        rows = self.candidates or []
        users = self.env["res.users"].sudo().browse([row["user"] for row in rows]).exists()  # names of colleagues
        names = {user.id: user.name for user in users}
        gone = self.env._("Somebody who left")
        ordered = sorted(rows, key=lambda row: (row["verdict"] != "chosen", names.get(row["user"], "")))
        return Markup("").join(
            Markup("<tr><td>%s</td><td>%s</td></tr>") % (names.get(row["user"], gone), words.get(row["verdict"], ""))
            for row in ordered
        )
