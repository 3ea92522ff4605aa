import csv
import io
from collections import defaultdict
from datetime import datetime, timezone
from itertools import pairwise
from pathlib import Path

from odoo.tests import TransactionCase, new_test_user

SLICE = Path(__file__).parent / "data" / "receipt_30_cases.csv"


def utc(text):
    return datetime.fromisoformat(text).astimezone(timezone.utc).replace(tzinfo=None, microsecond=0)


def cases_of(data):
    """{case: its rows in time order}, read the plain way."""
    cases = defaultdict(list)
    for row in csv.DictReader(io.StringIO(data.decode(), newline="")):
        cases[row["case:concept:name"]].append(row)
    for rows in cases.values():
        rows.sort(key=lambda row: utc(row["time:timestamp"]))
    return cases


class ImportLogCase(TransactionCase):
    """Thirty cases of a real log, their rows read the plain way, and a town hall they come into."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Town hall"})
        cls.company.resource_calendar_id.tz = "Europe/Amsterdam"
        cls.manager = new_test_user(
            cls.env, "log_manager", groups="frontoffice_crm.group_manager,backoffice_ops.group_manager",
            company_id=cls.company.id, company_ids=[(6, 0, cls.company.ids)],
        )
        cls.env = cls.env(user=cls.manager, context={**cls.env.context, "allowed_company_ids": cls.company.ids})
        cls.data = SLICE.read_bytes()
        cls.cases = cases_of(cls.data)

    def _import(self, data=None, **options):
        service = self.env["frontoffice.import.service"]
        return service._import_bytes(data or self.data, {"source": "receipt", **options})

    def _everything(self, model):
        records = self.env[model].sudo().with_context(active_test=False)
        return records.search([("company_id", "=", self.company.id)])

    def _counts(self):
        names = ("frontoffice.case", "frontoffice.encounter", "frontoffice.promise", "backoffice.handoff")
        return [len(self._everything(name)) for name in names]

    def _changes(self):
        return sum(
            one["org:group"] != two["org:group"] for rows in self.cases.values() for one, two in pairwise(rows)
        )
