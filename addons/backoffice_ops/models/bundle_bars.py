from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_datetime

TONES = {"done": "success", "late": "danger", "critical": "primary", "open": "info", "wait": "secondary"}


class Bundle(models.Model):
    """A picture of the steps in time: plain HTML, read in the dark and on a phone."""

    _inherit = "backoffice.bundle"

    gantt = fields.Html(compute="_compute_gantt", sanitize=False)
    slip_words = fields.Html(compute="_compute_slip_words", sanitize=False)

    @api.depends(
        "need_by", "step_ids.name", "step_ids.state", "step_ids.predicted_from", "step_ids.predicted_to",
        "step_ids.first_to", "step_ids.is_critical",
    )
    def _compute_gantt(self):
        for bundle in self:
            steps = bundle.step_ids.filtered(lambda s: s.predicted_from and s.predicted_to)
            bundle.gantt = bundle._gantt(steps) if steps else False

    def _gantt(self, steps):
        start = min(steps.mapped("predicted_from"))
        stop = max([*steps.mapped("predicted_to"), *([self.need_by] if self.need_by else [])])
        whole = max((stop - start).total_seconds(), 1)

        def share(moment):
            return round(min(max((moment - start).total_seconds() / whole, 0), 1) * 100, 2)

        rows = [self._gantt_row(step, share) for step in steps]
        mark = self._gantt_mark(share(self.need_by)) if self.need_by else ""
        return Markup("<div class='o_bo_gantt' role='list'>%s%s</div>") % (Markup().join(rows), mark)

    def _gantt_row(self, step, share):
        tone = step._tone()
        left, right = share(step.predicted_from), share(step.predicted_to)
        return Markup(
            "<div class='o_bo_gantt_row' role='listitem'><div class='o_bo_gantt_what'>"
            "<span class='%s'>%s</span> <span class='text-muted'>%s · %s</span></div>"
            "<div class='o_bo_gantt_line' aria-hidden='true'><span class='o_bo_gantt_bar text-bg-%s' "
            "style='left:%s%%;width:%s%%'></span></div></div>"
        ) % (
            "fw-bold" if step.is_critical else "", step.name, step.department_id.sudo().name,  # its name alone
            step._tone_words(tone), TONES[tone], left, max(right - left, 1),
        )

    def _gantt_mark(self, share):
        return Markup(
            "<div class='o_bo_gantt_row'><div class='o_bo_gantt_what text-muted'>%s</div><div class='o_bo_gantt_line'>"
            "<span class='o_bo_gantt_mark' style='left:calc(%s%% - 2px)'></span></div></div>"
        ) % (self.env._("Needed by %s", format_datetime(self.env, self.need_by, dt_format="short")), share)

    @api.depends("state", "step_ids.state", "step_ids.predicted_to", "step_ids.first_to")
    def _compute_slip_words(self):
        for bundle in self:
            slips = bundle._slips() if bundle.state == "running" else []
            rows = [bundle._slip_row(late, moved) for late, moved in slips]
            words = Markup("<ul class='list-unstyled mb-0'>%s</ul>") % Markup().join(rows)
            bundle.slip_words = words if rows else False

    def _slip_row(self, late, moved):
        when = format_datetime(self.env, late.predicted_to, dt_format="short")
        words = self.env._("“%(step)s” (%(department)s) is late, now expected %(when)s.", step=late.name,
                           department=late.department_id.sudo().name, when=when)  # its name alone
        slips = ", ".join(
            self.env._("“%(step)s” to %(when)s", step=step.name,
                       when=format_datetime(self.env, step.predicted_to, dt_format="short"))
            for step in moved
        )
        return Markup("<li>%s%s</li>") % (words, f" {self.env._('It moves: %s', slips)}" if slips else "")


class BundleStep(models.Model):
    _inherit = "backoffice.bundle.step"

    def _tone(self):
        if self.handoff_id.final_at:
            return "done"
        if self.handoff_id.is_late or (self.first_to and self.predicted_to > self.first_to and self.state != "draft"):
            return "late"
        if self.is_critical:
            return "critical"
        return "wait" if self.state in (False, "draft") else "open"

    def _tone_words(self, tone):
        """A word beside the colour."""
        _ = self.env._
        when = format_datetime(self.env, self.predicted_to, dt_format="short")
        return {
            "done": _("ready since %s", when), "late": _("late, expected %s", when),
            "critical": _("decides the date, %s", when), "open": _("in work, %s", when),
            "wait": _("waits for its turn, %s", when),
        }[tone]
