from psycopg2 import IntegrityError

from odoo import api, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from ..tools import setup_lines, setup_plan


class Setup(models.AbstractModel):
    """Bringing in a set-up file: everything or nothing, nothing deleted, nothing edited overwritten unasked."""

    _inherit = "frontoffice.setup"

    @api.model
    def _apply(self, document, names=None, take=(), source=""):
        """Write what the plan says.

        ``take``: {(section, key, field)} of edited values a person chose to replace. Returns the log.
        """
        plan = self._plan(document, names, source)
        if plan["problems"]:
            raise UserError(self.env["frontoffice.setup.import"]._say_problems(plan["problems"]))
        plan |= {"take": set(take), "done": [], "later": []}
        self._create_names(plan)
        by_section = {}
        for entry in plan["records"]:
            by_section.setdefault(entry["section"], []).append(entry)
        order, after = self._section_order(plan["sections"])
        plan["after"] = after
        for key in order:
            self._apply_section(plan, plan["sections"][key], by_section.get(key, []))
        for section, entry, values in plan["later"]:
            self._guarded(section, entry, self._write_record, plan, section, entry, values)
        self._freeze(plan)
        return self._remember(plan, source)

    def _section_order(self, sections):
        edges = {}
        for key, section in sections.items():
            needs = edges.setdefault(key, {})
            for spec in section["specs"].values():
                for other, required in self._needs(sections, spec):
                    needs[other] = needs.get(other, False) or required
        return setup_plan.order(edges)

    def _needs(self, sections, spec):
        """(section, required) a field's values come from."""
        if spec.kind == "lines":
            return [need for part in spec.parts.values() for need in self._needs(sections, part)]
        if spec.kind in ("code", "codes"):
            return [(key, spec.required) for key in self._with_parts(sections, spec.target)]
        if spec.kind in ("name", "names"):
            return [(key, spec.required) for key, section in sections.items() if self._makes(section, spec.target)]
        return []

    @staticmethod
    def _with_parts(sections, key):
        """A section and those that are part of it."""
        return [key, *(other for other, section in sections.items() if section.get("part_of") == key)]

    @staticmethod
    def _makes(section, model):
        """Whether a section brings records of a model that others know by name."""
        by_name = section.get("model") == model and section["match"] == "name" and section["create"]
        return by_name or model in section.get("brings", ())

    def _create_names(self, plan):
        """Records a person asked to make because nothing here was called so."""
        for (model, name), chosen in plan["resolved"].items():
            if chosen == "create":
                plan["resolved"][model, name] = self.env[model].create(self._prepare_name_vals(model, name))

    @api.model
    def _prepare_name_vals(self, model, name):
        """Values of a record a person asked to make."""
        vals = {"name": name}
        if "company_id" in self.env[model]._fields:
            vals["company_id"] = self.env.company.id
        if model == "crm.team":
            vals["is_service"] = True  # a rule sends customers there
        return vals

    def _apply_section(self, plan, section, entries):
        own = [word for word, spec in section["specs"].items()
               if (spec.kind, spec.target) in (("code", section["key"]), ("name", section.get("model")))]
        by_key = {entry["key"]: entry for entry in entries}
        records = [{"code": e["key"], **{word: e["values"].get(word) for word in own}} for e in entries]
        for record in setup_plan.parents_first(records, own):
            entry = by_key[record["code"]]
            values = self._agreed(plan, entry)
            if entry["status"] == "add":
                self._guarded(section, entry, self._create_record, plan, section, entry)
            elif entry["status"] == "change" and values:
                self._guarded(section, entry, self._write_record, plan, section, entry, values)

    @staticmethod
    def _agreed(plan, entry):
        """Values of the file that may be written: nobody edited them here, or somebody chose the file's."""
        return {
            change.field: change.new for change in entry["changes"]
            if not change.edited or (entry["section"], entry["key"], change.field) in plan["take"]
        }

    def _guarded(self, section, entry, method, *args):
        """Name the record in whatever the database or a check says; the whole import is taken back."""
        try:
            with self.env.cr.savepoint():
                method(*args)
        except (UserError, ValidationError) as error:
            raise self._refusal(section, entry, str(error)) from error
        except IntegrityError as error:
            raise self._refusal(section, entry, self._said_by_database(section, error)) from error

    def _said_by_database(self, section, error):
        """The sentence of a constraint; it may be one of the lines of a record."""
        table = error.diag.table_name
        model = next((name for name, Model in self.env.registry.items() if Model._table == table), section["model"])
        return self.env[model]._sql_error_to_message(error)

    def _refusal(self, section, entry, why):
        return UserError(self.env._(
            "%(section)s, %(record)s: %(why)s\nNothing was imported.",
            section=section["label"], record=entry["label"], why=why,
        ))

    def _create_record(self, plan, section, entry):
        Model = self.env[section["model"]]
        now, later = self._split(plan, section, entry["values"])
        vals = {**self._vals(plan, section, now, Model), **section.get("fixed", {})}
        if section["match"] == "code" and not Model._fields["code"].compute:
            vals["code"] = entry["key"]
        elif section["match"] == "name":
            vals["name"] = entry["key"]
        if "company_id" in Model._fields:
            vals["company_id"] = False if entry["values"].get("shared") else self.env.company.id
        record = Model.create(vals)
        entry["id"] = record.id
        key = self._key(entry["key"]) if section["match"] == "name" else entry["key"]
        plan["keyed"][section["key"]][key] = record
        if "part_of" in section:
            plan["keyed"][section["part_of"]][key] = record
        if section["match"] == "name":
            plan["resolved"][section["model"], entry["key"]] = record
        plan["done"].append((section, entry, record, {}))
        if later:
            plan["later"].append((section, entry, later))

    def _split(self, plan, section, values):
        """(values to set now, values that point to a section that comes later)."""
        later = {
            word: value for word, value in values.items()
            if any((section["key"], need) in plan["after"]
                   for need, _r in self._needs(plan["sections"], section["specs"][word]))
        }
        return {word: value for word, value in values.items() if word not in later}, later

    def _write_record(self, plan, section, entry, values):
        if "handler" in section:
            old = self._handled(plan, section)[entry["key"]]
            getattr(self, f"_setup_write_{section['handler']}")(entry["key"], values)
            plan["handled"].clear()
            plan["done"].append((section, entry, None, old))
            return
        record = self.env[section["model"]].browse(entry["id"])
        old = self._read_record(section, record)
        record.write(self._vals(plan, section, values, record))
        plan["done"].append((section, entry, record, old))

    # -- values ----------------------------------------------------------------------------------

    def _vals(self, plan, section, values, record):
        """Values for the database of values in the words of the file."""
        fields, vals = self._field_of(section), {}
        for word, value in values.items():
            if word not in fields:
                continue
            known, ready = self._ready(plan, section["specs"][word], value, record[fields[word]])
            if known:
                vals[fields[word]] = ready
        return vals

    def _ready(self, plan, spec, value, current):
        """(whether to write it, value for the database)."""
        if spec.kind == "lines":
            return True, self._line_commands(plan, spec, value or [], current)
        if spec.kind in ("code", "name"):
            record = self._linked(plan, spec, value) if value else None
            return bool(record) or not value, record.id if record else False
        if spec.kind in ("codes", "names"):
            records = [self._linked(plan, spec, one) for one in value or []]
            return all(records), [Command.set([r.id for r in records if r])]
        return True, False if value is None else value

    def _linked(self, plan, spec, value):
        if spec.kind.startswith("code"):
            return plan["keyed"][spec.target].get(value)
        record = plan["resolved"].get((spec.target, value))
        if isinstance(record, models.BaseModel) and record:
            return record
        if record == "coming":
            section = next((s for s in plan["sections"].values()
                            if s.get("model") == spec.target and s["match"] == "name" and s["create"]), None)
            if section:
                return self._find(section, plan["keyed"][section["key"]], value)
        found = self._find_name(spec.target, value)
        return found if len(found) == 1 else None

    def _line_commands(self, plan, spec, lines, current):
        """Lines are known by code or name, else by their place; none is removed."""
        here = [self._read_line(spec, line) for line in current]
        places = setup_lines.pair_lines(here, lines, setup_lines.line_words(spec.parts))
        commands = []
        for number, (values, place) in enumerate(zip(lines, places, strict=True), 1):
            line = current.browse() if place is None else current[place]
            vals = self._line_vals(plan, spec, values, line)
            if line:
                commands.append(Command.update(line.id, vals))
            elif self._complete(spec, vals, line):
                commands.append(Command.create(
                    {**({"sequence": 10 * number} if "sequence" in line._fields else {}), **vals}))
        return commands

    def _line_vals(self, plan, spec, values, line):
        fields = {self._word(name): name for name in line._fields}
        return {
            fields[word]: ready for word, value in values.items()
            for known, ready in [self._ready(plan, spec.parts[word], value, line[fields[word]])] if known
        }

    def _complete(self, spec, vals, line):
        """Whether a new line has every link it cannot do without; the others were left open by a person."""
        fields = {self._word(name): name for name in line._fields}
        return all(
            vals.get(fields[word]) for word, part in spec.parts.items()
            if part.kind in ("code", "name") and part.required is True
        )
