"""What the figures say, counted a second time from plain rows.

It shares no code with the addons. A figure is a list of ``Item`` (one record on one local day, with
the sides it can be filtered by); a window is a sum over the items in it. The rows become items in
``triangle_oracle_front`` and ``triangle_oracle_back``, written from the definitions shown on the figures.
"""

from bisect import bisect_right
from collections import namedtuple
from datetime import timedelta
from math import ceil
from types import SimpleNamespace
from zoneinfo import ZoneInfo

UTC = ZoneInfo("UTC")
EDGES = [0, 1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 960, 1920, 3840, 7680, float("inf")]
FILTERS = ("team_id", "channel_id", "department_id", "campaign_id")

#: one record: the local day it counts on, the company, what it can be filtered by, and what it adds
Item = namedtuple("Item", "id day company sides num den value key", defaults=(0.0, 0.0, None, None))


def read(query, table, columns, rest=""):
    """Rows of a table as objects."""
    names = columns.split()
    return [
        SimpleNamespace(**dict(zip(names, row, strict=True)))
        for row in query(f"SELECT {', '.join(names)} FROM {table} {rest}")
    ]


def by(moment, limit):
    """Whether something happened by a limit."""
    return moment is not None and limit is not None and moment <= limit


class World:
    """What all figures need to know: zones, who works where, who is one of us."""

    def __init__(self, query, now):
        self.query, self.now = query, now
        self.zones = {
            company: ZoneInfo(zone)
            for company, zone in query(
                "SELECT c.id, COALESCE(k.tz, 'UTC') FROM res_company c"
                " LEFT JOIN resource_calendar k ON k.id = c.resource_calendar_id"
            )
        }
        self.ours = self._ours()
        self.posts = self._posts()
        self.items = {}

    def _ours(self):
        """{contact: the moment since when it is one of us (None: always)}."""
        found = {}
        for partner, since in self.query("SELECT partner_id, create_date FROM res_users WHERE NOT share"):
            found[partner] = min(since, found.get(partner, since))
        for (partner,) in self.query("SELECT partner_id FROM res_company"):
            found[partner] = None
        return found

    def _posts(self):
        """{(user, company): [(from, department)]} in order of time."""
        found = {}
        for user, company, since, department in self.query(
            "SELECT e.user_id, e.company_id, v.date_version, v.department_id FROM hr_employee e"
            " JOIN hr_version v ON v.employee_id = e.id WHERE e.user_id IS NOT NULL AND v.active"
            " ORDER BY v.date_version"
        ):
            found.setdefault((user, company), []).append((since, department))
        return found

    def outside(self, partner, at):
        """Whether a contact was none of us at a moment."""
        return partner not in self.ours or not (self.ours[partner] is None or (at and self.ours[partner] <= at))

    def day(self, moment, company):
        return moment.replace(tzinfo=UTC).astimezone(self.zones[company]).date()

    def department(self, user, company, day):
        """The department somebody belonged to; the first one holds for the time before it, too."""
        posts = self.posts.get((user, company), [])
        return next((d for since, d in reversed(posts) if since <= day), posts[0][1] if posts else None)

    def sides(self, row, company, day, user=None):
        """What a record can be filtered by."""
        found = {name: getattr(row, name, None) for name in FILTERS}
        if user is not None:
            found["department_id"] = self.department(user, company, day)
        return found

    def add(self, code, row, at, num=0.0, den=0.0, value=None, key=None, user=None, ripe=None):
        """Put a record down for a figure; ``ripe``: the moment it can be judged from."""
        if at is None or row.company_id is None or (ripe is not None and ripe > self.now):
            return
        day = self.day(at, row.company_id)
        self.items.setdefault(code, []).append(
            Item(
                row.id,
                day,
                row.company_id,
                self.sides(row, row.company_id, day, user),
                float(num),
                float(den),
                value,
                key,
            )
        )

    def share(self, code, row, at, yes, **more):
        """One record of those judged; ``yes`` when it is well."""
        self.add(code, row, at, num=bool(yes), den=1, **more)

    def of(self, code, company, window, filters):
        """The records of a figure in a window."""
        first, last = window
        return [
            item
            for item in self.items.get(code, ())
            if item.company == company
            and first <= item.day <= last
            and all(item.sides[name] == wanted for name, wanted in filters.items())
        ]


def ratio(items):
    """(value, n) of a share."""
    den = sum(item.den for item in items)
    return (sum(item.num for item in items) / den if den else None), den


def mean(items):
    values = [item.value for item in items if item.value is not None]
    return (sum(values) / len(values) if values else None), len(values)


def total(items):
    return sum(item.num for item in items), len(items)


def quantile_range(items, share):
    """(low, high) of the bin the quantile lies in, widened by one bin to both sides; None without values."""
    values = sorted(item.value for item in items if item.value is not None)
    if not values:
        return None
    exact = values[max(ceil(share * len(values) - 1e-9), 1) - 1]
    where = max(bisect_right(EDGES, exact) - 1, 0)
    return EDGES[max(where - 1, 0)], EDGES[min(where + 2, len(EDGES) - 1)]


def days(window):
    first, last = window
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
