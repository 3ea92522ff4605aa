from odoo import api, models


class FrontofficeBatch(models.Model):
    """What removing an imported log takes along besides its records."""

    _inherit = "frontoffice.batch"

    def _remove_records(self, model):
        if model == "frontoffice.encounter":
            # sudo: a batch goes whole. Its cases go next, so they no longer hold these interactions.
            self.env[model].sudo().search([("batch_id", "=", self.id)]).write({"case_id": False})
        return super()._remove_records(model)

    def _after_remove(self):
        super()._after_remove()
        self._drop_unused("frontoffice.channel", (self.summary or {}).get("channel_ids"), [
            ("frontoffice.encounter", "channel_id"), ("frontoffice.case", "channel_id"),
            ("frontoffice.promise", "channel_id"), ("res.users", "desk_channel_id"),
        ])

    @api.model
    def _drop_unused(self, model, ids, uses):
        """Delete the catalogue records of ``ids`` that no (model, field) of ``uses`` points to.

        What people have begun to use stays, whoever made it.
        """
        # sudo: used is used, whoever may see it
        records = self.env[model].sudo().browse(ids or []).exists()
        for name, field in uses:
            users = self.env[name].sudo().with_context(active_test=False)  # as above
            rows = users._read_group([(field, "in", records.ids)], [field])
            records -= records.browse([used.id for (used,) in rows])
        records.unlink()
        return records
