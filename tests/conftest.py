"""What tests outside of Odoo may ask for.

`./scripts/test` prepares a database (and a server where the kind needs one) and
says where they are in the file named by SERVICE_LAB; without it these fixtures
skip.
"""

import json
import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ADDONS = ROOT / "addons"
OURS = ("frontoffice_crm", "backoffice_ops", "triangle_kpis")
ALL = (*OURS, *sorted({path.parent.name for path in ADDONS.glob("*/__manifest__.py")} - set(OURS)))


@pytest.fixture(scope="session")
def lab():
    """Facts of the prepared database: database, pg, login, password, url, key."""
    path = os.environ.get("SERVICE_LAB")
    if not path:
        pytest.skip("needs a prepared database: run it with ./scripts/test")
    return json.loads(Path(path).read_text())


@pytest.fixture(scope="session")
def connection(lab):
    """psycopg2 connection to the prepared database, read only by convention."""
    import psycopg2

    pg = lab["pg"]
    link = psycopg2.connect(
        host=pg["PGHOST"], user=pg["PGUSER"], password=pg["PGPASSWORD"], dbname=lab["database"]
    )
    link.autocommit = True
    yield link
    link.close()


@pytest.fixture(scope="session")
def query(connection):
    """query(sql, *params) -> rows."""

    def run(sql, *params):
        with connection.cursor() as cursor:
            cursor.execute(sql, params or None)
            return cursor.fetchall()

    return run


@pytest.fixture(scope="session")
def odoo_shell(lab):
    """odoo_shell(code) runs code in `odoo shell` (env is there) and returns what it prints."""

    def run(code):
        done = subprocess.run(
            [*lab["shell"], "--log-level=warn"],
            input=code,
            env=lab["shell_env"],
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    return run
