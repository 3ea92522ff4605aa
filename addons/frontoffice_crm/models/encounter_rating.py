from odoo import models


class Encounter(models.Model):
    _name = "frontoffice.encounter"
    _inherit = ["frontoffice.rated.mixin", "frontoffice.encounter"]
    _rating_template = "frontoffice_crm.mail_template_rating_encounter"
    _rating_states = frozenset({"done"})
