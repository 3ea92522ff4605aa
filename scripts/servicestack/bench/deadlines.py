"""1,000 deadlines in working time: one batch of ours against stock plan_hours."""

import time
from datetime import datetime, timedelta
from random import Random

import pytz

COUNT, WANTED = 1000, 50.0


def questions():
    """The same (start, seconds) pairs in every run."""
    dice, base = Random(19), datetime(2026, 3, 2, 6, 0)
    return [
        (base + timedelta(seconds=dice.randrange(14 * 86400)), 900 * dice.randrange(1, 160))
        for _number in range(COUNT)
    ]


def same(ours, stock):
    """Equal to the second; stock counts in floating hours, its rounding is below one."""
    if not ours or not stock:
        return not ours and not stock
    return abs((ours - stock.astimezone(pytz.utc).replace(tzinfo=None)).total_seconds()) < 1


def run(env):
    """Equal to the second, and at least fifty times as fast."""
    calendar, asked = env.company.resource_calendar_id, questions()
    calendar._plan_seconds(asked[:2])  # load what both sides need from the database
    start = time.perf_counter()
    ours = calendar._plan_seconds(asked)
    ours_time = time.perf_counter() - start
    start = time.perf_counter()
    stock = [
        calendar.plan_hours(seconds / 3600, pytz.utc.localize(begin), compute_leaves=True)
        for begin, seconds in asked
    ]
    stock_time = time.perf_counter() - start
    unequal = sum(not same(a, b) for a, b in zip(ours, stock, strict=True))
    return [
        {
            "name": f"{COUNT} deadlines, {unequal} unequal",
            "ours": ours_time,
            "stock": stock_time,
            "unit": "s",
            "wanted": f">= {WANTED:.0f} x, none unequal",
            "ok": not unequal and stock_time >= WANTED * ours_time,
        }
    ]
