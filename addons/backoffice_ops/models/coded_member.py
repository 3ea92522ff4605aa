import re

from odoo import api, fields, models


class BackofficeMember(models.Model):
    """What the set-up file knows a member by: department and person, as they are called."""

    _inherit = "backoffice.member"

    code = fields.Char(compute="_compute_code", help="Department and person: how set-up files name a member.")

    @api.depends("department_id.name", "user_id.name")
    def _compute_code(self):
        for member in self:
            words = f"{member.department_id.name or ''}: {member.user_id.name or ''}"
            member.code = re.sub(r"[^\w .:/+-]", "_", words)[:64].strip(" .:/-") or f"member {member.id or ''}"
