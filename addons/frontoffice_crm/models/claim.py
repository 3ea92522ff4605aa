from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from ..tools import claim as pure
from .claim_status import STATUSES

WARN_DAYS = 3


class Claim(models.Model):
    """What our adverts and quotations say, and whether it is true today."""

    _name = "frontoffice.claim"
    _description = "Advertised promise"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date_from desc, id desc"
    _check_company_auto = True

    name = fields.Char("What it says", required=True, translate=True, tracking=True)
    standard_id = fields.Many2one(
        "frontoffice.promise.standard", "Standard promise", required=True, index=True, check_company=True,
        ondelete="restrict", tracking=True, help="Promises given from this one prove it.",
    )
    place = fields.Selection(
        [
            ("page", "Web page"), ("ad", "Advert"), ("script", "Call guide"), ("quote", "Quotation text"),
            ("other", "Elsewhere"),
        ],
        required=True, default="ad",
    )
    place_note = fields.Char("Where exactly")
    campaign_id = fields.Many2one("utm.campaign", index="btree_not_null", ondelete="set null")
    owner_id = fields.Many2one(
        "res.users", index="btree_not_null", ondelete="set null", default=lambda self: self.env.uid,
        tracking=True, help="Stops or corrects it when it is not true.",
    )
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    date_from = fields.Date("From", required=True, default=fields.Date.context_today, tracking=True)
    date_to = fields.Date("To", tracking=True)
    proof_share = fields.Float("True when kept at least (%)", default=90.0, required=True, tracking=True)
    proof_count = fields.Integer("From this many promises", default=30, required=True, tracking=True)
    proof_days = fields.Integer("Within the last (days)", default=30, required=True, tracking=True)
    status = fields.Selection(STATUSES, default="unproven", required=True, readonly=True, copy=False)
    judged_on = fields.Date(readonly=True, copy=False)
    kept = fields.Integer(readonly=True, copy=False)
    of = fields.Integer("Decided", readonly=True, copy=False)
    warned_on = fields.Date("Owner asked on", readonly=True, copy=False)
    stopped_on = fields.Date(readonly=True, copy=False, tracking=True)
    replaced_by_id = fields.Many2one(
        "frontoffice.claim", "Replaced by", index="btree_not_null", check_company=True, ondelete="set null", copy=False
    )
    is_running = fields.Boolean("Running", compute="_compute_is_running", search="_search_is_running")
    status_ids = fields.One2many("frontoffice.claim.status", "claim_id", "Day by day", readonly=True)
    promise_count = fields.Integer(compute="_compute_promise_count")
    batch_id = fields.Many2one("frontoffice.batch", index="btree_not_null", ondelete="restrict", readonly=True)
    active = fields.Boolean(default=True)

    _share_range = models.Constraint(
        "CHECK (proof_share > 0 AND proof_share <= 100)", "The share to keep is a number from 1 to 100."
    )
    _count_positive = models.Constraint(
        "CHECK (proof_count > 0 AND proof_days > 0)", "Count at least one promise within at least one day."
    )

    @api.constrains("date_from", "date_to", "replaced_by_id")
    def _check_dates(self):
        for claim in self:
            if claim.date_to and claim.date_to < claim.date_from:
                raise ValidationError(self.env._("“%s” ends before it starts.", claim.name))
            if claim.replaced_by_id == claim:
                raise ValidationError(self.env._("“%s” cannot replace itself.", claim.name))

    # -- running ---------------------------------------------------------------------------------

    @api.model
    def _running_domain(self, day):
        domain = fields.Domain("stopped_on", "=", False) & fields.Domain("date_from", "<=", day)
        return domain & (fields.Domain("date_to", "=", False) | fields.Domain("date_to", ">=", day))

    @api.depends("stopped_on", "date_from", "date_to")
    def _compute_is_running(self):
        today = fields.Date.context_today(self)
        for claim in self:
            begun = bool(claim.date_from) and claim.date_from <= today
            claim.is_running = begun and not claim.stopped_on and (not claim.date_to or claim.date_to >= today)

    def _search_is_running(self, operator, value):
        return self._running_domain(fields.Date.context_today(self)) if operator == "in" else NotImplemented

    @api.model
    def _running_for(self, promises):
        """Claims running today that these promises may have been given under; one query, none for nobody."""
        if not promises:
            return self.browse()
        wanted = fields.Domain("campaign_id", "in", promises.campaign_id.ids)
        wanted |= fields.Domain("standard_id", "in", promises.standard_id.ids)
        # sudo: the link follows by itself, whoever gives the promise
        return self.sudo().search(wanted & self._running_domain(fields.Date.context_today(self)))

    def action_stop(self):
        """Nobody says this any more. For its owner and for team leaders."""
        for claim in self:
            if claim.owner_id != self.env.user and not claim.has_access("write"):
                raise AccessError(self.env._("Only its owner or a team leader stops an advertised promise."))
        today = fields.Date.context_today(self)
        claims = self.sudo().filtered(lambda c: not c.stopped_on)  # sudo: the right was checked above
        claims.write({"stopped_on": today})
        claims.activity_ids.filtered(lambda a: a.activity_type_id == self._warn_type()).action_feedback()
        return True

    def action_resume(self):
        """It is said again."""
        return self.write({"stopped_on": False, "warned_on": False})

    # -- proof -----------------------------------------------------------------------------------

    def _claim_proof(self, as_of=None):
        """Hook: {claim id: (kept, decided)} of the last ``proof_days`` days up to ``as_of`` (naive UTC).

        Promises due in that time that were given under the claim or under its standard; one that the
        customer took back does not count. One grouped query per length of window.
        """
        as_of = as_of or fields.Datetime.now()
        result = {}
        for (days, company), claims in self.grouped(lambda c: (c.proof_days, c.company_id)).items():
            counts = claims._decided_counts(as_of - timedelta(days=days), as_of, company)
            for claim in claims:
                mine = [n for n in counts if n[0] == claim.standard_id or n[1] == claim]
                kept = sum(n[3] for n in mine if n[2] == "kept")
                result[claim.id] = (kept, sum(n[3] for n in mine))
        return result

    def _decided_counts(self, since, until, company):
        """[(standard, claim, state, number)]; what we took back ourselves is decided, and not kept."""
        mine = fields.Domain("standard_id", "in", self.standard_id.ids) | fields.Domain("claim_id", "in", self.ids)
        decided = fields.Domain("state", "in", ("kept", "late", "broken"))
        decided |= fields.Domain("state", "=", "withdrawn") & fields.Domain("withdrawn_by", "=", "company")
        domain = mine & decided & fields.Domain([
            ("company_id", "=", company.id), ("due_at", ">", since), ("due_at", "<=", until),
        ])
        # sudo: the figure is the same for everybody; put away or not, a promise decided counts
        Promise = self.env["frontoffice.promise"].sudo().with_context(active_test=False)
        return Promise._read_group(domain, ["standard_id", "claim_id", "state"], ["__count"])

    def action_judge(self):
        """Look now. Running it again the same day changes nothing unless the promises did."""
        today = fields.Date.context_today(self)
        proofs = self._claim_proof()
        claims = self.sudo()  # sudo: status fields are read-only for people
        rows = claims.env["frontoffice.claim.status"].search([("claim_id", "in", self.ids), ("day", "=", today)])
        known = {row.claim_id.id: row for row in rows}
        fresh = []
        for claim in claims:
            values = claim._judged(*proofs[claim.id])
            claim.write({**values, "judged_on": today})
            if claim.id in known:
                known[claim.id].write(values)
            else:
                fresh.append({**values, "claim_id": claim.id, "company_id": claim.company_id.id, "day": today})
        self.env["frontoffice.claim.status"].sudo().create(fresh)
        claims._warn_owners(today)
        return True

    def _judged(self, kept, of):
        return {"kept": kept, "of": of, "status": pure.status(kept, of, self.proof_share / 100, self.proof_count)}

    @api.model
    def _cron_judge(self, limit=200):
        """Every night, each claim that runs and was not judged today."""
        today = fields.Date.context_today(self)
        due = fields.Domain("judged_on", "=", False) | fields.Domain("judged_on", "<", today)
        domain = self._running_domain(today) & due
        claims = self.search(domain, limit=limit).try_lock_for_update(allow_referencing=True)
        claims.action_judge()
        self.env["ir.cron"]._commit_progress(len(claims), remaining=self.search_count(domain))

    # -- stop or fix -----------------------------------------------------------------------------

    @api.model
    def _warn_type(self):
        return self.env.ref("mail.mail_activity_data_todo", raise_if_not_found=False) or self.env["mail.activity.type"]

    def _warn_owners(self, today):
        """Three days untrue in a row: the owner is asked once, until it is no longer untrue."""
        for claim in self:
            if claim.status != "untrue":
                claim.warned_on = False
            elif not claim.warned_on and pure.untrue_days(claim._last_days()) >= WARN_DAYS:
                claim.warned_on = today
                claim._warn_owner()

    def _last_days(self):
        rows = self.env["frontoffice.claim.status"].search([("claim_id", "=", self.id)], limit=WARN_DAYS)
        return [(row.day, row.status) for row in rows]

    def _warn_owner(self):
        self.activity_schedule(
            activity_type_id=self._warn_type().id, user_id=(self.owner_id or self.create_uid).id,
            summary=self.env._("Stop or fix: “%s” is not true", self.name),
            note=self.env._(
                "Kept %(kept)s of %(of)s promises in %(days)s days; we say it is so in %(share)s %% of cases.",
                kept=self.kept, of=self.of, days=self.proof_days, share=round(self.proof_share),
            ),
        )

    # -- records behind it -----------------------------------------------------------------------

    def _promise_domain(self):
        """Promises the figure is made from: given under the claim or under its standard."""
        mine = fields.Domain("claim_id", "in", self.ids) | fields.Domain("standard_id", "in", self.standard_id.ids)
        return mine & fields.Domain("company_id", "in", self.company_id.ids)

    def _compute_promise_count(self):
        for claim in self:  # shown on the form alone
            claim.promise_count = self.env["frontoffice.promise"].search_count(claim._promise_domain())

    def action_view_promises(self):
        """The promises behind the figure."""
        action = self.env["ir.actions.act_window"]._for_xml_id("frontoffice_crm.promise_action")
        return {**action, "domain": list(self._promise_domain()), "context": {}}
