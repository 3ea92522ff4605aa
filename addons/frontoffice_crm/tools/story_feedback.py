"""What customers of the sample company say when they are asked. Pure, see ``story.py``.

Would you recommend us: fifty answers a month, so that each month's score comes out exactly.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from .feedback import CES, DIMENSIONS, NPS, RATER, classify, score
from .story_cast import customers
from .story_clock import HOUR
from .story_plan import FIGURES, MONTHS, share

#: points by month
RECOMMEND = {
    -13: 34, -12: 34, -11: 34, -10: 34, -9: 26, -8: 14, -7: 6, -6: 10, -5: 14, -4: 22, -3: 30, -2: 34, -1: 38, 0: 38,
}
ANSWERS = {NPS: 50, CES: 14, RATER: 20}
SILENT = {NPS: 50, CES: 10, RATER: 0}
PASSIVE = 0.3
RATER_SINCE = -3
#: expectation and how far what they found falls short of it, by dimension
FOUND = {"reliability": (7, 0.8), "assurance": (6, 0.2), "tangibles": (5, -0.3), "empathy": (6, 0.3),
         "responsiveness": (6, 0.6)}
OUTCOMES = ("recovered", "recovered", "explained", "unreachable", "lost")
EACH_MONTH = sum(ANSWERS.values()) + sum(SILENT.values())


@dataclass
class AnswerLine:
    """One question to one customer. ``answers`` are {question code: value}; empty when nobody answered."""

    key: str
    instrument: str
    customer: str
    team: str
    user: str
    sent_at: datetime
    answered_at: datetime | None = None
    answers: dict = field(default_factory=dict)
    follow_due_at: datetime | None = None
    followed_at: datetime | None = None
    outcome: str | None = None

    @property
    def score(self):
        return score(self.instrument, self.answers) if self.answers else None

    @property
    def verdict(self):
        return classify(self.instrument, self.score)


def feedback(clock):
    """Every question asked, in order; nobody is asked twice.

    >>> from .story_clock import Clock
    >>> lines = feedback(Clock(datetime(2026, 3, 18, 10)))
    >>> july = [line.score for line in lines if line.key.startswith("nps07") and line.answers]
    >>> len(july), 100 * (sum(s > 8 for s in july) - sum(s < 7 for s in july)) // len(july)
    (50, 6)
    """
    people = [row["key"] for row in customers()][5:]
    lines = []
    for n, month in enumerate(MONTHS):
        random, asked = Random(f"lindwater feedback {month}"), people[n * EACH_MONTH:(n + 1) * EACH_MONTH]
        days = clock.working_days(month)
        for instrument in ANSWERS if days else ():
            elapsed = len(days) / 22 if month == 0 else 1
            lines += _month(clock, month, instrument, min(elapsed, 1), random, asked)
    return sorted(lines, key=lambda line: (line.sent_at, line.key))


def _month(clock, month, instrument, elapsed, random, asked):
    count = round(ANSWERS[instrument] * elapsed)
    values = _scores(month, instrument, count, random)
    days = clock.working_days(month)
    lines = []
    for n in range(count + round(SILENT[instrument] * elapsed)):
        sent = clock.moment(random, random.choice(days), 60)
        north = random.random() < 0.5
        line = AnswerLine(
            f"{instrument}{-month:02d}_{n:03d}", instrument, asked.pop(), "north" if north else "south",
            "omar" if north else random.choice(("priya", "grace")), sent - timedelta(hours=random.randint(1, 30)),
        )
        if n < len(values):
            line.answered_at, line.answers = sent, values[n]
            _follow(clock, line, random)
        lines.append(line)
    return lines


def _scores(month, instrument, count, random):
    """Answers of one month, as {question code: value} each."""
    if instrument == NPS:
        return _recommending(month, count, random)
    if instrument == CES:
        easy = share(FIGURES[month].good - 4, count)
        return [{"ces": random.choice((5, 6, 7) if n < easy else (2, 3, 4))} for n in range(count)]
    return [_quality(random) for _n in range(count)] if month >= RATER_SINCE else []


def _recommending(month, count, random):
    """Scores whose promoters less detractors are the points of the month."""
    points = round(count * RECOMMEND[month] / 100)
    most = round((count * (1 - PASSIVE) + points) / 2)
    rows = [random.choice((9, 10)) for _n in range(most)]
    rows += [random.choice((2, 4, 5, 6)) for _n in range(most - points)]
    rows += [random.choice((7, 8)) for _n in range(count - len(rows))]
    return [{"nps": value} for value in random.sample(rows, count)]


def _quality(random):
    answers = {}
    for name in DIMENSIONS:
        expected, short = FOUND[name]
        answers[f"{name}_e"] = expected
        answers[f"{name}_p"] = max(1, min(7, round(expected - short + random.uniform(-1.2, 1.2))))
    return answers


def _follow(clock, line, random):
    """Unhappy ones are called back within two working days, nearly always."""
    if line.verdict != "bad":
        return
    line.follow_due_at = clock.add(line.answered_at, 16 * HOUR)
    called = clock.add(line.answered_at, random.uniform(2, 18) * HOUR)
    if called < clock.now and random.random() < 0.9:
        line.followed_at, line.outcome = called, random.choice(OUTCOMES)
