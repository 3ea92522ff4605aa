from odoo import api, models
from odoo.fields import Domain
from odoo.tools import html_sanitize

from ..tools import setup_plan
from ..tools.setup_file import key_of
from .setup_read import BY_XMLID


class Setup(models.AbstractModel):
    """What a set-up file would do here, without doing it."""

    _inherit = "frontoffice.setup"

    @api.model
    def _plan(self, document, names=None, source=""):
        """Compare a document with what is there. ``source``: file name or "trade:…".

        ``names``: {(model, name): record id, "create" or False} chosen by a person.
        Returns a dict: ``records`` (section, key, label, status add/change/same/cannot, changes, reason,
        values, id), ``names`` that are needed and unknown, ``problems`` and ``skipped`` sections.
        """
        self._check_setup_right()
        sections = self._sections()
        skipped = [key for key in document.sections if key not in sections]
        wanted = {key: part for key, part in document.sections.items() if key in sections}
        keyed = {
            key: self._keyed(section) for key, section in sections.items() if "handler" not in section
        }
        schema = {key: sections[key]["specs"] for key in wanted}
        known = {key: self._known_keys(sections[key], keyed, wanted.get(key, ())) for key in sections}
        plan = {"records": [], "names": {}, "skipped": skipped, "sections": sections, "keyed": keyed}
        plan["source"] = source
        plan["problems"] = setup_plan.check(wanted, schema, known)
        if not plan["problems"]:
            self._plan_records(plan, wanted, names or {})
        return plan

    def _known_keys(self, section, keyed, records):
        if "handler" in section:
            return set(getattr(self, f"_setup_read_{section['handler']}")())
        here = keyed[section["key"]]
        if section["match"] == "name":
            return {key_of(r) for r in records if self._find(section, here, key_of(r))}
        return set(here)

    def _plan_records(self, plan, wanted, names):
        memories = self.env["frontoffice.setup.memory"]._values_of(plan["source"])
        plan["resolved"] = self._resolve_names(plan, wanted, names)
        for key, records in wanted.items():
            section = plan["sections"][key]
            for record in records:
                memory = memories.get((key, key_of(record)), section.get("fresh", {}))
                plan["records"].append(self._plan_record(plan, section, record, memory))
        self._plan_consequences(plan)

    def _plan_record(self, plan, section, record, memory):
        key = key_of(record)
        entry = {
            "section": section["key"], "key": key, "label": record.get("name") or key, "id": False,
            "values": {word: self._clean(section, word, value) for word, value in record.items()},
            "changes": [], "reason": "", "status": "add",
        }
        entry["values"].pop("code", None)
        current = self._current(plan, section, key)
        if current is None:
            entry["reason"] = self._cannot_add(plan, section, entry)
        else:
            self._compare(plan, section, entry, (current, memory))
        if entry["reason"]:
            entry["status"] = "cannot"
        return entry

    def _current(self, plan, section, key):
        """(record, values) of what is there under a key, or None."""
        if "handler" in section:
            values = getattr(self, f"_setup_read_{section['handler']}")().get(key)
            return None if values is None else (None, values)
        record = self._find(section, plan["keyed"][section["key"]], key)
        if record is None and section["match"] == "name":
            chosen = plan["resolved"].get((section["model"], key))
            record = chosen if isinstance(chosen, models.BaseModel) and chosen else None
        return None if record is None else (record, self._read_record(section, record))

    def _compare(self, plan, section, entry, situation):
        (record, values), memory = situation
        if record is not None:
            entry["id"], entry["label"] = record.id, record.display_name
        wanted = {
            word: self._merged(section, word, values.get(word), value)
            for word, value in self._resolved_values(plan, section, entry["values"]).items()
            if word not in ("shared", "name" if section["match"] == "name" else "shared")
        }
        entry["changes"] = setup_plan.diff(wanted, values, memory)
        entry["status"] = "change" if entry["changes"] else "same"
        if entry["changes"]:
            entry["reason"] = self._cannot_write(section, record)

    @staticmethod
    def _merged(section, word, old, new):
        """Lines only this place has are kept."""
        return setup_plan.merge_lines(old, new) if section["specs"][word].kind == "lines" else new

    def _cannot_write(self, section, record):
        if record is None or record.has_access("write"):
            return ""
        return self.env._("You may not change this. Ask an administrator to do the import.")

    def _cannot_add(self, plan, section, entry):
        """Why a record cannot come in, or an empty text."""
        _ = self.env._
        if section["match"] == "name" and (section["model"], entry["key"]) in plan["names"]:
            chosen = plan["resolved"].get((section["model"], entry["key"]))
            unknown = _("Nobody and nothing here is called so. Choose above whom or what it means.")
            return "" if chosen == "create" else unknown
        if not section["create"]:
            return _("This does not exist here, and a file does not bring it.")
        if not self.env[section["model"]].has_access("create"):
            return _("You may not add this. Ask an administrator to do the import.")
        missing = [
            word for word, spec in section["specs"].items()
            if spec.kind == "name" and (spec.required is True or (spec.required and word in entry["values"]))
            and not self._resolved(plan, spec, entry["values"].get(word))
        ]
        return _("Unknown here: %s. Choose above what it means.", ", ".join(
            str(entry["values"].get(word)) for word in missing
        )) if missing else ""

    def _plan_consequences(self, plan):
        """A record that needs one that cannot come in cannot come in either."""
        out = {(e["section"], e["key"]) for e in plan["records"] if e["status"] == "cannot" and not e["id"]}
        again = True
        while again:
            again = False
            for entry in plan["records"]:
                if entry["status"] == "add" and (lost := self._lost(plan, entry, out)):
                    entry["status"], again = "cannot", True
                    entry["reason"] = self.env._("It needs %s, which cannot come in.", lost)
                    out.add((entry["section"], entry["key"]))

    def _lost(self, plan, entry, out):
        specs = plan["sections"][entry["section"]]["specs"]
        for word, spec in specs.items():
            if spec.kind == "code" and spec.required and (spec.target, entry["values"].get(word)) in out:
                return entry["values"][word]
        return ""

    def _clean(self, section, word, value):
        """The value as the database would give it back."""
        name = self._field_of(section).get(word) if "model" in section else None
        if name and isinstance(value, str) and self.env[section["model"]]._fields[name].type == "html":
            return str(html_sanitize(value))
        return value

    # -- names -----------------------------------------------------------------------------------

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
        }

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
        result = {}
        for word, value in values.items():
            spec = section["specs"].get(word)
            if spec is None or spec.kind not in ("name", "names") or not value:
                result[word] = value
                continue
            here = [self._name_here(plan, spec, name) for name in ([value] if spec.kind == "name" else value)]
            if all(here):
                result[word] = here[0] if spec.kind == "name" else sorted(here)
        return result

    def _name_here(self, plan, spec, name):
        record = plan["resolved"].get((spec.target, name))
        return self._say(spec, record) if isinstance(record, models.BaseModel) else record and name
