from odoo import api, models


class Desk(models.AbstractModel):
    """At the desk each open case says how its requests stand."""

    _inherit = "frontoffice.desk"

    @api.model
    def _case_lines(self, cases):
        lines = super()._case_lines(cases)
        feeds = self.env["backoffice.handoff"]._feeds("case_id", cases)
        for line, case in zip(lines, cases, strict=True):
            line["requests"] = [r for r in feeds[case.id] if r["state"] not in ("done", "cancelled")]
            line["departments"] = list(dict.fromkeys(r["department"] for r in line["requests"]))
        return lines
