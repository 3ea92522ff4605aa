from markupsafe import Markup

from odoo import fields, models
from odoo.tools import format_datetime, html2plaintext

from odoo.addons.frontoffice_crm.models.intake_entry import Entry
from odoo.addons.frontoffice_crm.models.intake_refusal import Refusal


class ChatbotScriptStep(models.Model):
    """A step that opens a case from what the visitor said, and one that fetches a person with it."""

    _inherit = "chatbot.script.step"

    step_type = fields.Selection(
        selection_add=[("service_case", "Open a case"), ("service_forward", "Fetch a person, with the context")],
        ondelete={"service_case": "cascade", "service_forward": "cascade"},
    )

    offer_answers = fields.Boolean(
        "Offer ready answers first",
        help="Before this step the robot shows what customers may read and what fits the visitor's words.",
    )

    def _compute_is_forward_operator(self):
        super()._compute_is_forward_operator()
        self.filtered(lambda step: step.step_type == "service_forward").is_forward_operator = True

    def _process_step(self, discuss_channel):
        self.ensure_one()
        if self.offer_answers:
            self._post_answers(discuss_channel)
        if self.step_type == "service_case":
            return self._process_service_case(discuss_channel)
        if self.step_type == "service_forward":
            message = discuss_channel._forward_human_operator(chatbot_script_step=self)
            self._tell_operator(discuss_channel)
            return message
        return super()._process_step(discuss_channel)

    def _service_entry(self, discuss_channel):
        """What the visitor said, as one contact on its way in; the same chat comes in once."""
        said = discuss_channel.sudo().chatbot_message_ids  # sudo: the visitor's own answers
        given = discuss_channel._chatbot_find_customer_values_in_messages(
            {"question_email": "email", "question_phone": "phone"}
        )
        words = [
            html2plaintext(line.user_raw_answer) for line in said
            if line.script_step_id.step_type in ("free_input_single", "free_input_multi") and line.user_raw_answer
        ]
        need = said.user_script_answer_id.service_need_id[-1:]
        user = self.env.user
        return Entry(
            channel=self.env["frontoffice.channel"]._for_livechat(discuss_channel.livechat_channel_id),
            text="\n".join(words) or need.name or "", need=need or None, email=given.get("email") or "",
            phone=given.get("phone") or "", handled_by="bot", reference=f"livechat:{discuss_channel.uuid}",
            partner=None if user._is_public() else user.partner_id,
        )

    def _post_answers(self, discuss_channel):
        """What customers may read and what fits what was said; nothing where nothing fits."""
        entry = self._service_entry(discuss_channel)
        found = self.env["frontoffice.snippet"]._public_for(entry.text, entry.channel.company_id, entry.need)
        if found:
            lines = [
                Markup("<p><b>%s</b><br/>%s</p>") % (
                    answer["question"], Markup("<br/>").join(answer["text"].splitlines()))
                for answer in found._for_customers()
            ]
            intro = Markup("<p>%s</p>") % self.env._("Perhaps this helps already:")
            discuss_channel._chatbot_post_message(self.chatbot_script_id, intro + Markup("").join(lines))

    def _process_service_case(self, discuss_channel):
        """Open the case and say its number and, where the topic has one, the safe date."""
        try:
            taken = self.env["frontoffice.intake"].sudo()._take_in(self._service_entry(discuss_channel))
        except Refusal as refusal:
            return discuss_channel._chatbot_post_message(self.chatbot_script_id, Markup("<p>%s</p>") % str(refusal))
        encounter = taken.encounter
        encounter.write({"discuss_channel_id": discuss_channel.id, "context_carried": taken.joined})
        words = Markup("%s<p>%s</p>") % (self.message or Markup(""), self._service_words(encounter))
        return discuss_channel._chatbot_post_message(self.chatbot_script_id, words)

    def _service_words(self, encounter):
        promise = self._service_promise(encounter)
        number = self.env._("Your number is %s.", encounter.case_id.name)
        if not promise:
            return number
        zone = promise.standard_id._calendar(encounter.company_id).tz
        when = format_datetime(self.env, promise.due_at, tz=zone, dt_format="EEEE d MMMM, HH:mm")
        return f"{number} {self.env._('What usually helps is ready by %s.', when)}"

    def _service_promise(self, encounter):
        """The promise behind the date said: the one already open for this case, else a new one of the topic.

        Nothing where the topic has no usual promise or its calendar knows no safe date.
        """
        case, standard = encounter.case_id, encounter.need_id.standard_id
        if not case or not standard:
            return self.env["frontoffice.promise"]
        # sudo: the robot promises for the company, whoever the visitor is; the company is the case's
        Promise = self.env["frontoffice.promise"].sudo().with_company(encounter.company_id)
        known = Promise.search([
            ("case_id", "=", case.id), ("standard_id", "=", standard.id), ("state", "in", ("made", "enabled")),
        ], order="due_at", limit=1)
        desk = self.env["frontoffice.desk"].sudo().with_company(encounter.company_id)  # as above
        due_at = not known and desk._sayable(standard, standard._safe(encounter.company_id)["hours"])
        return Promise._make([self._prepare_service_promise_vals(encounter, due_at)]) if due_at else known

    def _prepare_service_promise_vals(self, encounter, due_at):
        """Values of what the robot promises, as a colleague at the desk would."""
        case, standard = encounter.case_id, encounter.need_id.standard_id
        return {
            "name": standard.name, "standard_id": standard.id, "due_at": due_at, "case_id": case.id,
            "partner_id": case.partner_id.id, "encounter_id": encounter.id, "user_id": case.user_id.id,
            "team_id": case.team_id.id, "channel_id": encounter.channel_id.id, "company_id": encounter.company_id.id,
        }

    def _tell_operator(self, discuss_channel):
        """The person who takes over reads what was asked and answered; the visitor does not see it twice."""
        # sudo: the visitor, who may not read who works here, causes this
        operator = discuss_channel.sudo().livechat_operator_id.user_ids[:1]
        if not operator or operator == self.env.user:
            return
        entry = self._service_entry(discuss_channel)
        # sudo: the colleague who takes over reads it with her own rights afterwards
        encounter = self.env["frontoffice.encounter"].sudo().search(
            [("discuss_channel_id", "=", discuss_channel.id)], limit=1
        )
        lines = [entry.need.name if entry.need else "", entry.text, entry.email, encounter.case_id.display_name or ""]
        body = Markup("<br/>").join(line for line in lines if line)
        if body:
            operator._bus_send_transient_message(discuss_channel, body)
