"""Which ready answers fit what a customer writes. Words only: no database, no guessing of meaning."""

import re
import unicodedata

SHORTEST = 4  # letters of a word that says something
STEM = 5  # letters of a word that are compared: two forms of it share them
ENOUGH = 0.5  # of the words of a question
TOPIC = 1.0  # weight of the topic chosen, or named


def words(text):
    """Stems of the words that say something, without accents and case.

    >>> sorted(words("Wie viel kosten die Ersatzteile?"))
    ['ersat', 'koste', 'viel']
    """
    plain = unicodedata.normalize("NFKD", text or "").casefold()
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return {word[:STEM] for word in re.findall(r"\w+", letters) if len(word) >= SHORTEST}


def fit(text, question, topic=False):
    """How well a ready answer fits a text, 0 for not at all.

    ``question``: how customers ask what it answers. ``topic``: whether the text is about its topic. It fits when
    half of the question's words are there, or its topic is and one of the words.

    >>> fit("What do spare parts cost?", "How much does a spare part cost?")
    0.6
    >>> fit("My boiler is cold", "How much does a spare part cost?")
    0.0
    >>> fit("the spare part never came", "How much does a spare part cost?", topic=True) > 1
    True
    """
    wanted, said = words(question), words(text)
    found = [word for word in wanted if any(_alike(word, other) for other in said)]
    share = len(found) / len(wanted) if wanted else 0.0
    if topic and found:
        return TOPIC + share
    return share if share >= ENOUGH else 0.0


def _alike(one, other):
    """Whether one stem begins with the other: part and parts."""
    return one.startswith(other) or other.startswith(one)


def best(text, answers, limit=3):
    """Keys of the answers that fit, the best first and by key among equals. ``answers``: [(key, question, topic)].

    >>> best("spare part cost", [(1, "Opening hours?", False), (2, "What does a spare part cost?", False)])
    [2]
    """
    scored = [(fit(text, question, topic), key) for key, question, topic in answers]
    return [key for score, key in sorted(scored, key=lambda pair: (-pair[0], pair[1])) if score > 0][:limit]
