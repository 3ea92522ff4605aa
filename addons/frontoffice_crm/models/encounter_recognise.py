from datetime import timedelta

from odoo import fields, models

from ..tools.case import LIVE

SAME = timedelta(days=14)  # the same customer with the same topic within this time means the same thing


class Encounter(models.Model):
    """The same customer with the same need by another road: they are not asked to tell it twice."""

    _inherit = "frontoffice.encounter"

    suggested_case_id = fields.Many2one(
        "frontoffice.case", "Perhaps the same as", index="btree_not_null", check_company=True, ondelete="set null",
        help="An open case that may be the same thing. A person decides.",
    )

    def _recognise(self, sure=True):
        """Link interactions to the one case of this customer and topic of the last 14 days.

        The case must be open or just solved. With several, or when ``sure`` is False (the contact
        or the topic is a guess), the newest is only suggested: nothing is joined by mistake.
        Returns the interactions that were linked.
        """
        linked = self.browse()
        for encounter in self.filtered(lambda e: e.partner_id and e.need_id and not e.case_id):
            cases = encounter._same_cases()
            if sure and len(cases) == 1:
                encounter._carry_on(cases)
                linked |= encounter
            else:
                encounter.suggested_case_id = cases[:1]
        return linked

    def _suggest_same(self):
        """For interactions that have a case of their own: point to one that may be the same."""
        for encounter in self.filtered(lambda e: e.partner_id and e.need_id):
            encounter.suggested_case_id = (encounter._same_cases() - encounter.case_id)[:1]

    def _same_cases(self):
        """Cases of this customer and topic in this company, alive or solved in the last 14 days, newest first."""
        self.ensure_one()
        since = self.arrived_at - SAME
        alive = fields.Domain("state", "in", LIVE) & (
            fields.Domain("opened_at", ">=", since) | fields.Domain("encounter_ids.arrived_at", ">=", since)
        )
        solved = fields.Domain("state", "in", ("resolved", "closed")) & fields.Domain("resolved_at", ">=", since)
        # sudo: whether it is the same thing does not depend on who asks; nothing of the case is shown here
        return self.env["frontoffice.case"].sudo().search(
            fields.Domain("partner_id", "=", self.partner_id.id) & fields.Domain("need_id", "=", self.need_id.id)
            & fields.Domain("company_id", "=", self.company_id.id)
            & fields.Domain("opened_at", "<=", self.arrived_at) & (alive | solved),
            order="opened_at desc, id desc",
        )

    def _carry_on(self, case):
        """This interaction belongs to a case that was there: its history is at hand.

        It counts as "asked again" only when we had answered before: a second message before our
        first answer is impatience, not a misunderstanding.
        """
        self.write({
            "case_id": case.id, "outcome": "case", "context_carried": True, "team_id": case.team_id.id,
            "suggested_case_id": False,
            "is_clarification": bool(case.first_response_at and case.first_response_at <= self.arrived_at),
        })
