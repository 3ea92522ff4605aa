from datetime import date, datetime, timedelta
from unittest.mock import patch
from zoneinfo import ZoneInfo

from freezegun import freeze_time

from odoo.tests import TransactionCase, new_test_user
from odoo.tools import SQL

from ..sources.base import REGISTRY

NOW = datetime(2026, 3, 18, 10, 0)  # a Wednesday, 11:00 in Berlin


class TriangleCase(TransactionCase):
    """A company in Berlin with two teams, channels, campaigns and departments, at a fixed moment.

    Builders write the header columns that facts are counted from directly (as the superuser):
    how a ledger arrives at them is tested where the ledgers live.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls._company("Fact House", "Europe/Berlin")
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.company.ids, "tracking_disable": True})
        cls.teams = cls.env["crm.team"].create([
            {"name": f"Desk {i}", "is_service": True, "company_id": cls.company.id} for i in range(2)])
        cls.channels = cls.env["frontoffice.channel"].create([
            {"name": kind, "kind": kind, "company_id": cls.company.id} for kind in ("counter", "email")])
        cls.campaigns = cls.env["utm.campaign"].create([{"title": title} for title in ("24-hour engineer", "Spring")])
        cls.departments = cls.env["hr.department"].create([
            {"name": name, "company_id": cls.company.id} for name in ("Parts", "Finance")])
        cls.services = cls.env["backoffice.service"].create([
            {"name": department.name, "department_id": department.id, "company_id": cls.company.id}
            for department in cls.departments])
        cls.standard = cls.env["frontoffice.promise.standard"].create(
            {"name": "Engineer visit", "hours": 24, "company_id": cls.company.id})
        cls.partners = cls.env["res.partner"].create([{"name": f"Customer {i}"} for i in range(6)])
        cls.dashboard = cls.env["triangle.dashboard"]
        cls._forget_others()

    @classmethod
    def _forget_others(cls):
        """What a sample company brought is not looked at again: every test starts with a quiet engine."""
        cls.env.flush_all()
        cls.env.cr.precommit.data.clear()
        cls.env.cr.execute("DELETE FROM triangle_dirty; DELETE FROM triangle_fact; DELETE FROM triangle_cell;"
                           "DELETE FROM triangle_presence; DELETE FROM triangle_job_run; DELETE FROM triangle_target;"
                           "DELETE FROM triangle_rebuild; DELETE FROM triangle_distinct; DELETE FROM triangle_change;"
                           "DELETE FROM triangle_counted;"
                           "DELETE FROM triangle_snapshot; DELETE FROM triangle_restatement")
        cls.env["triangle.job.run"].create([
            {"source": name, "started_at": NOW, "as_of": NOW - timedelta(minutes=1), "ok": True} for name in REGISTRY])
        cls.env.cr.execute("UPDATE rating_rating SET write_date = '2020-01-01'")

    @classmethod
    def _company(cls, name, zone):
        company = cls.env["res.company"].create({"name": name})
        calendar = cls.env["resource.calendar"].create({"name": name, "tz": zone, "company_id": company.id})
        company.resource_calendar_id = calendar
        cls.env.user.company_ids |= company
        return company

    def setUp(self):
        super().setUp()
        self._at(NOW)

    def _at(self, moment):
        """Move the clock; frozen until the next move or the end of the test."""
        if getattr(self, "_clock", None):
            self._clock.stop()
            self._cursor_clock.stop()
        self._clock = freeze_time(moment)
        self._clock.start()
        self._cursor_clock = patch.object(self.env.cr, "now", lambda: moment)
        self._cursor_clock.start()
        self.addCleanup(self._stop_clock, self._clock, self._cursor_clock)

    def _stop_clock(self, *clocks):
        for clock in clocks:
            try:
                clock.stop()
            except (RuntimeError, IndexError, AttributeError):
                continue  # stopped when the clock was moved

    # -- builders ------------------------------------------------------------------------------------

    @classmethod
    def _promise(cls, due=timedelta(days=-2), **vals):
        """A promise due so long from now; kept in time and possible unless told otherwise."""
        due_at = NOW + due if isinstance(due, timedelta) else due
        promise = cls.env["frontoffice.promise"].create({
            "name": "Engineer comes", "partner_id": cls.partners.exists()[0].id, "company_id": cls.company.id,
            "due_at": due_at, "team_id": cls.teams[0].id, "channel_id": cls.channels[0].id,
        })
        promise.write({
            "made_at": due_at - timedelta(days=3), "enabled_at": due_at - timedelta(days=3), "realistic": "yes",
            "fulfilled_at": due_at - timedelta(hours=1), "in_full": True, **vals,
        })
        return promise

    @classmethod
    def _handoff(cls, due=timedelta(days=-2), service=0, **vals):
        """A request due so long from now; done in time, complete, right first time."""
        due_at = NOW + due if isinstance(due, timedelta) else due
        handoff = cls.env["backoffice.handoff"].create({
            "subject": "Part please", "service_id": cls.services[service].id, "company_id": cls.company.id,
            "from_team_id": cls.teams[0].id,
        })
        handoff.write({
            "sent_at": due_at - timedelta(days=2), "due_at": due_at, "final_at": due_at - timedelta(hours=2),
            "done_at": due_at, "required_ok_at_send": True, **vals,
        })
        return handoff

    @classmethod
    def _encounter(cls, at=timedelta(days=-2), **vals):
        arrived_at = NOW + at if isinstance(at, timedelta) else at
        encounter = cls.env["frontoffice.encounter"].create({
            "partner_id": cls.partners.exists()[0].id, "channel_id": cls.channels[0].id, "arrived_at": arrived_at,
            "team_id": cls.teams[0].id, "company_id": cls.company.id,
        })
        encounter.write({
            "response_due_at": arrived_at + timedelta(hours=4),
            "first_response_at": arrived_at + timedelta(hours=1), **vals,
        })
        return encounter

    @classmethod
    def _case(cls, at=timedelta(days=-2), **vals):
        case = cls.env["frontoffice.case"].create({
            "subject": "Boiler stopped", "type": "complaint", "partner_id": cls.partners.exists()[0].id,
            "company_id": cls.company.id, "team_id": cls.teams[0].id, "channel_id": cls.channels[0].id,
        })
        case.write({"opened_at": NOW + at if isinstance(at, timedelta) else at, **vals})
        return case

    @classmethod
    def _rating(cls, record, value=5, at=timedelta(days=-1), **vals):
        rating = cls.env["rating.rating"].create({
            "res_model_id": cls.env["ir.model"]._get_id(record._name), "res_id": record.id,
        })
        rating.write({
            "rating": value, "consumed": True, **vals})
        rating.write({"rated_on": NOW + at if isinstance(at, timedelta) else at})
        return rating

    # -- reading -------------------------------------------------------------------------------------

    def _page(self, **filters):
        self.env["triangle.fact"]._refresh()
        return self.dashboard.get_page({"preset": "last_12_months", **filters})

    def _tiles(self, **filters):
        return {tile["code"]: tile for tile in self._page(**filters)["tiles"]}

    def _facts(self):
        """All facts, presence and cells as comparable rows, without ids."""
        found = {}
        for table, order in (("triangle_fact", "measure_id, record_id"), ("triangle_presence", "measure_id, record_id"),
                             ("triangle_cell", "measure_id, level, gset, day, company_id, team_id, channel_id,"
                              " department_id, campaign_id, employee_id")):
            self.env.cr.execute(SQL(
                "SELECT to_jsonb(t) - 'id' FROM %s t WHERE company_id = %s ORDER BY %s",
                SQL.identifier(table), self.company.id, SQL(order)))
            found[table] = [{key: round(value, 6) if isinstance(value, float) else value for key, value in row.items()}
                            for (row,) in self.env.cr.fetchall()]
        return found

    def _from_scratch(self):
        """What a full rebuild into empty tables gives."""
        self.env["triangle.engine"]._flush_marks()
        for table in ("triangle_fact", "triangle_presence", "triangle_cell", "triangle_dirty"):
            self.env.cr.execute(SQL("DELETE FROM %s", SQL.identifier(table)))
        self.env["triangle.dirty"]._mark_all(self.company)
        self.env["triangle.fact"]._refresh()
        return self._facts()

    def _local_day(self, moment):
        return moment.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo("Europe/Berlin")).date()

    def _viewer(self, login="fact_viewer", groups="triangle_kpis.group_viewer", company=None):
        company = company or self.company
        return new_test_user(self.env, login, groups=groups, company_id=company.id, company_ids=[(6, 0, company.ids)])


TODAY = date(2026, 3, 18)
