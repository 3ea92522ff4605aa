"""Two workers in two processes take the same request of their department: one has it, the other is told who."""

import json

import pytest
import test_two_processes as two  # the same two children, with another button

PREPARE = two.PREPARE.replace("(race)", "(claim)").replace("race-", "claim-").replace(
    "handoffs.action_send()", 'handoffs.action_send()\nhandoffs[1:].with_user(users[0]).action_accept()\n'
    'handoffs[1:].user_id = False',
)


@pytest.fixture(scope="module")
def prepared(odoo_shell):
    line = next(x for x in odoo_shell(PREPARE).splitlines() if "PREPARED" in x)
    return json.loads(line.split("PREPARED", 1)[1])


@pytest.mark.parametrize("number, kinds", [(0, ["sent", "accepted"]), (1, ["sent", "accepted", "claimed"])])
def test_one_has_it_and_the_other_reads_who(lab, prepared, query, tmp_path, monkeypatch, number, kinds):
    """A new request (0), and one in work that nobody has (1)."""
    monkeypatch.setattr(two, "PRESS", two.PRESS.replace("action_accept", "action_claim"))
    handoff = prepared["handoffs"][number]
    answers = two.race(lab, tmp_path, handoff, prepared["users"])
    assert sum("WON" in answer for answer in answers) == 1, answers
    lost = next(answer for answer in answers if "LOST" in answer)
    assert "was faster" in lost, lost
    events = query("SELECT kind, actor_id FROM backoffice_handoff_event WHERE handoff_id = %s ORDER BY seq", handoff)
    [(owner,)] = query("SELECT user_id FROM backoffice_handoff WHERE id = %s", handoff)
    assert [kind for kind, _actor in events] == kinds
    assert owner == events[-1][1], "who is in the ledger has it"
    [(name,)] = query("SELECT p.name FROM res_users u JOIN res_partner p ON p.id = u.partner_id WHERE u.id = %s", owner)
    assert f"{name} was faster" in lost
