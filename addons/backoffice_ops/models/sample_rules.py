from odoo import SUPERUSER_ID, fields, models

from odoo.addons.frontoffice_crm.tools import story_cast as front_cast
from odoo.addons.frontoffice_crm.tools.story_clock import Clock

from ..tools import story_rules as told_rules


class Sample(models.AbstractModel):
    """Deadlines, documents, reminder steps and an announcement of the sample."""

    _inherit = "frontoffice.sample"

    def _parts(self):
        return [*super()._parts(), "_load_rules"]

    def _load_rules(self, told, batch):
        """Reminder steps, the announcement with who has read it, deadlines, documents; returns how many deadlines."""
        clock = Clock(told.now, front_cast.ZONE)
        links = {model: self._remembered(model) for model in ("res.users", "res.partner", "hr.department")}
        self._make_ladder()
        self._make_notice(clock, links)
        self._make_documents(told, clock, links)
        return {"deadlines": len(self._make_deadlines(clock, links, batch))}

    def _make_ladder(self):
        ladder = self._make("backoffice.escalation", {"everybody": {
            "name": "Everybody", "company_id": self.env.company.id, "step_ids": [
                fields.Command.create({"clock": clock, "basis": basis, "value": value, "tells": tells})
                for clock, basis, value, tells in told_rules.LADDER
            ],
        }})["everybody"]
        ladder._current_version()

    # -- announcement ------------------------------------------------------------------------------

    def _make_notice(self, clock, links):
        """Published five months ago, when sending back had become the rule; two have not read it yet."""
        asked = clock.local(clock.working_days(-5)[2], 9)
        notice = self._make("backoffice.notice", {"serial": {
            "name": told_rules.NOTICE, "body": told_rules.NOTICE_TEXT, "company_id": self.env.company.id,
            "date_from": clock.day_of(asked), "question": told_rules.QUESTION, "choices": told_rules.CHOICES,
            "right_choice": told_rules.RIGHT, "owner_id": links["res.users"]["jonas"],
            "kind": "change", "service_id": self._remembered("backoffice.service")["spare_part"],
        }})["serial"]
        notice.write({"state": "published", "version_id": notice._current_version().id})
        receipts = self._make_receipts(notice, asked, {
            user: None if key in told_rules.UNREAD else clock.add(asked, (1 + n) * 3600)
            for n, (key, user) in enumerate(links["res.users"].items())})
        wrong = [links["res.users"][key] for key in told_rules.WRONG]
        receipts.filtered(lambda receipt: receipt.user_id.id in wrong).wrong_answers = 1

    def _make_receipts(self, notice, asked, read):
        """Who was asked to read an announcement, and when they had; ``read``: {user id: moment or None}."""
        desks = {user.id: department for user, department in notice._audience().items()}
        return self.env["backoffice.notice.receipt"].create([
            {"notice_id": notice.id, "version_id": notice.version_id.id, "user_id": user,
             "department_id": desks.get(user), "company_id": notice.company_id.id, "asked_at": asked, "acked_at": at}
            for user, at in read.items()
        ])

    # -- deadlines ---------------------------------------------------------------------------------

    def _make_deadlines(self, clock, links, batch):
        """Each comes after the one before it; when it was done is a moment of that day."""
        lines = told_rules.deadlines(clock)
        deadlines = self._make("backoffice.obligation", {
            line.key: {
                "name": line.name, "kind": line.kind, "department_id": links["hr.department"][line.department],
                "user_id": links["res.users"][line.user], "company_id": self.env.company.id, "due_on": line.due_on,
                "source": "sample", "batch_id": batch.id, "evidence_note": line.proof, **line.more,
                **({"state": "done", "met_at": min(clock.local(line.met_on, 11), clock.now),
                    "met_by_id": links["res.users"][line.user]} if line.met_on else {}),
            }
            for line in lines
        })
        row = [deadlines[line.key] for line in lines if line.key.startswith("vat")]
        for before, after in zip(row, row[1:], strict=False):
            after.previous_id = before
        return deadlines

    # -- documents ---------------------------------------------------------------------------------

    def _make_documents(self, told, clock, links):
        """One in each state. Nobody is asked: it is practice."""
        case = self._remembered("frontoffice.case")["ana"]
        copy = self._remembered("backoffice.handoff")["t_copy"]
        rows = {}
        for kind, state, customer, about, ago, due, valid in told_rules.DOCUMENTS:
            asked, day = fields.Datetime.subtract(told.now, days=ago), fields.Date.add
            rows[f"{kind}_{state}"] = {
                "type_id": self.env.ref(f"backoffice_ops.document_type_{kind}").id, "state": state,
                "partner_id": links["res.partner"][customer], "company_id": self.env.company.id,
                **({"case_id": case} if about else {"handoff_id": copy}), "required": False, "pauses": False,
                "asked_at": asked, "asked_by_id": links["res.users"]["priya" if about else "tomas"],
                "due_date": day(clock.today, days=due), "expiry_date": valid and day(clock.today, days=valid),
                **({} if state in ("asked", "cancelled") else {"received_at": fields.Datetime.add(asked, days=1)}),
                **({"decided_at": fields.Datetime.add(asked, days=2), "decided_by_id": links["res.users"]["tomas"]}
                   if state in ("accepted", "refused", "expired") else {}),
                "refusal": told_rules.REFUSED if state == "refused" else False,
            }
        return self._make("backoffice.document.request", rows)

    # -- and out again -----------------------------------------------------------------------------

    def _leading_models(self):
        return ["backoffice.document.request", *super()._leading_models()]

    def _catalogue_models(self):
        return [
            "backoffice.notice.receipt", "backoffice.notice", "backoffice.link",
            "backoffice.escalation.version", "backoffice.escalation", *super()._catalogue_models(),
        ]

    def _version_owners(self):
        return super()._version_owners() | {"backoffice.escalation.version": "escalation_id.company_id"}

    def _of_company(self, model):
        """What was published is kept, except with the company it was published in."""
        found = super()._of_company(model)
        if model == "backoffice.notice":
            found.write({"state": "draft", "version_id": False})
        return found


class DocumentRequest(models.Model):
    _inherit = "backoffice.document.request"

    def _ask(self):
        """The story asks nobody; who practises in the sample does, and nothing is sent there anyway."""
        if self.env.uid == SUPERUSER_ID and self.company_id.is_frontoffice_sample:
            return None
        return super()._ask()
