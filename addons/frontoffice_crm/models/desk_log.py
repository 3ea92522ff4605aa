from dataclasses import dataclass, field
from typing import Any

from odoo import api, fields, models
from odoo.exceptions import UserError

OLDEST_START_HOURS = 12


@dataclass
class Entry:
    """One log on its way through the steps: what was typed, and the records made from it so far."""

    values: dict
    outcome: str
    need: Any
    about: str
    note: str
    channel: Any
    at: Any
    partner: Any = None
    case: Any = None
    encounter: Any = None
    promise: Any = None
    made: dict = field(default_factory=dict)  # model -> ids created by this log
    known: dict = field(default_factory=dict)  # model -> {id: version before} of what was there before

    @property
    def subject(self):
        return self.need.name or self.about or self.note[:80]

    def keep(self, records):
        """Remember new records, so that Undo takes them back."""
        self.made.setdefault(records._name, []).extend(records.ids)
        return records


class DeskLog(models.AbstractModel):
    """Log and next: one call that writes down the whole contact, or nothing of it."""

    _inherit = "frontoffice.desk"

    @api.model
    def log(self, values):
        """Write down one contact.

        ``values``: ``partner_id`` or ``new`` {name, phone, email} or neither (anonymous);
        ``need_id`` or ``about``; ``note``, ``channel_id``, ``started_at``, ``need_confirmed``,
        ``attachment_ids``, ``draft_id``, ``send`` (mail what was said), ``remind`` {at};
        ``outcome`` with what it needs (``case`` {type},
        ``message`` {user_id}, ``directed_to``, ``visit`` {start, minutes}); ``case_id`` of an
        open case this is about; ``promise`` {standard_id or name, due_at, override_reason}.

        Returns {token, text, encounter_id, partner_id, case, promise_id, counts, drafts}; the
        token undoes all of it within 10 seconds. Raises UserError in words for the screen.
        """
        self._check_agent()
        entry = self._log_entry(values)
        getattr(self, f"_log_outcome_{entry.outcome}")(entry)
        self._log_encounter(entry)
        self._log_promise(entry)
        follow = getattr(self, f"_log_follow_{entry.outcome}", None)
        if follow:
            follow(entry)
        for extra in self._log_extras():
            getattr(self, extra)(entry)
        self._drop_draft(values.get("draft_id"))
        return self._log_answer(entry)

    # -- reading the form ---------------------------------------------------------------------------

    @api.model
    def _log_entry(self, values):
        outcome = values.get("outcome") or "informed"
        if outcome not in self._outcomes():
            raise UserError(self.env._("Choose what happens next: answered, case, message …"))
        need = self.env["frontoffice.need"].browse(values.get("need_id") or []).exists()
        entry = Entry(
            values=values, outcome=outcome, need=need, about=(values.get("about") or "").strip()[:200],
            note=(values.get("note") or "").strip(), channel=self._log_channel(values.get("channel_id")),
            at=self._log_start(values.get("started_at")),
        )
        entry.case = self._log_known_case(entry)
        if not (entry.subject or entry.case):
            raise UserError(self.env._("What is it about? Choose a topic or write a word."))
        entry.partner = self._log_partner(entry)
        return entry

    @api.model
    def _log_channel(self, channel_id):
        Channel = self.env["frontoffice.channel"]
        channel = Channel.browse(channel_id or []).exists()
        channel.check_access("read")
        channel = channel or self._my_channel(Channel.search([("company_id", "=", self.env.company.id)]))
        if not channel:
            # sudo: an empty database must not refuse its first visitor
            channel = Channel.sudo().create({"name": self.env._("Counter"), "kind": "counter"}).sudo(False)
        return channel

    @api.model
    def _log_start(self, started_at):
        """When the contact began: what the screen says, never in the future, at most half a day ago."""
        now = fields.Datetime.now()
        start = self._moment(started_at) or now
        return min(max(start, fields.Datetime.subtract(now, hours=OLDEST_START_HOURS)), now)

    @api.model
    def _log_known_case(self, entry):
        """The open case this contact is about. UserError when it was settled meanwhile."""
        case = self.env["frontoffice.case"].browse(entry.values.get("case_id") or []).exists()
        if not case:
            return case
        case.check_access("write")
        if case.state in ("closed", "cancelled", "merged"):
            label = dict(case._fields["state"]._description_selection(self.env))[case.state]
            raise UserError(self.env._(
                "%(case)s is “%(state)s” now. Log this without it, or open it again first.",
                case=case.display_name, state=label,
            ))
        entry.known["frontoffice.case"] = {case.id: case.ledger_seq}
        return case

    @api.model
    def _log_partner(self, entry):
        """The customer: chosen, found by the same e-mail or number, new, or nobody."""
        partner = self._partner(entry.values.get("partner_id"))
        if partner or not entry.values.get("new"):
            return partner or entry.case.partner_id
        new = {
            key: str(entry.values["new"].get(key) or "").strip()[:120] for key in ("name", "phone", "email")
        }
        if not any(new.values()):
            return partner
        return self._same_partner(new) or entry.keep(self._new_partner(new))

    @api.model
    def _same_partner(self, new):
        """Somebody we already know by this very e-mail or number, when the name does not disagree."""
        found = self.env["res.partner"]._find_by_contact(
            email=new["email"], phone=new["phone"], company=self.env.company, limit=None
        ).filtered_domain(self._customer_domain())
        return found.filtered(lambda p: not new["name"] or (p.name or "").lower() == new["name"].lower())[:1]

    @api.model
    def _new_partner(self, new):
        new["name"] = new["name"] or new["phone"] or new["email"]
        # sudo: taking down name, number and e-mail of a new caller is the work of the desk, which
        # has no right to edit contacts otherwise
        partner = self.env["res.partner"].sudo().create({**new, "company_id": False})
        return partner.sudo(False)

    # -- what is written for every outcome ------------------------------------------------------------

    @api.model
    def _log_encounter(self, entry):
        entry.encounter = entry.keep(
            self.env["frontoffice.encounter"].create(self._prepare_encounter_vals(entry))
        )

    @api.model
    def _prepare_encounter_vals(self, entry):
        words = [entry.about] if entry.need or entry.note else []
        words = [*words, entry.note] if entry.note else [entry.about]
        return {
            "partner_id": entry.partner.id, "channel_id": entry.channel.id, "company_id": entry.channel.company_id.id,
            "need_id": entry.need.id, "note": "\n".join(word for word in words if word),
            "outcome": entry.outcome, "need_confirmed": bool(entry.values.get("need_confirmed")),
            "arrived_at": entry.at, "ended_at": fields.Datetime.now(), "state": "done",
            "case_id": entry.case.id, "context_carried": bool(entry.values.get("case_id")),
            **self._outcome_links(entry),
        }

    @api.model
    def _outcome_links(self, entry):
        """Links of the interaction to what its outcome made."""
        made = entry.made
        return {
            "lead_id": made.get("crm.lead", [False])[0],
            "calendar_event_id": made.get("calendar.event", [False])[0],
            "directed_to": (entry.values.get("directed_to") or "").strip() or False,
        }

    @api.model
    def _log_promise(self, entry):
        """The promise on the form, if any. A tighter date than is safe asks for a reason."""
        wish = entry.values.get("promise") or {}
        if wish.get("standard_id") or wish.get("name") or wish.get("due_at"):
            entry.promise = entry.keep(
                self.env["frontoffice.promise"]._make([self._prepare_promise_vals(entry, wish)])
            )

    @api.model
    def _prepare_promise_vals(self, entry, wish):
        standard = self._standard(wish["standard_id"]) if wish.get("standard_id") else None
        due_at = self._moment(wish.get("due_at"))
        if not due_at:
            raise UserError(self.env._("Until when? A promise needs a day and a time."))
        if due_at <= fields.Datetime.now():
            raise UserError(self.env._("This time has already passed. Promise a later one."))
        reason = (wish.get("override_reason") or "").strip()
        if standard and not reason:
            self._check_safe(standard, due_at, entry)
        return {
            "name": (standard and standard.name) or (wish.get("name") or "").strip() or entry.subject,
            "standard_id": standard and standard.id, "due_at": due_at, "override_reason": reason or False,
            "partner_id": entry.partner.id, "encounter_id": entry.encounter.id, "case_id": entry.case.id,
            "lead_id": entry.encounter.lead_id.id, "team_id": entry.encounter.team_id.id,
            "channel_id": entry.channel.id, "company_id": entry.channel.company_id.id,
            "user_id": wish.get("user_id") or entry.case.user_id.id or self.env.uid,
        }

    @api.model
    def _check_safe(self, standard, due_at, entry):
        judged = standard._judge(due_at, at=self._looked_at(entry.values.get("started_at")))
        if judged["safe"]:
            return
        raise UserError(self.env._(
            "“%(name)s” this tight was kept %(kept)s of %(of)s times. Say why you promise it anyway.",
            name=standard.name, kept=judged["kept"], of=judged["of"],
        ) if judged["of"] else self.env._(
            "This is sooner than we usually need for “%(name)s”. Say why you promise it anyway.",
            name=standard.name,
        ))

    @api.model
    def _log_extras(self):
        """Hook: names of methods(entry) that run last, when everything else is written."""
        return ["_log_attachments"]

    @api.model
    def _log_answer(self, entry):
        who = entry.partner.name or self.env._("Anonymous")
        parts = [who, entry.subject or entry.case.subject]
        if entry.case:
            parts.append(entry.case.name)
        return {
            "token": self._undo_token(entry), "text": " · ".join(part for part in parts if part),
            "encounter_id": entry.encounter.id, "partner_id": entry.partner.id,
            "case": entry.case and {"id": entry.case.id, "number": entry.case.name},
            "promise_id": entry.promise.id if entry.promise else False,
            **self.refresh(),
        }
