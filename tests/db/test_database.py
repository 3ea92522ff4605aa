"""What PostgreSQL itself says about a database with the three addons and demo data."""

import pytest
from conftest import OURS

PREFIXES = tuple(name.split("_")[0] for name in OURS)
LIKE = " OR ".join(f"relname LIKE '{prefix}\\_%%'" for prefix in PREFIXES)


def test_no_demo_data_failed(query):
    assert query("SELECT error FROM ir_demo_failure") == []


@pytest.mark.parametrize("addon", OURS)
def test_addon_is_installed_with_demo_data(query, addon):
    [(state, demo)] = query("SELECT state, demo FROM ir_module_module WHERE name = %s", addon)
    assert state == "installed" and demo


def test_every_constraint_is_validated(query):
    assert query("SELECT conname FROM pg_constraint WHERE NOT convalidated") == []


def test_foreign_keys_of_ours_have_an_index(query):
    """A deletion in a stock table must not scan our tables."""
    rows = query(
        f"""
        SELECT c.relname, a.attname, f.relname
          FROM pg_constraint k
          JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class f ON f.oid = k.confrelid
          JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[1]
         WHERE k.contype = 'f' AND ({LIKE.replace("relname", "c.relname")})
           AND a.attname NOT IN ('create_uid', 'write_uid')
           AND f.relname IN ('res_partner', 'crm_lead', 'calendar_event')
           AND NOT EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND i.indkey[0] = a.attnum)
        """.replace("%%", "%")
    )
    assert rows == []


def test_our_business_tables_know_their_company(query):
    """A table with a company column keeps an index on it; wizards come and go."""
    rows = query(
        f"""
        SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
         WHERE c.relkind = 'r' AND a.attname = 'company_id' AND ({LIKE.replace("relname", "c.relname")})
           AND NOT EXISTS (SELECT 1 FROM ir_model m
                            WHERE m.transient AND replace(m.model, '.', '_') = c.relname)
           AND NOT EXISTS (SELECT 1 FROM pg_index i
                            WHERE i.indrelid = c.oid AND a.attnum = ANY(i.indkey))
        """.replace("%%", "%")
    )
    assert rows == []
