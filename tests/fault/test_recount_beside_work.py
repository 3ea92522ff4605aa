"""Everything is counted again while people work: nobody waits, and killed in the middle it goes on from there."""

import json
import os
import signal
import subprocess
import time

PREPARE = """
from datetime import timedelta
from odoo import fields
now = fields.Datetime.now()
partner = env["res.partner"].create({"name": "Counted @TAG@"})
promises = env["frontoffice.promise"].create([{
    "name": f"counted @TAG@ {n}", "partner_id": partner.id, "due_at": now + timedelta(hours=n + 1),
} for n in range(120)])
env["triangle.fact"]._refresh()
env.cr.commit()
print("PREPARED" + str(partner.id))
"""

#: the scheduled run, with ranges of 20 records, a commit after each, and a stop before the commit of the third
COUNT = """
import os, time
from odoo.addons.triangle_kpis.models import triangle_rebuild
triangle_rebuild.RANGE = 20
engine, rebuild = env["triangle.engine"], env["triangle.rebuild"]
if not rebuild._of("promise"):
    rebuild._start(sources=["promise"])
    env.cr.commit()
print("FROM", rebuild._of("promise").position, flush=True)
ranges = 0
while rebuild._of("promise"):
    done, error = engine._run("promise", first=False)
    assert not error, error
    ranges += 1
    if ranges == 3:
        open({ready!r}, "w").close()
        while not os.path.exists({go!r}):
            time.sleep(0.02)
    env.cr.commit()
    engine._run("promise", first=False) if not done else None
env.cr.commit()
print("RANGES", ranges)
"""

WORK = """
import time
from datetime import timedelta
from odoo import fields
env.cr.execute("SET lock_timeout = '3s'; SET statement_timeout = '20s'")
took = {}
def timed(name, action):
    begun = time.monotonic()
    result = action()
    env.cr.flush()
    took[name] = time.monotonic() - begun
    return result
mine = env["frontoffice.promise"].search([("partner_id", "=", @PARTNER@)], order="id")
timed("keep one that was counted", lambda: mine[0]._record("fulfilled"))
timed("keep one that is being counted", lambda: mine[50]._record("fulfilled"))
timed("take one back", lambda: mine[119]._record("withdrawn", {"by": "company"}))
timed("make one", lambda: env["frontoffice.promise"].create({
    "name": "made beside it", "partner_id": @PARTNER@, "due_at": fields.Datetime.now() + timedelta(days=1)}))
env["triangle.engine"]._flush_marks()
env.cr.commit()
timed("read the page", lambda: env["triangle.dashboard"].get_page({}))
told = timed("press refresh", lambda: env["triangle.dashboard"].refresh())
env.cr.commit()
import json
print("WORKED" + json.dumps({"took": took, "told": sorted(set(told["errors"].values()))}))
"""

CHECK = """
import json
env["triangle.fact"]._refresh()
env.cr.commit()
def facts():
    env.cr.execute(\"\"\"SELECT f.record_id, f.measure_id, f.day, f.num, f.den, f.value FROM triangle_fact f
        JOIN frontoffice_promise p ON p.id = f.record_id JOIN triangle_measure m ON m.id = f.measure_id
        WHERE p.partner_id = @PARTNER@ AND m.code LIKE 'promise%%' ORDER BY 1, 2, 3\"\"\")
    return env.cr.fetchall()
kept = facts()
env["triangle.rebuild"]._start(sources=["promise"])
env["triangle.fact"]._refresh()
print("SAME" + json.dumps([kept == facts(), len({row[0] for row in kept})]))
env.cr.rollback()
"""


def _told(text, word):
    return json.loads(next(line for line in text.splitlines() if word in line).split(word, 1)[1])


def _prepared(odoo_shell):
    return _told(odoo_shell(PREPARE.replace("@TAG@", str(time.time_ns()))), "PREPARED")


def _counting(lab, ready, go):
    child = subprocess.Popen(
        [*lab["shell"], "--log-level=critical"], env=lab["shell_env"], text=True, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )
    child.stdin.write(COUNT.format(ready=str(ready), go=str(go)))
    child.stdin.close()
    child.stdin = None  # all is said; communicate() would say more
    return child


def _wait_for(path, child):
    deadline = time.monotonic() + 120
    while not path.exists() and time.monotonic() < deadline:
        assert child.poll() is None, child.stderr.read()[-2000:]
        time.sleep(0.05)
    assert path.exists()


def test_a_recount_keeps_nobody_waiting(lab, odoo_shell, tmp_path):
    partner = _prepared(odoo_shell)
    ready, go = tmp_path / "ready", tmp_path / "go"
    child = _counting(lab, ready, go)
    try:
        _wait_for(ready, child)
        worked = _told(odoo_shell(WORK.replace("@PARTNER@", str(partner))), "WORKED")
        assert child.poll() is None, "it was counting all the while"
    finally:
        go.touch()
        told, error = child.communicate(timeout=240)
    assert child.returncode == 0, error[-2000:]
    assert int(told.split("RANGES")[1]) >= 6, told
    assert max(worked["took"].values()) < 3, worked
    assert worked["told"] == ["Another run is busy."], "who presses refresh is told in words"
    assert _told(odoo_shell(CHECK.replace("@PARTNER@", str(partner))), "SAME") == [True, 121]


def test_killed_in_the_middle_it_goes_on_from_there(lab, odoo_shell, query, tmp_path):
    partner = _prepared(odoo_shell)
    ready, go = tmp_path / "ready", tmp_path / "go"
    child = _counting(lab, ready, go)
    _wait_for(ready, child)
    os.killpg(child.pid, signal.SIGKILL)
    child.communicate(timeout=60)
    [(stands,)] = query("SELECT position FROM triangle_rebuild WHERE source = 'promise' AND finished_at IS NULL")
    assert stands > 0, "two ranges are done"
    go.touch()
    again = _counting(lab, tmp_path / "ready-2", go)
    told, error = again.communicate(timeout=240)
    assert again.returncode == 0, error[-2000:]
    assert int(told.split("FROM")[1].split()[0]) == stands, "one range is done again, not all of them"
    assert _told(odoo_shell(CHECK.replace("@PARTNER@", str(partner))), "SAME") == [True, 120]
