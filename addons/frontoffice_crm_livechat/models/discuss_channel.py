from odoo import models


class DiscussChannel(models.Model):
    """A chat that ended is an interaction: by whom, how long, about what, and how it ended."""

    _inherit = "discuss.channel"

    def write(self, vals):
        ending = self.filtered(lambda c: c.channel_type == "livechat" and not c.livechat_end_dt)
        done = super().write(vals)
        if vals.get("livechat_end_dt"):
            ending._note_encounters()
        return done

    def _note_encounters(self):
        """One interaction for each chat in which the visitor said something; a case it opened has its own."""
        Encounter = self.env["frontoffice.encounter"].sudo()  # sudo: the visitor who leaves causes it
        known = {e.discuss_channel_id.id: e for e in Encounter.search([("discuss_channel_id", "in", self.ids)])}
        for chat in self.sudo():  # as above
            if chat.id in known:
                known[chat.id].write({"ended_at": chat.livechat_end_dt, **chat._handled_vals()})
            elif chat._visitor_messages():
                Encounter.create(chat._prepare_encounter_vals())

    def _visitor_messages(self):
        """What the visitor wrote, not what the robot or a colleague did."""
        own = self.livechat_agent_partner_ids | self.livechat_bot_partner_ids
        return self.message_ids.filtered(
            lambda m: m.message_type == "comment" and (m.author_guest_id or (m.author_id and m.author_id not in own))
        ).sorted("id")

    def _handled_vals(self):
        """By a person as soon as one answered, else by the robot; nobody means the visitor gave up."""
        agents = self.livechat_agent_partner_ids
        said = self.message_ids.filtered(lambda m: m.message_type == "comment")
        answers = said.filtered(lambda m: m.author_id in agents).sorted("id")
        if answers:
            user = answers[0].author_id.user_ids[:1]
            return {
                "handled_by": "human", "user_id": user.id, "first_response_at": answers[0].date,
                "transfer_count": max(0, len(agents) - 1),
            }
        return {"handled_by": "bot"} if self.livechat_bot_partner_ids else {}

    def _prepare_encounter_vals(self):
        channel = self.env["frontoffice.channel"]._for_livechat(self.livechat_channel_id)
        first = self._visitor_messages()[:1]
        handled = self._handled_vals()
        need = self.chatbot_message_ids.user_script_answer_id.service_need_id[-1:]
        answered = bool(handled.get("first_response_at")) or handled.get("handled_by") == "bot"
        return {
            "channel_id": channel.id, "company_id": channel.company_id.id, "direction": "in", "user_id": False,
            "partner_id": first.author_id.id, "partner_name": first.author_guest_id.name or False,
            "arrived_at": min(self.create_date, first.date).replace(microsecond=0),
            "ended_at": self.livechat_end_dt, "need_id": need.id,
            "discuss_channel_id": self.id, "source": "person", "outcome": "informed" if answered else "unmet",
            "state": "done" if answered else "abandoned", **handled,
        }
