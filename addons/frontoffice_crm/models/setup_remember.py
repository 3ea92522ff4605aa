from odoo import models

from ..tools import setup_plan


class Setup(models.AbstractModel):
    """After an import: versions in force, what was written, who did it."""

    _inherit = "frontoffice.setup"

    def _freeze(self, plan):
        """A changed policy gets its next version at once."""
        for model in {section.get("model") for section, *_rest in plan["done"]} - {None}:
            ids = [record.id for _s, _e, record, _old in plan["done"] if record is not None and record._name == model]
            records = self.env[model].browse(ids)
            if ids and getattr(records, "_version_model", None):
                records._current_versions()

    def _remember(self, plan, source):
        """Log the import and keep what it wrote, so that a later edit is recognised."""
        # sudo: who imported what is written by the import alone, nobody types it
        Log = self.env["frontoffice.setup.log"].sudo()
        log = Log.create({
            "name": source or self.env._("Set-up file"), "user_id": self.env.uid, "company_id": self.env.company.id,
            "changes": self._log_lines(plan),
        })
        self._memorise(plan, log)
        return log

    def _log_lines(self, plan):
        lines = []
        for section, entry, record, old in plan["done"]:
            now = self._handled(plan, section)[entry["key"]] if record is None else self._read_record(section, record)
            lines.append({
                "section": section["key"], "key": entry["key"], "label": entry["label"], "model": section.get("model"),
                "id": entry["id"] or False, "added": not old,
                "fields": {
                    word: [old.get(word), now[word]] for word in now
                    if word in entry["values"] and not setup_plan.same(old.get(word), now[word])
                },
            })
        return lines

    def _memorise(self, plan, log):
        """Values that now are as the file says; an edited value that was kept stays an edited one."""
        values = {}
        for entry in plan["records"]:
            section = plan["sections"][entry["section"]]
            current = None if entry["status"] == "cannot" else self._current(plan, section, entry["key"])
            if current is not None:
                kept = self._kept_fields(plan, entry)
                values[entry["section"], entry["key"]] = {
                    word: current[1].get(word) for word in entry["values"]
                    if word not in kept and word in current[1]
                }
        self.env["frontoffice.setup.memory"]._store(values, log)

    @staticmethod
    def _kept_fields(plan, entry):
        return {
            change.field for change in entry["changes"]
            if change.edited and (entry["section"], entry["key"], change.field) not in plan["take"]
        }
