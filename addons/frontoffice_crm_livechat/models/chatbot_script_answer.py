from odoo import fields, models


class ChatbotScriptAnswer(models.Model):
    _inherit = "chatbot.script.answer"

    service_need_id = fields.Many2one(
        "frontoffice.need", "Topic", ondelete="set null", help="Who chooses this answer asks about this topic."
    )
