"""Counting tests, whatever ran them."""

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Result:
    """Outcome of one kind."""

    kind: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0
    notes: list[str] = field(default_factory=list)

    @property
    def selected(self) -> int:
        """Tests that were found, run or not."""
        return self.passed + self.failed + self.skipped

    def check(self, name: str, problems: list[str]) -> None:
        """Count one check that either found problems or did not."""
        if problems:
            self.failed += 1
            self.notes += [f"{name}: {problem}" for problem in problems]
        else:
            self.passed += 1

    def add_junit(self, path: Path) -> None:
        """Count what pytest wrote."""
        for case in ET.parse(path).getroot().iter("testcase"):
            name = f"{case.get('classname')}.{case.get('name')}"
            skip = case.find("skipped")
            broken = next((case.find(t) for t in ("failure", "error") if case.find(t) is not None), None)
            if broken is not None:
                self.failed += 1
                self.notes.append(f"{name}: {(broken.get('message') or '').splitlines()[:1]}")
            elif skip is not None:
                self.skipped += 1
                self.notes.append(f"SKIPPED {name}: {skip.get('message')}")
            else:
                self.passed += 1

    def add_odoo_log(self, log: str) -> None:
        """Count what Odoo wrote, and every error outside of a test."""
        found = odoo_counts(log)
        self.passed += found["passed"]
        self.failed += found["failed"]
        self.skipped += found["skipped"]
        self.notes += found["notes"]


# An installed Debian package lacks this library, see debian.py; BrowserCase copes.
_KNOWN = "selfie_segmentation.js"
_LINE = re.compile(r"^\S+ \S+ \d+ (?P<level>[A-Z]+) \S+ (?P<logger>\S+): (?P<text>.*)$")


def odoo_counts(log: str) -> dict:
    """Counts of an Odoo log with tests in it.

    >>> odoo_counts("2026-01-01 10:00:00,1 7 INFO db odoo.tests.result: "
    ...             "1 failed, 0 error(s) of 4 tests when loading database 'db'")["passed"]
    3
    """
    lines = [match for match in map(_LINE.match, log.splitlines()) if match]
    totals = {"run": 0, "bad": 0, "skipped": 0}
    notes, loose = [], 0
    for line in lines:
        text = line["text"]
        total = re.search(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests", text)
        if total:
            totals["run"] = max(totals["run"], int(total[3]))
            totals["bad"] = max(totals["bad"], int(total[1]) + int(total[2]))
        elif text.startswith("skipped "):
            totals["skipped"] += 1
            notes.append(text.replace("skipped", "SKIPPED", 1))
        elif line["level"] in ("ERROR", "CRITICAL") and _KNOWN not in text:
            loose += 1
            notes.append(f"{line['logger']}: {text[:300]}")
    if loose:  # a failed start says why only in its traceback
        notes += [ln for ln in log.splitlines() if re.match(r"[\w.]*(Error|Exception)\b.*: ", ln)][-2:]
    failed = max(totals["bad"], 1 if loose else 0)
    passed = max(0, totals["run"] - totals["bad"] - totals["skipped"])
    return {"passed": passed, "failed": failed, "skipped": totals["skipped"], "notes": notes}
