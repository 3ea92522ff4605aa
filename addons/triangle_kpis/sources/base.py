"""What a source of facts is: one model, a few SQL expressions, some measures over them.

How to add a measure: put a :class:`Measure` into the list of its source and a record of
``triangle.measure`` with the same code into ``data/triangle_measure.xml``. How it works:
``triangle.engine`` composes all measures of a source into one ``INSERT … SELECT``; a measure
never sees the ORM and never runs a query of its own. All times are naive UTC; the engine turns
the anchor into the local day of the company.

Inside an expression ``ctx.now`` is the moment of the run, ``co.id`` and ``co.tz`` the company and its
zone; the aliases ``measured`` and ``staffing`` are the engine's, too. A row counts from ``visible_at`` on:
that moment is how the passing of time reaches the facts.

What a formula may call a measure ``m``: ``m_num _den _n _sum _sumsq`` are sums over the window,
``m_to_date`` is the sum of num since the beginning up to its last day, ``m_p50 _p80 _p90 _p95``
are quantiles of ``value``, ``m_keys`` counts different keys, ``m_money`` is an amount in the
currency shown; ``days`` is the length of the window.
"""

from dataclasses import dataclass, field

from odoo.tools import SQL

NOTHING = SQL("0::float8")
NO_VALUE = SQL("NULL::float8")
NO_KEY = SQL("NULL::int")
REGISTRY = {}
SUMMED = ("num", "den", "n", "sum", "sumsq")
QUANTILES = {"p50": 0.5, "p80": 0.8, "p90": 0.9, "p95": 0.95}
LEVEL = "S"  # what is there at the end of a day; such a measure says nothing about the days before


def yes(condition):
    """1 where the condition holds, 0 where it does not or is unknown."""
    return SQL("COALESCE((%s)::int, 0)::float8", condition)


def noon(day):
    """A moment that lies on a local day in every zone: a date carries no zone, and is local already."""
    return SQL("((%s + time '12:00') AT TIME ZONE co.tz AT TIME ZONE 'UTC')", day)


def department_on(employee, day):
    """The department somebody belonged to on a local day."""
    return SQL("(SELECT v.department_id FROM hr_version v WHERE v.employee_id = %s"
               " AND v.date_version <= %s ORDER BY v.date_version DESC, v.id DESC LIMIT 1)", employee, day)


@dataclass(frozen=True)
class Measure:
    """One number per record: ``num`` of ``den``, a ``value`` (minutes), or a ``key`` counted once."""

    code: str
    anchor: SQL
    where: SQL = SQL("TRUE")
    num: SQL = NOTHING
    den: SQL = NOTHING
    value: SQL = NO_VALUE
    key: SQL = NO_KEY
    visible_at: SQL | None = None
    follow_days: int = 0  # days everything of it is followed before it is judged; 0 where that differs by record
    personal: bool = False  # may be shown per employee, once personal figures are switched on
    kind: str = ""  # LEVEL: counted once a night from today's state, never again
    money: bool = False  # num is an amount in company currency; value becomes the amount in group currency
    extra: SQL | None = None  # a further thing to tell facts apart by: a segment, a language, a topic
    joins: str = ""  # a measure whose sums these facts add to, where both are known: the same thing of another app
    replaces: str = ""  # a level this one stands for once it was counted: the same with what another app knows

    @property
    def has_keys(self):
        """Whether it counts different keys instead of adding numbers up."""
        return self.key is not NO_KEY

    @property
    def is_cohort(self):
        """Whether it is judged some time after it began: until then it is too young, not a miss."""
        return self.visible_at is not None and self.visible_at.code != self.anchor.code

    @property
    def names(self):
        """{name in a formula: what it stands for}."""
        if self.kind == LEVEL:
            return {f"{self.code}_{part}": part for part in SUMMED}
        parts = [*SUMMED, "to_date"]
        parts += QUANTILES if self.value is not NO_VALUE and not self.money else ()
        parts += ["keys"] if self.has_keys else []
        parts += ["money"] if self.money else []
        return {f"{self.code}_{part}": part for part in parts}


class Source:
    """A model facts come from. Subclasses are data; see ``sources/promise.py``."""

    name = None
    model = None
    tables = None  # SQL of the FROM clause
    id = None
    company = None
    # column of the fact -> SQL; what is missing is "unassigned" (0). Without a department of its own,
    # a fact goes to the department its employee belonged to on that day.
    dimensions = {}
    watched = frozenset()  # fields whose change makes a record dirty
    follows = {}  # model -> function(ids of that model) -> SQL of the ids of this source
    follows_fields = {}  # model -> fields whose change matters here
    # model -> of these, the ones that say which records follow: what followed before the change is looked at, too
    links = {}
    polled = False  # stock model: also look at write_date
    measures = ()


@dataclass
class Watch:
    """What the hooks of one model must look at."""

    fields: set = field(default_factory=set)
    sources: list = field(default_factory=list)
    links: list = field(default_factory=list)  # (source, its function, fields)


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
            found.links.append((source, source.follows[model], source.links.get(model, frozenset())))
    return found
