from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools.case import LIVE, SETTLED

#: what follows its case wherever it goes: (model, field with the id, field with the model)
DOCUMENTS = (
    ("mail.message", "res_id", "model"), ("ir.attachment", "res_id", "res_model"),
    ("rating.rating", "res_id", "res_model"), ("mail.activity", "res_id", "res_model"),
    ("mail.scheduled.message", "res_id", "model"), ("calendar.event", "res_id", "res_model"),
)


class Case(models.Model):
    """Several cases become one, and one several again; a journal remembers the way back."""

    _inherit = "frontoffice.case"

    merged_ids = fields.One2many("frontoffice.case", "merged_into_id", "Merged into this one")
    journal_ids = fields.One2many("frontoffice.merge.journal", "case_id", readonly=True)

    @api.model
    def _merge_relations(self):
        """Fields that point to a case and follow a merge: list of (model, field). Upper addons add theirs."""
        return [("frontoffice.encounter", "case_id"), ("frontoffice.promise", "case_id")]

    # -- merge -------------------------------------------------------------------------------------

    def _merge_into(self, survivor):
        """Merge these cases into ``survivor``; returns the journal. Raises UserError with a reason."""
        others = self - survivor
        (others | survivor).check_access("write")
        (others | survivor)._ledger_lock()
        (others | survivor).invalidate_recordset(["state", "merged_into_id"])
        others._check_merge(survivor)
        moved = [line for case in others for line in case._merge_lines(survivor)]
        journal = self._merge_journal("merge", survivor, others, moved)
        for line in moved:
            journal._move(line)
        journal._add_followers(others, survivor)
        others.sudo().write({"merged_into_id": survivor.id})  # read-only for people
        others._record("merged", {"into": survivor.id})
        survivor._record("absorbed", {"from": others.ids})
        others._merge_note(survivor)
        return journal

    def _check_merge(self, survivor):
        if not self:
            raise UserError(self.env._("Choose at least two cases."))
        if survivor.state not in (*LIVE, *SETTLED):
            raise UserError(self.env._("“%s” is not open any more, so nothing can be merged into it.", survivor.name))
        for case in self:
            if case.company_id != survivor.company_id:
                raise UserError(self.env._("%s belongs to another company.", case.name))
            if case.state == "merged":
                raise UserError(self.env._(
                    "%(case)s was merged into %(survivor)s in the meantime.",
                    case=case.name, survivor=case.merged_into_id.name,
                ))
            if case.state not in (*LIVE, "resolved"):
                raise UserError(self.env._("%s is closed. Open it again first, or leave it as it is.", case.name))

    def _merge_lines(self, target, keep=None):
        """Journal lines of everything that moves from this case to another. ``keep``: {model: ids}
        limits it to these records, for a split."""
        lines = []
        for model, name in self._merge_relations():
            lines.append(self._merge_line(model, name, target, self._merge_domain(model, name), keep))
        for model, name, model_name in DOCUMENTS:
            where = [[model_name, "=", self._name]]
            domain = Domain(name, "=", self.id) & Domain(model_name, "=", self._name)
            lines.append({**self._merge_line(model, name, target, domain, keep), "where": where})
        return [line for line in lines if line["ids"]]

    def _merge_domain(self, model, name):
        """What points to this case and moves with it. The automatic promise to solve it stays: it
        belongs to a clock, and the clock of a merged case falls silent."""
        domain = Domain(name, "=", self.id)
        if model == "frontoffice.promise":
            domain &= Domain("origin_kind", "!=", "auto") | Domain("encounter_id", "!=", False)
        return domain

    def _merge_line(self, model, name, target, domain, keep):
        if keep is not None:
            domain &= Domain("id", "in", keep.get(model, []))
        # sudo: see _move of the journal
        records = self.env[model].sudo().with_context(active_test=False).search(domain, order="id")
        if model == "ir.attachment":
            records = records.filtered(lambda a: not a.res_field)  # the pictures in the description stay
        return {"model": model, "field": name, "ids": records.ids, "from": self.id, "to": target.id}

    def _merge_journal(self, kind, case, others, moved):
        # sudo: written by merges alone
        return self.env["frontoffice.merge.journal"].sudo().create({
            "kind": kind, "company_id": case.company_id.id, "user_id": self.env.uid, "case_id": case.id,
            "other_ids": [fields.Command.set(others.ids)], "moved": moved,
        }).sudo(self.env.su)

    def _merge_note(self, survivor):
        for case in self:
            link = Markup("<a href='#' data-oe-model='%s' data-oe-id='%s'>%s</a>") % (
                self._name, survivor.id, survivor.name)
            case.sudo().message_post(  # nobody else may write to a merged case
                body=Markup("%s %s") % (self.env._("Merged into"), link), author_id=self.env.user.partner_id.id,
                message_type="notification", subtype_xmlid="mail.mt_note",
            )

    def _unmerge(self, journal):
        """Take a merge into this case back: everything returns, each case is where it was."""
        others = journal.other_ids
        (others | self).check_access("write")
        (others | self)._ledger_lock()
        (others | self).invalidate_recordset(["state", "merged_into_id"])
        wrong = others.filtered(lambda case: case.state != "merged" or case.merged_into_id != self)
        if wrong or self.state == "merged":
            raise UserError(self.env._(
                "%s was merged further in the meantime. Undo that merge first.", (wrong or self)[:1].name
            ))
        missed = journal._move_back()
        journal._remove_followers()
        others.sudo().write({"merged_into_id": False})  # read-only for people
        others._record("unmerged", {"from": self.id})
        self._record("released", {"cases": others.ids})
        if missed:
            self.message_post(
                body=self.env._("Merge undone. %s records had been moved on by hand and stayed there.", missed),
                subtype_xmlid="mail.mt_note",
            )

    # -- a merged case is read-only ---------------------------------------------------------------------

    def write(self, vals):
        if not self.env.su and any(case.state == "merged" for case in self):
            case = self.filtered(lambda c: c.state == "merged")[:1]
            raise UserError(self.env._(
                "%(case)s was merged and is read-only. Go on in %(survivor)s.",
                case=case.name, survivor=case._survivor().name,
            ))
        return super().write(vals)

    def action_open_survivor(self):
        """Open the case this one was merged into."""
        return self._survivor()._open_form()

    def action_merge(self):
        """Merge the chosen cases: choose the one that lives on."""
        action = self.env["ir.actions.act_window"]._for_xml_id("frontoffice_crm.case_merge_action")
        return {**action, "context": {"default_case_ids": self.ids}}

    def action_undo_merge(self):
        """Undo the last merge or split of this case, or the merge it disappeared in."""
        journals = self.env["frontoffice.merge.journal"].search([
            ("undone_at", "=", False), "|", ("case_id", "in", self.ids), ("other_ids", "in", self.ids),
        ], limit=1)
        if not journals:
            raise UserError(self.env._("Nothing was merged or split here."))
        return journals.action_undo()
