"""Every figure against an independent count of plain rows, for random windows and filters (seeded)."""

import json
from datetime import date, datetime, timedelta, timezone
from random import Random

import pytest
import triangle_oracle as oracle
import triangle_oracle_back as back
import triangle_oracle_bridges as bridges
import triangle_oracle_front as front
from receipt_oracle import Office
from triangle_oracle_ask import ASK, CODED, COUNT, DRILLS
from triangle_oracle_bridged import Bridged
from triangle_oracle_figures import Figures
from triangle_oracle_levels import levels
from triangle_oracle_people import people
from triangle_oracle_seed import Seed

WINDOWS = 36


def _now():
    return datetime.now(timezone.utc).replace(tzinfo=None)


@pytest.fixture(scope="module")
def company(query):
    """The sample company."""
    [(found,)] = query(
        "SELECT company_id FROM frontoffice_promise WHERE source = 'sample' GROUP BY 1 ORDER BY COUNT(*) DESC LIMIT 1"
    )
    return found


@pytest.fixture(scope="module")
def seeded(connection, company, odoo_shell):
    """Everything has something to count, and is counted; the moment of the count."""
    if not Seed(connection, company, _now()).ask("SELECT 1 FROM utm_campaign WHERE name = 'oracle'"):
        Seed(connection, company, _now()).everything()
    out = odoo_shell(COUNT.format(company=company))
    assert "ERRORS{}" in out, out[-2000:]
    return datetime.fromisoformat(out.split("MOMENT", 1)[1].split()[0])


@pytest.fixture(scope="module")
def offices(query, seeded):
    return _offices(query)


@pytest.fixture(scope="module")
def figures(query, seeded, company, offices):
    world = oracle.World(query, seeded)
    front.count(world)
    back.count(world, offices)
    bridges.count(world)
    people(world, offices, company)
    return Figures(world, company)


@pytest.fixture(scope="module")
def bridged(figures, company, offices):
    return Bridged(figures.world, company, offices)


def _offices(query):
    """{calendar: its working time}."""
    found = {}
    for calendar, zone, company in query("SELECT id, tz, company_id FROM resource_calendar"):
        shifts = query(
            "SELECT dayofweek::int, hour_from, hour_to FROM resource_calendar_attendance"
            " WHERE calendar_id = %s AND display_type IS NULL AND day_period <> 'lunch'",
            calendar,
        )
        closed = query(
            "SELECT date_from, date_to FROM resource_calendar_leaves WHERE time_type = 'leave' AND resource_id IS NULL"
            " AND (calendar_id = %s OR (calendar_id IS NULL AND (company_id IS NULL OR company_id = %s)))",
            calendar,
            company,
        )
        found[calendar] = Office(shifts, zone, closed)
    return found


@pytest.fixture(scope="module")
def questions(query, figures, company):
    """Random windows with random filters, the whole year first."""
    luck, today = Random(33), figures.world.day(figures.world.now, company)
    choices = {
        name: [i for (i,) in query(sql, company)]
        for name, sql in {
            "team_id": "SELECT id FROM crm_team WHERE company_id = %s ORDER BY 1",
            "channel_id": "SELECT id FROM frontoffice_channel WHERE company_id = %s ORDER BY 1",
            "department_id": "SELECT id FROM hr_department WHERE company_id = %s ORDER BY 1",
            "campaign_id": "SELECT DISTINCT campaign_id FROM frontoffice_promise WHERE company_id = %s"
            " AND campaign_id IS NOT NULL ORDER BY 1",
        }.items()
    }
    found = [{"date_from": str(today - timedelta(days=365)), "date_to": str(today - timedelta(days=1))}]
    for number in range(1, WINDOWS):
        first = today - timedelta(days=luck.randint(1, 360))
        last = min(first + timedelta(days=luck.choice((0, 6, 27, 89, 180))), today - timedelta(days=1))
        names = luck.sample(sorted(choices), number % 3 if number > 4 else 1)
        picked = {name: luck.choice(choices[name]) for name in names if choices[name]}
        found.append({"date_from": str(min(first, last)), "date_to": str(last), **picked})
    return found


@pytest.fixture(scope="module")
def said(odoo_shell, questions, company, bridged):
    return odoo_shell(
        ASK.format(
            company=company,
            questions=json.dumps(questions),
            coded=(*CODED, *sorted(bridged.codes & bridges.COMPUTED)),
            drills=json.dumps({code: DRILLS[code][1] for code in _drills(bridged)}),
        )
    )


def _drills(bridged):
    """Codes of the lists that can be opened here."""
    missing = {code for codes in bridges.BRIDGES.values() for code in codes.split()} - bridged.codes
    return DRILLS.keys() - missing


@pytest.fixture(scope="module")
def answers(said):
    return [json.loads(line.split("ANSWER", 1)[1]) for line in said.splitlines() if "ANSWER" in line]


@pytest.fixture(scope="module")
def asked(questions, answers):
    """[(window, filters, answer)]."""
    assert len(questions) == len(answers) == WINDOWS
    found = []
    for question, answer in zip(questions, answers, strict=True):
        window = tuple(date.fromisoformat(question[name]) for name in ("date_from", "date_to"))
        found.append((window, {k: v for k, v in question.items() if not k.startswith("date")}, answer))
    return found


def _apart(mine, theirs):
    """Whether two values differ; nothing there and zero of nothing are not the same for shares."""
    if mine is None or theirs is None:
        return mine is not theirs
    return abs(mine - theirs) > 1e-9 * max(1, abs(mine))


def _problems(asked, of):
    """Lines of what does not agree, and how often each figure had a value."""
    wrong, said = {}, {}
    for window, filters, answer in asked:
        for code, (value, n) in of(window, filters).items():
            theirs = answer["lines"][code]
            said[code] = said.get(code, 0) + (value is not None and bool(n or value))
            if _apart(value, theirs[0]) or (n is not None and value is not None and int(n) != theirs[1]):
                wrong.setdefault(code, []).append((str(window[0]), str(window[1]), filters, (value, n), theirs))
    return wrong, said


def test_shares_means_and_counts(figures, asked):
    wrong, said = _problems(asked, figures.known)
    print("\n", said)
    assert not wrong, "\n".join(f"{code} x{len(rows)}: {rows[:2]}" for code, rows in wrong.items())
    silent = [code for code, times in said.items() if not times]
    assert not silent, f"nothing to compare for {silent}"


def test_figures_with_a_method_of_their_own(figures, asked):
    wrong, said = _problems(asked, figures.coded)
    assert not wrong, "\n".join(f"{code} x{len(rows)}: {rows[:2]}" for code, rows in wrong.items())
    assert all(said.values()), said


def test_figures_of_other_apps(bridged, asked):
    """All of them where the apps are; where they are not, nothing is there to compare."""
    wrong, said = _problems(asked, bridged.known)
    assert not wrong, "\n".join(f"{code} x{len(rows)}: {rows[:2]}" for code, rows in wrong.items())
    window, filters, _answer = asked[0]
    assert set(said) | set(bridged.quantiles(window, filters)) == bridged.codes
    assert all(said.values()), said


def test_quantiles_within_one_bin(figures, bridged, asked):
    wrong, compared = [], 0
    for window, filters, answer in asked:
        for code, span in (figures.quantiles(window, filters) | bridged.quantiles(window, filters)).items():
            value = answer["lines"][code][0]
            compared += span is not None
            if (span is None) != (value is None) or (span and not span[0] - 1e-9 <= value <= span[1] + 1e-9):
                wrong.append((code, window, filters, span, value))
    assert compared > WINDOWS
    assert not wrong, wrong[:6]


def test_what_was_not_kept_is_split_without_a_rest(figures, asked):
    parts = 0
    for window, filters, answer in asked:
        mine = figures.partition(window, filters)
        assert answer["partition"] == mine or not mine and not answer["partition"], (window, filters)
        if mine:
            assert mine["of"] == mine["over"] + mine["enable"] + mine["deliver"]
            parts += mine["of"]
        assert answer["ladder"] == figures.ladder(window, filters), (window, filters)
    assert parts


def test_records_opened_are_the_records_counted(figures, asked):
    well = {"all": lambda item: True, "num": lambda item: item.num > 0, "miss": lambda item: item.den > item.num}
    wrong, opened = [], 0
    for window, filters, answer in asked:
        for code, ids in answer["opened"].items():
            records, part = DRILLS[code]
            mine = sorted(item.id for item in figures.of(records, window, filters) if well[part](item))
            opened += len(mine)
            if mine != ids:
                wrong.append(
                    (
                        code,
                        str(window[0]),
                        str(window[1]),
                        filters,
                        len(mine),
                        len(ids),
                        sorted(set(mine) ^ set(ids))[:5],
                    )
                )
    assert opened
    assert not wrong, "\n".join(map(str, wrong[:12]))


def test_what_stood_at_the_evening(figures, said, company):
    [theirs] = [json.loads(line.split("LEVELS", 1)[1]) for line in said.splitlines() if "LEVELS" in line]
    for code, (value, n) in levels(figures.world, company).items():
        assert n and theirs[code][1] == n, (code, n, theirs[code])
        assert not _apart(value, theirs[code][0]), (code, value, theirs[code])


def test_what_is_overdue_now(query, asked, company):
    """Today's count, whatever the window; what became due since it was asked is allowed for."""
    rows = query(
        "SELECT team_id, channel_id, campaign_id, due_at FROM frontoffice_promise WHERE company_id = %s"
        " AND made_at IS NOT NULL AND fulfilled_at IS NULL AND withdrawn_at IS NULL AND origin_kind <> 'auto'"
        " AND source NOT IN ('import', 'history')", company)
    names, compared = ("team_id", "channel_id", "campaign_id"), 0
    for _window, filters, answer in asked:
        fits = [row[3] for row in rows if all(filters.get(name) in (None, row[at]) for at, name in enumerate(names))]
        now = _now()
        low, high = (sum(due < at for due in fits) for at in (now - timedelta(minutes=15), now))
        value = answer["lines"]["OVERDUE"][0]
        assert value is None if "department_id" in filters else low <= value <= high, (filters, low, value, high)
        compared += bool(value)
    assert compared


def test_every_figure_is_compared(query, figures, bridged, asked):
    window, filters, answer = asked[0]
    mine = (
        set(figures.known(window, filters))
        | set(figures.coded(window, filters))
        | set(figures.quantiles(window, filters))
    )
    mine |= {"K05", "K18", "K18G", "K25O", "K42L", "K43P", "K49", "K50", "K60U", "OVERDUE"}
    theirs = set(answer["lines"])
    own = {
        code
        for (code,) in query(
            "SELECT k.code FROM triangle_kpi k JOIN ir_model_data d ON d.model = 'triangle.kpi' AND d.res_id = k.id"
            " WHERE d.module LIKE 'triangle_kpis%' AND k.active"
        )
    }
    mine |= bridged.codes
    assert own <= mine, sorted(own - mine)
    assert mine <= theirs, sorted(mine - theirs)
