from odoo import api, models


class MailMail(models.Model):
    _inherit = "mail.mail"

    @api.model_create_multi
    def create(self, vals_list):
        """Practice stays practice: what is written in the sample company is never sent."""
        mails = super().create(vals_list)
        practising = self.env["res.company"]._sample_companies()
        if practising:
            # sudo: whoever writes a mail may not read what it belongs to
            practice = mails.sudo().filtered(lambda mail: mail.record_company_id.id in practising)
            practice.write({"state": "cancel"})
        return mails
