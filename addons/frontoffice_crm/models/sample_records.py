from datetime import timedelta

from odoo import models
from odoo.tools import SQL

ASKED_BEFORE = timedelta(hours=3)  # an answer comes so long after the question
SILENT = 6  # of so many who were not heard of one was asked


class Sample(models.AbstractModel):
    """The front office's part of the story, written down with its original times."""

    _inherit = "frontoffice.sample"

    def _load_frontoffice(self, told, batch):
        """Catalogue, cases, interactions, promises, ratings; returns how many of each."""
        cast = self._make_catalogue()
        common = {"company_id": self.env.company.id, "source": "sample", "batch_id": batch.id}
        cases = self._make_cases(told, cast, common)
        contacts = self._make_interactions(told, cast, common, cases)
        promises = self._make_promises(told, cast, common, cases, contacts)
        self._make_ratings(told, cast, {**contacts, **promises})
        return {
            "customers": len(cast["partner"]), "cases": len(cases), "interactions": len(contacts),
            "promises": len(promises), "ratings": len(told.ratings),
        }

    def _where(self, line, cast, common):
        """What cases, interactions and promises have in common."""
        return {
            **common,
            "partner_id": cast["partner"][line.customer].id if line.customer else False,
            "need_id": cast["need"][line.need].id,
            "channel_id": cast["channel"][line.channel].id,
            "team_id": cast["team"][line.team].id,
            "user_id": cast["user"][line.user].id if line.user else False,
            "campaign_id": cast["campaign"][line.campaign].id if getattr(line, "campaign", None) else False,
        }

    def _make_cases(self, told, cast, common):
        lines = sorted(told.cases, key=lambda line: (line.opened_at, line.key))
        self._number_back("frontoffice.case", len(lines))
        cases = self._make("frontoffice.case", {
            line.key: {
                **self._where(line, cast, common), "subject": line.subject, "type": line.type,
                "severity": line.severity, "opened_at": line.opened_at,
            }
            for line in lines
        })
        self.env["frontoffice.case"]._record_history([
            (cases[line.key], [
                (kind, at, self._how(line, kind), cast["user"][(who or [line.user])[0]].id)
                for kind, at, *who in line.events
            ])
            for line in lines if line.events
        ])
        return cases

    def _how(self, line, kind):
        """What an event of a case says beside its kind: who it took to solve it."""
        approved = any(event[0] == "approved" for event in line.events)
        return {"level": "approved" if approved else line.level} if kind == "resolved" else {}

    def _number_back(self, code, count):
        """Start the numbers so low that the newest case gets the number the story names."""
        sequence = self.env["ir.sequence"].search([("code", "=", code), ("company_id", "=", self.env.company.id)])
        sequence.number_next = sequence.number_next - count + 1

    def _make_interactions(self, told, cast, common, cases):
        return self._make("frontoffice.encounter", {
            line.key: {
                **self._where(line, cast, common),
                "partner_name": False if line.customer else self.env._("Visitor"),
                "arrived_at": line.arrived_at, "first_response_at": line.first_response_at, "ended_at": line.ended_at,
                "state": line.state, "outcome": line.outcome, "case_id": cases[line.case].id if line.case else False,
                "need_confirmed": line.confirmed, "is_clarification": line.asked_again,
                "context_carried": line.carried, "touch_minutes": line.minutes, "note": line.note,
            }
            for line in told.interactions
        })

    def _make_promises(self, told, cast, common, cases, contacts):
        promises = self._make("frontoffice.promise", {
            line.key: self._promise_values(line, cast, common, cases, contacts) for line in told.promises
        })
        self.env["frontoffice.promise"]._record_history([
            (promises[line.key], [self._acted(event, cast["user"][line.user]) for event in line.events()])
            for line in told.promises if line.events()
        ])
        return promises

    def _acted(self, event, person):
        """An event with who did it; that time runs out nobody does."""
        return event if event[0] == "lapsed" else (*event, person.id)

    def _promise_values(self, line, cast, common, cases, contacts):
        values = self._where(line, cast, common)
        del values["need_id"]
        return {
            **values, "name": line.name, "standard_id": cast["standard"][line.standard].id,
            "made_by_id": values["user_id"], "made_at": line.made_at, "due_at": line.due_at,
            "capability_hours": line.capability_s / 3600, "override_reason": line.reason,
            "case_id": cases[line.case].id if line.case else False,
            "encounter_id": contacts[line.interaction].id if line.interaction else False,
        }

    def _make_ratings(self, told, cast, hosts):
        ids = {model: self.env["ir.model"]._get_id(model) for model in ("frontoffice.encounter", "frontoffice.promise")}
        ratings = self._make("rating.rating", {
            line.key: {
                "res_model_id": ids[host._name], "res_id": host.id, "partner_id": host.partner_id.id,
                "rated_partner_id": host.user_id.partner_id.id, "rating": line.rating, "feedback": line.feedback,
                "consumed": True,
            }
            for line in told.ratings for host in (hosts[line.target],)
        })
        for line in told.ratings:
            ratings[line.key].rated_on = line.rated_at  # stock stamps now when a score is written
        asked = [(ratings[line.key].id, line.rated_at - ASKED_BEFORE) for line in told.ratings]
        self._date_ratings(asked + self._make_silent(hosts, {line.target for line in told.ratings}))

    def _make_silent(self, hosts, heard):
        """Some who were asked and said nothing; [(rating id, when they were asked)]."""
        model = self.env["ir.model"]._get_id("frontoffice.encounter")
        silent = dict([
            (key, host) for key, host in sorted(hosts.items())
            if host._name == "frontoffice.encounter" and host.ended_at and key not in heard][::SILENT])
        ratings = self._make("rating.rating", {
            f"silent_{key}": {
                "res_model_id": model, "res_id": host.id, "partner_id": host.partner_id.id,
                "rated_partner_id": host.user_id.partner_id.id, "consumed": False,
            }
            for key, host in silent.items()
        })
        return [(rating.id, host.ended_at) for rating, host in zip(ratings.values(), silent.values(), strict=True)]

    def _date_ratings(self, moments):
        """Stock knows when a rating was made by nothing but its creation."""
        self.env.flush_all()
        # SQL: create_date cannot be written otherwise
        self.env.cr.execute(SQL(
            "UPDATE rating_rating r SET create_date = d.at FROM unnest(%s::int[], %s::timestamp[]) d(id, at)"
            " WHERE r.id = d.id", *map(list, zip(*moments, strict=True))))
        self.env["rating.rating"].invalidate_model()
