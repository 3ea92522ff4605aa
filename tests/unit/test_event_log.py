"""Reading event logs: dialects, broken rows, and what a case's rows say about it."""

import csv
import io
from datetime import datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pure import frontoffice

reader = frontoffice("event_log_reader")
log = frontoffice("event_log")
Row, Problem, Entry = reader.Row, reader.Problem, log.Entry

HEADER = ["case:concept:name", "concept:name", "time:timestamp", "org:group", "case:deadline", "case:enddate"]
cells = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)


def at(hour, minute=0, second=0):
    return datetime(2026, 1, 5, hour, minute, second)


def as_csv(rows, delimiter=",", encoding="utf-8"):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def cases_of(text):
    rows = list(reader.read(text.encode()))
    return log.gather(log.entries(rows, log.propose_mapping(rows)))


@given(st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=8), st.sampled_from(reader.DELIMITERS))
def test_any_text_survives_any_delimiter(rows, delimiter):
    found = list(reader.read(as_csv([("a", "b", "c"), *rows], delimiter), delimiter=delimiter))
    assert [tuple(row.values.values()) for row in found] == rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", list(reader.DELIMITERS))
def test_dialects_are_found(encoding, delimiter):
    data = as_csv([HEADER, ["1", "Prüfung, erste", "2026-01-05", "Größe; x", "", ""]], delimiter, encoding)
    (row,) = reader.read(data)
    assert row.values["concept:name"] == "Prüfung, erste" and row.values["org:group"] == "Größe; x"


def test_line_numbers_count_lines_of_the_file_not_records():
    data = b'\n\ncase,activity\n1,"two\nlines"\n\n2\n3,"x"\n'
    found = list(reader.read(data))
    assert [item.line for item in found] == [4, 7, 8]
    assert found[1] == Problem(7, "columns", "1 of 2")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"), (b" \n ", "empty"), (b"a,a\n1,2\n", "double_column"),
        (b"<log><trace>", "xml"), (b"<log></trace></log>", "xml"),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><log/>', "doctype"),
        (b'<?xml version="1.0"?>\n<!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><log>&b;</log>', "doctype"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_log_says_why(data, code):
    with pytest.raises(reader.UnreadableLog) as caught:
        list(reader.read(data))
    assert caught.value.problem.code == code


def test_an_unknown_encoding_is_named():
    with pytest.raises(reader.UnreadableLog, match="klingon"):
        list(reader.read(b"a,b\n", encoding="klingon"))
    with pytest.raises(reader.UnreadableLog, match="ascii"):
        list(reader.read("ä,b\n".encode(), encoding="ascii"))


XES = b"""<?xml version="1.0" encoding="UTF-8"?>
<log xmlns="http://www.xes-standard.org/">
  <global scope="event"><string key="concept:name" value="UNKNOWN"/></global>
  <trace>
    <string key="concept:name" value="case-1"/>
    <date key="deadline" value="2026-01-05T12:00:00.000+01:00"/>
    <event>
      <string key="concept:name" value="Confirm"><string key="note" value="nested"/></string>
      <date key="time:timestamp" value="2026-01-05T09:00:00.000+01:00"/>
      <string key="org:group" value="A"/>
    </event>
    <event>
      <string key="concept:name" value="Check"/>
      <date key="time:timestamp" value="2026-01-05T10:00:00Z"/>
    </event>
  </trace>
</log>"""


def test_xes_gives_the_same_shape_as_csv():
    rows = list(reader.read(XES))
    assert [row.line for row in rows] == [7, 12]
    assert rows[0].values == {
        "case:concept:name": "case-1", "case:deadline": "2026-01-05T12:00:00.000+01:00",
        "concept:name": "Confirm", "time:timestamp": "2026-01-05T09:00:00.000+01:00", "org:group": "A",
    }  # fmt: skip
    cases, problems = log.gather(log.entries(rows, log.propose_mapping(rows)))
    found = log.history(cases["case-1"])
    assert not problems
    assert (found.due_at, found.opened_at, found.groups) == (at(11), at(8), ("A", "Unassigned"))


@given(st.datetimes(datetime(1901, 1, 1), datetime(2090, 1, 1)), st.integers(-14 * 60, 14 * 60))
def test_timestamps_with_offset_become_utc_in_whole_seconds(moment, minutes):
    aware = moment.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    expected = aware.astimezone(timezone.utc).replace(tzinfo=None, microsecond=0)
    assert log.parse_moment(aware.isoformat()) == expected
    assert log.parse_moment(aware.isoformat(" ")) == expected


@pytest.mark.parametrize(
    ("text", "zone", "moment"),
    [
        ("2026-01-05 09:00", "Europe/Berlin", at(8)),
        ("2026/1/5 9:00:07", "UTC", at(9, 0, 7)),
        ("5.1.2026", "Asia/Kolkata", datetime(2026, 1, 4, 18, 30)),
        ("2026-01-05T09:00:00,123+0530", "UTC", at(3, 30)),
        ("2026-01-05 09:00 UTC", "Asia/Kolkata", at(9)),
        ("2026-01-05T09+01", "UTC", None),
        ("01/02/2026", "UTC", None), ("", "UTC", None), ("soon", "UTC", None), ("2026-02-30", "UTC", None),
        ("0001-01-01T00:00:00", "UTC", None), ("2026-01-05 25:00", "UTC", None), ("1736067600", "UTC", None),
    ],
)  # fmt: skip
def test_other_ways_to_write_a_moment(text, zone, moment):
    if moment is None:
        with pytest.raises(ValueError):
            log.parse_moment(text, zone)
    else:
        assert log.parse_moment(text, zone) == moment


def test_the_mapping_is_proposed_from_names():
    columns = [
        "case:channel", "case:concept:name", "case:deadline", "case:department", "case:enddate",
        "case:enddate_planned", "case:group", "case:responsible", "case:startdate", "concept:instance",
        "concept:name", "lifecycle:transition", "org:group", "org:resource", "time:timestamp",
    ]  # fmt: skip
    found = log.propose_mapping([Row(2, dict.fromkeys(columns, "x"))])
    assert found == {
        "case": "case:concept:name", "activity": "concept:name", "time": "time:timestamp",
        "resource": "org:resource", "group": "org:group", "channel": "case:channel",
        "department": "case:department", "due": "case:deadline", "first_due": "case:enddate_planned",
        "start": "case:startdate", "end": "case:enddate",
    }  # fmt: skip


def test_the_mapping_is_proposed_from_values_where_names_say_nothing():
    rows = [Row(n, {"x": f"c{n // 3}", "y": "step", "z": f"2026-01-0{n} 10:00"}) for n in range(1, 9)]
    assert log.propose_mapping(rows) == {"case": "x", "time": "z"}
    assert log.propose_mapping([]) == {}


def test_bad_rows_are_told_apart_with_their_lines():
    cases, problems = cases_of(
        "case,activity,timestamp,deadline,closed\n"
        "1,a,2026-01-05 09:00,2026-01-06,\n"
        ",a,2026-01-05 09:00,,\n"
        "1,,2026-01-05 09:00,,\n"
        "1,a,,,\n"
        "1,a,yesterday,,\n"
        "1,a,2026-01-05 10:00,tomorrow,\n"
        "1,a,2026-01-05 10:00,2026-01-07,\n"
        "1,a,2026-01-05 10:00\n"
        "1,b,2026-01-05 08:00,2026-01-06,EMPTY\n"
    )
    assert [(problem.line, problem.code) for problem in problems] == [
        (3, "no_case"), (4, "no_activity"), (5, "no_time"), (6, "bad_time"), (7, "bad_due"),
        (8, "contradiction"), (9, "columns"),
    ]  # fmt: skip
    assert [entry.activity for entry in cases["1"]] == ["b", "a"]


def test_a_promise_due_before_it_was_made_is_a_problem_of_the_case():
    cases, _problems = cases_of("case,activity,timestamp,deadline\n1,a,2026-01-05 09:00,2026-01-04\n")
    assert log.history(cases["1"]) == Problem(2, "due_before_start", "2026-01-04 00:00:00")


def test_each_change_of_group_is_a_hand_off():
    groups = ["A", "A", "EMPTY", "B", "B", "A"]
    rows = [Entry(n, "1", "x", at(9 + n), "", log.group_name(group), {}) for n, group in enumerate(groups)]
    assert [tuple(stint)[:5] for stint in log.history(rows).stints] == [
        ("A", "Unassigned", at(10), at(11), at(11)),
        ("Unassigned", "B", at(11), at(12), at(13)),
        ("B", "A", at(13), at(14), at(14)),
    ]


@given(st.lists(st.tuples(st.sampled_from("ABC"), st.integers(0, 86399)), min_size=1, max_size=30))
def test_stints_are_a_chain_without_gaps(steps):
    rows = [
        Entry(n, "1", "x", at(0) + timedelta(seconds=second), "", group, {}) for n, (group, second) in enumerate(steps)
    ]
    rows.sort(key=lambda entry: (entry.at, entry.line))
    found = log.history(rows).stints
    changes = sum(one.group != two.group for one, two in pairwise(rows))
    assert len(found) == changes
    for stint in found:
        assert stint.sender != stint.group
        assert stint.sent_at <= stint.accepted_at <= stint.delivered_at
    for one, two in pairwise(found):
        assert (one.group, one.delivered_at) == (two.sender, two.sent_at)


@given(st.lists(st.integers(0, 100), min_size=1, max_size=60))
def test_p80_is_not_exceeded_by_four_of_five(values):
    found = log.p80(values)
    assert found in values
    assert sum(value <= found for value in values) >= 0.8 * len(values)
    assert sum(value < found for value in values) < 0.8 * len(values)


def test_the_first_half_is_taken_by_the_beginning_of_the_case():
    rows = {
        key: log.history([Entry(2, key, "x", at(hour), "", "A", {})]) for key, hour in (("c", 3), ("a", 1), ("b", 2))
    }
    assert [case.key for case in log.first_half(rows.values())] == ["a", "b"]


def test_an_end_without_a_time_of_day_is_the_day_the_case_began():
    cases, _problems = cases_of(
        "case,activity,timestamp,opened,closed\n1,a,2026-01-05 09:00,2026-01-05 01:06,2026-01-05\n"
    )
    found = log.history(cases["1"])
    assert found.ended_at == found.opened_at == at(1, 6)
    cases, _problems = cases_of("case,activity,timestamp,closed\n1,a,2026-01-05 09:00,2026-01-02\n")
    assert log.history(cases["1"]).code == "end_before_start"


def test_what_has_not_happened_yet_is_no_history():
    rows = [Row(2, {"case": "1", "activity": "a", "timestamp": "2026-01-05 12:00"})]
    mapping = log.propose_mapping(rows)
    assert [item.code for item in log.entries(rows, mapping, now=at(11))] == ["future"]
    assert [item.case for item in log.entries(rows, mapping, now=at(12))] == ["1"]
