"""Questions of a request type: what is asked, what is missing, what cannot be meant."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pure import load

intake = load("backoffice_tools", "intake")
placeholders = load("backoffice_tools", "placeholders")
differences = load("backoffice_tools", "differences")
KEYS = st.sampled_from("abcd")
ANSWERS = st.dictionaries(KEYS, st.one_of(st.none(), st.text(max_size=4), st.integers(), st.lists(st.integers())))
WHEN = st.one_of(st.none(), st.fixed_dictionaries({
    "item": KEYS, "operator": st.sampled_from([*intake.OPERATORS, "eval"]), "value": st.text(max_size=3)}))
ITEMS = st.lists(st.fixed_dictionaries({
    "key": KEYS, "kind": st.sampled_from(intake.KINDS), "required": st.booleans(), "when": WHEN,
}), unique_by=lambda item: item["key"], max_size=4)


@settings(max_examples=300)
@given(ITEMS, ANSWERS, st.sets(st.integers()))
def test_whatever_is_answered_ends_and_missing_is_asked_and_required(items, answers, files):
    asked = {item["key"] for item in intake.asked(items, answers)}
    missing = set(intake.missing(items, answers, files))
    assert missing <= asked
    assert all(item["required"] for item in items if item["key"] in missing)
    assert set(intake.faults(items, answers)) <= asked


def test_an_operator_that_is_not_on_the_list_never_holds():
    assert not intake.holds({"item": "a", "operator": "__import__", "value": "os"}, {"a": "os"})


def test_conditions_that_point_in_a_circle_end():
    items = [{"key": "a", "when": {"item": "b", "operator": "given"}},
             {"key": "b", "when": {"item": "a", "operator": "given"}}]
    assert [item["key"] for item in intake.asked(items, {"a": "x", "b": "y"})] == ["a", "b"]
    assert intake.asked(items, {}) == []


@pytest.mark.parametrize(("operator", "value", "answer", "holds"), [
    ("is", "Bank", "bank ", True), ("is", "5", 5.0, True), ("is_not", "Bank", None, True),
    ("above", "500", "500", False), ("above", "500", "500,01", True), ("below", "2", "1", True),
    ("below", "2", "soon", False), ("given", "", 0, True), ("given", "", " ", False),
])
def test_each_operator(operator, value, answer, holds):
    assert intake.holds({"item": "x", "operator": operator, "value": value}, {"x": answer}) is holds


def test_of_two_files_each_has_its_own():
    items = [{"key": "one", "kind": "file", "required": True}, {"key": "two", "kind": "file", "required": True}]
    assert intake.missing(items, {"one": [4]}, {4, 9}) == ["two"]
    assert intake.missing(items[:1], {}, {9}) == [], "the only one asked for: whatever is attached is meant"


@given(st.text(), st.text())
def test_nothing_but_names_is_ever_filled_in(text, word):
    asked = []
    placeholders.fill(text, lambda path: asked.append(path) or word)
    assert asked == placeholders.names(text)
    assert all(part.isidentifier() for path in asked for part in path.split("."))


LINES = st.lists(st.fixed_dictionaries(
    {"code": KEYS, "name": st.text(min_size=1, max_size=3), "required": st.booleans()},
), unique_by=lambda line: line["code"], max_size=4)


@given(LINES, LINES)
def test_no_difference_exactly_when_equal(old, new):
    assert bool(differences.lines(old, new)) == (old != new)
