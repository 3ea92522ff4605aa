from odoo import fields, models

from ..tools import bundle as pure


class Bundle(models.Model):
    """When the last step will be ready, and which steps decide that."""

    _inherit = "backoffice.bundle"

    def _pure_steps(self):
        """Pure steps of one bundle; cancelled ones are left out."""
        steps = self.step_ids.filtered(lambda s: s.handoff_id.state != "cancelled")
        return [
            pure.Step(
                s.id, tuple((s.after_ids & steps).ids), s.handoff_id.sent_at or None, s.handoff_id.final_at or None
            ) for s in steps
        ]

    def _forecast(self, at=None):
        """Write expected times and the critical path into the steps."""
        now = at or fields.Datetime.now()
        for company, bundles in self.grouped("company_id").items():
            usual = bundles.step_ids.service_id._usual_seconds(company)
            for bundle in bundles:
                bundle._write_forecast(usual, now)

    def _write_forecast(self, usual, now):
        steps = self._pure_steps()
        lines = pure.forecast(steps, now, self._planner(usual))
        way = pure.critical(steps, lines)
        for step in self.step_ids:
            line = lines.get(step.id)
            values = {
                "predicted_from": line and line.start, "predicted_to": line and line.stop,
                "is_critical": step.id in way,
            }
            changed = {name: value for name, value in values.items() if (step[name] or None) != (value or None)}
            if changed:
                step.write(changed)
        predicted = max((line.stop for line in lines.values()), default=False)
        if self.predicted_at != predicted:
            self.predicted_at = predicted

    def _planner(self, usual):
        """plan(step id, start): when a step that starts then is ready, in its department's hours."""
        by_id = {step.id: step for step in self.step_ids}
        calendars = self.handoff_ids._receiver_calendars()

        def plan(key, start):
            step = by_id[key]
            calendar = calendars.get(step.handoff_id.id)
            if calendar is None:
                calendar = step.service_id._calendar(self.company_id)
            return calendar._plan_seconds([(start, usual[step.service_id.id])])[0]

        return plan

    def _slips(self):
        """[(late step, [steps that move because of it])], the first causes alone."""
        self.ensure_one()
        planned = self.step_ids.filtered(lambda s: s.predicted_to and s.first_to)
        steps = [step for step in self._pure_steps() if step.key in planned.ids]
        lines = {s.id: pure.Line(s.id, s.predicted_from, s.predicted_to) for s in planned}
        late = planned.filtered(lambda s: s.handoff_id.is_late or s.predicted_to > s.first_to)
        found = pure.slips(steps, {s.id: s.first_to for s in planned}, lines, late.ids)
        caused = {key for keys in found.values() for key in keys}
        return [(planned.browse(key), planned.browse(keys)) for key, keys in found.items() if key not in caused]
