from datetime import date, datetime, timedelta

from ..tools.formula import Formula
from .common import NOW, TriangleCase

WHOLE = (date(2026, 1, 1), date(2026, 3, 31))


def at(text):
    """"03-09 08:00" of 2026, naive UTC; in Berlin it is an hour later. Monday is the 9th and the 16th of March."""
    return datetime.fromisoformat(f"2026-{text}")


class BackCase(TriangleCase):
    """Requests whose history is made of real events, on days of eight hours: 8 to 12 and 13 to 17 in Berlin."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.cr.execute("DELETE FROM triangle_rebuild")  # of an installation: nothing of it is looked at here
        cls.agent, cls.clerk, *cls.colleagues = cls.env["res.users"].create([
            {"name": name, "login": f"back_{name}", "company_id": cls.company.id,
             "company_ids": [(6, 0, cls.company.ids)], "group_ids": [(6, 0, cls.env.ref("base.group_user").ids)]}
            for name in ("agent", "clerk", "a", "b", "c", "d", "e", "f")])
        cls.service = cls.services[0]

    def _request(self, *events, **vals):
        """A request and its events: ("03-09 08:00", kind, payload)."""
        handoff = self.env["backoffice.handoff"].create({
            "subject": "Pump", "service_id": self.service.id, "company_id": self.company.id,
            "from_team_id": self.teams[0].id, "from_user_id": self.agent.id, **vals})
        return self._play(handoff, *events)

    def _play(self, record, *events):
        for when, kind, *payload in events:
            record._record(kind, payload[0] if payload else None, at=at(when))
        return record

    def _plain(self, sent="03-09 08:00", ready="03-09 10:00", confirmed="03-09 11:00", **vals):
        """Sent, taken, ready and confirmed: two working hours unless told otherwise."""
        return self._request(
            (sent, "sent"), (sent, "accepted"), (ready, "delivered"), (confirmed, "confirmed"), **vals)

    def _values(self, code, window=WHOLE, **filters):
        kpi = self.env["triangle.kpi"].search([("code", "=", code)])
        self._refresh(*{name.rpartition("_")[0] for name in self.env["triangle.reader"]._names_of(kpi)})
        return kpi, self.env["triangle.reader"]._values(kpi, {"now": window}, filters)["now"]

    def _value(self, code, window=WHOLE, **filters):
        """The value of a figure."""
        kpi, values = self._values(code, window, **filters)
        return values[code].value if kpi.computed else Formula(kpi.formula).evaluate(values)

    def _of(self, measure, window=WHOLE, **filters):
        """(counted, out of) of a measure."""
        self._refresh(measure)
        sums = self.env["triangle.reader"]._sums({"now": window}, {measure}, filters)["now"].get(measure)
        return (sums.num, sums.den) if sums else (0, 0)

    def _refresh(self, *measures):
        """Bring the sources of some measures up to date; all where none is named."""
        sources = self.env["triangle.measure"]._sources().items()
        names = [name for name, source in sources if {m.code for m in source.measures} & set(measures)]
        errors = self.env["triangle.fact"]._refresh(names or None)
        self.assertFalse({name: error for name, error in errors.items() if error})

    def _opens(self, code, part="all", window=WHOLE, **filters):
        """Ids a click opens, as the superuser who may see all of them."""
        action = self.dashboard.drill(code, {"date_from": window[0], "date_to": window[1], **filters}, part)
        return self.env[action["res_model"]].with_context(active_test=False).search(action["domain"]).ids

    def _assert_from_scratch(self):
        """What changed step by step is what a rebuild gives."""
        self.env["triangle.fact"]._refresh()
        self.assertEqual(self._facts(), self._from_scratch())

    def _night(self, moment=NOW + timedelta(hours=14)):
        """The night after a day: levels are counted."""
        self._at(moment)
        self.env["triangle.engine"]._take_levels()
