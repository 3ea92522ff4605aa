import hashlib
import json

from odoo import fields, models
from odoo.exceptions import UserError


class VersionMixin(models.AbstractModel):
    """A frozen copy of a policy: what was in force when a record was made under it."""

    _name = "frontoffice.version.mixin"
    _description = "Version of a policy"
    _order = "number desc"
    _rec_name = "number"

    number = fields.Integer(required=True, readonly=True)
    values = fields.Json(required=True, readonly=True)
    digest = fields.Char(required=True, readonly=True, index=True)

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(
            self.env._("A version never changes. Edit the record itself: that makes a new version.")
        )


class VersionedMixin(models.AbstractModel):
    """A policy people edit freely; each use freezes the version in force.

    So a change never moves a clock that is running, and who changed what stays readable.
    """

    _name = "frontoffice.versioned.mixin"
    _description = "Policy with versions"
    _version_model = None
    _version_owner = None  # many2one of the version to its owner
    _version_fields = ()

    def _version_values(self):
        """What a version freezes, as plain JSON."""
        self.ensure_one()
        return {name: self._version_value(name) for name in self._version_fields}

    def _version_value(self, name):
        value = self[name]
        if isinstance(value, models.BaseModel):
            return value.ids if self._fields[name].type.endswith("2many") else value.id
        return value if isinstance(value, (bool, int, float, str, list, dict)) else str(value or "")

    def _current_versions(self):
        """{owner id: version in force}, created where the policy changed since it was last used."""
        # sudo: whoever may use a policy may freeze it, though only managers may edit it
        Version = self.env[self._version_model].sudo()
        found = {}
        for version in Version.search([(self._version_owner, "in", self.ids)], order="number"):
            found[version[self._version_owner].id] = version
        for owner in self.sudo():  # as above
            values = owner._version_values()
            digest = hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()
            version = found.get(owner.id)
            if not version or version.digest != digest:
                found[owner.id] = Version.create({
                    self._version_owner: owner.id,
                    "number": (version.number if version else 0) + 1,
                    "values": values,
                    "digest": digest,
                })
        return found

    def _current_version(self):
        """The version in force of one policy."""
        self.ensure_one()
        return self._current_versions()[self.id]
