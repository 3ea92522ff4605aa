from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError


class ResUsers(models.Model):
    """Holidays in one field: who stands in, and until when."""

    _inherit = "res.users"

    backoffice_substitute_id = fields.Many2one(
        "res.users", "Stands in for me", index="btree_not_null", ondelete="set null",
        help="Requests addressed to you show in this colleague's “To accept” as well, until the day beside it.",
    )
    backoffice_substitute_until = fields.Date("Until and including")

    @property
    def SELF_READABLE_FIELDS(self):
        return [*super().SELF_READABLE_FIELDS, "backoffice_substitute_id", "backoffice_substitute_until"]

    @property
    def SELF_WRITEABLE_FIELDS(self):
        return [*super().SELF_WRITEABLE_FIELDS, "backoffice_substitute_id", "backoffice_substitute_until"]

    @api.constrains("backoffice_substitute_id", "backoffice_substitute_until")
    def _check_backoffice_substitute(self):
        for user in self.filtered("backoffice_substitute_id"):
            other = user.backoffice_substitute_id
            if not user.backoffice_substitute_until:
                raise ValidationError(self.env._("Say until which day %s stands in.", other.name))
            if other == user or not (user.backoffice_department_ids & other.backoffice_department_ids):
                raise ValidationError(self.env._(
                    "%s cannot stand in: choose a colleague who is in one of your departments.", other.name
                ))

    def write(self, vals):
        done = super().write(vals)
        if {"backoffice_substitute_id", "backoffice_substitute_until", "active"} & vals.keys():
            self.env.registry.clear_cache()
        return done

    def _backoffice_stands_in_for(self):
        """Colleagues this user stands in for today."""
        return self.browse(self._backoffice_stood_in(self.id, fields.Date.context_today(self)))

    @api.model
    @tools.ormcache("user_id", "day")
    def _backoffice_stood_in(self, user_id, day):
        """Ids of them; every list of work asks, and holidays change rarely."""
        # sudo: a person's substitute must learn of it, whatever else they may read of that person
        return tuple(self.sudo().search([
            ("backoffice_substitute_id", "=", user_id), ("backoffice_substitute_until", ">=", day),
        ]).ids)
