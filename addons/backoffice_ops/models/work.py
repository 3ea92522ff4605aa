from datetime import datetime

from odoo import api, fields, models

from ..tools import work as pure

WINDOW = 200  # a to-do longer than this is sorted by due time beyond it
PAGE = 80
COUNTED = 1000  # beyond it a counter says "more than", and costs no more
HOURS_PER_DAY = 8
ROW = [
    "state", "due_at", "sender_due_at", "confirm_due_at", "company_id", "service_id", "service_version_id",
    "from_user_id", "user_id", "ledger_seq",
]


class Work(models.AbstractModel):
    """API of "My work". Everything runs with the rights of the person who looks."""

    _name = "backoffice.work"
    _description = "My work"

    # -- what the screen needs once ----------------------------------------------------------------

    @api.model
    @api.readonly
    def open(self):
        """Departments, views, words and choices of this person; no requests."""
        self._check_reader()
        # sudo: names of the departments this person works in, or may hand something to
        departments = self.env.user.backoffice_department_ids.sudo()
        return {
            "departments": [{"id": d.id, "name": d.name} for d in departments],
            "views": [{"id": key, "label": label} for key, label in self._views()],
            "flags": [{"id": key, "label": label} for key, label in self._flags()],
            "default_view": "mine" if departments else "sent",
            "reasons": self._reasons(),
            "faults": self._choices("backoffice.return.reason", "fault"),
            "waits": self.env["backoffice.pause.reason"]._choices(),
            "others": self._other_departments(),
            "day_seconds": self._day_seconds(),
            "counts": self._counts({}), "switches": self._switches(), "away": self._away(),
        }

    @api.model
    def _day_seconds(self):
        """Working seconds of a day, to say "1 d 2 h"."""
        calendar = self.env.company.sudo().resource_calendar_id  # length of a day only
        return round((calendar.hours_per_day or HOURS_PER_DAY) * 3600)

    @api.model
    def _check_reader(self):
        self.env["backoffice.handoff"].check_access("read")

    @api.model
    def _views(self):
        """(key, label) of the lists, in order. A person in no department only asks."""
        views = [("mine", self.env._("Mine"))]
        if self.env.user.backoffice_department_ids:
            views += [
                ("accept", self.env._("To accept")), ("department", self.env._("Department")),
                ("waiting", self.env._("Waiting")),
            ]
        return [*views, ("sent", self.env._("Sent by me"))]

    @api.model
    def _flags(self):
        return [
            ("today", self.env._("Due today")), ("risk", self.env._("At risk")), ("late", self.env._("Late")),
        ]

    @api.model
    def _choices(self, model, field):
        pairs = self.env[model]._fields[field]._description_selection(self.env)
        return [{"id": key, "label": label} for key, label in pairs]

    @api.model
    def _reasons(self):
        reasons = self.env["backoffice.return.reason"].search([], limit=50)
        return [{"code": r.code, "name": r.name, "fault": r.fault} for r in reasons]

    @api.model
    def _wait_reasons(self):
        """{code: label} of what one can wait for, put away or not. The code goes into the ledger."""
        return self.env["backoffice.pause.reason"]._labels()

    @api.model
    def _other_departments(self):
        """Departments that take requests, to hand one over."""
        # sudo: names only; what the department does with it is its own affair
        services = self.env["backoffice.service"].sudo().search_fetch(
            [("company_id", "in", [False, *self.env.companies.ids])], ["department_id"]
        )
        return [{"id": d.id, "name": d.name} for d in services.department_id.sorted("name")]

    # -- lists -------------------------------------------------------------------------------------

    @api.model
    @api.readonly
    def items(self, view="mine", filters=None, offset=0, limit=PAGE):
        """One page of a list, least time left first.

        ``view``: mine, accept, department, waiting, sent, or a switch of this person. ``filters``:
        {"flag": today|risk|late, "department": id, "search": text}. ``left``: working seconds, negative when late, None
        without a due time. The number of queries does not depend on the number of rows.
        """
        self._check_reader()
        filters = filters or {}
        handoffs = self._first(view, filters, max(WINDOW, offset + limit + 1))
        lefts = self._lefts(handoffs)
        order = pure.least_left([{"id": h.id, "left": lefts[h.id]["left"]} for h in handoffs])
        ids = [row["id"] for row in order[offset:offset + limit]]
        counts = self._counts(filters)
        return {
            "rows": self._rows(handoffs.browse(ids), lefts), "counts": counts,
            "total": len(handoffs), "more": len(handoffs) > offset + limit,
        }

    @api.model
    def _first(self, view, filters, limit):
        """The requests of a list due first; each arm of the list is read along its own index."""
        Handoff, common = self.env["backoffice.handoff"], self._filter_domain(filters)
        found = Handoff.union(*(
            Handoff.search_fetch(common & arm, ROW, limit=limit, order="due_at, id") for arm in self._view_arms(view)
        ))
        return found.sorted(lambda h: (not h.due_at, h.due_at or datetime.max, h.id))[:limit]

    @api.model
    def _view_arms(self, view):
        """Domains that together are a list and do not overlap."""
        Handoff = self.env["backoffice.handoff"]
        arms = {
            "mine": Handoff._waits_for_me_arms, "accept": Handoff._to_accept_arms, "waiting": Handoff._waiting_arms,
        }
        return arms[view]() if view in arms else [self._view_domain(view)]

    @api.model
    def _view_domain(self, view):
        Handoff = self.env["backoffice.handoff"]
        if view == "department":
            return Handoff._open_domain() & Handoff._for_my_department_domain()
        if view == "sent":
            return fields.Domain("from_user_id", "=", self.env.uid) & fields.Domain(
                "state", "not in", ("draft", "done", "cancelled")
            )
        return fields.Domain.OR(self._view_arms(view if view in ("accept", "waiting") else "mine"))

    @api.model
    def _flag_domain(self, flag):
        Handoff = self.env["backoffice.handoff"]
        domains = {
            "today": Handoff._today_domain, "risk": Handoff._at_risk_domain, "late": Handoff._late_domain,
        }
        return domains[flag]() if flag in domains else fields.Domain.TRUE

    @api.model
    def _filter_domain(self, filters):
        domain = self._flag_domain(filters.get("flag"))
        if filters.get("department"):
            domain &= fields.Domain("to_department_id", "=", int(filters["department"]))
        text = str(filters.get("search") or "").strip()
        for word in text.split():
            domain &= (
                fields.Domain("subject", "ilike", word) | fields.Domain("name", "ilike", word)
                | fields.Domain("partner_id.name", "ilike", word)
            )
        return domain

    @api.model
    def _counts(self, filters):
        """{view: requests} for the department chosen, plus what came back to the sender; none beyond COUNTED."""
        Handoff = self.env["backoffice.handoff"]
        base = self._filter_domain({"department": filters.get("department")})
        counts = {
            key: min(COUNTED, sum(
                Handoff.search_count(base & arm, limit=COUNTED) for arm in self._view_arms(key)
            )) for key, _label in self._views()
        }
        counts["back"] = Handoff.search_count(
            [("from_user_id", "=", self.env.uid), ("state", "in", ("returned", "declined", "delivered"))],
            limit=COUNTED,
        )
        return counts

    # -- time left ---------------------------------------------------------------------------------

    @api.model
    def _lefts(self, handoffs):
        """{id: {"left": working seconds or None, "due": naive UTC or None, "stopped": bool}}.

        What is left is the time of whoever has the next step: the department, the sender who has to
        answer, or the sender who has to check. A stopped clock shows what it will go on with.
        """
        now = fields.Datetime.now()
        calendars, result, groups = self._calendars(handoffs), {}, {}
        for handoff in handoffs:
            due = self._next_due(handoff)
            result[handoff.id] = {"left": None, "due": due, "stopped": False}
            if due:
                calendar = calendars[handoff.id] if due == handoff.due_at else self._company_calendar(handoff)
                groups.setdefault(calendar, []).append((handoff.id, due))
        for calendar, rows in groups.items():
            pairs = [(min(now, due), max(now, due)) for _id, due in rows]
            for (handoff_id, due), seconds in zip(rows, calendar._count_seconds(pairs), strict=True):
                result[handoff_id]["left"] = seconds if due >= now else -seconds
        stopped = handoffs.filtered(lambda h: not result[h.id]["due"] and h.state in ("paused", "returned"))
        for handoff_id, state in stopped._replayed().items():
            result[handoff_id] |= {"left": state.remaining_s, "stopped": True}
        return result

    @api.model
    def _next_due(self, handoff):
        if handoff.state == "delivered":
            return handoff.confirm_due_at
        if handoff.state == "returned" and handoff.from_user_id == self.env.user:
            return handoff.sender_due_at or handoff.due_at
        return handoff.due_at if handoff.state != "done" else False

    @api.model
    def _company_calendar(self, handoff):
        return handoff.sudo().company_id.resource_calendar_id  # hours only, as in _calendars

    @api.model
    def _calendars(self, handoffs):
        """{id: working hours of the receiving side}; queries grow with calendars, not with requests."""
        # sudo: whoever sees a request sees its time left, which needs the department's hours
        return handoffs.sudo()._receiver_calendars()

    # -- rows --------------------------------------------------------------------------------------

    @api.model
    def _rows(self, handoffs, lefts):
        handoffs.fetch(["name", "subject", "column", "partner_id", "from_team_id", "to_department_id",
                        "promise_id", "waiting_reason", "due_at", "state", "company_id"])
        departments = self.env.user.backoffice_department_ids
        waits = self._wait_reasons()
        return [self._row(h, lefts[h.id], departments, waits) for h in handoffs]

    @api.model
    def _row(self, handoff, left, departments, waits):
        # sudo: names and the promised time, of people and records the reader may not be able to open
        names = handoff.sudo()
        return {
            "id": handoff.id, "number": handoff.name, "subject": handoff.subject,
            "customer": names.partner_id.name or "", "from": names.from_user_id.name or "",
            "team": names.from_team_id.name or "", "department": names.to_department_id.name or "",
            "who": names.user_id.name or "", "mine": handoff.user_id == self.env.user,
            "sent_by_me": handoff.from_user_id == self.env.user,
            "for_us": handoff.to_department_id in departments or handoff.user_id == self.env.user,
            "state": handoff.state, "column": handoff.column,
            "promise_due": self._iso(names.promise_id.due_at), "due": self._iso(left["due"]),
            "left": left["left"], "stopped": left["stopped"],
            "late": handoff.is_late, "risk": handoff.is_at_risk,
            "waiting": waits.get(handoff.waiting_reason, "") if handoff.state == "paused" else "",
        }

    @api.model
    def _iso(self, moment):
        """UTC text the web client reads, or None."""
        return fields.Datetime.to_string(moment) if moment else None
