"""What the town hall's log says, worked out a second time without any code of the addons.

Plain Python over the raw file: the csv module, dictionaries, and working time counted by walking
from shift to shift. Run it by hand to see the counts:

    python3 tests/oracle/receipt_oracle.py receipt.csv
"""

import csv
import sys
from collections import Counter, defaultdict
from datetime import datetime, time, timedelta, timezone
from itertools import pairwise
from math import ceil
from zoneinfo import ZoneInfo

OFFICE = [(weekday, low, high) for weekday in range(5) for low, high in ((8, 12), (13, 17))]


def utc(text):
    """Naive UTC, fraction of the second dropped; None for an empty cell."""
    return datetime.fromisoformat(text).astimezone(timezone.utc).replace(tzinfo=None, microsecond=0) if text else None


class Office:
    """Working time by walking over the shifts of one day after the other."""

    def __init__(self, shifts=OFFICE, zone="Europe/Amsterdam", closed=()):
        self.shifts, self.zone, self.closed = shifts, ZoneInfo(zone), sorted(closed)
        self.days = {}

    def open_on(self, day):
        """Open (start, stop) of a local day in UTC, closed times cut out."""
        if day not in self.days:
            shifts = [(low, high) for weekday, low, high in self.shifts if weekday == day.weekday()]
            pieces = [(self.moment(day, low), self.moment(day, high)) for low, high in shifts]
            for from_, to in self.closed:
                pieces = [
                    part
                    for low, high in pieces
                    for part in ((low, min(high, from_)), (max(low, to), high))
                    if part[0] < part[1]
                ]
            self.days[day] = sorted(set(pieces))
        return self.days[day]

    def moment(self, day, hour):
        minutes = round(hour * 60)
        local = datetime.combine(day, time()) + timedelta(minutes=minutes)
        return local.replace(tzinfo=self.zone).astimezone(timezone.utc).replace(tzinfo=None)

    def walk(self, start):
        """Open pieces from ``start`` on, for up to 1,400 days."""
        day = start.date() - timedelta(days=1)
        for _n in range(1402):
            for low, high in self.open_on(day):
                if high > start:
                    yield max(low, start), high
            day += timedelta(days=1)

    def worked(self, start, stop):
        total = timedelta()
        for low, high in self.walk(start):
            if low >= stop:
                break
            total += min(high, stop) - low
        return int(total.total_seconds())

    def due(self, start, seconds):
        left = timedelta(seconds=seconds)
        for low, high in self.walk(start):
            if left <= high - low:
                return low + left
            left -= high - low
        return None


def read(path):
    """{case: its rows in time order}."""
    cases = defaultdict(list)
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            cases[row["case:concept:name"]].append(row)
    for rows in cases.values():
        rows.sort(key=lambda row: utc(row["time:timestamp"]))
    return dict(cases)


def promises(cases):
    """{case: (made, first due, due, done)}; an end on the day of the start counts as that start."""
    result = {}
    for key, rows in cases.items():
        row = rows[0]
        made = min(utc(row["time:timestamp"]), utc(row["case:startdate"]) or utc(row["time:timestamp"]))
        done = utc(row["case:enddate"])
        due = utc(row["case:deadline"])
        if due:
            result[key] = (made, utc(row["case:enddate_planned"]) or due, due, done and max(done, made))
    return result


def verdict(due, done):
    if done is None:
        return "broken"
    return "kept" if done <= due else "late"


def changes(cases):
    """[(case, from, to, sent, accepted, delivered)], one per change of group."""
    result = []
    for key, rows in cases.items():
        runs = []
        for row in rows:
            group = row["org:group"] if row["org:group"] not in ("", "EMPTY") else "Unassigned"
            if not runs or runs[-1][0] != group:
                runs.append((group, []))
            runs[-1][1].append(utc(row["time:timestamp"]))
        for before, after in pairwise(runs):
            result.append((key, before[0], after[0], before[1][-1], after[1][0], after[1][-1]))
    return result


def usual_seconds(cases, moves, office):
    """{group: seconds four of five moves of the earlier half of the cases took}."""
    begin = {
        key: min(utc(rows[0]["time:timestamp"]), utc(rows[0]["case:startdate"]) or utc(rows[0]["time:timestamp"]))
        for key, rows in cases.items()
    }
    early = set(sorted(cases, key=lambda key: (begin[key], key))[: ceil(len(cases) / 2)])
    times = defaultdict(list)
    for wanted in (early, set(cases)):
        fresh = defaultdict(list)
        for key, _from, group, sent, _accepted, delivered in moves:
            if key in wanted and group not in times:
                fresh[group].append(office.worked(sent, delivered))
        times.update(fresh)
    return {group: sorted(seconds)[ceil(len(seconds) * 0.8) - 1] for group, seconds in times.items()}


def hand_offs(cases, office):
    """[(case, to, sent, delivered, due)] with the due time the request type derived from the log gives."""
    moves = changes(cases)
    usual = usual_seconds(cases, moves, office)
    return [(key, to, sent, done, office.due(sent, usual[to])) for key, _from, to, sent, _accepted, done in moves]


def ladder(cases, office):
    """{(month due, rung): promises}: kept, enabled, and why the others were not kept.

    A promise is enabled when its last change of hands was delivered by the due time. The log knows no safe
    dates, so nothing counts as promised too early.
    """
    ready = {}
    for key, _from, _to, _sent, _accepted, delivered in changes(cases):
        ready[key] = max(delivered, ready.get(key, delivered))
    counts = Counter()
    for key, (made, _first, due, done) in promises(cases).items():
        kept, enabled = verdict(due, done) == "kept", ready.get(key, made) <= due
        rungs = {
            "due": True, "kept": kept, "enabled": enabled, "enable": not kept and not enabled,
            "deliver": not kept and enabled, "heroic": kept and not enabled,
        }  # fmt: skip
        counts.update((month(due, office.zone), rung) for rung, true in rungs.items() if true)
    return counts


def month(moment, zone):
    return moment.replace(tzinfo=timezone.utc).astimezone(zone).strftime("%Y-%m")


def summary(cases, office):
    """All counts: whole log, and per month of the due day."""
    given = promises(cases)
    moves = hand_offs(cases, office)
    in_time = [done <= due for _key, _to, _sent, done, due in moves]
    verdicts = {key: verdict(due, done) for key, (_made, _first, due, done) in given.items()}
    return {
        "cases": len(cases),
        "events": sum(map(len, cases.values())),
        "promises": Counter(verdicts.values()),
        "hand_offs": len(moves),
        "hand_offs_in_time": sum(in_time),
        "due_by_month": Counter((month(given[key][2], office.zone), verdicts[key]) for key in given),
        "hand_offs_by_month": Counter(
            (month(due, office.zone), ok) for (*_rest, due), ok in zip(moves, in_time, strict=True)
        ),
    }


def main():
    path, zone = sys.argv[1], (sys.argv[2] if len(sys.argv) > 2 else "Europe/Amsterdam")
    found = summary(read(path), Office(zone=zone))
    kept = found["promises"]
    print(f"cases {found['cases']}, events {found['events']}")
    print(f"promises {sum(kept.values())}: kept {kept['kept']}, late {kept['late']}, broken {kept['broken']}")
    print(f"changes of hands {found['hand_offs']}: in time {found['hand_offs_in_time']}")
    rungs = Counter()
    for (_month, rung), count in ladder(read(path), Office(zone=zone)).items():
        rungs[rung] += count
    print("not kept: department late {enable}, ours {deliver}; kept although late inside: {heroic}".format(**rungs))


if __name__ == "__main__":
    main()
