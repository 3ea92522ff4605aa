"""Rows of the front office as items: promises and interactions."""

from collections import defaultdict
from datetime import timedelta
from types import SimpleNamespace

import ledger_oracle as ledger
from triangle_oracle import by, read
from triangle_oracle_apps import active
from triangle_oracle_cases import history, ratings, work_of_cases
from triangle_oracle_leads import leads, surveys

WEEK, FORTNIGHT = timedelta(days=7), timedelta(days=14)


def count(world):
    """Everything the front office's figures are made of."""
    encounters = read(
        world.query,
        "frontoffice_encounter",
        "id company_id team_id channel_id campaign_id user_id partner_id case_id"
        " lead_id need_id need_confirmed direction arrived_at first_response_at response_due_at"
        " response_minutes ended_at state outcome source calendar_event_id host_id is_clarification"
        " context_carried transfer_count is_unheard tone is_crisis first_statement_at handled_by touch_minutes",
    )
    cases = read(
        world.query,
        "frontoffice_case",
        "id company_id team_id channel_id campaign_id user_id partner_id type state"
        " opened_at ack_at ack_due_at answer_due_at resolution_due_at cancelled_at merged_into_id resolve_minutes"
        " repeat_of_id source resolved_level needed_approval root_cause_id",
    )
    history(world, cases)
    promises(world)
    contacts(world, encounters, {case.id: case for case in cases})
    ratings(world, {"frontoffice.encounter": encounters, "frontoffice.case": cases})
    work_of_cases(world, cases)
    leads(world, encounters)
    surveys(world)
    active(world)


# -- promises --------------------------------------------------------------------------------------


def promises(world):
    rows = {
        row.id: row
        for row in read(
            world.query,
            "frontoffice_promise",
            "id company_id team_id channel_id campaign_id made_by_id standard_id"
            " origin_kind source realistic promised_hours capability_hours first_due_at warned_at",
        )
    }
    for record, events in ledger.ledgers(world.query, "frontoffice_promise_event", "promise_id").items():
        row = rows[record]
        if row.origin_kind != "auto" and ledger.last(ledger.standing(events), "made"):
            _promise(world, row, events)


def _promise(world, row, events):
    standing, user = ledger.standing(events), row.made_by_id
    made = ledger.last(standing, "made")["at"]
    world.add("made", row, made, num=1, user=user)
    world.share("G2", row, made, row.standard_id is None, user=user)
    world.share("K12U", row, made, row.realistic not in ("yes", "no"), user=user)
    if row.realistic in ("yes", "no"):
        world.share("K12", row, made, row.realistic == "yes", user=user)
    if (row.promised_hours or 0) > 0:
        world.add("K12L", row, made, value=row.promised_hours * 60, user=user)
    if row.realistic == "no" and (row.capability_hours or 0) > 0:
        world.add("K12S", row, made, value=max(1 - row.promised_hours / row.capability_hours, 0), user=user)
    verdict = ledger.promise(events)
    if verdict:
        _due_promise(world, row, standing, verdict)
    _first_date(world, row, standing)


def _due_promise(world, row, standing, verdict):
    due, user = verdict["due"], row.made_by_id
    more = {"user": user, "ripe": due}
    unrealistic, kept = row.realistic == "no", verdict["kept"]
    enabled = _enabled(row, standing, due)
    world.share("K33", row, due, kept, **more)
    world.share("HEROIC", row, due, kept and not enabled, **more)
    for code, belongs in (
        ("over", not kept and unrealistic),
        ("enable", not kept and not unrealistic and not enabled),
        ("deliver", not kept and not unrealistic and enabled),
        ("standard", row.standard_id is not None),
        ("realistic", not unrealistic),
        ("enabled", enabled),
    ):
        world.share(code, row, due, belongs, **more)
    done, gone = ledger.last(standing, "fulfilled"), ledger.last(standing, "withdrawn")
    if not gone and not (done and done["at"] <= due) and row.source not in ("import", "history"):
        world.share("K33W", row, due, not by(row.warned_at, due), **more)


def _enabled(row, standing, due):
    made = ledger.last(standing, "made")
    ready, need_by = ledger._ready(standing, made), ledger.iso(made["payload"].get("need_by"))
    for event in standing:
        if event["kind"] == "changed" and event["payload"]["by"] == "customer":
            need_by = ledger.iso(event["payload"].get("need_by"))
    return by(ready, need_by or due)


def _first_date(world, row, standing):
    """Judged by the first date, whatever was changed later."""
    due, gone = row.first_due_at, ledger.last(standing, "withdrawn")
    if due is None or (gone and gone["payload"].get("by") == "customer" and gone["at"] <= due):
        return
    done, dispute = ledger.last(standing, "fulfilled"), ledger.last(standing, "disputed")
    kept = bool(done) and done["at"] <= due and done["payload"].get("in_full", True) and not gone
    disputed = kept and dispute and dispute["at"] <= done["at"] + FORTNIGHT
    world.share("K33F", row, due, kept and not disputed, user=row.made_by_id, ripe=due)


# -- interactions ----------------------------------------------------------------------------------


def contacts(world, encounters, cases):
    kinds = dict(world.query("SELECT id, kind FROM frontoffice_channel"))
    firms = dict(world.query("SELECT id, commercial_partner_id FROM res_partner"))
    of_case, of_topic = defaultdict(list), defaultdict(list)
    for row in encounters:
        of_case[row.case_id].append(row)
        of_topic[row.company_id, row.partner_id, row.need_id].append(row)
    for row in encounters:
        if row.ended_at and row.handled_by == "human":
            world.add(
                "touch",
                SimpleNamespace(**{**vars(row), "user_id": None}),
                row.ended_at,
                num=(row.touch_minutes or 0) / 60,
            )
        if row.direction == "in":
            _press(world, row, kinds)
        if row.direction == "in" and world.outside(row.partner_id, row.arrived_at):
            _arrived(world, row, firms)
            same = _same(row, of_case, of_topic)
            _answered(world, row, cases, of_case, same)


def _same(row, of_case, of_topic):
    """Other contacts of the same case, or of the same customer about the same topic."""
    near = list(of_case[row.case_id]) if row.case_id else []
    if row.partner_id and row.need_id:
        near += of_topic[row.company_id, row.partner_id, row.need_id]
    return [other for other in near if other.id != row.id]


def _press(world, row, kinds):
    if kinds.get(row.channel_id) in ("social", "press"):
        if row.tone is not None:
            world.add("K11T", row, row.arrived_at, num=float(row.tone), den=1, user=row.user_id)
        if row.is_crisis and row.first_statement_at:
            world.add(
                "K11C",
                row,
                row.first_statement_at,
                user=row.user_id,
                value=(row.first_statement_at - row.arrived_at).total_seconds() / 60,
            )


def _arrived(world, row, firms):
    user, at = row.user_id, row.arrived_at
    if row.partner_id:
        world.add("active", row, at, key=firms[row.partner_id], user=user)
    visit = row.calendar_event_id is not None and row.outcome != "appointment"
    never = row.first_response_at is None
    left = never and (row.state == "abandoned" or (row.state == "no_show" and not visit))
    hung_up = never and row.state == "abandoned" and row.ended_at and (row.ended_at - at).total_seconds() < 10
    if hung_up:
        world.add("K19H", row, at, num=1, user=user)
    elif not (row.state == "no_show" and visit):
        world.share("K19", row, at, left, user=user)
    if visit and row.state in ("done", "no_show"):
        world.share("K19N", row, at, row.state == "no_show", user=user)
    if row.response_due_at:
        world.share(
            "K20",
            row,
            row.response_due_at,
            by(row.first_response_at, row.response_due_at),
            user=user,
            ripe=row.response_due_at,
        )
    if row.need_id:
        world.share("G1", row, at, row.is_unheard, user=user)
    if row.first_response_at:
        waited = row.response_minutes
        world.add(
            "K20M",
            row,
            row.first_response_at,
            user=user,
            value=waited if waited is not None else (row.first_response_at - at).total_seconds() / 60,
        )


def _answered(world, row, cases, of_case, same):
    user, at = row.user_id, row.arrived_at
    siblings = of_case[row.case_id] if row.case_id else []
    before = [other for other in siblings if (other.arrived_at, other.id) < (at, row.id)]
    if before and any(
        other.channel_id != row.channel_id
        for other in siblings
        if other.channel_id is not None and row.channel_id is not None
    ):
        world.share("K26", row, at, row.context_carried, user=user)
    if row.first_response_at is None:
        return
    if row.host_id is None and row.outcome != "message" and row.source not in ("import", "history"):
        world.share("K28", row, row.ended_at, row.need_id and row.need_confirmed, user=user)
    end = row.ended_at or row.first_response_at
    ripe = end + WEEK
    again = [other for other in same if other.direction == "in" and end < other.arrived_at <= ripe]
    world.share("K29", row, at, any(other.is_clarification for other in again), user=user, ripe=ripe)
    settled = _settled(row, cases.get(row.case_id), before, end)
    if settled is not None:
        world.share("K21", row, at, settled and not again, user=user, ripe=ripe)
        world.share("K21T", row, at, settled and not again and not row.transfer_count, user=user, ripe=ripe)


def _settled(row, case, before, end):
    """Whether the first answered contact of an issue settled it; None when it is none."""
    if case is None:
        alone = {
            "informed": True,
            "directed": True,
            "sold": True,
            "appointment": True,
            "unmet": False,
            "message": False,
            "handoff": False,
        }
        return alone.get(row.outcome)
    began = any(other.direction == "out" or other.first_response_at for other in before)
    if case.type not in ("question", "order", "problem", "complaint") or case.merged_into_id or began:
        return None
    if by(case.cancelled_at, end + WEEK):
        return None
    return by(case.first_resolved_at, end) and not by(case.first_reopened_at, end + WEEK)
