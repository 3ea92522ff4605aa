"""The fact tables keep the columns the ten-million-value trial chose, and the trial still runs."""

import json
import subprocess
import sys

import pytest
from conftest import ROOT

DIMENSIONS = {"day", "company_id", "team_id", "channel_id", "department_id", "campaign_id"}
FROZEN = {
    "triangle_fact": DIMENSIONS
    | {"id", "measure_id", "record_id", "employee_id", "extra_key", "num", "den", "value"},
    "triangle_cell": DIMENSIONS
    | {"id", "measure_id", "level", "gset", "employee_id", "num", "den", "n", "sum", "sumsq"}
    | {f"b{number:02d}" for number in range(16)},
    "triangle_presence": DIMENSIONS | {"id", "measure_id", "record_id", "key_id"},
}


@pytest.mark.parametrize("table", FROZEN)
def test_columns_are_frozen(query, table):
    rows = query("SELECT column_name FROM information_schema.columns WHERE table_name = %s", table)
    assert {name for (name,) in rows} == FROZEN[table]


@pytest.mark.parametrize("table", FROZEN)
def test_facts_point_to_nothing(query, table):
    """No foreign keys: a merged or deleted record never blocks, nor is blocked by, a figure."""
    [(keys,)] = query("SELECT count(*) FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'f'", table)
    assert keys == 0


def test_no_zero_rows(query):
    [(facts, empty)] = query(
        "SELECT count(*), count(*) FILTER (WHERE num = 0 AND den = 0 AND value IS NULL) FROM triangle_fact"
    )
    assert facts and not empty


def test_the_trial_runs_small(lab, tmp_path):
    """A hundred thousand values through fact, cell and presence: every read finds rows. Nothing is timed here."""
    pg, numbers = lab["pg"], tmp_path / "numbers.json"
    dsn = f"host={pg['PGHOST']} user={pg['PGUSER']} password={pg['PGPASSWORD'] or 'none'}"
    script = ROOT / "scripts" / "servicestack" / "bench" / "facts_trial.py"
    command = [sys.executable, script, "--values", "100000", "--limit", "120", "--dsn", dsn, "--json", numbers]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    found = {name: row["rows"] for name, row in json.loads(numbers.read_text()).items() if "rows" in row}
    needed = ("read", "drill", "distinct", "rebuild a day: its")
    assert not [name for name, rows in found.items() if name.startswith(needed) and not rows]
