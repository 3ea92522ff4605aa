"""What an answer to a survey says: score, class, and whether somebody must call back. No database.

Sources: NPS – Reichheld (2003), 0–10, promoters 9–10, detractors 0–6. CES 2.0 – Dixon et al., 1–7
agreement "made it easy", easy from 5. RATER – Parasuraman, Zeithaml and Berry (1988): gap of each
dimension is expectation minus perception, 1–7, so positive means a shortfall. CSAT – top two of
five, as Odoo's smileys give 5, 3 and 1.
"""

import hashlib

NPS, CES, RATER, CSAT = "nps", "ces", "rater", "csat"
DIMENSIONS = ("reliability", "assurance", "tangibles", "empathy", "responsiveness")


def classify(instrument, score):
    """"good", "middling" or "bad"; None without a score.

    >>> [classify(NPS, n) for n in (10, 8, 6)]
    ['good', 'middling', 'bad']
    >>> classify(CES, 4), classify(CSAT, 5), classify(RATER, 1.5), classify(NPS, None)
    ('middling', 'good', 'bad', None)
    """
    if score is None:
        return None
    if instrument == RATER:  # a gap: less is better
        return "good" if score <= 0.5 else "bad" if score > 1 else "middling"
    good, bad = {NPS: (9, 6), CES: (5, 3), CSAT: (4, 2)}[instrument]
    return "good" if score >= good else "bad" if score <= bad else "middling"


def score(instrument, answers):
    """The figure of one filled survey, from {question code: value}; None when it was left out.

    >>> score(NPS, {"nps": 9})
    9
    >>> score(RATER, {"reliability_e": 7, "reliability_p": 5, "empathy_e": 6, "empathy_p": 6})
    1.0
    >>> score(RATER, {"reliability_e": 7}) is None
    True
    """
    if instrument != RATER:
        return answers.get(instrument)
    gaps = rater_gaps(answers)
    return sum(gaps.values()) / len(gaps) if gaps else None


def rater_gaps(answers):
    """{dimension: expectation minus perception}, of those answered on both sides.

    >>> rater_gaps({"empathy_e": 6, "empathy_p": 7})
    {'empathy': -1}
    """
    return {
        name: answers[f"{name}_e"] - answers[f"{name}_p"] for name in DIMENSIONS
        if f"{name}_e" in answers and f"{name}_p" in answers
    }


def sampled(key, percent):
    """Whether this one is asked: decided by its key, so that asking twice decides the same.

    >>> sampled("x", 100), sampled("x", 0)
    (True, False)
    """
    digest = hashlib.sha256(key.encode()).digest()
    return int.from_bytes(digest[:4], "big") % 100 < percent


def refusal(asked_at, now, count, days):
    """Why this person is not asked now: "budget" or None.

    ``asked_at``: when this person was asked before, by whatever rule, naive UTC.

    >>> from datetime import datetime, timedelta
    >>> now = datetime(2026, 5, 1)
    >>> refusal([now - timedelta(days=3)], now, 1, 30), refusal([now - timedelta(days=31)], now, 1, 30)
    ('budget', None)
    """
    recent = [at for at in asked_at if (now - at).total_seconds() < days * 86400]
    return "budget" if len(recent) >= count else None
