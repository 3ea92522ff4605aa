from odoo import api, models
from odoo.tools import SQL

MERGED = "frontoffice_crm.merged"  # {id of the lead that goes: id of the one that is kept}, in this transaction


class CrmLead(models.Model):
    """What belongs to an enquiry follows it when Odoo merges it into another one."""

    _inherit = "crm.lead"

    @api.model
    def _merged_links(self):
        """Models whose ``lead_id`` follows a merge. Upper addons add theirs."""
        return ["frontoffice.encounter", "frontoffice.promise", "frontoffice.playbook.run"]

    def _merge_dependences(self, opportunities):
        """Interactions, promises and requests go on with the enquiry that is kept; the others are deleted.

        Noted here and done before they are deleted, at the latest before the transaction commits: Odoo merges
        hundreds in a night and deletes them together.
        """
        done = super()._merge_dependences(opportunities)
        data = self.env.cr.precommit.data
        if MERGED not in data:
            data[MERGED] = {}
            self.env.cr.precommit.add(self.env["crm.lead"]._follow_merges)
        data[MERGED].update(dict.fromkeys(opportunities.ids, self.id))
        return done

    def unlink(self):
        self._follow_merges()
        return super().unlink()

    @api.model
    def _follow_merges(self):
        merged = self.env.cr.precommit.data.pop(MERGED, None)
        for model, lead_id, ids in self._linked_records(merged or {}):
            while lead_id in merged:  # the one that was kept was merged itself
                lead_id = merged[lead_id]
            # sudo: what belongs to an enquiry follows it, whoever may see it
            self.env[model].sudo().browse(ids).write({"lead_id": lead_id})

    @api.model
    def _linked_records(self, merged):
        """``(model, id of the lead kept, ids)`` of what leads to merged enquiries: one statement for all."""
        if not merged:
            return []
        models_ = self._merged_links()
        for model in models_:
            self.env[model].flush_model(["lead_id"])
        return [(model, merged[lead_id], ids) for model, lead_id, ids in self.env.execute_query(
            SQL(" UNION ALL ").join(
                SQL("SELECT %s, lead_id, array_agg(id ORDER BY id) FROM %s WHERE lead_id IN %s GROUP BY lead_id",
                    model, SQL.identifier(self.env[model]._table), tuple(merged))
                for model in models_
            ))]
