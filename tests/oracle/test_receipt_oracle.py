"""The imported log against a calculation that shares no code with the addons."""

from collections import Counter, defaultdict
from datetime import datetime

import pytest
import receipt_oracle as oracle

# Rung of the oracle: measure of the addon, and which of its columns holds it.
MEASURES = {
    "due": ("promise_kept", "den"),
    "kept": ("promise_kept", "num"),
    "enabled": ("promise_enabled", "num"),
    "enable": ("promise_enable", "num"),
    "deliver": ("promise_deliver", "num"),
    "heroic": ("promise_heroic", "num"),
}


def keyed(rows, batch, columns, table="frontoffice_promise"):
    return rows(
        f"SELECT split_part(c.import_key, '/', 2), {columns} FROM {table} t"  # noqa: S608 - our own words
        " JOIN frontoffice_case c ON c.id = t.case_id WHERE t.batch_id = %s",
        batch[0],
    )


def test_every_case_is_here_once(rows, batch, expected):
    [(total, distinct)] = rows(
        "SELECT count(*), count(DISTINCT import_key) FROM frontoffice_case WHERE batch_id = %s", batch[0]
    )
    assert (total, distinct) == (expected["cases"], expected["cases"])
    [(encounters,)] = rows("SELECT count(*) FROM frontoffice_encounter WHERE batch_id = %s", batch[0])
    assert encounters == expected["cases"]


def test_every_promise_has_its_own_times(rows, batch, cases):
    found = {
        key: (made, first, due, done)
        for key, made, first, due, done in keyed(rows, batch, "t.made_at, t.first_due_at, t.due_at, t.fulfilled_at")
    }
    given = oracle.promises(cases)
    wrong = {key: (found.get(key), given[key]) for key in given if found.get(key) != given[key]}
    assert not wrong and len(found) == len(given)


def test_kept_late_and_broken(rows, batch, cases, expected):
    found = dict(keyed(rows, batch, "t.state"))
    assert Counter(found.values()) == expected["promises"]
    assert found == {
        key: oracle.verdict(due, done) for key, (_made, _first, due, done) in oracle.promises(cases).items()
    }


def test_kept_late_and_broken_in_every_month(rows, batch, expected, office):
    found = keyed(rows, batch, "t.due_at, t.state")
    assert Counter((oracle.month(due, office.zone), state) for _key, due, state in found) == expected["due_by_month"]


def test_the_ledgers_alone_give_the_same_verdicts(rows, batch, cases):
    """Judged from the event rows, without looking at the cached header."""
    lines = rows(
        "SELECT split_part(c.import_key, '/', 2), e.kind, e.at, e.payload"
        " FROM frontoffice_promise_event e"
        " JOIN frontoffice_promise p ON p.id = e.promise_id JOIN frontoffice_case c ON c.id = p.case_id"
        " WHERE p.batch_id = %s",
        batch[0],
    )
    events = defaultdict(dict)
    for key, kind, at, payload in lines:
        events[key][kind] = (at, payload)
    for key, (made, _first, due, done) in oracle.promises(cases).items():
        book = events[key]
        assert book["made"][0] == made, key
        assert datetime.fromisoformat(book["made"][1]["due_at"]) == due, key
        assert book.get("fulfilled", (None,))[0] == done, key
        assert ("lapsed" in book) == (done is None or done > due), key
        assert "lapsed" not in book or book["lapsed"][0] == due, key


def test_hand_offs_one_by_one(rows, batch, cases, office):
    found = Counter(
        (key, group, sent, done, due)
        for key, group, sent, done, due in keyed(
            rows,
            batch,
            "(SELECT d.name->>'en_US' FROM hr_department d WHERE d.id = t.to_department_id),"
            " t.sent_at, t.final_at, t.due_at",
            "backoffice_handoff",
        )
    )
    wanted = Counter(oracle.hand_offs(cases, office))
    assert found - wanted == wanted - found == Counter()


def test_hand_offs_in_time(rows, batch, expected, office):
    found = keyed(rows, batch, "t.due_at, t.final_at", "backoffice_handoff")
    assert len(found) == expected["hand_offs"]
    assert sum(done <= due for _key, due, done in found) == expected["hand_offs_in_time"]
    by_month = Counter((oracle.month(due, office.zone), done <= due) for _key, due, done in found)
    assert by_month == expected["hand_offs_by_month"]


def test_departments_stand_under_the_department_of_the_case(rows, batch, cases):
    found = dict(
        (key, parents)
        for key, parents in keyed(
            rows,
            batch,
            "(SELECT p.name->>'en_US' FROM hr_department d JOIN hr_department p ON p.id = d.parent_id"
            " WHERE d.id = t.to_department_id)",
            "backoffice_handoff",
        )
    )
    assert all(cases[key][0]["case:department"] == parent for key, parent in found.items())


@pytest.fixture(scope="session")
def measured(rows):
    """measured(code, column, table, where): {month: sum} of a measure, skipping where it is not installed."""
    if not rows("SELECT 1 FROM ir_module_module WHERE name = 'triangle_kpis' AND state = 'installed'"):
        pytest.skip("triangle_kpis is not installed here")

    def run(code, column, table, where, *params):
        found = rows(
            f"SELECT to_char(t.day, 'YYYY-MM'), sum(t.{column}) FROM {table} t"  # noqa: S608 - our own words
            f" JOIN triangle_measure m ON m.id = t.measure_id WHERE m.code = %s AND {where} GROUP BY 1",
            code,
            *params,
        )
        return {month: round(total) for month, total in found if total}

    return run


def of_rung(counts, rung):
    return {month: count for (month, name), count in counts.items() if name == rung}


@pytest.mark.parametrize("rung", MEASURES)
def test_facts_of_the_promises_in_every_month(measured, batch, cases, office, rung):
    code, column = MEASURES[rung]
    mine = "t.record_id IN (SELECT id FROM frontoffice_promise WHERE batch_id = %s)"
    assert measured(code, column, "triangle_fact", mine, batch[0]) == of_rung(oracle.ladder(cases, office), rung)


@pytest.mark.parametrize("rung", MEASURES)
def test_what_the_page_reads_in_every_month(measured, batch, cases, office, rung):
    """Cells of the company by day, in the years of the log; nothing else is that old."""
    code, column = MEASURES[rung]
    years = "t.level = 0 AND t.gset = 0 AND t.company_id = %s AND t.day < '2014-01-01'"
    assert measured(code, column, "triangle_cell", years, batch[1]) == of_rung(oracle.ladder(cases, office), rung)


@pytest.mark.parametrize(("column", "in_time"), [("den", (True, False)), ("num", (True,))])
def test_facts_of_the_hand_offs_in_every_month(measured, batch, expected, column, in_time):
    wanted = Counter()
    for (month, ok), count in expected["hand_offs_by_month"].items():
        wanted[month] += count if ok in in_time else 0
    mine = "t.record_id IN (SELECT id FROM backoffice_handoff WHERE batch_id = %s)"
    assert measured("handoff_sla", column, "triangle_fact", mine, batch[0]) == {m: n for m, n in wanted.items() if n}
