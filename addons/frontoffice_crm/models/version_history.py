from odoo import models


class VersionedMixin(models.AbstractModel):
    """Each edit of a policy is frozen at once, so that who changed what is known before it is used."""

    _inherit = "frontoffice.versioned.mixin"

    def write(self, vals):
        lines = {name for name in vals if name in self._fields and self._fields[name].type == "one2many"}
        matters = self._version_model and not {*self._version_fields, *lines}.isdisjoint(vals)
        if matters:
            self._current_versions()
        done = super().write(vals)
        if matters:
            self._current_versions()
        return done

    def _current_versions(self):
        # in the source language: otherwise each language that uses a policy would make a version of its own
        return super(VersionedMixin, self.with_context(lang=None))._current_versions()

    def _version_values(self):
        values = super()._version_values()
        if texts := self._version_texts():
            values["texts"] = texts
        return values

    def _version_texts(self):
        """{field: {language: text}} of translations that differ from the source text."""
        if len(self.env["res.lang"].get_installed()) < 2:
            return {}
        found = {}
        for name in self._version_fields:
            field = self._fields[name]
            if field.translate and field.store:
                stored = field._get_stored_translations(self) or {}
                own = {lang: text for lang, text in stored.items() if text and text != stored.get("en_US")}
                if own:
                    found[name] = dict(sorted(own.items()))
        return found
