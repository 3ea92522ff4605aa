from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools.setup_file import tidy

BASE = 100_000_000  # ids of the list: one hundred million of each kind of policy


class PolicyChange(models.Model):
    """Who changed which promise text, limit, rule or figure: one list over the versions of every policy."""

    _name = "frontoffice.policy.change"
    _description = "Settings history"
    _auto = False
    _order = "at desc, id desc"
    _rec_name = "policy"

    at = fields.Datetime("When", readonly=True)
    user_id = fields.Many2one("res.users", "Who", readonly=True)
    model = fields.Selection(selection="_policy_labels", string="What", readonly=True)
    res_id = fields.Integer(readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    number = fields.Integer("Version", readonly=True)
    old = fields.Json(readonly=True)
    new = fields.Json(readonly=True)
    policy = fields.Char(compute="_compute_words")
    change = fields.Text("Old → new", compute="_compute_words")

    @api.model
    def _policy_models(self):
        """Every policy that keeps versions, in a stable order: those of upper add-ons are found by themselves."""
        return sorted(
            name for name in self.env.registry
            if getattr(self.env[name], "_version_model", None) and not self.env[name]._abstract
        )

    @api.model
    def _policy_labels(self):
        return [(name, self.env[name]._description) for name in self._policy_models()]

    @property
    def _table_query(self):
        # versions live in one table for each kind of policy; the ORM joins no such thing
        parts = [self._part_query(n, self.env[name]) for n, name in enumerate(self._policy_models(), start=1)]
        return SQL("SELECT * FROM (%s) changes WHERE old IS NOT NULL", SQL(" UNION ALL ").join(parts))

    def _part_query(self, place, Policy):
        Version = self.env[Policy._version_model]
        owner = SQL.identifier("v", Policy._version_owner)
        company = SQL.identifier("p", "company_id") if "company_id" in Policy._fields else SQL("NULL::integer")
        return SQL(
            """SELECT %s::bigint * %s + v.id AS id, v.create_date AS at, v.create_uid AS user_id, %s AS model,
                      %s AS res_id, %s AS company_id, v.number, v.values AS new,
                      lag(v.values) OVER (PARTITION BY %s ORDER BY v.number) AS old
                 FROM %s v JOIN %s p ON p.id = %s""",
            place, BASE, Policy._name, owner, company, owner, SQL.identifier(Version._table),
            SQL.identifier(Policy._table), owner,
        )

    def _compute_words(self):
        for change in self:
            record = self.env[change.model].browse(change.res_id).exists()
            change.policy = record.display_name if record and record.has_access("read") else str(change.res_id)
            change.change = "\n".join(change._differences())

    def _differences(self):
        """"Label: old → new" for each value that changed."""
        old, new = self.old or {}, self.new or {}
        lines = []
        for name in [*old, *(name for name in new if name not in old)]:
            if name != "texts" and old.get(name) != new.get(name) and name in old:
                before, after = self._words(name, old.get(name)), self._words(name, new.get(name))
                lines.append(f"{self._label(name)}: {before} → {after}")
        return lines + self._text_differences(old.get("texts") or {}, new.get("texts") or {})

    def _text_differences(self, old, new):
        pairs = {(name, lang) for texts in (old, new) for name, by_lang in texts.items() for lang in by_lang}
        lines = []
        for name, lang in sorted(pairs):
            before, after = old.get(name, {}).get(lang), new.get(name, {}).get(lang)
            if before != after:
                lines.append(f"{self._label(name)} ({lang}): {before or '–'} → {after or '–'}")
        return lines

    def _label(self, name):
        field = self.env[self.model]._fields.get(name)
        return field._description_string(self.env) if field else name

    def _words(self, name, value):
        field = self.env[self.model]._fields.get(name)
        if field and field.relational and value:
            ids = value if isinstance(value, list) else [value]
            # sudo: the names of what a policy of one's own company points to
            return ", ".join(self.env[field.comodel_name].sudo().browse(ids).exists().mapped("display_name")) or "–"
        if value is False and field and field.type != "boolean":
            return "–"
        if field and field.type == "selection" and isinstance(value, str):
            return dict(field._description_selection(self.env)).get(value, value or "–")
        return self.env["frontoffice.setup"]._say_value(tidy(value))

    def action_open_policy(self):
        """The policy as it is now."""
        self.ensure_one()
        record = self.env[self.model].browse(self.res_id).exists()
        if not record:
            raise UserError(self.env._("This is no longer there."))
        record.check_access("read")
        return {
            "type": "ir.actions.act_window", "res_model": self.model, "res_id": self.res_id,
            "views": [(False, "form")], "name": record.display_name,
        }
