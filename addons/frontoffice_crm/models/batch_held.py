from psycopg2 import IntegrityError

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import mute_logger

NAMED = 5


class FrontofficeBatch(models.Model):
    """What people made since holds on to what a batch brought: that is said in words, and can be kept."""

    _inherit = "frontoffice.batch"

    def _remove_whole(self):
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                return super()._remove_whole()
        except IntegrityError as error:
            raise UserError(self._held_words()) from error

    def _held_words(self):
        """What holds what, by name as far as this person may see it, and what to do."""
        _ = self.env._
        lines = []
        for holders, field, _held in self._held():
            seen = holders.with_env(self.env)._filtered_access("read")
            lines += [
                _("%(kind)s “%(name)s” needs %(what)s", kind=holders._description, name=holder.display_name,
                  what=holder.sudo()[field].display_name)  # sudo: it is named by who may read the holder
                for holder in seen[:NAMED]
            ]
            if more := len(holders) - len(seen[:NAMED]):
                lines.append(_("%(kind)s: %(count)s more", kind=holders._description, count=more))
        return "\n".join([
            _("Nothing was removed from “%s”, because people work with what it brought:", self.name), *lines,
            _("Let these point to something else, or press “Keep what is in use” and remove the rest."),
        ])

    def _held(self):
        """[(records that are not of this batch, field, records of it they keep from going)]"""
        found = []
        for model in self._batch_models():
            for name, field in self._holding_fields(model):
                # sudo, active_test: what holds, holds, whoever may see it
                Holder = self.env[name].sudo().with_context(active_test=False)
                domain = Domain(f"{field}.batch_id", "=", self.id)
                if "batch_id" in Holder._fields:
                    domain &= Domain("batch_id", "!=", self.id)
                if holders := Holder.search(domain):
                    found.append((holders, field, holders[field].filtered(lambda r: r.batch_id == self)))
        return found

    @api.model
    def _holding_fields(self, target):
        """[(model, field)] that keep records of ``target`` from being deleted, ledgers left out: they go along."""
        ledgers = {getattr(self.env[name], "_ledger_model", None) for name in self._batch_models()}
        return [
            (name, field.name)
            for name, model in self.env.registry.items()
            if model._auto and not model._abstract and not model._transient and name not in ledgers
            for field in model._fields.values()
            if field.type == "many2one" and field.store and not field.related
            and field.comodel_name == target and field.ondelete == "restrict"
        ]

    def action_keep_used(self):
        """Let go of what people work with: it stays for good, and the rest can be removed."""
        if not self.env.user.has_group("frontoffice_crm.group_manager"):
            raise AccessError(self.env._("Only a Front Office manager decides what of a batch stays."))
        self.check_access("write")
        for batch in self:
            kept = {}
            while held := [records for _holders, _field, records in batch._held() if records]:
                for records in held:
                    batch._let_go(records, kept)
            lines = ", ".join(f"{self.env[name]._description}: {len(ids)}" for name, ids in kept.items())
            batch.message_post(body=self.env._(
                "Kept, because people work with it: %s", lines) if kept else self.env._("Nothing of it is in use."))
        return True

    def _let_go(self, records, kept):
        """These stay, with what belongs to them: a case with its interactions."""
        belonging = [records]
        for name, field in self._holding_fields(records._name):
            Holder = self.env[name].sudo().with_context(active_test=False)  # a case stays whole
            if "batch_id" in Holder._fields:
                belonging.append(Holder.search([(field, "in", records.ids), ("batch_id", "=", self.id)]))
        for some in belonging:
            if some:
                kept.setdefault(some._name, set()).update(some.ids)
                some.batch_id = False
