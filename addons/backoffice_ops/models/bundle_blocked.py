from markupsafe import Markup

from odoo import api, fields, models


class BundleBlocked(models.Model):
    """Requests of a bundle that could not be sent, what each lacks, and the way to it."""

    _inherit = "backoffice.bundle"

    blocked_words = fields.Html(compute="_compute_blocked_words", sanitize=False)

    @api.depends("step_ids.blocked", "step_ids.handoff_id.answers")
    def _compute_blocked_words(self):
        for bundle in self:
            steps = bundle.step_ids.filtered("blocked")
            bundle.blocked_words = Markup("%s %s") % (
                self.env._("Not sent yet, something is missing. Open it, complete it and press “Send”:"),
                Markup(" · ").join(bundle._blocked_link(step) for step in steps),
            ) if steps else False

    def _blocked_link(self, step):
        request = step.handoff_id
        missing = ", ".join(request._missing().mapped("name"))
        return Markup('<a class="alert-link" href="/odoo/backoffice.handoff/%s">%s</a>%s') % (
            request.id, step.name, f" ({missing})" if missing else "")
