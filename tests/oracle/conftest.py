"""The imported log and what the oracle says of it, for every test beside this file.

Runs on the database the runner prepared (or on ``ORACLE_DB`` with the usual PG variables, where the
log is already imported as source "receipt"). The whole log is used where it lies beside the
checkout, a slice of thirty cases otherwise.
"""

import os
from pathlib import Path

import pytest
import receipt_oracle as oracle

ROOT = Path(__file__).resolve().parents[2]
SLICE = ROOT / "addons" / "backoffice_ops" / "tests" / "data" / "receipt_30_cases.csv"
WHOLE = Path(os.environ.get("RECEIPT_LOG") or ROOT.parent / "shared" / "data" / "receipt.csv")
PATH = WHOLE if WHOLE.exists() else SLICE
IMPORT = """
report = env["frontoffice.import.log"]._import_file({path!r}, {{"source": "receipt"}})
again = env["frontoffice.import.log"]._import_file({path!r}, {{"source": "receipt"}})
assert (report["problems"], again["new"], again["changed"]) == (0, 0, 0), (report, again)
errors = env["triangle.fact"]._refresh() if "triangle.fact" in env else {{}}
assert not any(errors.values()), errors
env.cr.commit()
"""


@pytest.fixture(scope="session")
def rows(request):
    """rows(sql, *params): plain rows of the database that holds the imported log."""
    if name := os.environ.get("ORACLE_DB"):
        import psycopg2

        link = psycopg2.connect(dbname=name)
        link.autocommit = True
        cursor = link.cursor()

        def run(sql, *params):
            cursor.execute(sql, params or None)
            return cursor.fetchall()

        return run
    shell = request.getfixturevalue("odoo_shell")
    shell(IMPORT.format(path=str(PATH)))
    return request.getfixturevalue("query")


@pytest.fixture(scope="session")
def batch(rows):
    [(batch_id, company_id)] = rows(
        "SELECT id, company_id FROM frontoffice_batch WHERE source_key = 'receipt' AND state = 'active'"
    )
    return batch_id, company_id


@pytest.fixture(scope="session")
def office(rows, batch):
    """The company's shifts and holidays as plain numbers."""
    [(calendar, zone)] = rows(
        "SELECT c.id, c.tz FROM resource_calendar c JOIN res_company k ON k.resource_calendar_id = c.id"
        " WHERE k.id = %s",
        batch[1],
    )
    shifts = rows(
        "SELECT dayofweek::int, hour_from, hour_to FROM resource_calendar_attendance"
        " WHERE calendar_id = %s AND display_type IS NULL AND day_period <> 'lunch'",
        calendar,
    )
    closed = rows(
        "SELECT date_from, date_to FROM resource_calendar_leaves WHERE time_type = 'leave' AND resource_id IS NULL"
        " AND (calendar_id = %s OR (calendar_id IS NULL AND (company_id IS NULL OR company_id = %s)))",
        calendar,
        batch[1],
    )
    return oracle.Office(shifts, zone, closed)


@pytest.fixture(scope="session")
def cases():
    return oracle.read(PATH)


@pytest.fixture(scope="session")
def expected(cases, office):
    found = oracle.summary(cases, office)
    print(
        f"\n{PATH.name}: {found['cases']} cases, {found['events']} events; promises {dict(found['promises'])};"
        f" {found['hand_offs']} changes of hands, {found['hand_offs_in_time']} in time"
    )
    return found
