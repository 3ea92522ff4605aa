from odoo import api, models


class Personal(models.AbstractModel):
    """Deadlines towards a person, and what was written about their trouble."""

    _inherit = "frontoffice.personal"

    @api.model
    def _personal_data(self):
        gone = self._erased()
        return [
            *super()._personal_data(),
            {"model": "backoffice.obligation", "links": ["partner_id"], "rights": True,
             "export": ["name", "kind", "due_on", "met_at"],
             "blank": {"name": lambda o: dict(o._fields["kind"]._description_selection(o.env)).get(o.kind) or gone,
                       "note": False, "evidence_note": False, "document_kind": False}},
        ]


class MergeJournal(models.Model):
    _inherit = "frontoffice.merge.journal"

    def _partner_relations(self):
        return super()._partner_relations() + [("backoffice.obligation", "partner_id")]


class FrontofficeBatch(models.Model):
    _inherit = "frontoffice.batch"

    @api.model
    def _batch_models(self):
        return ["backoffice.obligation", "backoffice.corrective", *super()._batch_models()]
