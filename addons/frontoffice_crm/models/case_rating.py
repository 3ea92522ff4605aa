from odoo import models


class Case(models.Model):
    _name = "frontoffice.case"
    _inherit = ["frontoffice.rated.mixin", "frontoffice.case"]
    _rating_template = "frontoffice_crm.mail_template_rating_case"
    _rating_states = frozenset({"resolved", "closed"})
    _rating_subtype = "frontoffice_crm.mt_automatic"
