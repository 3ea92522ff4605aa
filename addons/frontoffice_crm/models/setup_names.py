from odoo import api, models
from odoo.fields import Domain

from ..tools.setup_file import key_of
from .setup_read import BY_XMLID


class Setup(models.AbstractModel):
    """What the names in a set-up file mean here."""

    _inherit = "frontoffice.setup"

    def _resolve_names(self, plan, wanted, chosen):
        """{(model, name): record, "create" or False}; unknown ones are noted in the plan."""
        result, coming = {}, self._coming(plan, wanted)
        for model, name in self._names_in(plan, wanted):
            found = self._find_name(model, name)
            pick = chosen.get((model, name))
            if len(found) == 1:
                result[model, name] = found
            elif (model, self._key(name)) in coming:
                result[model, name] = "coming"
            else:
                plan["names"][model, name] = len(found)
                result[model, name] = pick if pick == "create" or not pick else self.env[model].browse(pick).exists()
        return result

    def _coming(self, plan, wanted):
        """Names of records the file itself brings."""
        return {
            (section["model"], self._key(record.get("name")))
            for key, records in wanted.items() if (section := plan["sections"][key]).get("match") == "name"
            and section["create"] for record in records
        } | {pair for key, records in wanted.items() if "brings" in plan["sections"][key]
             for record in records for pair in self._brought(plan, plan["sections"][key], record)}

    def _brought(self, plan, section, record):
        """[(model, name)] of records that come as lines of one of a section that ``brings`` such."""
        return []

    def _names_in(self, plan, wanted):
        """(model, name) of everything the file refers to by name, in order, once."""
        found = {}
        for key, records in wanted.items():
            section = plan["sections"][key]
            for record in records:
                if section.get("match") == "name" and not section["create"]:
                    found[section["model"], key_of(record)] = True
                for word, value in record.items():
                    found.update(dict.fromkeys(self._names_of(section["specs"].get(word), value), True))
        return list(found)

    def _names_of(self, spec, value):
        if not spec or not value:
            return []
        if spec.kind == "lines":
            return [pair for line in value for word, part in line.items()
                    for pair in self._names_of(spec.parts.get(word), part)]
        if spec.kind in ("name", "names"):
            return [(spec.target, name) for name in ([value] if isinstance(value, str) else value)]
        return []

    @api.model
    def _find_name(self, model, name):
        """Records of a model that are called so, as this company sees them."""
        if model in BY_XMLID and "." in name:
            # sudo: which groups and surveys the add-ons ship is no secret
            return self.env[model].browse(self.env["ir.model.data"].sudo()._xmlid_to_res_id(name) or [])
        Model = self.env[model].with_context(active_test=True)
        field = "name" if "name" in Model._fields else Model._rec_name
        domain = Domain(field, "=ilike", name.strip().replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_"))
        if model == "res.users":
            domain &= Domain("share", "=", False) & Domain("company_ids", "in", self.env.company.ids)
        elif "company_id" in Model._fields:
            domain &= Domain("company_id", "in", (False, self.env.company.id))
        return Model.search(domain)

    def _resolved(self, plan, spec, name):
        return bool(name) and bool(plan["resolved"].get((spec.target, name)))

    def _resolved_values(self, plan, section, values):
        """Values with names as they are called here; a name nobody chose anything for is left out."""
        return {
            word: here for word, value in values.items()
            for known, here in [self._value_here(plan, section["specs"].get(word), value)] if known
        }

    def _value_here(self, plan, spec, value):
        """(whether it means something here, the value with names as they are called here)."""
        if spec is None or not value:
            return True, value
        if spec.kind == "lines":
            return True, [line for _line, line, lacking in self._lines_here(plan, spec, value) if not lacking]
        if spec.kind not in ("name", "names"):
            return True, value
        here = [self._name_here(plan, spec, name) for name in ([value] if spec.kind == "name" else value)]
        return all(here), (here[0] if spec.kind == "name" else sorted(here) if all(here) else None)

    def _lines_here(self, plan, spec, lines):
        """[(line of the file, line as it is said here, name it cannot do without and nobody knows)]."""
        found = []
        for line in lines:
            here = {word: self._value_here(plan, spec.parts.get(word), value) for word, value in line.items()}
            lacking = next((line[word] for word, (known, _value) in here.items()
                            if not known and spec.parts[word].required is True), None)
            found.append((line, {word: value for word, (known, value) in here.items() if known}, lacking))
        return found

    def _left_out(self, plan, section, values):
        """Which lines of a record stay out, in words, or nothing."""
        lacking = [
            str(name) for word, value in values.items()
            if value and (spec := section["specs"].get(word)) and spec.kind == "lines"
            for _line, _here, name in self._lines_here(plan, spec, value) if name
        ]
        return self.env._("Comes in without %s: unknown here.", ", ".join(lacking)) if lacking else ""

    def _name_here(self, plan, spec, name):
        record = plan["resolved"].get((spec.target, name))
        return self._say(spec, record) if isinstance(record, models.BaseModel) and record else record and name
