from odoo import models


class Promise(models.Model):
    _name = "frontoffice.promise"
    _inherit = ["frontoffice.rated.mixin", "frontoffice.promise"]
    _rating_template = "frontoffice_crm.mail_template_rating_promise"
    _rating_states = frozenset({"kept", "late", "broken"})
