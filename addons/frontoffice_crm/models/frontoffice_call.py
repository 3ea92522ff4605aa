from psycopg2 import errors

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools import phone as pure

EVENTS = ("ringing", "answered", "ended")
KEPT_DAYS = 90  # a number is personal data, and the interaction keeps what matters


class FrontofficeCall(models.Model):
    """One telephone call as the telephone system told it: the caller's number, who picked up, when."""

    _name = "frontoffice.call"
    _description = "Call"
    _order = "rang_at desc, id desc"
    _rec_name = "number"
    _check_company_auto = True

    ref = fields.Char("Call id", required=True, readonly=True)
    direction = fields.Selection([("in", "From the customer"), ("out", "From us")], default="in", required=True)
    number = fields.Char(required=True, readonly=True)
    normalized = fields.Char(readonly=True, index="btree_not_null")
    partner_id = fields.Many2one("res.partner", "Customer", index="btree_not_null", ondelete="set null", readonly=True)
    user_id = fields.Many2one("res.users", "Colleague", index="btree_not_null", ondelete="set null", readonly=True)
    state = fields.Selection(
        [("ringing", "Ringing"), ("answered", "Answered"), ("ended", "Ended"), ("missed", "Missed")],
        default="ringing", required=True, readonly=True, index=True,
    )
    rang_at = fields.Datetime("Rang", required=True, readonly=True, default=fields.Datetime.now)
    answered_at = fields.Datetime("Answered", readonly=True)
    ended_at = fields.Datetime("Ended", readonly=True)
    encounter_id = fields.Many2one(
        "frontoffice.encounter", "Interaction", index="btree_not_null", ondelete="set null", readonly=True
    )
    called_back = fields.Boolean("Seen to", readonly=True)
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True)

    _ref_uniq = models.UniqueIndex("(company_id, ref)")

    @api.model
    def _event(self, event, user, values):
        """Take one event of a call of ``user``: ringing, answered or ended, in any order, any number
        of times. ``values``: ref, number, direction. Opens the desk of the user; returns the call."""
        if event not in EVENTS:
            raise ValidationError(self.env._("“event” is ringing, answered or ended."))
        call = self._of_ref(user, values)
        call.lock_for_update()
        changes = call._event_changes(event, user)
        if changes:
            call.write(changes)
            call._count_missed()
            call._tell(event)
        return call

    @api.model
    def _of_ref(self, user, values):
        """The call of this id, made when this is the first that is heard of it."""
        company = user.company_id
        known = [("company_id", "=", company.id), ("ref", "=", values["ref"])]
        call = self.search(known)
        if call:
            return call
        try:
            with self.env.cr.savepoint():
                return self.create(self._prepare_call_vals(user, values))
        except errors.UniqueViolation:  # two events of one call in two processes
            return self.search(known)

    @api.model
    def _prepare_call_vals(self, user, values):
        company = user.company_id
        found = self.env["res.partner"].with_company(company)._find_by_contact(
            phone=values["number"], company=company, limit=None
        ).filtered("partner_share")
        return {
            "ref": values["ref"], "number": values["number"], "direction": values.get("direction") or "in",
            "normalized": self.env["frontoffice.contact.point"]._normalize(
                "phone", values["number"], company.country_id
            ),
            "partner_id": found.id if len(found) == 1 else False, "user_id": user.id, "company_id": company.id,
        }

    def _event_changes(self, event, user):
        """What an event changes; nothing when it was heard before or comes too late."""
        now = fields.Datetime.now()
        if self.state in ("ended", "missed") or (event == "ringing" and self.state == "answered"):
            return {}
        if event == "ringing":
            return {"user_id": user.id}  # rings at the next desk
        if event == "answered":
            return {"state": "answered", "answered_at": now, "user_id": user.id} if self.state == "ringing" else {}
        missed = self.state == "ringing" and self.direction == "in"
        return {"state": "missed" if missed else "ended", "ended_at": now}

    def _count_missed(self):
        """Nobody picked up: an interaction that got no answer, counted like any other."""
        if self.state != "missed" or self.encounter_id:
            return
        channel = self._channel()
        if channel:
            self.encounter_id = self.env["frontoffice.encounter"].create({
                "channel_id": channel.id, "company_id": self.company_id.id, "state": "abandoned", "user_id": False,
                "partner_id": self.partner_id.id, "phone": self.number, "arrived_at": self.rang_at,
                "ended_at": self.ended_at,
            })

    def _channel(self):
        """The telephone this came in by: the person's own place, else the first of the company."""
        channels = self.env["frontoffice.channel"].search(
            [("company_id", "=", self.company_id.id), ("kind", "=", "phone")]
        )
        return (self.user_id.desk_channel_id & channels) or channels[:1]

    def _tell(self, event):
        """Open the desk of the one person who is called."""
        self.user_id._bus_send("frontoffice_crm.call", {
            "id": self.id, "event": event, "state": self.state, "number": self.number,
            "direction": self.direction, "partner_id": self.partner_id.id, "name": self.partner_id.name or "",
        })

    @api.model
    def _user_of(self, extension=None, login=None):
        """The colleague at an extension, or of a login, of the companies of the key."""
        companies = self.env.user.company_ids
        # sudo: people may not search users by login; the companies of the key bound it
        Users = self.env["res.users"].sudo().with_context(active_test=True)
        domain = [("share", "=", False), ("company_id", "in", companies.ids)]
        if extension:
            found = Users.search([*domain, ("desk_extension", "=", str(extension).strip())])
        else:
            found = Users.search([*domain, ("login", "=", str(login or "").strip())]) if login else self.env.user
        if len(found) > 1:
            raise UserError(self.env._("Several colleagues have the extension %s. Set it on one user only.", extension))
        return found.with_user(self.env.user).sudo(False)

    @api.model
    def _clean_number(self, text):
        """A number as it is kept: at most 40 signs, no letters. Empty for a withheld one."""
        text = " ".join(str(text or "").removeprefix("tel:").split())[:40]
        return text if len(pure.digits(text)) >= pure.MIN_DIGITS else ""

    @api.autovacuum
    def _gc_calls(self):
        """Numbers are not kept for ever."""
        before = fields.Datetime.subtract(fields.Datetime.now(), days=KEPT_DAYS)
        self.sudo().search([("rang_at", "<", before)], limit=5000).unlink()
