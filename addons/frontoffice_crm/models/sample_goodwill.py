from odoo import models

from ..tools import story_cast, story_goodwill


class Sample(models.AbstractModel):
    """The sample's decision limit, raised four months ago, and what was given under it."""

    _inherit = "frontoffice.sample"

    def _story(self, now):
        told = super()._story(now)
        told.gestures = story_goodwill.goodwill(told, story_cast.ZONE)
        return told

    def _parts(self):
        return [*super()._parts(), "_load_goodwill"]

    def _load_goodwill(self, told, batch):
        """The limit with both its versions, and one record for each goodwill; no month is charged."""
        cases, users = self._remembered("frontoffice.case"), self._remembered("res.users")
        limits = self._make_limits()
        common = {"source": "sample", "batch_id": batch.id, "state": "given", "kind": "credit"}
        rows = {}
        for line in told.gestures:
            case = self.env["frontoffice.case"].browse(cases[line.case])
            rows[line.key] = {
                **common, **self._gesture_owner(case), "user_id": users[line.user], "amount": line.amount,
                "amount_company": line.amount, "asked_at": line.asked_at, "given_at": line.given_at,
                "mandate_id": limits.mandate_id.id,
                **({"approver_id": users[line.approver], "decided_at": line.given_at, "reason_code": "over_limit"}
                   if line.approver else {}),
            }
        return {"goodwill": len(self._make("frontoffice.gesture", rows))}

    def _gesture_owner(self, case):
        return {
            "case_id": case.id, "partner_id": case.partner_id.id, "team_id": case.team_id.id,
            "company_id": self.env.company.id, "currency_id": self.env.company.currency_id.id,
        }

    def _make_limits(self):
        """Versions of the desk's limit: the small one, then the large one."""
        limit = self._make("frontoffice.mandate", {"desk": {
            "group_id": self.env.ref("frontoffice_crm.group_agent").id, "per_case": story_goodwill.SMALL,
            "per_month": 800, "company_id": self.env.company.id, "currency_id": self.env.company.currency_id.id,
        }})["desk"]
        small = limit._current_version()
        limit.per_case = story_goodwill.LARGE
        return small | limit._current_version()

    def _catalogue_models(self):
        return [
            "frontoffice.mandate.budget", "frontoffice.mandate.version", "frontoffice.mandate",
            "frontoffice.complaint.policy.version", "frontoffice.complaint.policy", "frontoffice.cause",
            *super()._catalogue_models(),
        ]

    def _version_owners(self):
        return super()._version_owners() | {
            "frontoffice.mandate.version": "mandate_id.company_id",
            "frontoffice.complaint.policy.version": "policy_id.company_id",
        }
