"""Who may do what: every model of our addons, every kind of person, over JSON-2.

access_matrix.txt holds one line a model and one word a person: s search, r read, c create, w write,
u unlink (delete), - not allowed. It was reviewed line by line; a difference fails, and so does a
model without a line. What was measured is written to test-results/access_matrix.txt.

All is tried on a record of the company the people work for, so the word of the manager of another
company says what they may do with a record that is not theirs. Deleting is asked for that record and
tried on one that does not exist, so nothing is lost; writing is tried without a change where it is
allowed, and with one where it is not.

access_confidential.txt is the same for the records of one confidential request, asked for by their ids: creating is
left out, and deleting is tried on the record itself where it is not allowed.
"""

import json
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import ROOT

HERE = Path(__file__).resolve().parent
SETUP = ("access_people.py", "access_confidential.py")
PEOPLE = ("public", "portal", "plain", "clerk", "agent", "leader", "manager", "stranger")
AROUND = ("sender", "doer", "trusted", "member", "agent", "manager", "stranger", "portal", "admin")
NOWHERE = 2147480000
# without a company of their own, read by all companies alike; none of them names a customer
SHARED = (
    "frontoffice.case.policy.version", "frontoffice.complaint.policy.version", "frontoffice.playbook.version",
    "frontoffice.promise.standard.version",  # those of standards all companies share; its rule has tests of its own
    "triangle.job.run", "triangle.kpi", "triangle.kpi.version", "triangle.measure",
)


def parse(text):
    """{model: {person: word}} of a table."""
    rows = [line.split() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    people = rows[0][1:]
    return {row[0]: dict(zip(people, row[1:], strict=True)) for row in rows[1:]}


def written(table, people):
    """The table as text, in columns."""
    width = max(map(len, table)) + 2
    head = f"{'model':<{width}}" + "".join(f"{person:<9}" for person in people)
    lines = [f"{model:<{width}}" + "".join(f"{row[p]:<9}" for p in people) for model, row in sorted(table.items())]
    return "\n".join(line.rstrip() for line in [head, *lines]) + "\n"


def measure(rows, ask, name, people):
    """Ask all of it, write it down; what differs from the reviewed table of that name."""
    with ThreadPoolExecutor(4) as pool:  # some 5,000 questions in the large one
        measured = dict(zip(rows, pool.map(ask, rows), strict=True))
    (ROOT / "test-results").mkdir(exist_ok=True)
    (ROOT / "test-results" / name).write_text(written(measured, people))
    expected = parse((HERE / name).read_text())
    assert sorted(measured) == sorted(expected), "a line a model, no line without one"
    return [
        f"{model}: {person} {measured[model][person]}, reviewed {expected[model][person]}"
        for model in sorted(measured) for person in people if measured[model][person] != expected[model][person]
    ]


class Door:
    """The server as one person reaches it."""

    def __init__(self, lab, key):
        self.url, self.database, self.key = lab["url"], lab["database"], key

    def ask(self, model, method, **body):
        """(status, answer)."""
        headers = {"Content-Type": "application/json", "X-Odoo-Database": self.database}
        if self.key:
            headers["Authorization"] = f"bearer {self.key}"
        request = urllib.request.Request(
            f"{self.url}/json/2/{model}/{method}", json.dumps(body).encode(), headers
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(errors="replace")

    def may(self, model, method, **body):
        """Refused is what the server refuses for want of a right; an incomplete record is no refusal."""
        return self.ask(model, method, **body)[0] not in (401, 403)

    def does(self, model, method, **body):
        """Whether it works, and says so."""
        status, answer = self.ask(model, method, **body)
        return status == 200 and answer is not False

    # -- the five of them --------------------------------------------------------------------------

    def searches(self, model, _known):
        return self.does(model, "search", domain=[], limit=1)

    def reads(self, model, known):
        if not known["record"]:  # of none, an empty list is read by everybody
            return self.may(model, "read", ids=[NOWHERE], fields=["id"])
        return self.does(model, "read", ids=[known["record"]], fields=["id"])

    def creates(self, model, _known):
        return self.may(model, "create", vals_list=[{}])

    def writes(self, model, known):
        ids = [known["record"]] if known["record"] else []
        if self.does(model, "has_access", ids=ids, operation="write"):
            return self.does(model, "write", ids=ids, vals={})
        done = bool(ids) and self.does(model, "write", ids=ids, vals={known["probe"]: False})
        assert not done, f"{model}: written without a right"
        return False

    def unlinks(self, model, known):
        ids = [known["record"]] if known["record"] else []
        allowed = self.does(model, "has_access", ids=ids, operation="unlink")
        return allowed and self.may(model, "unlink", ids=[NOWHERE])


class NarrowDoor(Door):
    """The same, asked for one record alone."""

    def searches(self, model, known):
        return self.ask(model, "search", domain=[("id", "=", known["record"])]) == (200, [known["record"]])

    def unlinks(self, model, known):
        if self.does(model, "has_access", ids=[known["record"]], operation="unlink"):
            return self.may(model, "unlink", ids=[NOWHERE])
        assert not self.does(model, "unlink", ids=[known["record"]]), f"{model}: deleted without a right"
        return False


def word(door, model, known, letters="srcwu"):
    """The letters of a person for a model."""
    tries = {"s": door.searches, "r": door.reads, "c": door.creates, "w": door.writes, "u": door.unlinks}
    return "".join(letter if tries[letter](model, known) else "-" for letter in letters)


@pytest.fixture(scope="module")
def facts(odoo_shell):
    """Keys of the people and a record of each model."""
    out = odoo_shell("\n".join([*((HERE / name).read_text() for name in SETUP), "main()\n"]))
    return json.loads(next(line for line in out.splitlines() if "@@matrix@@" in line).split("@@matrix@@")[1])


@pytest.fixture(scope="module")
def doors(lab, facts):
    return {person: Door(lab, facts["keys"].get(person)) for person in PEOPLE}


def test_there_is_a_record_of_every_model(facts):
    assert not facts["problems"]


def test_nothing_of_another_company_is_visible(facts, doors):
    """Asked before anybody creates anything: the stranger's company has nothing of its own."""
    seen = {}
    for model, known in facts["models"].items():
        if known["transient"]:
            continue
        foreign = [("create_uid.login", "!=", "matrix-stranger")] if known["made_by"] else []
        if known["company"]:
            foreign.append(("company_id", "not in", [False, facts["away"]]))
        status, count = doors["stranger"].ask(model, "search_count", domain=foreign)
        if status == 200 and count and (known["company"] or model not in SHARED):
            seen[model] = count
    assert not seen


def test_the_table(facts, doors):
    def row(model):
        return {person: word(doors[person], model, facts["models"][model]) for person in PEOPLE}

    assert not measure(facts["models"], row, "access_matrix.txt", PEOPLE)


def test_the_confidential_table(lab, facts):
    """Last: who may delete nothing tries to."""
    records, keys = facts["confidential"]["records"], facts["confidential"]["keys"]
    doors = {person: NarrowDoor(lab, keys[person]) for person in AROUND}

    def row(line):
        known = records[line]
        return {person: word(doors[person], known["model"], known, "srwu") for person in AROUND}

    assert not measure(records, row, "access_confidential.txt", AROUND)
