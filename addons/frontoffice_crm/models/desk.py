from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools.case import LIVE
from ..tools.promise import OPEN


class Desk(models.AbstractModel):
    """The Front Desk: what its screen asks and says, by RPC, with the rights of the person there.

    All moments going out and coming in are UTC texts as Odoo writes them
    ("2026-01-31 14:00:00"). Whoever is not an agent gets an AccessError; a wish that
    cannot be met raises UserError in words for the screen.
    """

    _name = "frontoffice.desk"
    _description = "Front Desk"

    @api.model
    def _check_agent(self):
        if not self.env.user.has_group("frontoffice_crm.group_agent"):
            raise AccessError(self.env._("The Front Desk is for Front Office agents."))

    @api.model
    def open(self):
        """Everything the empty desk shows: place, topics, promises, counts, drafts, notices."""
        self._check_agent()
        Channel = self.env["frontoffice.channel"]
        channels = Channel.search([("company_id", "=", self.env.company.id)])
        standards = self.env["frontoffice.promise.standard"].search(
            [("company_id", "in", (False, self.env.company.id)), ("automatic", "=", False)], limit=80
        )
        return {
            "user": {"id": self.env.uid, "name": self.env.user.name},
            "channel": self._channel_line(self._my_channel(channels)),
            "channels": [self._channel_line(channel) for channel in channels],
            "topics": self._topic_lines(self.env["frontoffice.need"]._suggest("", limit=6)),
            "standards": [{"id": s.id, "name": s.name} for s in standards],
            "counts": self._counts(),
            "drafts": self._drafts(),
            "notices": self._notices(),
            "outcomes": self._outcomes(),
        }

    @api.model
    def refresh(self):
        """The part of the desk that changes while somebody sits there."""
        self._check_agent()
        return {"counts": self._counts(), "drafts": self._drafts(), "notices": self._notices()}

    @api.model
    def set_channel(self, channel_id):
        """Where this person works today. UserError for a channel of another company."""
        self._check_agent()
        channel = self.env["frontoffice.channel"].browse(channel_id).exists()
        channel.check_access("read")
        # sudo: people may not write users, yet one chooses one's own place
        self.env.user.sudo().desk_channel_id = channel
        return self._channel_line(channel)

    # -- lines ------------------------------------------------------------------------------------

    @api.model
    def _channel_line(self, channel):
        return {"id": channel.id, "name": channel.name, "kind": channel.kind} if channel else None

    @api.model
    def _my_channel(self, channels):
        """The desk of this person, else the counter or telephone of the company, else any."""
        mine = self.env.user.desk_channel_id & channels
        return mine or channels.filtered(lambda c: c.kind in ("counter", "phone"))[:1] or channels[:1]

    @api.model
    def _topic_lines(self, needs, sure=None):
        return [
            {
                "id": need.id, "name": need.name, "sure": need.id in (sure or ()),
                "standard": need.standard_id and {"id": need.standard_id.id, "name": need.standard_id.name},
            }
            for need in needs
        ]

    @api.model
    def _outcomes(self):
        """Keys of the next steps this database offers; each has a ``_log_outcome_<key>``."""
        more = ["sold", "unmet"] if self.env.user.has_group("frontoffice_crm.group_feature_outcome") else []
        return ["informed", "case", "message", "directed", "appointment", "lead", *more]

    # -- counts and notices -------------------------------------------------------------------------

    @api.model
    def _today(self):
        """(start, end) of the user's day, naive UTC."""
        zone = ZoneInfo(self.env.user.tz or "UTC")
        now = fields.Datetime.now().replace(tzinfo=UTC).astimezone(zone)
        start = now.replace(hour=0, minute=0, second=0, microsecond=0)
        return tuple(
            moment.astimezone(UTC).replace(tzinfo=None) for moment in (start, start + timedelta(days=1))
        )

    @api.model
    def _counts(self):
        Encounter = self.env["frontoffice.encounter"]
        company = ("company_id", "=", self.env.company.id)
        today = Encounter.search_count([
            company, ("user_id", "=", self.env.uid), ("source", "=", "person"),
            ("arrived_at", ">=", self._today()[0]), ("state", "=", "done"),
        ])
        waiting, since = Encounter._read_group(
            [company, ("state", "=", "waiting")], [], ["__count", "arrived_at:min"]
        )[0]
        return {"today": today, "waiting": waiting, "waiting_since": self._text(since)}

    @api.model
    def _notices(self):
        """What came back to this person: lines {text, detail, model, id, tone}. Upper addons add theirs."""
        return []

    @api.model
    def _text(self, moment):
        return fields.Datetime.to_string(moment) if moment else None

    @api.model
    def _moment(self, text):
        """Naive UTC of a moment in a call; None when empty. UserError when it is not one."""
        try:
            return fields.Datetime.to_datetime(text or None)
        except (TypeError, ValueError) as error:
            raise UserError(self.env._("“%s” is not a day and a time.", text)) from error

    # -- the customer -------------------------------------------------------------------------------

    @api.model
    def customer(self, partner_id):
        """Who is in front of us: what to know before saying a word. UserError when gone."""
        self._check_agent()
        partner = self._partner(partner_id)
        cases = self.env["frontoffice.case"].search(
            [
                ("partner_id", "child_of", partner.id), ("state", "in", LIVE),
                ("company_id", "=", self.env.company.id),
            ],
            order="opened_at desc",
        )
        return {
            "id": partner.id, "name": partner.name or partner.display_name,
            "company": partner.parent_id.name or "", "phone": partner.phone or "",
            "email": partner.email or "", "city": partner.city or "",
            "language": self._language(partner), "since": self._text(partner.create_date),
            "rating": self._last_rating(partner), "broken": self._last_broken(partner),
            "last": self._last_contact(partner),
            "cases": self._case_lines(cases[:5]), "case_count": len(cases),
            "promises": self._open_promises(partner),
        }

    @api.model
    def _partner(self, partner_id):
        """The contact of this id, or none without one. UserError when it is gone meanwhile."""
        partner = self.env["res.partner"].browse(partner_id or []).exists()
        if partner_id and not partner:
            raise UserError(self.env._("This contact was merged or deleted meanwhile. Search again."))
        partner.check_access("read")
        return partner

    @api.model
    def _language(self, partner):
        """Name of the customer's language when it is not the user's."""
        if not partner.lang or partner.lang == self.env.user.lang:
            return ""
        name = dict(self.env["res.lang"].get_installed()).get(partner.lang, "")
        return name.split(" / ")[0].split(" (")[0]

    @api.model
    def _last_rating(self, partner):
        rating = self.env["rating.rating"].search(
            [("partner_id", "=", partner.id), ("consumed", "=", True), ("rating", ">", 0)],
            order="write_date desc", limit=1,
        )
        if not rating:
            return None
        return {"value": round(rating.rating), "text": rating.feedback or "", "at": self._text(rating.write_date)}

    @api.model
    def _last_broken(self, partner):
        """The last promise to this customer that we did not keep, in the last year."""
        promise = self.env["frontoffice.promise"].search(
            [
                ("partner_id", "=", partner.id), ("state", "in", ("late", "broken")),
                ("due_at", ">=", "today -1y"), ("company_id", "=", self.env.company.id),
            ],
            order="due_at desc", limit=1,
        )
        if not promise:
            return None
        words = self.env._("Broken") if promise.state == "broken" else self.env._("Late")
        if not promise.change_count:
            words = self.env._("%(what)s without warning", what=words)
        return {"name": promise.name, "words": words, "at": self._text(promise.due_at)}

    @api.model
    def _last_contact(self, partner):
        last = self.env["frontoffice.encounter"].search(
            [
                ("partner_id", "=", partner.id), ("state", "=", "done"),
                ("company_id", "=", self.env.company.id),
            ],
            limit=1,
        )
        if not last:
            return None
        return {"at": self._text(last.arrived_at), "channel": last.channel_id.name, "topic": last.need_id.name or ""}

    @api.model
    def _case_lines(self, cases):
        """One line per open case. Upper addons say which department has it."""
        labels = dict(cases._fields["state"]._description_selection(self.env))
        return [
            {
                "id": case.id, "number": case.name, "subject": case.subject, "need_id": case.need_id.id,
                "state": case.state,
                "words": labels.get(case.state, ""), "due_at": self._text(case.next_due_at),
            }
            for case in cases
        ]

    @api.model
    def _open_promises(self, partner):
        """Promises that stand and belong to no case, the next first."""
        promises = self.env["frontoffice.promise"].search(
            [
                ("partner_id", "=", partner.id), ("state", "in", OPEN), ("case_id", "=", False),
                ("origin_kind", "=", "person"), ("company_id", "=", self.env.company.id),
            ],
            limit=3,
        )
        return [
            {"id": p.id, "name": p.name, "due_at": self._text(p.due_at), "user": p.user_id.name or ""}
            for p in promises
        ]
