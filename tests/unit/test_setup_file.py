"""The set-up file without a database: what is written is read again, and nothing bad passes as good."""

import json

import pure
from hypothesis import given
from hypothesis import strategies as st

setup_file = pure.frontoffice("setup_file")
setup_lines = pure.frontoffice("setup_lines")
setup_plan = pure.frontoffice("setup_plan")

CODES = st.from_regex(setup_file.CODE, fullmatch=True)
NAMES = st.text(st.characters(codec="utf-8"), max_size=20)
SCALARS = st.one_of(
    st.none(), st.booleans(), NAMES, st.integers(-10**12, 10**12),
    st.floats(-1e9, 1e9, allow_nan=False).map(lambda number: round(number, 6)),
)
VALUES = st.one_of(
    SCALARS, st.lists(NAMES, max_size=3),
    st.lists(st.dictionaries(NAMES, SCALARS, max_size=3), max_size=3))
RECORDS = st.dictionaries(
    st.sampled_from(["name", "hours", "note", "steps", "keywords"]), VALUES, max_size=5
)
SECTIONS = st.dictionaries(
    st.sampled_from(["topics", "promises", "rules"]),
    st.dictionaries(CODES, RECORDS, min_size=1, max_size=5).map(
        lambda found: [{"code": code, **values} for code, values in found.items()]
    ),
)


@given(SECTIONS, NAMES)
def test_what_is_written_is_read_and_written_the_same(sections, name):
    document = setup_file.Document({"name": name}, sections)
    text = setup_file.write(document)
    again, problems = setup_file.parse(text.encode())
    assert problems == []
    assert again.sections == setup_file.tidy(sections)
    assert setup_file.write(again) == text


@given(st.one_of(st.binary(max_size=300), st.text(max_size=300), SECTIONS.map(json.dumps)))
def test_any_file_gives_a_document_or_problems(data):
    document, problems = setup_file.parse(data)
    assert (document is None) <= bool(problems)
    for problem in problems:
        assert problem.line >= 0 and problem.code


@given(SECTIONS, st.data())
def test_the_line_of_a_problem_is_the_line_of_its_record(sections, data):
    if not sections:
        return
    section = data.draw(st.sampled_from(sorted(sections)))
    wrong = data.draw(st.integers(0, len(sections[section]) - 1))
    sections[section][wrong] = {**sections[section][wrong], "code": "#NOT#A#CODE#"}
    text = setup_file.write(setup_file.Document({}, sections))
    _document, problems = setup_file.parse(text)
    lines = text.split("\n")
    starts = [n for n, line in enumerate(lines, 1) if "#NOT#A#CODE#" in line]
    assert [p.code for p in problems] == ["bad_code"]
    assert problems[0].line in (starts[0], starts[0] - 1)  # a long record opens one line above


@given(RECORDS)
def test_a_record_does_not_differ_from_itself(values):
    assert setup_plan.diff(values, values, {}) == []


@given(RECORDS, RECORDS)
def test_applying_a_difference_leaves_none(values, current):
    changes = setup_plan.diff(values, current, current)
    after = {**current, **{change.field: change.new for change in changes}}
    assert setup_plan.diff(values, after, values) == []


@given(RECORDS, RECORDS, RECORDS)
def test_what_somebody_edited_is_marked(values, current, memory):
    for change in setup_plan.diff(values, current, memory):
        if change.field in memory and not setup_plan.same(memory[change.field], change.old):
            assert change.edited


LINES = st.lists(st.fixed_dictionaries({"name": st.sampled_from("abcd"), "required": st.booleans()}), max_size=4,
                 unique_by=lambda line: line["name"])


@given(LINES, LINES)
def test_lines_are_merged_and_never_lost(old, new):
    merged = setup_lines.merge_lines(old, new)
    assert {line["name"] for line in merged} == {line["name"] for line in old + new}
    assert all(line in merged for line in new)
    assert setup_lines.merge_lines(merged, new) == merged


EDGES = st.dictionaries(
    st.sampled_from("abcdef"), st.dictionaries(st.sampled_from("abcdef"), st.just(False), max_size=4), max_size=6
)


@given(EDGES)
def test_every_section_comes_once_and_after_what_it_needs(edges):
    order, after = setup_plan.order(edges)
    assert sorted(order) == sorted(edges)
    for name, needs in edges.items():
        for need in needs:
            if need in edges and need != name and (name, need) not in after:
                assert order.index(need) < order.index(name)


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=8))
def test_parents_come_first_or_the_circle_is_named(pairs):
    parent = dict(pairs)
    records = [{"code": code, "name": code, "parent": parent.get(code)} for code in "abcdef"]
    schema = {"topics": {"name": setup_plan.Spec("text"), "parent": setup_plan.Spec("code", "topics")}}
    problems = setup_plan.check({"topics": records}, schema, {})
    order = [record["code"] for record in setup_plan.parents_first(records, ["parent"])]
    assert sorted(order) == list("abcdef")
    if not problems:
        assert all(order.index(up) < order.index(code) for code, up in parent.items())


@given(st.text(max_size=60))
def test_a_slug_is_a_code(text):
    assert setup_file.CODE.match(setup_file.slug(text))
