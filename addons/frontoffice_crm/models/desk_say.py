from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

MARGIN_SECONDS = 600  # a conversation takes minutes, and the date said must still be safe at its end
STEP_SECONDS = 1800  # "by half past two", never "by 14:07"
TALK_SECONDS = 1800  # how long ago a date may have been looked up


class DeskSay(models.AbstractModel):
    """What we may promise, and the sentence that says it back."""

    _inherit = "frontoffice.desk"

    @api.model
    def promise(self, standard_id, due_at=None, started_at=None):
        """The safe date of a standard promise, and how a wished date compares.

        Returns ``safe`` {due_at, hours, kept, of, basis} and ``chosen`` {due_at, hours, kept, of,
        safe} or None. ``safe.due_at`` is None when the calendar is empty: then no date is offered.
        """
        self._check_agent()
        standard = self._standard(standard_id)
        safe = standard._safe()
        safe["due_at"] = self._text(self._sayable(standard, safe["hours"]))
        chosen = None
        if due_at:
            due_at = self._moment(due_at)
            judged = standard._judge(due_at, at=self._looked_at(started_at), usual=safe["hours"])
            chosen = {**judged, "due_at": self._text(due_at)}
        return {"id": standard.id, "name": standard.name, "safe": safe, "chosen": chosen}

    @api.model
    def _standard(self, standard_id):
        standard = self.env["frontoffice.promise.standard"].browse(standard_id).exists()
        if not standard:
            raise UserError(self.env._("This standard promise does not exist any more. Choose another one."))
        standard.check_access("read")
        return standard

    @api.model
    def _sayable(self, standard, hours):
        """The safe moment with a small margin, on the next half hour. Naive UTC or None."""
        calendar = standard._calendar(self.env.company)
        now = fields.Datetime.now()
        due = calendar._plan_seconds([(now, round(hours * 3600) + MARGIN_SECONDS)])[0]
        if not due:
            return None
        late = (due.minute * 60 + due.second) % STEP_SECONDS
        return fields.Datetime.add(due, seconds=STEP_SECONDS - late) if late else due

    @api.model
    def _looked_at(self, started_at):
        """The moment a wished date is judged from: when the talk began, at most half an hour ago."""
        now = fields.Datetime.now()
        begun = self._moment(started_at) or now
        return min(max(begun, fields.Datetime.subtract(now, seconds=TALK_SECONDS)), now)

    # -- say back ---------------------------------------------------------------------------------

    @api.model
    def say_back(self, values):
        """One sentence the clerk reads out, in the customer's language: topic, next step, promise.

        ``values`` is the form as for :meth:`log`. Returns {text, lang}; empty text while there is
        nothing to say yet.
        """
        self._check_agent()
        partner = self.env["res.partner"].browse(values.get("partner_id") or []).exists()
        lang = self._spoken_language(partner)
        desk = self.with_context(lang=lang)  # the customer's ear, not the clerk's screen
        parts = [desk._say_topic(values), desk._say_outcome(values), desk._say_promise(values)]
        return {"text": " ".join(part for part in parts if part), "lang": (lang or "").replace("_", "-")}

    @api.model
    def _spoken_language(self, partner):
        """The customer's language where these sentences exist in it, else the user's: never a mix."""
        lang = partner.lang or self.env.user.lang
        if lang == self.env.user.lang or lang.startswith("en"):
            return lang
        translated = self.with_context(lang=lang)._say_end() != self.with_context(lang="en_US")._say_end()
        return lang if translated else self.env.user.lang

    @api.model
    def _say_end(self):
        return self.env._("I will tell you if that changes.")

    @api.model
    def _say_topic(self, values):
        need = self.env["frontoffice.need"].browse(values.get("need_id") or []).exists()
        about = need.name or (values.get("about") or "").strip()
        return self.env._("You asked about: %(topic)s.", topic=about.rstrip(".")) if about else ""

    @api.model
    def _say_outcome(self, values):
        say = getattr(self, f"_say_{values.get('outcome')}", None)
        return say(values) if say and values.get("outcome") in self._outcomes() else ""

    @api.model
    def _say_case(self, values):
        return self.env._("We are looking into it.")

    @api.model
    def _say_message(self, values):
        user = self.env["res.users"].browse((values.get("message") or {}).get("user_id") or []).exists()
        return self.env._("%(name)s will call you back.", name=user.name) if user else ""

    @api.model
    def _say_directed(self, values):
        where = (values.get("directed_to") or "").strip()
        return self.env._("You find help here: %(where)s.", where=where) if where else ""

    @api.model
    def _say_appointment(self, values):
        start = (values.get("visit") or {}).get("start")
        return self.env._("We see you on %(when)s.", when=self._spoken(start)) if start else ""

    @api.model
    def _say_lead(self, values):
        return self.env._("A colleague from sales will get in touch with you.")

    @api.model
    def _say_promise(self, values):
        wish = values.get("promise") or {}
        if not wish.get("due_at"):
            return ""
        when = self._spoken(wish["due_at"])
        standard = self.env["frontoffice.promise.standard"].browse(wish.get("standard_id") or []).exists()
        if standard.sentence:
            told = standard.sentence.replace("{when}", when)
        else:
            what = standard.name or wish.get("name") or self.env._("We get back to you")
            told = self.env._("%(what)s: by %(when)s.", what=what, when=when)
        return f"{told} {self._say_end()}"

    @api.model
    def _spoken(self, moment):
        """A moment as one says it: "Thursday 27 November, 14:00"."""
        return format_datetime(
            self.env, self._moment(moment), tz=self.env.user.tz, dt_format="EEEE d MMMM, HH:mm",
            lang_code=self.env.context.get("lang"),
        )
