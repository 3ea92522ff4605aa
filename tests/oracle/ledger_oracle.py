"""A second opinion: verdicts worked out from the raw event rows alone.

Plain Python over psycopg2 rows. It shares no code and no shape with the addons: no state machine,
no cached header, only "what is the last thing that happened before a moment".
"""

import hashlib
import json
from collections import defaultdict
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

UTC = ZoneInfo("UTC")


def iso(text):
    """ISO text of a payload, or None."""
    return datetime.fromisoformat(text) if text else None


def ledgers(query, table, parent):
    """{record id: [row dict in order of seq]} of one event table."""
    result = defaultdict(list)
    rows = query(
        f"SELECT {parent}, seq, kind, at, recorded_at, actor_id, payload, hash FROM {table} ORDER BY {parent}, seq"
    )
    for owner, seq, kind, at, recorded, actor, payload, digest in rows:
        result[owner].append(
            {"seq": seq, "kind": kind, "at": at, "recorded": recorded, "actor": actor,
             "payload": payload or {}, "hash": digest}
        )
    return result


def chain_is_whole(model, owner, rows):
    """Recompute the running SHA-256 by the documented recipe."""
    previous = "0" * 64
    for number, row in enumerate(rows, 1):
        text = json.dumps(
            [f"{model},{owner}", row["seq"], row["kind"], row["at"].isoformat(),
             row["recorded"].isoformat(), row["actor"], row["payload"]],
            sort_keys=True, separators=(",", ":"),
        )
        previous = hashlib.sha256((previous + text).encode()).hexdigest()
        if row["seq"] != number or row["hash"] != previous:
            return False
    return True


def standing(rows):
    """Rows that count, in order of business time."""
    gone = {row["payload"].get("seq") for row in rows if row["kind"] == "undone"}
    return sorted(
        (r for r in rows if r["kind"] != "undone" and r["seq"] not in gone), key=lambda r: (r["at"], r["seq"])
    )


def last(rows, *kinds):
    """The last row of these kinds, or None."""
    return next((row for row in reversed(rows) if row["kind"] in kinds), None)


def promise(rows):
    """Verdict of one promise: None when it does not count, else a dict."""
    rows = standing(rows)
    made = last(rows, "made")
    if not made:
        return None
    due = iso(made["payload"]["due_at"])
    need_by = iso(made["payload"].get("need_by"))
    for row in rows:
        if row["kind"] == "changed" and row["payload"]["by"] == "customer" and row["at"] <= due:
            due, need_by = iso(row["payload"]["due_at"]), iso(row["payload"].get("need_by"))
    gone = last(rows, "withdrawn")
    if gone and gone["payload"].get("by") == "customer" and gone["at"] <= due:
        return None
    done, dispute = last(rows, "fulfilled"), last(rows, "disputed")
    kept = bool(done) and done["at"] <= due and done["payload"].get("in_full", True) and not gone
    if kept and dispute and dispute["at"] <= done["at"] + timedelta(days=14):
        kept = False
    ready = _ready(rows, made)
    capability, promised = made["payload"].get("capability_s"), made["payload"].get("promised_s")
    too_early = capability is not None and promised is not None and promised + 600 < capability
    enabled = ready is not None and ready <= (need_by or due)
    reason = None if kept else "over" if too_early else "deliver" if enabled else "enable"
    return {"due": due, "kept": kept, "reason": reason, "heroic": kept and not enabled, "made": made["at"],
            "too_early": too_early, "known": capability is not None}


def _ready(rows, made):
    row = last(rows, "linked", "enabled", "disabled")
    if row is None:
        return made["at"]
    return iso(row["payload"].get("enabled_at")) or row["at"] if row["kind"] == "enabled" else None


def handoff(rows):
    """Verdict of one request: None when it does not count, else {"due", "in_time"}."""
    rows = standing(rows)
    due, ready, cancelled = None, None, None
    for row in rows:
        payload = row["payload"]
        due = iso(payload.get("due_at")) or due
        if row["kind"] in ("returned", "paused") and payload.get("worked_s") is not None:
            due = None
        if row["kind"] == "delivered":
            ready = row["at"]
        if row["kind"] in ("rejected", "reopened"):
            ready = None
        if row["kind"] == "cancelled":
            cancelled = row["at"]
    if due is None or (cancelled and cancelled <= due):
        return None
    return {"due": due, "in_time": ready is not None and ready <= due}


def local_day(moment, zone):
    """The company's calendar day of a naive UTC moment."""
    return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date()
