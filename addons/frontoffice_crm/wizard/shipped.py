from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.modules import Manifest
from odoo.tools import html2plaintext
from odoo.tools.misc import file_open

from ..tools import shipped


class ShippedPage(models.TransientModel):
    """Policies the add-ons ship that were edited here, or that an update words differently: both, side by side.

    Updates never overwrite them; here a person takes the shipped value, one by one.
    """

    _name = "frontoffice.shipped"
    _description = "Shipped and yours"

    line_ids = fields.One2many("frontoffice.shipped.line", "page_id")

    def _compute_display_name(self):
        for page in self:
            page.display_name = self.env._("Shipped and yours")

    @api.model
    def action_open(self):
        """Compare now."""
        self.env["frontoffice.setup"]._check_setup_right()
        page = self.create({})
        page._compare()
        return page._reopen()

    @api.model
    def _shipped_models(self):
        """Models whose shipped records are policies: those of the set-up file, and the words of our mails."""
        sections = self.env["frontoffice.setup"]._sections().values()
        return {s["model"] for s in sections if s.get("model")} - {"res.users", "hr.department"} | {"mail.template"}

    def _compare(self):
        lines = []
        for module in self.env["frontoffice.checkup"]._checkup_modules():
            for record in self._shipped_records(module):
                lines += self._differences(module, record)
        self.line_ids = [Command.clear(), *map(Command.create, lines)]

    def _shipped_records(self, module):
        wanted, found = self._shipped_models(), []
        for path in Manifest.for_addon(module)["data"]:
            if path.endswith(".xml"):
                with file_open(f"{module}/{path}", "r") as file:
                    found += shipped.read(file.read(), wanted)
        return found

    def _differences(self, module, record):
        xmlid = record.xmlid if "." in record.xmlid else f"{module}.{record.xmlid}"
        here = self.env.ref(xmlid, raise_if_not_found=False)
        if not here or not here.has_access("read"):
            return []
        here = here.with_context(lang=None)
        return [
            {"xmlid": xmlid, "model": here._name, "res_id": here.id, "field": name, "here": mine, "shipped": theirs}
            for name, given in record.fields.items()
            if (pair := self._pair(here, module, name, given)) and pair[0] != pair[1]
            for mine, theirs in [pair]
        ]

    def _pair(self, record, module, name, given):
        """(value here, shipped value) in words, or None where they cannot be compared."""
        field, (kind, value) = record._fields.get(name), given
        if field is None or field.type in ("one2many", "many2many", "binary", "json", "reference"):
            return None
        if field.type == "many2one":
            return self._linked_pair(record, module, field, given)
        if field.type == "html":
            return self._plain(record[name]), self._plain(value)
        if kind == "ref":
            return None
        return self._scalar(field, record[name]), self._scalar(field, value)

    def _linked_pair(self, record, module, field, given):
        if given[0] != "ref":
            return None
        xmlid = given[1] if "." in given[1] else f"{module}.{given[1]}"
        target = self.env.ref(xmlid, raise_if_not_found=False)
        if not target or record[field.name] == target:
            return None
        # sudo: the names of what a policy points to
        return record[field.name].sudo().display_name or "", target.sudo().display_name or ""

    @staticmethod
    def _plain(value):
        return " ".join(html2plaintext(value or "").split())

    @staticmethod
    def _scalar(field, value):
        if field.type in ("float", "integer", "monetary"):
            return f"{float(value or 0):g}"
        if field.type == "boolean":
            return str(value not in (False, None, "", "0", "False"))
        return " ".join(str(value or "").split())

    def _take(self, line):
        """Write the shipped value of one line."""
        module, _dot, name = line.xmlid.partition(".")
        record = next((
            r for m in self.env["frontoffice.checkup"]._checkup_modules() for r in self._shipped_records(m)
            if (r.xmlid if "." in r.xmlid else f"{m}.{r.xmlid}") == line.xmlid
        ), None)
        given = record and record.fields.get(line.field)
        if not given:
            raise AccessError(self.env._("This is no longer shipped. Open the page again."))
        target = self.env.ref(line.xmlid).with_context(lang=None)
        kind, value = given
        if kind == "ref":
            value = self.env.ref(value if "." in value else f"{module}.{value}").id
        elif target._fields[line.field].type in ("float", "monetary"):
            value = float(value or 0)
        elif target._fields[line.field].type == "integer":
            value = int(value or 0)
        target.write({line.field: value})

    def _reopen(self):
        return {
            "type": "ir.actions.act_window", "res_model": self._name, "res_id": self.id, "view_mode": "form",
            "views": [(False, "form")], "name": self.env._("Shipped and yours"), "target": "current",
        }
