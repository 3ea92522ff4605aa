import hashlib
import json
import logging
import time
from datetime import datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import TransactionCase

from odoo.addons.frontoffice_crm.tools import story_promises
from odoo.addons.frontoffice_crm.tools.story_clock import Clock
from odoo.addons.frontoffice_crm.tools.story_plan import FIGURES

_logger = logging.getLogger(__name__)
NOW = datetime(2026, 3, 18, 10, 30)


class SampleCase(TransactionCase):
    """The sample company loaded afresh, as of one fixed moment, in whatever database this is."""

    people_days = None  # how far back an upper addon looks at a hundred and twenty people; None: as far as it does
    all_clocks = False  # stop every clock at that moment, not the story's alone: figures count by the machine's

    @classmethod
    def setUpClass(cls):
        if cls.all_clocks:
            freezer = freeze_time(NOW)
            freezer.start()
            cls.addClassCleanup(freezer.stop)
        super().setUpClass()
        cls.sample = cls.env["frontoffice.sample"]
        cls.sample.action_remove()
        cls.startClassPatcher(cls._frozen())
        if cls.people_days and hasattr(cls.sample, "_people_days"):
            cls.startClassPatcher(patch.object(type(cls.sample), "_people_days", lambda self: cls.people_days))
        cls.before = cls.told()
        started = time.monotonic()
        cls.sample.load()
        cls.env.flush_all()
        _logger.info("Sample company loaded in %.1f s: %s", time.monotonic() - started, cls.sample.status()["counts"])
        cls.company = cls.sample._company()
        cls.clock = Clock(NOW)

    @classmethod
    def _frozen(cls):
        return patch.object(type(cls.env["frontoffice.sample"]), "_now", lambda self: NOW)

    @classmethod
    def told(cls):
        """How many messages to people there are."""
        names = ("mail.mail", "mail.notification", "mail.activity")
        return {name: cls.env[name].with_context(active_test=False).search_count([]) for name in names}

    def names(self, records):
        """{key of the story: record} of what the sample made."""
        return {key: records.browse(record_id) for key, record_id in self.sample._remembered(records._name).items()}

    def of_company(self, model, domain=()):
        return self.env[model].with_context(active_test=False).search([("company_id", "=", self.company.id), *domain])

    def by_month(self, records, name):
        """{story month: records} by the local day of a datetime field, full months alone."""
        months = {}
        for record in records:
            if record[name]:
                months.setdefault(self.month_of(record[name]), []).append(record)
        return {month: found for month, found in months.items() if month in FIGURES and month < 0}

    def month_of(self, moment):
        day = self.clock.day_of(moment)
        return (day.year - self.clock.today.year) * 12 + day.month - self.clock.today.month

    def check(self, shares, name, within):
        """{month: (part, whole)} against the story's table, in percentage points."""
        wanted = {month: getattr(figures, name) for month, figures in FIGURES.items() if month < 0}
        self.assertEqual(set(shares), set(wanted))
        got = {month: 100 * part / whole for month, (part, whole) in shares.items()}
        _logger.info("%s: %s", name, ", ".join(f"{m}: {got[m]:.0f}/{wanted[m]}" for m in sorted(got)))
        for month, value in got.items():
            self.assertAlmostEqual(value, wanted[month], delta=within, msg=f"{name} of month {month}")
            self.assertGreaterEqual(shares[month][1], 30, f"{name} of month {month}: too few to judge")

    def digest(self):
        """What is in the database, without ids and server times."""
        rows = []
        for model, names in self.compared().items():
            for key, record_id in sorted(self.sample._remembered(model).items()):
                record = self.env[model].browse(record_id)
                rows.append([model, key, *(str(record[name]) for name in names)])
        return hashlib.sha256(json.dumps(rows).encode()).hexdigest()

    def compared(self):
        """{model: fields} that must come out the same."""
        return {
            "frontoffice.promise": ("name", "state", "made_at", "due_at", "fulfilled_at", "realistic", "ledger_seq"),
            "frontoffice.case": ("name", "subject", "state", "opened_at", "resolved_at"),
            "frontoffice.encounter": ("state", "outcome", "arrived_at", "first_response_at", "response_due_at"),
            "rating.rating": ("rating", "rated_on"), "res.partner": ("name", "phone"), "res.users": ("login",),
        }


class SmallSampleCase(SampleCase):
    """The same story with an eighth of its volume, for what loads and removes it again and again."""

    people_days = 31

    @classmethod
    def setUpClass(cls):
        volume = story_promises.volume
        cls.startClassPatcher(patch.object(
            story_promises, "volume", lambda per_month, day, elapsed=1.0: volume(per_month / 8, day, elapsed)
        ))
        super().setUpClass()
