from odoo import api, fields, models
from odoo.tools.misc import file_path

from ..tools import setup_file


class CodedMixin(models.AbstractModel):
    """A policy with a stable code: how set-up files and trades know it again, whatever it is called."""

    _name = "frontoffice.coded.mixin"
    _description = "Policy with a stable code"

    code = fields.Char(copy=False, help="Stays the same when the name changes. Set-up files know it by this.")

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._fill_codes()
        return records

    @api.model
    def get_import_templates(self):
        """A file with the right columns and an example row, for the lists that ship one."""
        path = f"{self._original_module}/static/import/{self._name.replace('.', '_')}.csv"
        try:
            file_path(path)
        except FileNotFoundError:
            return []
        label = self.env._("Import template: %s", self._description)
        return [{"label": label, "template": f"/{path}"}]

    def _code_source(self):
        """Words a code is made from."""
        self.ensure_one()
        return self.display_name

    def _fill_codes(self):
        """Give a code to those without one, made from the name in the source language."""
        blank = self.filtered(lambda record: not record.code)
        if not blank:
            return
        for company, records in blank.grouped(lambda r: "company_id" in r._fields and r.company_id.id).items():
            taken = self._taken_codes(company)
            for record in records:
                words = record.with_context(lang=None)._code_source()
                code = setup_file.free(setup_file.slug(words, self._name.rsplit(".", 1)[-1]), taken)
                taken.add(code)
                record.code = code

    def _taken_codes(self, company):
        """Codes a new record of a company cannot have: its own and the shared ones; for a shared one all."""
        # sudo + active_test: a code of an archived record is not given again
        every = self.sudo().with_context(active_test=False)
        domain = [("code", "!=", False), *([("company_id", "in", (False, company))] if company else [])]
        return {code for code, in every._read_group(domain, ["code"])}
