"""Which rule an item falls under: ordered rules, the first that fits decides. No database."""

from dataclasses import dataclass

#: conditions compared as sets of ids or codes
SETS = ("channels", "needs", "types", "languages")


@dataclass(frozen=True)
class Rule:
    """Empty conditions fit everything. ``needs`` includes every topic below the chosen ones."""

    id: int
    channels: frozenset = frozenset()
    needs: frozenset = frozenset()
    types: frozenset = frozenset()
    languages: frozenset = frozenset()
    words: tuple = ()
    segment: str = ""


@dataclass(frozen=True)
class Facts:
    """What is known about an item when it comes in. ``text`` is lower case, single spaced, padded."""

    channels: frozenset = frozenset()
    needs: frozenset = frozenset()
    types: frozenset = frozenset()
    languages: frozenset = frozenset()
    text: str = " "
    segment: str = ""


def fits(rule, facts):
    """Whether every condition of the rule holds.

    >>> fits(Rule(1, types=frozenset({"complaint"})), Facts(types=frozenset({"complaint"})))
    True
    >>> fits(Rule(1, words=("no heat",)), Facts(text=" there is no heat here "))
    True
    >>> fits(Rule(1, words=("heat",)), Facts(text=" wheat "))
    False
    """
    for name in SETS:
        wanted = getattr(rule, name)
        if wanted and not wanted & getattr(facts, name):
            return False
    if rule.segment and rule.segment.lower() != facts.segment.lower():
        return False
    return not rule.words or any(f" {word} " in facts.text for word in rule.words)


def first(rules, facts):
    """The first rule that fits, or None.

    >>> rules = [Rule(1, types=frozenset({"praise"})), Rule(2)]
    >>> first(rules, Facts(types=frozenset({"question"}))).id
    2
    """
    return next((rule for rule in rules if fits(rule, facts)), None)
