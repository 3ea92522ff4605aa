from datetime import timedelta

from odoo import api, models

from ..tools import mood as pure


class HealthFacts(models.AbstractModel):
    """The figures behind the drivers."""

    _name = "frontoffice.health.facts"
    _description = "What mood is made of"

    @api.model
    def _collect(self, partners, company, now, days):
        """{customer id: {driver: -1…1 or None}} as it was known at ``now``; the people of a company count for it."""
        since = now - timedelta(days=days)
        promises, late = self._promises(partners, company, since, now)
        complaints, answers = self._complaints(partners, company, now), self._answers(partners, company, since, now)
        contacts = self._contacts(partners, company, now)
        facts = {}
        for partner in partners:
            kept, decided, silent, not_kept = promises.get(partner.id, (0, 0, 0, 0))
            facts[partner.id] = {
                "kept": pure.kept(kept, decided), "late_now": pure.late_now(*late.get(partner.id, (0, 0))),
                "complaints": pure.complaints(*complaints.get(partner.id, (0, 0))),
                "answers": pure.answers(*answers.get(partner.id, (0, 0, 0))),
                "contact": pure.contact(*contacts.get(partner.id, (None, None))),
                "silent_breaks": pure.silent_breaks(silent, not_kept),
            }
        return facts

    @api.model
    def _rows(self, model, partners, domain, names):
        """(customer id, record) of the family of each customer; one query and one for the families."""
        records = self.env[model].sudo().search_fetch(  # sudo: see frontoffice.health
            [("partner_id.commercial_partner_id", "in", partners.ids), *domain], ["partner_id", *names]
        )
        return [(record.partner_id.commercial_partner_id.id, record) for record in records]

    @api.model
    def _promises(self, partners, company, since, now):
        given = [("company_id", "=", company.id), ("origin_kind", "!=", "auto")]
        decided, late = {}, {}
        done = [*given, ("state", "in", ("kept", "late", "broken")), ("due_at", ">=", since), ("due_at", "<=", now)]
        for key, promise in self._rows("frontoffice.promise", partners, done, ["state", "silent"]):
            good, n, silent, bad = decided.get(key, (0, 0, 0, 0))
            missed = promise.state != "kept"
            decided[key] = (good + (not missed), n + 1, silent + promise.silent, bad + missed)
        waiting = [
            *given, ("state", "!=", "withdrawn"), ("made_at", "<=", now),
            "|", ("fulfilled_at", "=", False), ("fulfilled_at", ">", now),
        ]
        for key, promise in self._rows("frontoffice.promise", partners, waiting, ["due_at"]):
            n_late, n = late.get(key, (0, 0))
            late[key] = (n_late + (promise.due_at < now), n + 1)
        return decided, late

    @api.model
    def _complaints(self, partners, company, now):
        counts = {}
        domain = [
            ("company_id", "=", company.id), ("type", "=", "complaint"), ("opened_at", ">=", now - timedelta(days=183)),
            ("opened_at", "<=", now), ("state", "not in", ("cancelled", "merged")),
        ]
        for key, case in self._rows("frontoffice.case", partners, domain, ["resolved_at"]):
            n, still = counts.get(key, (0, 0))
            counts[key] = (n + 1, still + (not case.resolved_at or case.resolved_at > now))
        return counts

    @api.model
    def _answers(self, partners, company, since, now):
        counts = {}
        domain = [
            ("company_id", "=", company.id), ("answered_at", ">=", since), ("answered_at", "<=", now),
            ("verdict", "!=", False),
        ]
        for key, line in self._rows("frontoffice.feedback.invitation", partners, domain, ["verdict"]):
            known = counts.setdefault(key, {"good": 0, "middling": 0, "bad": 0})
            known[line.verdict] += 1
        return {key: (c["good"], c["middling"], c["bad"]) for key, c in counts.items()}

    @api.model
    def _contacts(self, partners, company, now):
        """{customer id: (days since the last contact, usual days between contacts)} of two years."""
        domain = [
            ("company_id", "=", company.id), ("arrived_at", ">=", now - timedelta(days=730)), ("arrived_at", "<=", now),
        ]
        moments = {}
        for key, encounter in self._rows("frontoffice.encounter", partners, domain, ["arrived_at"]):
            moments.setdefault(key, []).append(encounter.arrived_at)
        result = {}
        for key, each in moments.items():
            first, last = min(each), max(each)
            usual = (last - first).total_seconds() / 86400 / (len(each) - 1) if len(each) > 2 else None
            result[key] = ((now - last).total_seconds() / 86400, usual)
        return result
