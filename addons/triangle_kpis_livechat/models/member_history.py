from odoo import models


class MemberHistory(models.Model):
    _name = "im_livechat.channel.member.history"
    _inherit = ["im_livechat.channel.member.history", "triangle.watched"]
