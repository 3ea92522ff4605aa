from odoo import fields, models


class Case(models.Model):
    """Praise reaches by name everyone who had a part in it."""

    _inherit = "frontoffice.case"

    praised_promise_id = fields.Many2one(
        "frontoffice.promise", "Promise that was praised", index="btree_not_null", copy=False, check_company=True,
        ondelete="set null",
    )
    thanks_ids = fields.One2many("frontoffice.thanks", "case_id")
    thanks_count = fields.Integer(compute="_compute_thanks_count")

    def _compute_thanks_count(self):
        Thanks = self.env["frontoffice.thanks"]
        counts = dict(Thanks._read_group([("case_id", "in", self.ids)], ["case_id"], ["__count"]))
        for case in self:
            case.thanks_count = counts.get(case, 0)

    def _praise_chain(self):
        """Everybody behind the praised promise, or behind all promises of the case; colleagues alone."""
        people = (self.praised_promise_id or self.promise_ids)._praise_chain() | self.sudo().user_id
        return people.filtered(lambda u: u.active and not u.share and not u._is_superuser())

    def action_thank(self):
        """Pass it on: the people are filled in, the words are yours."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("frontoffice_crm.thanks_new_action")
        context = {"default_case_id": self.id, "default_user_ids": self._praise_chain().ids,
                   "default_company_id": self.company_id.id}
        return {**action, "context": context}
