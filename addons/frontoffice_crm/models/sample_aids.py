from datetime import timedelta

from odoo import fields, models

from ..tools import story_cast, story_desk
from ..tools.story_clock import Clock

TOPIC = "boiler"
USES = 9  # of the call guide, the latest contacts about its topic
GIVEN = 14  # leads the leaflet was given to
CASES = 10  # latest cases about the topic that say why this person
#: what is asked, kind of answer, whether it must be asked, what people say
STEPS = (
    ("Do you smell gas?", "yes_no", True, "no"),
    ("What does the display say?", "text", True, "F28, the lamp blinks"),
    ("Are small children, old or ill people in the house?", "yes_no", True, "yes"),
    ("Where is the key if nobody is at home?", "text", False, "With the neighbour"),
)


class Sample(models.AbstractModel):
    """What helps the sample's people: a call guide in use, material that was opened, a rule that says why."""

    _inherit = "frontoffice.sample"

    def _parts(self):
        return [*super()._parts(), "_load_aids"]

    def _load_aids(self, told, batch):
        """The leaflet and its links, the guide and its uses, the rule and its choices."""
        topic = self.env["frontoffice.need"].browse(self._remembered("frontoffice.need")[TOPIC])
        leaflet = self._make_leaflet(told, topic)
        uses = self._make_uses(self._make_guide(topic, leaflet), topic)
        self._make_choices(topic)
        return {"call_guides_used": uses}

    # -- material ----------------------------------------------------------------------------------

    def _make_leaflet(self, told, topic):
        leaflet = self._make("frontoffice.asset", {"heat_pump": {
            "name": "Heat pump or boiler? Both on one page", "url": f"https://{story_cast.DOMAIN}/heat-pump",
            "need_ids": [fields.Command.set(topic.ids)], "company_id": self.env.company.id,
        }})["heat_pump"]
        leads, seller = self._remembered("crm.lead"), self._remembered("res.users")["lukas"]
        lines = story_desk.leads(Clock(told.now, story_cast.ZONE))[-GIVEN:]
        self._make("frontoffice.asset.share", {
            line.key: self._share(n, line, leads, told.now) | {"asset_id": leaflet.id, "user_id": seller}
            for n, line in enumerate(lines)
        })
        return leaflet

    def _share(self, n, line, leads, now):
        """Two of three open it, a day later; who bought reads it twice."""
        given = line.created_at + timedelta(hours=1)
        opened = min(given + timedelta(days=1), now) if n % 3 or line.fate == "won" else None
        return {
            "lead_id": leads[line.key], "company_id": self.env.company.id, "shared_at": given,
            "open_count": (2 if line.fate == "won" else 1) if opened else 0,
            "first_open_at": opened, "last_open_at": opened,
        }

    # -- call guide --------------------------------------------------------------------------------

    def _make_guide(self, topic, leaflet):
        return self._make("frontoffice.playbook", {"no_heat": {
            "name": "No heat: what the engineer must know", "company_id": self.env.company.id,
            "greeting": "I understand, it is cold at your place. A few questions, then I send somebody.",
            "need_ids": [fields.Command.set(topic.ids)], "asset_ids": [fields.Command.set(leaflet.ids)],
            "step_ids": [
                fields.Command.create({"name": name, "kind": kind, "required": required, "sequence": n})
                for n, (name, kind, required, _said) in enumerate(STEPS, start=1)
            ],
        }})["no_heat"]

    def _make_uses(self, guide, topic):
        """Each third time one question that must be asked was left out; returns how many uses."""
        contacts = self.env["frontoffice.encounter"].search([
            ("need_id", "=", topic.id), ("ended_at", "!=", False), ("company_id", "=", self.env.company.id),
        ], order="ended_at desc, id desc", limit=USES)
        version = guide._current_version()
        runs = self._make("frontoffice.playbook.run", {
            str(n): self._use(n, contact, guide, version) for n, contact in enumerate(contacts)
        })
        for contact, run in zip(contacts, runs.values(), strict=True):
            run.finished_at = contact.ended_at  # a finished guide takes no answers, so last
        return len(contacts)

    def _use(self, n, contact, guide, version):
        said = ["" if n % 3 == 0 and place == 2 else step[3] for place, step in enumerate(STEPS)]
        must = [text for text, step in zip(said, STEPS, strict=True) if step[2]]
        return {
            "playbook_id": guide.id, "version_id": version.id, "encounter_id": contact.id,
            "case_id": contact.case_id.id, "user_id": contact.user_id.id, "company_id": self.env.company.id,
            "to_ask": len(must), "asked": len(list(filter(None, must))),
            "line_ids": [
                fields.Command.create({
                    "step_id": step.id, "sequence": step.sequence, "name": step.name, "required": step.required,
                    "value": text,
                }) for step, text in zip(guide.step_ids, said, strict=True)
            ],
        }

    # -- why this person ---------------------------------------------------------------------------

    def _make_choices(self, topic):
        """The rule, and whom it considered for the latest cases: the one who has them, and who was next."""
        route = self._make("frontoffice.route", {"heat_first": {
            "name": "No heat first", "company_id": self.env.company.id, "need_ids": [fields.Command.set(topic.ids)],
            "team_id": topic.team_id.id, "policy": "least_loaded", "set_priority": True,
        }})["heat_first"]
        cases = self.env["frontoffice.case"].search([
            ("need_id", "=", topic.id), ("user_id", "!=", False), ("company_id", "=", self.env.company.id),
        ], order="opened_at desc, id desc", limit=CASES)
        self._make("frontoffice.assignment", {
            str(case.id): {
                "case_id": case.id, "user_id": case.user_id.id, "at": case.opened_at,
                "route_version_id": route._current_version().id, "candidates": self._considered(case, topic.team_id),
            } for case in cases
        })

    def _considered(self, case, team):
        others = (team.member_ids - case.user_id).sorted("id")
        return [
            {"user": case.user_id.id, "verdict": "chosen", "capacity": case.user_id.case_capacity},
            *({"user": person.id, "verdict": "next" if n else "full", "capacity": person.case_capacity}
              for n, person in enumerate(others)),
        ]

    def _catalogue_models(self):
        return [
            "frontoffice.assignment", "frontoffice.route.version", "frontoffice.route",
            "frontoffice.playbook.run", "frontoffice.playbook.version", "frontoffice.playbook",
            "frontoffice.asset.share", "frontoffice.asset", *super()._catalogue_models(),
        ]

    def _version_owners(self):
        return super()._version_owners() | {
            "frontoffice.route.version": "route_id.company_id",
            "frontoffice.playbook.version": "playbook_id.company_id",
        }
