from odoo import api, fields, models
from odoo.exceptions import UserError


class MergeJournal(models.Model):
    """What a merge or a split moved from where to where, by whom and when; and the way back.

    ``moved`` is a list of {"model", "field", "ids", "from", "to"}: ids and names of fields, no words.
    No ledger is rewritten: taking it back is one more event in each.
    """

    _name = "frontoffice.merge.journal"
    _description = "Merge and split journal"
    _order = "id desc"

    kind = fields.Selection(
        [("merge", "Cases merged"), ("split", "Case split"), ("partner", "Contacts merged")],
        required=True, readonly=True,
    )
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True)
    user_id = fields.Many2one("res.users", "By", readonly=True, ondelete="set null")
    done_at = fields.Datetime("On", required=True, readonly=True, default=fields.Datetime.now)
    case_id = fields.Many2one(
        "frontoffice.case", "Kept", readonly=True, index="btree_not_null", ondelete="cascade",
        help="Merge: the case that lives on. Split: the case it was taken from.",
    )
    other_ids = fields.Many2many(
        "frontoffice.case", "frontoffice_merge_journal_case_rel", "journal_id", "case_id",
        "Merged or split off", readonly=True,
    )
    partner_id = fields.Many2one(
        "res.partner", "Contact kept", readonly=True, index="btree_not_null", ondelete="set null"
    )
    snapshot = fields.Json(readonly=True, groups="frontoffice_crm.group_manager")
    moved = fields.Json(readonly=True)
    summary = fields.Char("What moved", compute="_compute_summary")
    cannot = fields.Text("What stays", compute="_compute_cannot")
    undone_at = fields.Datetime("Taken back on", readonly=True)
    undone_by_id = fields.Many2one("res.users", "Taken back by", readonly=True, ondelete="set null")

    @api.depends("kind", "done_at")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for journal in self:
            names = ", ".join(journal.other_ids.mapped("name"))
            journal.display_name = " · ".join(filter(None, (labels.get(journal.kind), names, journal.case_id.name)))

    @api.depends("moved")
    @api.depends_context("uid")
    def _compute_summary(self):
        for journal in self:
            counts = {}
            for line in journal.moved or []:
                counts[line["model"]] = counts.get(line["model"], 0) + self._shown_count(line)
            journal.summary = ", ".join(
                f"{self.env[model]._description}: {count}" for model, count in counts.items()
                if model in self.env and count
            )

    @api.depends("kind")
    def _compute_cannot(self):
        for journal in self:
            journal.cannot = self._cannot_text(journal.kind)

    def _shown_count(self, line):
        """Hook: how many records of a line this user is told of."""
        return len(line["ids"])

    def _cannot_text(self, kind):
        return {
            "merge": self.env._("Words written to the kept case after the merge stay there."),
            "split": self.env._("The new case is cancelled, not deleted: its number stays in the history."),
            "partner": self.env._(
                "Interactions, cases and promises go back to a new contact with the old name, address and telephone. "
                "Orders, invoices, messages, bank accounts, followers and logins of other apps stay with the contact "
                "that was kept: Odoo does not remember where they came from."
            ),
        }[kind]

    # -- moving and moving back ------------------------------------------------------------------

    def _move(self, line, back=False):
        """Point the records of one line at their new owner, or back where they still are.

        Returns how many moved. sudo: the right was checked on the cases; a request or a rating
        follows its case whoever may see it.
        """
        Model = self.env[line["model"]].sudo().with_context(active_test=False, tracking_disable=True)
        target, source = (line["from"], line["to"]) if back else (line["to"], line["from"])
        domain = [("id", "in", line["ids"]), (line["field"], "=", source), *(line.get("where") or [])]
        records = Model.search([tuple(leaf) for leaf in domain])
        records.write({line["field"]: target})
        return len(records)

    def _move_back(self):
        """Put everything back that is still where the merge put it; returns how many are not."""
        missed = 0
        for line in reversed(self.moved or []):
            if line["model"] in self.env:
                missed += len(line["ids"]) - self._move(line, back=True)
        return missed

    def action_undo(self):
        """Undo this merge or split."""
        for journal in self:
            if journal.undone_at:
                raise UserError(self.env._("This was already taken back."))
            getattr(journal, f"_undo_{journal.kind}")()
            # sudo: the journal is written by merges and their undoing alone
            journal.sudo().write({"undone_at": fields.Datetime.now(), "undone_by_id": self.env.uid})
        return True

    def _undo_merge(self):
        self.case_id._unmerge(self)

    def _undo_split(self):
        self.case_id._unsplit(self)
