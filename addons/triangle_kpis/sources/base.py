"""What a source of facts is: one model, a few SQL expressions, some measures over them.

How to add a measure: put a :class:`Measure` into the list of its source and a record of
``triangle.measure`` with the same code into ``data/triangle_measure.xml``. How it works:
``triangle.engine`` composes all measures of a source into one ``INSERT … SELECT``; a measure
never sees the ORM and never runs a query of its own. All times are naive UTC; the engine turns
the anchor into the local day of the company.

Inside an expression ``ctx.now`` is the moment of the run. A row counts from ``visible_at`` on:
that moment is how the passing of time reaches the facts.
"""

from dataclasses import dataclass, field

from odoo.tools import SQL

NOTHING = SQL("0::float8")
REGISTRY = {}


def yes(condition):
    """1 where the condition holds, 0 where it does not or is unknown."""
    return SQL("COALESCE((%s)::int, 0)::float8", condition)


@dataclass(frozen=True)
class Measure:
    """One number per record: ``num`` of ``den``, a ``value`` (minutes), or a ``key`` counted once."""

    code: str
    anchor: SQL
    where: SQL = SQL("TRUE")
    num: SQL = NOTHING
    den: SQL = NOTHING
    value: SQL = SQL("NULL::float8")
    key: SQL = SQL("NULL::int")
    visible_at: SQL | None = None
    personal: bool = False  # may be shown per employee, once personal figures are switched on


class Source:
    """A model facts come from. Subclasses are data; see ``sources/promise.py``."""

    name = None
    model = None
    tables = None  # SQL of the FROM clause
    id = None
    company = None
    dimensions = {}  # column of the fact -> SQL; what is missing is "unassigned" (0)
    watched = frozenset()  # fields whose change makes a record dirty
    follows = {}  # model -> function(ids of that model) -> SQL of the ids of this source
    follows_fields = {}  # model -> fields whose change matters here
    polled = False  # stock model: also look at write_date
    measures = ()


@dataclass
class Watch:
    """What the hooks of one model must look at."""

    fields: set = field(default_factory=set)
    sources: list = field(default_factory=list)


def register(source):
    """Class decorator: make a source known to the engine."""
    REGISTRY[source.name] = source()
    return source


def watch(model):
    """The fields of a model that matter to facts, and the sources that read them."""
    found = Watch()
    for source in REGISTRY.values():
        if source.model == model:
            found.fields |= source.watched
            found.sources.append((source, None))
        if model in source.follows:
            found.fields |= source.follows_fields[model]
            found.sources.append((source, source.follows[model]))
    return found
