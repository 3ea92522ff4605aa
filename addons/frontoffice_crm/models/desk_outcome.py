from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from .frontoffice_channel import INSTANT

CALLBACK_HOURS = 4


class DeskOutcome(models.AbstractModel):
    """One method per next step. ``_log_outcome_<key>`` runs before the interaction is written,
    ``_log_follow_<key>``, where there is one, after it and its promise."""

    _inherit = "frontoffice.desk"

    # -- answered, directed ---------------------------------------------------------------------------

    @api.model
    def _log_outcome_informed(self, entry):
        """Settled on the spot. About a known case, the words go into its history."""
        self._note_on_case(entry)

    @api.model
    def _log_outcome_directed(self, entry):
        """Shown the way to where the need is met."""
        self._note_on_case(entry)

    @api.model
    def _log_outcome_sold(self, entry):
        """Bought on the spot."""
        self._note_on_case(entry)

    @api.model
    def _log_outcome_unmet(self, entry):
        """A need we cannot meet: counted, so that somebody asks how often."""
        self._note_on_case(entry)

    # -- case -------------------------------------------------------------------------------------------

    @api.model
    def _log_outcome_case(self, entry):
        """More than one contact: a new case, or one more word on the one that is open."""
        if entry.case:
            self._note_on_case(entry)
            return
        entry.case = entry.keep(self.env["frontoffice.case"].create(self._prepare_case_vals(entry)))
        if entry.channel.kind in INSTANT:
            entry.case._record("replied")  # we are talking to the customer, that is the first answer

    @api.model
    def _prepare_case_vals(self, entry):
        kinds = dict(self.env["frontoffice.case"]._fields["type"].selection)
        kind = (entry.values.get("case") or {}).get("type")
        given = entry.values.get("new") or {}
        return {
            "subject": entry.subject, "type": kind if kind in kinds else "question",
            "description": plaintext2html(entry.note) if entry.note else False,
            "need_id": entry.need.id, "partner_id": entry.partner.id,
            "partner_name": False if entry.partner else given.get("name"),
            "email": entry.partner.email, "phone": entry.partner.phone,
            "channel_id": entry.channel.id, "company_id": entry.channel.company_id.id,
            "user_id": entry.need.user_id.id or self.env.uid,
        }

    @api.model
    def _note_on_case(self, entry):
        """What was said goes into the history of the case it is about."""
        if not entry.case:
            return
        words = entry.note or entry.about or self.env._("The customer was in touch again.")
        message = entry.case.message_post(
            body=Markup("%s") % plaintext2html(words), subtype_xmlid="mail.mt_note"
        )
        entry.keep(message)

    # -- message for a colleague ------------------------------------------------------------------------

    @api.model
    def _log_outcome_message(self, entry):
        """A callback promised for a colleague: the commonest thing a desk does."""
        user = self._message_user(entry)
        self._note_on_case(entry)
        wish = dict(entry.values.get("promise") or {})
        if not wish.get("standard_id"):
            wish["name"] = wish.get("name") or self.env._("%(name)s calls back", name=user.name)
        if not wish.get("due_at"):
            calendar = entry.channel.company_id.resource_calendar_id
            seconds = CALLBACK_HOURS * 3600
            due = calendar._plan_seconds([(fields.Datetime.now(), seconds)])[0]
            wish["due_at"] = self._text(due)
        entry.values = {**entry.values, "promise": {**wish, "user_id": user.id}}

    @api.model
    def _message_user(self, entry):
        user = self.env["res.users"].browse((entry.values.get("message") or {}).get("user_id") or []).exists()
        if not user or user.share or self.env.company not in user.company_ids:
            raise UserError(self.env._("Who is the message for? Choose a colleague."))
        return user

    @api.model
    def _log_follow_message(self, entry):
        """The colleague finds it among the to-dos: on the promise, or free where those are closed to her."""
        user = entry.promise.user_id
        who = entry.partner.name or self.env._("Anonymous")
        reach = entry.partner.phone or entry.partner.email or ""
        values = {
            "user_id": user.id, "summary": self.env._("Call back: %(who)s", who=" · ".join(filter(None, (who, reach)))),
            "note": plaintext2html("\n".join(filter(None, (entry.need.name or entry.about, entry.note)))),
            "activity_type_id": self.env["ir.model.data"]._xmlid_to_res_id("mail.mail_activity_data_call"),
            "date_deadline": fields.Datetime.context_timestamp(user, entry.promise.due_at).date(),
        }
        # sudo: leaving word for a colleague is what this is, though she may not see the promise
        Activity = self.env["mail.activity"].sudo()
        if user.has_group("frontoffice_crm.group_agent"):
            values |= {
                "res_model_id": self.env["ir.model"]._get_id("frontoffice.promise"), "res_id": entry.promise.id,
            }
        entry.keep(Activity.create(values))

    # -- visit, lead ------------------------------------------------------------------------------------

    @api.model
    def _log_outcome_appointment(self, entry):
        """A visit in the calendar. No invitation mail: it was agreed face to face."""
        visit = entry.values.get("visit") or {}
        start = self._moment(visit.get("start"))
        if not start or start <= fields.Datetime.now():
            raise UserError(self.env._("When is the visit? Choose a day and a time to come."))
        minutes = min(max(int(visit.get("minutes") or 60), 5), 24 * 60)
        self._note_on_case(entry)
        people = self.env.user.partner_id | entry.partner
        quiet = self.env["calendar.event"].with_context(no_mail_to_attendees=True)  # stock's own switch
        entry.keep(quiet.create({
            "name": " · ".join(filter(None, (entry.partner.name, self._visit_subject(entry)))),
            "start": start, "stop": fields.Datetime.add(start, minutes=minutes),
            "notes": plaintext2html(entry.note) if entry.note else False,  # for colleagues, in no invitation
            "user_id": self.env.uid, "partner_ids": [fields.Command.set(people.ids)],
        }))

    @api.model
    def _visit_subject(self, entry):
        """What it is about. The customer who takes part may read it, so a note is no title for them."""
        about = entry.need.name or entry.about or entry.case.subject
        return about or (False if entry.partner else entry.subject)

    @api.model
    def _log_follow_appointment(self, entry):
        """The visit leads back to the case it was agreed for."""
        # sudo: it may be in the calendar of a colleague
        entry.case and entry.encounter.calendar_event_id.sudo().write({
            "res_model_id": self.env["ir.model"]._get_id(entry.case._name), "res_id": entry.case.id,
        })

    @api.model
    def _log_outcome_lead(self, entry):
        """Wants to buy something: handed to sales, who decide who takes it."""
        self._note_on_case(entry)
        given = entry.values.get("new") or {}
        # sudo: the desk passes a lead on without being in sales, and sees nothing of it afterwards
        lead = self.env["crm.lead"].sudo().create({
            "name": entry.subject or entry.case.subject, "partner_id": entry.partner.id,
            "contact_name": False if entry.partner else given.get("name"),
            "description": plaintext2html(entry.note) if entry.note else False,
            "company_id": entry.channel.company_id.id, "user_id": False,
        })
        entry.keep(lead)
