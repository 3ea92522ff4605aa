from odoo import api, models

from ..tools import setup_file
from ..tools.setup_plan import same

BY_XMLID = ("res.groups", "survey.survey")  # shipped by add-ons; their names are not unique


class Setup(models.AbstractModel):
    """Reading the set-up of a company: for the file, and to compare a file with what is there."""

    _inherit = "frontoffice.setup"

    @api.model
    def _records(self, section):
        """Records of a section this company uses, archived ones too."""
        Model = self.env[section["model"]].with_context(active_test=False)
        domain = [("id", "!=", False)]  # lists that belong to no company are read whole
        if section["model"] == "res.users":
            domain = [("share", "=", False), ("company_ids", "in", self.env.company.ids)]
        elif "company_id" in Model._fields:
            domain = [("company_id", "in", (False, self.env.company.id))]
        records = Model.search([*domain, *section["only"]])
        if section["match"] == "code" and hasattr(records, "_fill_codes"):
            records._fill_codes()
        return records

    @api.model
    def _keyed(self, section):
        """{key: record}; where the company and everybody have the same code, the company's own counts.

        Names are matched without regard to case; one that two records have is nobody's.
        """
        records = self._records(section)
        if section["match"] == "name":
            grouped = records.grouped(lambda record: self._key(record.name))
            return {key: group for key, group in grouped.items() if len(group) == 1}
        own_last = records.sorted(lambda r: bool("company_id" in r._fields and r.company_id))
        return {record.code: record for record in own_last if record.code}

    @staticmethod
    def _key(name):
        return " ".join((name or "").split()).lower()

    @api.model
    def _find(self, section, keyed, key):
        """The record of ``_keyed`` a key of the file means, or None."""
        return keyed.get(self._key(key) if section["match"] == "name" else key)

    def _read_record(self, section, record):
        """Values of a record in the words of the file, empty ones included."""
        values = {}
        for word, name in self._field_of(section).items():
            values[word] = self._read_value(section["specs"][word], record, name)
        if "shared" in section["specs"]:
            values["shared"] = not record.company_id
        return values

    def _read_value(self, spec, record, name):
        value = record[name]
        if spec.kind in ("code", "name"):
            return self._say(spec, value)
        if spec.kind in ("codes", "names"):
            return sorted(self._say(spec, one) for one in value)
        if spec.kind == "lines":
            return [self._read_line(spec, line) for line in value]
        return self._read_plain(spec, value)

    def _read_line(self, spec, line):
        """Values of a line; an empty one is said only where a new line would have something there."""
        fields = {self._word(name): name for name in line._fields}
        values = {word: self._read_value(part, line, fields[word]) for word, part in spec.parts.items()}
        return {
            word: None if value in ("", []) else value for word, value in values.items()
            if value not in (None, "", []) or line._fields[fields[word]].default
        }

    @staticmethod
    def _read_plain(spec, value):
        if spec.kind == "flag":
            return bool(value)
        if spec.kind in ("number", "integer"):
            return setup_file.tidy(round(float(value or 0), 6))
        if spec.kind == "json":
            return value if value not in (False, None) else None
        return str(value) if value else None

    def _say(self, spec, record):
        """How the file names a linked record."""
        if not record:
            return None
        if record._name in BY_XMLID:
            return record.get_external_id()[record.id] or record.display_name
        return record.code if spec.kind.startswith("code") else record[
            "name" if "name" in record._fields else record._rec_name
        ]

    # -- export ----------------------------------------------------------------------------------

    @api.model
    def _export(self, name=""):
        """The set-up file of the current company, as text."""
        self._check_setup_right()
        sections = self._sections()
        document = setup_file.Document(
            {"name": name or self.env.company.name, "language": self.env.lang or "en_US"},
            {key: self._export_section(section) for key, section in sections.items()},
        )
        return setup_file.write(document)

    def _export_section(self, section):
        if "handler" in section:
            read = getattr(self, f"_setup_read_{section['handler']}")()
            return [{"code": code, **values} for code, values in read.items()]
        records = self.env[section["model"]].union(*self._keyed(section).values())
        records = records.filtered_domain(section["domain"]() if callable(section["domain"]) else section["domain"])
        if "active" in records._fields:
            records = records.filtered("active")
        empty = self._empty_values(section)
        key = "name" if section["match"] == "name" else "code"
        ordered = records.sorted(lambda r: (r.sequence if "sequence" in r._fields else 0, r[key]))
        return [self._export_record(section, record, empty) for record in ordered]

    def _export_record(self, section, record, empty):
        values = self._read_record(section, record)
        key = {"name": record.name} if section["match"] == "name" else {"code": record.code}
        return key | {
            word: value for word, value in values.items()
            if not (value in (None, "", []) or value is False) or not same(value, empty.get(word))
        }

    def _empty_values(self, section):
        """What a new record would have: an empty value is written down only where that is not the default."""
        Model = self.env[section["model"]]
        if not section["create"]:
            return {}
        fresh = Model.new(Model.default_get(list(section["fields"])))
        return self._read_record(section, fresh)
