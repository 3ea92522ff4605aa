from odoo import api, models
from odoo.tools import html_sanitize

from ..tools import setup_lines, setup_plan
from ..tools.setup_file import Problem, key_of


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
        plan = {
            "records": [], "names": {}, "skipped": skipped, "sections": sections, "keyed": keyed, "handled": {}}
        plan["source"] = source
        plan["problems"] = setup_plan.check(wanted, schema, self._known(plan, wanted)) \
            or self._own_problems(plan, wanted)
        if not plan["problems"]:
            self._plan_records(plan, wanted, names or {})
        return plan

    def _known(self, plan, wanted):
        """{section: codes that may be referred to besides those the file brings in it}."""
        known = {
            key: self._known_keys(section, plan["keyed"], wanted.get(key, ()))
            for key, section in plan["sections"].items()
        }
        for key, part in wanted.items():
            if "part_of" in plan["sections"][key]:
                known[plan["sections"][key]["part_of"]] |= {key_of(record) for record in part}
        return known

    def _own_problems(self, plan, wanted):
        """What only the add-on of a section knows to be wrong: sentences of ``_setup_check_<check>(plan, record)``."""
        return [
            Problem(getattr(record, "line", 0), "said", words, key, key_of(record))
            for key, part in wanted.items() if "check" in plan["sections"][key] for record in part
            for words in getattr(self, f"_setup_check_{plan['sections'][key]['check']}")(plan, record)
        ]

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
                memory = memories.get((key, key_of(record)))
                if memory is None:
                    fresh = section.get("fresh", {})
                    memory = fresh(key_of(record)) if callable(fresh) else fresh
                plan["records"].append(self._plan_record(plan, section, record, memory))
        self._plan_consequences(plan)

    def _plan_record(self, plan, section, record, memory):
        key = key_of(record)
        entry = {
            "section": section["key"], "key": key, "label": record.get("name") or key, "id": False,
            "values": {word: self._clean(section, word, value) for word, value in record.items()},
            "changes": [], "reason": "", "note": "", "status": "add",
        }
        entry["values"].pop("code", None)
        current = self._current(plan, section, key) or self._natural(plan, section, entry)
        if current is None:
            entry["reason"] = self._cannot_add(plan, section, entry)
        else:
            self._compare(plan, section, entry, (current, memory))
        if entry["reason"]:
            entry["status"] = "cannot"
        entry["note"] = self._left_out(plan, section, entry["values"]) or self._remark(plan, section, entry)
        return entry

    def _remark(self, plan, section, entry):
        """What a person should know before agreeing, or nothing. Add-ons say it of their sections."""
        return ""

    def _current(self, plan, section, key):
        """(record, values) of what is there under a key, or None."""
        if "handler" in section:
            values = self._handled(plan, section).get(key)
            return None if values is None else (None, values)
        record = self._find(section, plan["keyed"][section["key"]], key)
        if record is None and section["match"] == "name":
            chosen = plan["resolved"].get((section["model"], key))
            record = chosen if isinstance(chosen, models.BaseModel) and chosen else None
        return None if record is None else (record, self._read_record(section, record))

    def _natural(self, plan, section, entry):
        """(record, values) of the one that says the same in what tells records of this kind apart, or None."""
        words = section.get("natural")
        values = self._resolved_values(plan, section, entry["values"]) if words else {}
        if not words or not all(values.get(word) for word in words):
            return None
        for record in plan["keyed"][section["key"]].values():
            here = self._read_record(section, record)
            if all(here[word] == values[word] for word in words):
                plan["keyed"][section["key"]][entry["key"]] = record
                return record, here
        return None

    def _handled(self, plan, section):
        """{key: values} of a section without a model, read once until one of them is written."""
        name = section["handler"]
        if name not in plan["handled"]:
            plan["handled"][name] = getattr(self, f"_setup_read_{name}")()
        return plan["handled"][name]

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
        spec = section["specs"][word]
        return setup_lines.merge_lines(old, new, setup_lines.line_words(spec.parts)) if spec.kind == "lines" else new

    def _cannot_write(self, section, record):
        record = self.env[section["rights"]] if record is None and "rights" in section else record
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
        needed = self._needed_codes(specs, entry["values"])
        return next((
            code for spec, code in needed
            if any((key, code) in out for key in self._with_parts(plan["sections"], spec.target))
        ), "")

    def _needed_codes(self, specs, values):
        """[(spec, code)] a record cannot do without, those of its lines too."""
        found = []
        for word, spec in specs.items():
            value = values.get(word)
            if spec.kind == "code" and spec.required and value:
                found.append((spec, value))
            elif spec.kind == "lines":
                found += [pair for line in value or () for pair in self._needed_codes(spec.parts, line)]
        return found

    def _clean(self, section, word, value):
        """The value as the database would give it back."""
        name = self._field_of(section).get(word) if "model" in section else None
        if name and isinstance(value, str) and self.env[section["model"]]._fields[name].type == "html":
            return str(html_sanitize(value))
        return value
