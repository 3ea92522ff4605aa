"""The dashboard's numbers against verdicts worked out independently from the raw events."""

import json

import ledger_oracle as oracle
import pytest

PAGE = """
import json
Company = env["res.company"].sudo()
for company in Company.browse({ids}):
    env2 = env(user=env.ref("base.user_admin"))
    env["triangle.fact"].sudo()._refresh()
    board = env2["triangle.dashboard"].with_context(allowed_company_ids=[company.id]).with_company(company)
    page = board.get_page({{"date_from": "{first}", "date_to": "{last}"}})
    tiles = {{tile["code"]: [tile["value"], tile["n"]] for tile in page["tiles"]}}
    print("PAGE" + json.dumps({{"company": company.id, "tiles": tiles, "partition": page["partition"]}}))
"""
KEPT, ENABLED = "K33", "K38"


@pytest.fixture(scope="module")
def companies(query):
    """{company id: zone} of the companies that have promises."""
    return dict(query(
        "SELECT c.id, COALESCE(k.tz, 'UTC') FROM res_company c LEFT JOIN resource_calendar k "
        "ON k.id = c.resource_calendar_id WHERE c.id IN (SELECT company_id FROM frontoffice_promise)"
    ))


@pytest.fixture(scope="module")
def window(query):
    """The twelve months before today, as local days; today itself is still running."""
    [(first, last)] = query("SELECT (now() - interval '365 days')::date, (now() - interval '1 day')::date")
    return first, last


@pytest.fixture(scope="module")
def truth(query, companies, window):
    """{company id: counts} from the raw events."""
    first, last = window
    result = {c: {"promises": [], "handoffs": []} for c in companies}
    owner = dict(query("SELECT id, company_id FROM frontoffice_promise"))
    for record, rows in oracle.ledgers(query, "frontoffice_promise_event", "promise_id").items():
        verdict = oracle.promise(rows)
        if verdict and first <= oracle.local_day(verdict["due"], companies[owner[record]]) <= last:
            result[owner[record]]["promises"].append(verdict)
    owner = dict(query("SELECT id, company_id FROM backoffice_handoff"))
    for record, rows in oracle.ledgers(query, "backoffice_handoff_event", "handoff_id").items():
        verdict = oracle.handoff(rows)
        if verdict and first <= oracle.local_day(verdict["due"], companies.get(owner[record], "UTC")) <= last:
            result[owner[record]]["handoffs"].append(verdict)
    return result


@pytest.fixture(scope="module")
def pages(odoo_shell, companies, window):
    out = odoo_shell(PAGE.format(ids=list(companies), first=window[0], last=window[1]))
    found = [json.loads(line.split("PAGE", 1)[1]) for line in out.splitlines() if "PAGE" in line]
    return {page["company"]: page for page in found}


def test_there_is_something_to_compare(truth):
    assert any(len(t["promises"]) >= 100 and len(t["handoffs"]) >= 100 for t in truth.values()), (
        {c: (len(t["promises"]), len(t["handoffs"])) for c, t in truth.items()}
    )


def test_promises_kept(truth, pages):
    for company, counts in truth.items():
        promises = counts["promises"]
        value, n = pages[company]["tiles"][KEPT]
        assert n == len(promises)
        if n:
            assert value == pytest.approx(sum(p["kept"] for p in promises) / n, abs=1e-9)


def test_requests_on_time(truth, pages):
    for company, counts in truth.items():
        handoffs = counts["handoffs"]
        value, n = pages[company]["tiles"][ENABLED]
        assert n == len(handoffs)
        if n:
            assert value == pytest.approx(sum(h["in_time"] for h in handoffs) / n, abs=1e-9)


def test_the_partition_of_what_was_not_kept(truth, pages):
    for company, counts in truth.items():
        reasons = [p["reason"] for p in counts["promises"] if not p["kept"]]
        partition = pages[company]["partition"]
        if not reasons:
            continue
        assert partition["of"] == len(reasons)
        for key in ("over", "enable", "deliver"):
            assert partition[key] == reasons.count(key), key


def test_hash_chains_recomputed(query):
    for model, table, parent in (
        ("frontoffice.promise", "frontoffice_promise_event", "promise_id"),
        ("frontoffice.case", "frontoffice_case_event", "case_id"),
        ("backoffice.handoff", "backoffice_handoff_event", "handoff_id"),
    ):
        books = oracle.ledgers(query, table, parent)
        broken = [owner for owner, rows in books.items() if not oracle.chain_is_whole(model, owner, rows)]
        assert books and not broken, (model, broken[:5])
