from odoo import api, models

from ..tools import setup_file


class Setup(models.AbstractModel):
    """Days, hours and choices of the company in the set-up file, as numbers: 1 is yes, 0 is no."""

    _inherit = "frontoffice.setup"

    @api.model
    def _setup_company_fields(self):
        """Names of the fields of a company that a consultant sets. Upper add-ons add theirs."""
        return [
            "case_close_days", "case_reopen_days", "case_reopen_limit", "case_undo_send", "portal_cases",
            "portal_promises", "auto_promises", "feedback_count", "feedback_days",
        ]

    @api.model
    def _setup_read_company(self):
        return {
            name: {"value": setup_file.tidy(round(float(self.env.company[name]), 6))}
            for name in self._setup_company_fields()
        }

    @api.model
    def _setup_fresh_company(self, key):
        """What a company has before anybody sets it."""
        value = self.env["res.company"].default_get([key]).get(key)
        return {"value": setup_file.tidy(float(value or 0))}

    @api.model
    def _setup_write_company(self, key, values):
        kind = self.env["res.company"]._fields[key].type
        convert = {"boolean": bool, "integer": int}.get(kind, float)
        self.env.company.write({key: convert(values["value"])})

    @api.model
    def _setup_check_company(self, plan, record):
        field = self.env["res.company"]._fields.get(record["code"])
        value = record["value"]
        if field is None or record["code"] not in self._setup_company_fields():
            return []
        if field.type == "boolean" and value not in (0, 1):
            return [self.env._("“value” is 1 for yes or 0 for no here.")]
        if field.type == "integer" and value != int(value):
            return [self.env._("“value” must be a whole number.")]
        return []
