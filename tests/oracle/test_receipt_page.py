"""The page on the town hall's log: opens on its last twelve months, few queries, the oracle's numbers."""

import json

import pytest

PAGE = """
import json
env["triangle.fact"].sudo()._refresh()
env["triangle.counted"]._count()  # what the scheduler does after the facts
env.cr.commit()
company = env["frontoffice.batch"].search([("source_key", "=", "receipt"), ("state", "=", "active")]).company_id
board = env(user=env.ref("base.user_admin"))["triangle.dashboard"].with_company(company).with_context(
    allowed_company_ids=company.ids)
board.get_page({})  # what a worker has loaded long ago: translations, fields, rights
env.invalidate_all()
before = env.cr.sql_log_count
page = board.get_page({})
queries = env.cr.sql_log_count - before
whole = board.get_page({"date_from": "2009-01-01", "date_to": "2013-12-31"})
action = board.drill("K33", {"date_from": "2009-01-01", "date_to": "2013-12-31"})
opened = env[action["res_model"]].search_count(action["domain"])
print("PAGE" + json.dumps({"period": page["period"], "queries": queries, "whole": {
    t["code"]: [t["value"], t["n"]] for t in whole["tiles"]}, "partition": whole["partition"], "opened": opened,
}, default=str))
"""


@pytest.fixture(scope="module")
def page(rows, odoo_shell):
    """What the page says once the log is in; ``rows`` imports it."""
    out = odoo_shell(PAGE)
    return json.loads(next(line for line in out.splitlines() if "PAGE" in line).split("PAGE", 1)[1])


def test_few_queries(page):
    """The budget of the page; the scheduler has counted what is kept for the windows it opens with."""
    assert page["queries"] <= 15


def test_it_opens_on_the_last_twelve_months_of_the_data(page):
    assert page["period"]["reason"] and page["period"]["to"] < "2014"


def test_the_whole_log_on_the_page(page, expected):
    promises, kept = sum(expected["promises"].values()), expected["promises"]["kept"]
    value, n = page["whole"]["K33"]
    assert (n, round(value * n), page["opened"]) == (promises, kept, promises)
    value, n = page["whole"]["K38"]
    assert (n, round(value * n)) == (expected["hand_offs"], expected["hand_offs_in_time"])
    assert page["partition"]["of"] == promises - kept
