from odoo import fields, models

from odoo.addons.frontoffice_crm.tools import story_cast as front_cast
from odoo.addons.frontoffice_crm.tools.story_clock import Clock

from ..tools import story, story_work

RATED_MONTHS = 6
CHECKED_MONTHS = 5


class Sample(models.AbstractModel):
    """What surrounds the sample's requests: steps, decisions, faces, and a bundle."""

    _inherit = "frontoffice.sample"

    def _parts(self):
        return [*super()._parts(), "_load_work"]

    def _load_work(self, told, batch):
        """Checklists, approvals, ratings and the bundle "Boiler with loan"; returns how many decisions."""
        clock = Clock(told.now, front_cast.ZONE)
        handoffs, users = self._remembered("backoffice.handoff"), self._remembered("res.users")
        self._make_steps(told, clock, handoffs)
        self._make_ratings_of_work(told, clock, handoffs)
        self._make_bundle(told, handoffs, users, batch)
        # whose time was lost is worked out as ever, once requests and promises are there
        self.env["frontoffice.promise"].browse(self._remembered("frontoffice.promise").values())._delays_again(False)
        lines = story_work.decisions(told, clock, lambda at: story.month_of(clock, at) in story.LEAVE)
        return {"decisions": len(self._make_decisions(lines, handoffs, users, batch))}

    # -- checklists --------------------------------------------------------------------------------

    def _make_steps(self, told, clock, handoffs):
        """Lines of the latest requests with a checklist, ticked as far as they were."""
        since = clock.local(clock.month(-CHECKED_MONTHS)[0], 0)
        rows = []
        for line in told.requests:
            handoff = self.env["backoffice.handoff"].browse(handoffs[line.key])
            steps = handoff.service_id.checklist_ids if line.sent_at >= since and handoff.user_id else ()
            for n, step in enumerate(steps):
                at = story_work.ticked(line, n, len(steps))
                rows.append({
                    "handoff_id": handoff.id, "company_id": self.env.company.id, "code": step.code,
                    "name": step.name, "required": step.required, "sequence": n + 1, "done": bool(at),
                    "done_at": at, "done_by_id": handoff.user_id.id if at else False,
                })
        self.env["backoffice.checklist.line"].create(rows)

    # -- decisions ---------------------------------------------------------------------------------

    def _make_decisions(self, lines, handoffs, users, batch):
        """The one step of payment plans, with who was asked and who decided in whose place."""
        service = self._remembered("backoffice.service")["payment_plan"]
        step = self.env["backoffice.service"].browse(service).approval_step_ids
        waited = self._waited(lines)
        return self._make("backoffice.approval", {
            line.key: {
                **self._decision_of(self.env["backoffice.handoff"].browse(handoffs[line.request])),
                "name": step.name, "who": step.who, "mode": step.mode, "gate": step.gate, "position": 1,
                "within_hours": step.within_hours, "round": line.round, "state": line.state, "source": "sample",
                "asked_at": line.asked_at, "due_at": line.due_at, "decided_at": line.decided_at,
                "decided_by_id": users.get(line.by, False), "batch_id": batch.id,
                "waited_hours": waited.get(line.key, 0.0), "seat_ids": [fields.Command.create(self._seat(line, users))],
            }
            for line in lines
        })

    def _waited(self, lines):
        """{key: working hours until it was decided}."""
        decided = [line for line in lines if line.decided_at]
        spans = [(line.asked_at, line.decided_at) for line in decided]
        seconds = self.env.company.resource_calendar_id._count_seconds(spans)
        return {line.key: each / 3600 for line, each in zip(decided, seconds, strict=True)}

    def _decision_of(self, handoff):
        return {
            "handoff_id": handoff.id, "company_id": handoff.company_id.id, "asked_by_id": handoff.from_user_id.id,
            "department_id": handoff.to_department_id.id, "service_version_id": handoff.service_version_id.id,
        }

    def _seat(self, line, users):
        stands_in = {
            "substitute_id": users[line.by], "substitute_why": "leave", "acting_for_id": users[line.seat],
        } if line.stands_in else {}
        return {
            "user_id": users[line.seat], "told_at": line.asked_at, "state": line.state, "note": line.note,
            "decided_by_id": users.get(line.by, False), "decided_at": line.decided_at,
            "via": "app" if line.by else False, **stands_in,
        }

    # -- faces -------------------------------------------------------------------------------------

    def _make_ratings_of_work(self, told, clock, handoffs):
        since = clock.local(clock.month(-RATED_MONTHS)[0], 0)
        rows = []
        for key, side, face, reason, at in story_work.ratings(told, since):
            handoff = self.env["backoffice.handoff"].browse(handoffs[key])
            if handoff.from_user_id == handoff.user_id:
                continue  # nobody rates themselves
            rows.append({
                "handoff_id": handoff.id, "side": side, "face": face, "reason": reason, "at": at,
                "user_id": (handoff.from_user_id if side == "sender" else handoff.user_id).id,
                "from_team_id": handoff.from_team_id.id, "from_department_id": handoff.from_department_id.id,
                "to_department_id": handoff.to_department_id.id, "company_id": handoff.company_id.id,
            })
        self.env["backoffice.handoff.rating"].create(rows)

    # -- the bundle --------------------------------------------------------------------------------

    def _make_bundle(self, told, handoffs, users, batch):
        """A boiler on credit: the loan is ready, Parts is late, and fitting waits for both."""
        services = self._remembered("backoffice.service")
        steps = (("t_boiler", "spare_part", "Boiler on the van"), ("t_loan", "payment_plan", "Loan agreed"),
                 ("t_fit", "engineer_slot", "Fitted"))
        template = self._make("backoffice.bundle.template", {"boiler": {
            "name": "Boiler with loan", "company_id": self.env.company.id,
            "step_ids": [fields.Command.create({"name": name, "service_id": services[service], "sequence": n})
                         for n, (_key, service, name) in enumerate(steps, start=1)],
        }})["boiler"]
        template.order_text = "3 after 1, 2"
        bundle = self._make("backoffice.bundle", {"boiler": {
            "template_id": template.id, "company_id": self.env.company.id, "user_id": users["lukas"],
            "partner_id": self._remembered("res.partner")["c031"], "batch_id": batch.id,
            "need_by": fields.Datetime.add(told.now, hours=20),
        }})["boiler"]
        for step, (key, _service, _name) in zip(bundle.step_ids, steps, strict=True):
            step.handoff_id = handoffs[key]
            step.handoff_id.bundle_id = bundle
        bundle.state = "running"
        bundle._forecast(told.now)
        bundle.first_predicted_at = fields.Datetime.subtract(bundle.need_by, hours=4)

    def _catalogue_models(self):
        return ["backoffice.bundle.template", *super()._catalogue_models()]


class FrontofficeBatch(models.Model):
    _inherit = "frontoffice.batch"

    def _remove_records(self, model):
        """A bundle that has begun is not deleted, except with the batch it came in."""
        if model == "backoffice.bundle":
            # sudo: as in the batch itself
            bundles = self.env[model].sudo().with_context(active_test=False).search([("batch_id", "=", self.id)])
            bundles.handoff_ids.bundle_id = False
            bundles.state = "draft"
        return super()._remove_records(model)
