from .common import FrontOfficeCase


class GoodwillCase(FrontOfficeCase):
    """Agents may give 60 for a case and 410 a month together, leaders 250 and 2000."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.currency_id = cls.env.ref("base.EUR")
        cls.feature = cls.env.ref("frontoffice_crm.group_feature_goodwill")
        cls.second = cls.agent.copy({"name": "Omar", "login": "omar", "company_ids": cls.company.ids})
        for user in (cls.agent, cls.second, cls.leader, cls.manager):
            user.group_ids |= cls.feature
        cls.team.user_id = cls.leader
        cls.limit = cls._mandate()
        cls.leader_limit = cls._mandate(
            group_id=cls.env.ref("frontoffice_crm.group_leader").id, per_case=250, per_month=2000
        )

    @classmethod
    def _mandate(cls, **values):
        return cls.env["frontoffice.mandate"].create({
            "group_id": cls.env.ref("frontoffice_crm.group_agent").id, "per_case": 60, "per_month": 410,
            "currency_id": cls.env.ref("base.EUR").id, "company_id": cls.company.id, **values,
        })

    def _complaint(self, **values):
        return self._case(type="complaint", **values)

    def _give(self, amount, case=None, *, user=None, ask=False, **values):
        case = (case or self._complaint()).with_user(user or self.agent)
        gesture = case._give_goodwill({"kind": "refund", "amount": amount, **values}, ask=ask)
        return gesture.with_user(self.env.user)

    def _line(self, case):
        if hasattr(case, "with_user"):
            case = case.with_user(self.agent)
        return self.env["frontoffice.mandate"].with_user(self.agent)._remaining_line(case)

    def _month(self, mandate=None):
        mandate = mandate or self.limit
        return self.env["frontoffice.mandate.budget"]._lock_month(mandate, self.company, self.agent)

    def _dollar(self, rate):
        dollar = self.env.ref("base.USD")
        dollar.active = True
        dollar.rate_ids.unlink()
        self.env["res.currency.rate"].create({
            "name": "2020-01-01", "rate": rate, "currency_id": dollar.id, "company_id": self.company.id,
        })
        return dollar
