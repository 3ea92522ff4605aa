from odoo import api, models
from odoo.exceptions import AccessError

from ..tools.setup_plan import Spec

KINDS = {
    "char": "text", "text": "text", "html": "text", "float": "number", "monetary": "number",
    "integer": "integer", "boolean": "flag", "selection": "choice", "date": "date", "json": "json",
}


class Setup(models.AbstractModel):
    """What a company is set up with, as sections of a file: the registry that every add-on joins.

    An add-on extends ``_setup_sections``. Nothing here is stored; ``frontoffice.setup.log`` says who
    imported what, ``frontoffice.setup.memory`` what the last import wrote.
    """

    _name = "frontoffice.setup"
    _description = "Set-up"

    @api.model
    def _setup_sections(self):
        """Sections in the order they are read, each a dict:

        ``key`` name in the file, ``model``, ``label`` on screen, ``fields`` (a link is said by the code of
        a record with a section of its own, else by name).
        Optional: ``lines`` {one2many field: fields of a line}; ``match`` "code" or "name"; ``create`` False
        when a file may only change what is there; ``domain`` of what is exported (or a function giving it);
        ``only`` domain of what the section is about at all; ``part_of`` another section of the same model;
        ``fixed`` values of each new record; ``natural`` words that tell a record where its code does not;
        ``brings`` models whose records are lines of it; ``check`` for ``_setup_check_<check>``; ``handler`` instead
        of a model: ``_setup_read_<handler>``, ``_setup_write_<handler>``, ``specs`` and ``fresh``, the values after
        install (or a function of the key), and ``rights``, the model one must be allowed to write.
        """
        _ = self.env._
        return [
            {"key": "switches", "label": _("Switches"), "handler": "switches", "create": False,
             "specs": {"on": Spec("flag", required=True)}, "fresh": {"on": False}},
            {"key": "company", "label": _("Settings of the company"), "handler": "company", "create": False,
             "specs": {"value": Spec("number", required=True)}, "fresh": self._setup_fresh_company,
             "check": "company", "rights": "res.company"},
            {"key": "channels", "label": _("Channels"), "model": "frontoffice.channel", "fields": (
                "name", "kind", "team_id", "lang", "first_response_minutes", "first_response_clock",
                "capacity_weight", "sequence")},
            {"key": "standard_promises", "label": _("Standard promises"), "model": "frontoffice.promise.standard",
             "fields": ("name", "sentence", "hours", "calendar_id", "owner_id", "parent_id", "note", "sequence")},
            {"key": "topics", "label": _("Topics"), "model": "frontoffice.need", "fields": (
                "name", "parent_id", "keywords", "team_id", "user_id", "standard_id", "sequence")},
            {"key": "people", "label": _("People and their roles"), "model": "res.users", "match": "name",
             "create": False, "domain": [("share", "=", False), ("service_role", "!=", False)],
             "fields": ("service_role", "desk_channel_id")},
        ]

    @api.model
    def _check_setup_right(self):
        """Set-up is for Front Office managers; each record is written with their own rights besides."""
        if not self.env.user.has_group("frontoffice_crm.group_manager"):
            raise AccessError(self.env._("Only a Front Office manager changes how the company is set up."))

    @api.model
    def _sections(self):
        """{key: section} of what is installed and this person may read, with defaults and its ``specs``."""
        sections = {
            section["key"]: {
                "match": "code", "create": True, "lines": {}, "domain": [], "only": [], "fields": (), **section}
            for section in self._setup_sections()
            if "handler" in section or self.env[section["model"]].has_access("read")
        }
        by_model = {
            s["model"]: key for key, s in sections.items()
            if s.get("model") and s["match"] == "code" and "part_of" not in s
        }
        for section in sections.values():
            if "handler" not in section:
                section["specs"] = self._specs(section, by_model)
        return sections

    def _specs(self, section, by_model):
        """{name in the file: Spec} of a section."""
        Model = self.env[section["model"]]
        specs = {"name": Spec("text", required=True)} if section["match"] == "name" else {}
        for name in section["fields"]:
            lines = section["lines"].get(name)
            specs[self._word(name)] = self._spec(Model._fields[name], by_model, lines)
        if "company_id" in Model._fields and not Model._fields["company_id"].required:
            specs["shared"] = Spec("flag")
        return specs

    def _spec(self, field, by_model, lines=None):
        if field.type == "one2many":
            parts = self.env[field.comodel_name]._fields
            return Spec("lines", parts={self._word(name): self._spec(parts[name], by_model) for name in lines})
        required = bool(field.required) and ("default" if field.default else True)
        if field.relational:
            kind = "code" if field.comodel_name in by_model else "name"
            many = "s" if field.type == "many2many" else ""
            return Spec(kind + many, by_model.get(field.comodel_name, field.comodel_name), required)
        options = tuple(field.get_values(self.env)) if field.type == "selection" else ()
        return Spec(KINDS[field.type], "", required, options)

    @staticmethod
    def _word(name):
        """Name of a field in the file: a link without its ending."""
        if name.endswith("_ids"):
            return name[:-4] + "s"
        return name.removesuffix("_id")

    @api.model
    def _field_of(self, section):
        """{name in the file: name of the field}."""
        return {self._word(name): name for name in section["fields"]}
