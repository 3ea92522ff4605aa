"""Stock suites with and without our addons: on demand, resumable.

``./scripts/test stock`` runs them all, ``./scripts/test stock crm rating`` these alone. A suite's result is kept in
.stack/stock.json; delete the file to start over.
"""

import json
import re

from .. import proc
from ..paths import STACK
from ..ui import Failed, step
from .kinds import prepare
from .lab import Lab
from .result import odoo_counts

SUITES = ("rating", "resource", "utm", "privacy_lookup", "phone_validation", "calendar", "survey",
          "hr", "hr_holidays", "hr_skills", "crm", "digest", "portal", "portal_rating", "base_automation")
#: suites of the apps the bridges stand between; they run where these apps and all our addons are installed
BRIDGED = ("sale", "stock", "account", "project", "purchase")
KNOWN = STACK / "stock.json"
#: Odoo takes tasks made within two hours for a flood of mail, and demo data just loaded would be one
AGE = {"project": "UPDATE project_task SET create_date = create_date - interval '60 days'"}


def main(names=()) -> int:
    """Run what has no result yet, print the table; 1 when ours break something."""
    chosen = names or (*SUITES, *BRIDGED)
    if strange := [name for name in chosen if name not in (*SUITES, *BRIDGED)]:
        raise Failed(f"no stock suite {strange[0]}: there are {', '.join((*SUITES, *BRIDGED))}")
    prepare()
    known = json.loads(KNOWN.read_text()) if KNOWN.exists() else {}
    lab = Lab()
    try:
        for suite in chosen:
            for side in ("without", "with"):
                key = f"{suite} {side}"
                if key not in known:
                    with step(f"stock suite {suite}, {side} our addons"):
                        known[key] = _suite(lab, suite, side)
                    KNOWN.write_text(json.dumps(known, indent=1))
    finally:
        if "cluster" in vars(lab):
            lab.cluster.stop()
    return _table(known, chosen)


def _source(lab: Lab, suite: str, side: str) -> str:
    if suite in BRIDGED:
        return lab.bridged if side == "with" else lab.apps
    return lab.ours if side == "with" else lab.base


def _suite(lab: Lab, suite: str, side: str) -> dict:
    name = lab.copy("t_stock", _source(lab, suite, side))
    if suite in AGE:
        lab.cluster.sql(AGE[suite], name)
    if side == "with":  # the suites know stock's demo data alone
        lab.inside(name, "no_sample", {})
    args = ["-d", name, "-u", suite, "--test-tags", f"/{suite},-click_all"]
    _status, log = lab.run(f"stock-{suite}", *args, "--http-port", proc.free_port(18000))
    counts = odoo_counts(log)
    counts["bad"] = sorted(set(re.findall(r"(?:FAIL|ERROR): (?:Subtest )?(\w+\.\w+)", log)))
    del counts["notes"]
    return counts


def _table(known: dict, chosen) -> int:
    print(f"{'suite':<18}{'without':>16}{'with':>16}  only with ours")
    broken = 0
    for suite in chosen:
        before, after = known[f"{suite} without"], known[f"{suite} with"]
        new = sorted(set(after["bad"]) - set(before["bad"]))
        broken += len(new)
        cells = [f"{side['passed']}/{side['failed']}" for side in (before, after)]
        print(f"{suite:<18}{cells[0]:>16}{cells[1]:>16}  {', '.join(new) or 'nothing'}")
    print(f"\n{broken} stock tests fail only with our addons (passed/failed above)")
    return 1 if broken else 0
