"""Rows of the back office as items: requests, approvals, deadlines, announcements, goodwill, ratings."""

from collections import defaultdict
from datetime import timedelta

import ledger_oracle as ledger
from triangle_oracle import by, read
from triangle_oracle_apps import decided
from triangle_oracle_told import repaired, told

MANDATORY = {"sent", "accepted", "delivered", "confirmed"}
ASIDE = {"declined", "rerouted", "rejected", "reopened"}
STEPS = MANDATORY | ASIDE | {"started", "paused", "resumed", "returned", "resent"}
TOUCHED = {
    "accepted",
    "started",
    "paused",
    "resumed",
    "returned",
    "resent",
    "rerouted",
    "declined",
    "delivered",
    "rejected",
    "reopened",
    "claimed",
    "passed",
}
HOUR, DAY_HOURS = 3600, 8


def count(world, offices):
    """Everything the back office's figures are made of; ``offices``: {calendar: working time}."""
    Requests(world, offices).count()
    words(world)
    told(world)
    others(world)
    decided(world, offices)


class Requests:
    """Requests to departments, of their events and of nothing else where events can say it."""

    def __init__(self, world, offices):
        self.world, self.offices = world, offices
        self.lines, self.costs = defaultdict(list), {}
        world.limits = {}  # request: until when it had or has to be ready
        world.outages = []
        world.machines = {service for (service,) in world.query(
            "SELECT id FROM backoffice_service WHERE is_incident")}
        for handoff, done_at in world.query(
            "SELECT handoff_id, done_at FROM backoffice_checklist_line WHERE required"
        ):
            self.lines[handoff].append(done_at)
        for version, costs in world.query("SELECT id, costs FROM backoffice_service_version"):
            self.costs[version] = costs or {}

    def count(self):
        rows = {
            row.id: row
            for row in read(
                self.world.query,
                "backoffice_handoff",
                "id company_id from_team_id to_department_id service_version_id"
                " promise_id source required_ok_at_send clarifications clarified_at ack_note_at feedback_note_at"
                " auto_created performer_id performer_email worked_hours service_id confidential",
            )
        }
        for record, events in ledger.ledgers(self.world.query, "backoffice_handoff_event", "handoff_id").items():
            row, standing = rows[record], ledger.standing(events)
            row.team_id, row.department_id = row.from_team_id, row.to_department_id
            row.book, row.raw = standing, events
            sent = ledger.last(standing, "sent")
            if sent:
                row.sent_at = sent["at"]
                row.calendar = ledger.last(standing, "sent", "rerouted", "resent", "resumed")["payload"].get(
                    "calendar"
                )
                self._request(row)

    def _request(self, row):
        self._in_time(row)
        self._open(row)
        if row.source not in ("import", "history"):
            late = (
                row.clarified_at is not None
                and self._worked(row, row.sent_at, row.clarified_at) > DAY_HOURS * HOUR
                and row.clarified_at > row.sent_at + timedelta(hours=DAY_HOURS)
            )
            asked = (row.clarifications or 0) > 0 and not late
            self.world.share("K45", row, row.sent_at, row.required_ok_at_send and not asked)
        final, done = self._ends(row)
        row.final_at, row.done_at = final, done
        repaired(self.world, row, row.sent_at, final, done, ledger.last(row.book, "cancelled"))
        if final and done:
            self._finished(row)

    def _in_time(self, row):
        due = missed = ready = cancelled = None
        for event in row.book:
            kind, payload = event["kind"], event["payload"]
            due = ledger.iso(payload.get("due_at")) or due
            if kind in ("sent", "rerouted"):
                missed = None
            if kind in ("returned", "paused") and payload.get("worked_s") is not None:
                missed = missed or (due if due and due < event["at"] else None)
                due = None
            ready = event["at"] if kind == "delivered" else None if kind in ("rejected", "reopened") else ready
            cancelled = event["at"] if kind == "cancelled" else cancelled
        limit = self.world.limits[row.id] = missed or due
        if limit and not by(cancelled, limit):
            well = not missed and by(ready, due)
            self.world.share("K38", row, limit, well, ripe=limit)

    def _ends(self, row):
        final = done = None
        for event in row.book:
            if event["kind"] == "delivered":
                final = event["at"]
            elif event["kind"] in ("rejected", "reopened"):
                final = done = None
            elif event["kind"] == "confirmed":
                done = event["at"]
        return final, done

    def _open(self, row):
        signs = {"sent": 1, "rejected": 1, "reopened": 1, "delivered": -1, "cancelled": -1}
        for event in row.book:
            if event["kind"] in signs:
                self.world.add("flow", row, event["at"], num=signs[event["kind"]])

    def _worked(self, row, start, stop):
        office = self.offices.get(row.calendar)
        return office.worked(start, stop) if office else (stop - start).total_seconds()

    def _times(self, row, final):
        """(working seconds from sent to final, those in which the clock stood still)."""
        since, waited = None, 0
        for event in row.book:
            kind = event["kind"]
            if kind in ("returned", "paused") and event["payload"].get("worked_s") is not None:
                since = since or event["at"]
            elif since and kind in ("resent", "resumed", "rerouted", "delivered"):
                if since < final:
                    waited += self._worked(row, since, min(event["at"], final))
                since = None
        return self._worked(row, row.sent_at, final), waited

    def _finished(self, row):
        world, final, kinds = self.world, row.final_at, [event["kind"] for event in row.book]
        rework = kinds.count("rejected")
        world.share("K40", row, final, "returned" not in kinds and not rework)
        gross, waited = self._times(row, final)
        world.add("K39", row, final, value=max(gross - waited, 0) / 60)
        costs = self.costs.get(row.service_version_id, {})
        touch, times = float(costs.get("touch_hours") or 0), 1 + rework
        world.add("K40R", row, final, num=touch * rework, den=touch * times)
        world.add("handoff_touch", row, final, num=touch * times)
        cost = float(costs.get("cost_fixed") or 0) + touch * float(costs.get("hour_rate") or 0)
        world.add("handoff_cost", row, final, num=cost * times)
        if touch > 0 and gross > 0:
            world.add("K41", row, final, num=min(touch * times, gross / HOUR), den=gross / HOUR)
        if row.source not in ("import", "history"):
            self._way(row, kinds)

    def _way(self, row, kinds):
        world, final = self.world, row.final_at
        told = by(row.feedback_note_at, row.done_at)
        word = row.ack_note_at is not None and (
            row.ack_note_at <= row.sent_at + timedelta(hours=4)
            or self._worked(row, row.sent_at, row.ack_note_at) <= 4 * HOUR
        )
        world.share("K46", row, final, word and told)
        world.share("outcome", row, final, told)
        world.share("K48A", row, final, row.auto_created)
        silent = ledger.last(row.book, "confirmed")["payload"].get("auto")
        nobody = (
            row.performer_id is None
            and row.performer_email is None
            and not any(event["actor"] != 1 and event["kind"] in TOUCHED for event in row.raw)
        )
        world.share("K48", row, final, row.auto_created and silent and nobody)
        steps = [
            event
            for event in row.book
            if event["kind"] in STEPS and not (event["kind"] == "confirmed" and event["payload"].get("auto"))
        ]
        aside = sum(
            event["kind"] in ASIDE or (event["kind"] == "paused" and event["payload"].get("worked_s") is None)
            for event in steps
        )
        missing = len(MANDATORY - {event["kind"] for event in steps})
        lines = self.lines[row.id]
        ticked = sum(done is not None for done in lines)
        world.add("K47", row, final, num=len(steps) - aside + ticked, den=len(steps) + missing + len(lines))
        world.share("K47N", row, final, not aside and not missing and ticked == len(lines))


def words(world):
    """Messages of the side that asked, and of departments."""
    people = {partner: user for user, partner in world.query("SELECT id, partner_id FROM res_users WHERE id > 1")}
    asked = dict(world.query("SELECT id, partner_id FROM res_users"))
    for row in read(
        world.query,
        "mail_message m JOIN backoffice_handoff h ON h.id = m.res_id AND m.model = 'backoffice.handoff'",
        "m.id m.date m.author_id m.message_type m.body h.company_id h.from_team_id h.to_department_id h.from_user_id"
        " h.source",
    ):
        found = {name.partition(".")[2]: value for name, value in vars(row).items()}
        row.__dict__.update(found, team_id=found["from_team_id"], department_id=found["to_department_id"])
        if row.author_id not in people or row.source in ("import", "history") or not row.body:
            continue
        if row.message_type in ("comment", "notification", "email"):
            mine = row.author_id == asked.get(row.from_user_id)
            world.add("word_asked" if mine else "word_answered", row, row.date, num=1)


def others(world):
    for row in read(
        world.query, "backoffice_approval", "id company_id department_id state asked_at decided_at waited_hours"
    ):
        if row.asked_at and row.decided_at and row.state in ("approved", "declined"):
            world.add("K43", row, row.decided_at, value=(row.waited_hours or 0) * 60)
            world.share("K43R", row, row.decided_at, row.state == "declined")
    for row in read(world.query, "backoffice_obligation", "id company_id department_id state due_at met_at"):
        if row.due_at and row.state != "cancelled":
            world.share("K59", row, row.due_at, by(row.met_at, row.due_at), ripe=row.due_at)
    for row in read(world.query, "backoffice_notice_receipt", "id company_id department_id acked_at ack_due_at"):
        if row.ack_due_at:
            world.share("K52", row, row.ack_due_at, by(row.acked_at, row.ack_due_at), ripe=row.ack_due_at)
    for row in read(
        world.query, "frontoffice_gesture", "id company_id team_id given_at amount_company approver_id reversal_of_id"
    ):
        amount = float(row.amount_company or 0)
        world.add("goodwill", row, row.given_at, num=amount)
        if row.reversal_of_id is None:
            world.add("K51M", row, row.given_at, num=0 if row.approver_id else amount, den=amount)
    for row in read(world.query, "backoffice_delay", "id company_id team_id department_id at side minutes"):
        lost = row.minutes or 0
        world.add("DELAY", row, row.at, num=lost if row.side == "unexplained" else 0, den=lost)
    for row in read(
        world.query,
        "backoffice_handoff_rating",
        "id company_id from_team_id to_department_id at side face user_id handoff_id",
    ):
        row.team_id, row.department_id = row.from_team_id, row.to_department_id
        world.add(
            {"sender": "K44", "receiver": "K44B"}.get(row.side, "other"),
            row,
            row.at,
            num=row.face == "good",
            den=1,
            key=(row.user_id, row.handoff_id, row.face),
        )
