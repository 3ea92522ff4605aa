"""Rows of cases and ratings as items."""

from collections import defaultdict
from datetime import timedelta

import ledger_oracle as ledger
from triangle_oracle import by, read

FORTNIGHT, QUARTER_YEAR = timedelta(days=14), timedelta(days=90)
HOSTS = ("frontoffice.encounter", "frontoffice.case", "frontoffice.promise")


def history(world, cases):
    """When a case was solved and opened again, of its events."""
    books = ledger.ledgers(world.query, "frontoffice_case_event", "case_id")
    for case in cases:
        events = ledger.standing(books.get(case.id, []))
        solved = [event["at"] for event in events if event["kind"] == "resolved"]
        again = [event["at"] for event in events if event["kind"] == "reopened"]
        case.first_resolved_at, case.first_reopened_at = min(solved, default=None), min(again, default=None)
        final = ledger.last(events, "resolved", "reopened")
        case.resolved_at = final["at"] if final and final["kind"] == "resolved" else None


def work_of_cases(world, cases):
    stars = defaultdict(list)
    for case_id, rated_on, rating_id, rating in world.query(
        "SELECT res_id, rated_on, id, rating FROM rating_rating WHERE res_model = 'frontoffice.case'"
        " AND consumed AND rating >= 1 AND rated_on IS NOT NULL"
    ):
        stars[case_id].append((rated_on, rating_id, rating))
    repeats = defaultdict(list)
    for case in cases:
        if case.type == "complaint":
            repeats[case.repeat_of_id].append(case.opened_at)
    for case in cases:
        if case.merged_into_id is None:
            _own(world, case)
            if world.outside(case.partner_id, case.opened_at):
                _case(world, case, stars[case.id], repeats[case.id])


def _own(world, case):
    """Counted for everybody, customers or not."""
    user, solved = case.user_id, case.resolved_at
    if solved:
        world.add("solved", case, solved, num=1, user=user)
        if case.resolved_level is not None:
            world.share(
                "K51", case, solved, case.resolved_level == "first_line" and not case.needed_approval, user=user
            )
        if case.type == "complaint":
            world.share("cause", case, solved, case.root_cause_id is not None, user=user)


def _case(world, case, stars, repeats):
    user, solved = case.user_id, case.resolved_at
    if solved and case.type != "praise":
        minutes = case.resolve_minutes
        world.add(
            "K25",
            case,
            solved,
            user=user,
            value=minutes if minutes is not None else (solved - case.opened_at).total_seconds() / 60,
        )
    if case.type != "complaint":
        return
    world.add("complaint", case, case.opened_at, num=1, user=user)
    for code, due in (("K31A", case.ack_due_at), ("K31", case.answer_due_at)):
        if due and not by(case.cancelled_at, due):
            again = case.first_reopened_at
            well = (
                by(case.ack_at, due)
                if code == "K31A"
                else by(solved, due) or (by(case.first_resolved_at, due) and again is not None and again > due)
            )
            world.share(code, case, due, well, user=user, ripe=due)
    if solved:
        ripe = solved + QUARTER_YEAR
        after = sorted(star for star in stars if solved <= star[0] <= ripe)
        if after:
            world.share("K32", case, solved, after[-1][2] >= 4, user=user, ripe=ripe)
        world.share("K32R", case, solved, any(at <= ripe for at in repeats), user=user, ripe=ripe)


# -- ratings ---------------------------------------------------------------------------------------


def ratings(world, hosts):
    known = {(model, row.id): row for model, rows in hosts.items() for row in rows}
    for row in read(world.query, "frontoffice_promise", "id company_id team_id channel_id campaign_id user_id"):
        known["frontoffice.promise", row.id] = row
    batches = dict(world.query("SELECT id, company_id FROM frontoffice_batch"))
    for row in read(
        world.query,
        "rating_rating",
        "id res_model res_id rating consumed rated_on create_date batch_id is_internal service_company_id",
    ):
        host = known.get((row.res_model, row.res_id))
        for name in ("team_id", "channel_id", "campaign_id", "user_id"):
            setattr(row, name, getattr(host, name, None))
        row.company_id = getattr(host, "company_id", None) or batches.get(row.batch_id) or row.service_company_id
        _rating(world, row, row.res_model in ("product.template", "slide.channel") and not row.is_internal)


def _rating(world, row, public):
    given, user = row.consumed and row.rating >= 1, row.user_id
    asked = row.res_model in HOSTS or (row.batch_id is not None and not public)
    if given and public:
        world.share("K11", row, row.rated_on, row.rating >= 4, user=user)
    if given and asked:
        world.share("K22", row, row.rated_on, row.rating >= 4, user=user)
        world.add("K22M", row, row.rated_on, value=row.rating, user=user)
    if row.res_model in HOSTS and row.batch_id is None:
        ripe = row.create_date + FORTNIGHT
        world.share("K22R", row, row.create_date, given and by(row.rated_on, ripe), user=user, ripe=ripe)
