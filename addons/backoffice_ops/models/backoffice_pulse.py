from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import pulse as pure

SURVEYS = {"pulse": "backoffice_ops.survey_pulse", "enps": "backoffice_ops.survey_enps"}
OPEN_DAYS = 14


class BackofficePulse(models.Model):
    """One round of asking everybody how it is to work here, without knowing who said what.

    There is one invitation a person and round, which only knows whether it was used; the answer knows
    the department and nothing else. Results come when the round is over, so that nobody sees a figure
    move by one answer, and only in cells of five people or more.
    """

    _name = "backoffice.pulse"
    _description = "Anonymous survey of colleagues"
    _order = "month desc, id desc"
    _check_company_auto = True

    kind = fields.Selection(
        [("pulse", "Three questions"), ("enps", "Would you recommend working here?")], "What is asked",
        default="pulse", required=True,
    )
    month = fields.Date(required=True, default=lambda self: fields.Date.context_today(self).replace(day=1))
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    survey_id = fields.Many2one("survey.survey", compute="_compute_survey", store=True, ondelete="restrict")
    state = fields.Selection(
        [("draft", "Not asked yet"), ("open", "Asked"), ("closed", "Over")], default="draft", required=True,
        readonly=True, copy=False,
    )
    closes_on = fields.Date("Until and including", readonly=True, copy=False)
    asked = fields.Integer("People asked", readonly=True, copy=False)
    answered = fields.Integer("Answers", compute="_compute_answered")
    results = fields.Html(compute="_compute_results")

    _kind_month_uniq = models.UniqueIndex(
        "(company_id, kind, month)", "There is already a round of this month with these questions."
    )

    @api.depends("kind")
    def _compute_survey(self):
        for pulse in self:
            pulse.survey_id = self.env.ref(SURVEYS[pulse.kind], raise_if_not_found=False)

    @api.depends("kind", "month")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for pulse in self:
            pulse.display_name = f"{labels.get(pulse.kind, '')} {pulse.month or '':%Y-%m}" if pulse.month else ""

    @api.onchange("month")
    def _onchange_month(self):
        self.month = self.month and self.month.replace(day=1)

    @api.model_create_multi
    def create(self, vals_list):
        pulses = super().create(vals_list)
        for pulse in pulses:
            pulse.month = pulse.month.replace(day=1)
        return pulses

    # -- asking ------------------------------------------------------------------------------------

    def action_send(self):
        """Invite everybody of the company, in the app: it shows on My work. UserError below five people."""
        self.ensure_one()
        self.check_access("write")
        if self.state != "draft":
            raise UserError(self.env._("This round was asked already."))
        people = self._people()
        if len(people) < pure.LEAST:
            raise UserError(self.env._(
                "With fewer than %s people nobody would be anonymous. Ask once more have joined.", pure.LEAST))
        self.env["backoffice.pulse.invitation"].sudo().create(  # sudo: nobody writes invitations by hand
            [{"pulse_id": self.id, "user_id": user.id} for user in people])
        today = fields.Date.context_today(self)
        self.write({"state": "open", "closes_on": today + timedelta(days=OPEN_DAYS), "asked": len(people)})
        return True

    def action_close(self):
        """No more answers, those begun included; results show from now on."""
        self.check_access("write")
        closing = self.filtered(lambda pulse: pulse.state == "open")
        closing.write({"state": "closed"})
        # sudo: nobody reads single answers, whoever closes the round
        self.env["survey.user_input"].sudo().search([
            ("pulse_id", "in", closing.ids), ("state", "!=", "done"),
        ]).write({"deadline": fields.Datetime.now()})
        return True

    def _people(self):
        # sudo: everybody is asked, whoever asks
        return self.env["res.users"].sudo().search([
            ("share", "=", False), ("company_id", "=", self.company_id.id), ("active", "=", True),
        ])

    def _is_over(self):
        self.ensure_one()
        return self.state == "closed" or bool(
            self.state == "open" and self.closes_on and self.closes_on < fields.Date.context_today(self))

    # -- results -----------------------------------------------------------------------------------

    def _answers(self):
        """Finished answers of these rounds."""
        return self.env["survey.user_input"].sudo().search([  # sudo: only cells of five leave this model
            ("pulse_id", "in", self.ids), ("state", "=", "done"),
        ])

    def _compute_answered(self):
        counts = dict(self.env["survey.user_input"].sudo()._read_group(  # sudo: a number
            [("pulse_id", "in", self.ids), ("state", "=", "done")], ["pulse_id"], ["__count"]))
        for pulse in self:
            pulse.answered = counts.get(pulse, 0)

    def _cell_rows(self):
        """[(name, n, [figure a question])] of cells of five or more; empty before the round is over."""
        self.ensure_one()
        if not self._is_over():
            return []
        answers = self._answers()
        by_department = answers.grouped("pulse_department_id")
        cells = pure.cells({department.id: len(group) for department, group in by_department.items()})
        merged = {}
        for department, group in by_department.items():
            if department.id in cells:
                merged[cells[department.id]] = merged.get(cells[department.id], answers.browse()) | group
        rows = [(self._cell_name(key, cells), len(group), self._figures(group)) for key, group in merged.items()]
        total = [(self.env._("Everybody"), len(answers), self._figures(answers))] if cells and len(rows) > 1 else []
        return total + sorted(rows)

    def _cell_name(self, key, cells):
        if key == pure.REST:
            alone = set(cells.values()) == {pure.REST}
            return self.env._("Everybody") if alone else self.env._("Smaller departments together")
        return self.env["hr.department"].sudo().browse(key).name or ""  # its name only

    def _questions(self):
        return self.survey_id.sudo().question_ids.filtered(lambda q: q.question_type == "scale")

    def _figures(self, answers):
        """One figure a question: eNPS in points where it is that question, else the mean."""
        lines = answers.user_input_line_ids.filtered(lambda line: not line.skipped)
        figures = []
        for question in self._questions():
            values = lines.filtered(lambda line, q=question: line.question_id == q).mapped("value_scale")
            enough = len(values) >= pure.LEAST
            count = pure.enps if question.feedback_code == "enps" else pure.mean
            figures.append(count(values) if enough else None)
        return figures

    @api.depends("state", "closes_on")
    @api.depends_context("lang")
    def _compute_results(self):
        for pulse in self:
            rows = pulse._cell_rows()
            pulse.results = pulse._results_html(rows) if rows else Markup("<p>%s</p>") % pulse._why_none()

    def _why_none(self):
        if self.state == "draft":
            return self.env._("Nobody was asked yet.")
        if not self._is_over():
            return self.env._("Results show once the round is over, so that nobody sees a figure move by one answer.")
        return self.env._("Fewer than %s answers: nothing is shown.", pure.LEAST)

    def _results_html(self, rows):
        head = Markup("").join(Markup("<th>%s</th>") % q.title for q in self._questions())
        body = Markup("").join(
            Markup("<tr><th>%s</th><td>%s</td>%s</tr>") % (
                name, n, Markup("").join(Markup("<td>%s</td>") % ("–" if f is None else f) for f in figures))
            for name, n, figures in rows
        )
        return Markup(
            '<div class="table-responsive"><table class="table table-sm"><thead><tr><th>%s</th><th>%s</th>%s</tr>'
            "</thead><tbody>%s</tbody></table></div>"
        ) % (self.env._("Department"), self.env._("Answers"), head, body)
