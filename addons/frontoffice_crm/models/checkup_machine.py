from datetime import timedelta

from odoo import fields, models

LATE = timedelta(minutes=20)
MAIL_LAG = timedelta(minutes=15)


class Checkup(models.TransientModel):
    """Mail and what runs by itself."""

    _inherit = "frontoffice.checkup"

    def _machine_items(self):
        return self._server_items() + self._mail_items() + self._cron_items()

    def _server_items(self):
        _ = self.env._
        channels = self.env["frontoffice.channel"].search([
            ("company_id", "=", self.env.company.id), ("kind", "=", "email")])
        return [
            self._item(
                "mailbox_without_address", _("Each mailbox has an address"),
                _("Without an address no mail opens a case. Enter it on the channel; an alias domain comes first."),
                channels.filtered(lambda channel: not channel.alias_email)),
            {
                "code": "no_mail_server", "title": _("Mail goes out through your own server"), "level": "hint",
                "sentence": _("No outgoing mail server is set up. Ask an administrator to connect one."),
                # sudo: whether there is one, not what is in it
                "count": int(not self.env["ir.mail_server"].sudo().search_count([], limit=1)),
                "action": self.env["ir.actions.actions"]._for_xml_id("frontoffice_crm.mail_server_action"),
            },
        ]

    def _mail_items(self):
        _ = self.env._
        waiting, failed = self._mail_lag()
        return [
            {
                "code": "mail_queue_lag", "title": _("Mail leaves at once"), "level": "bad", "count": waiting,
                "sentence": _("%s mails wait longer than 15 minutes. Send them now.", waiting),
                "fix": "_fix_mail_queue",
            },
            {
                "code": "mail_failed", "title": _("No mail failed"), "level": "hint", "count": failed,
                "sentence": _("%s mails could not be sent in the last seven days.", failed),
                "action": self.env["ir.actions.actions"]._for_xml_id("frontoffice_crm.failed_mail_action"),
            },
        ]

    def _mail_lag(self):
        """(mails waiting too long, mails that failed this week)."""
        now = fields.Datetime.now()
        Mail = self.env["mail.mail"].sudo()  # sudo: how many, not what is in them
        waiting = Mail.search_count([
            ("state", "=", "outgoing"), ("create_date", "<", now - MAIL_LAG),
            "|", ("scheduled_date", "=", False), ("scheduled_date", "<", now - MAIL_LAG)])
        return waiting, Mail.search_count([("state", "=", "exception"), ("create_date", ">", now - timedelta(days=7))])

    def _cron_items(self):
        _ = self.env._
        late, failing, off = self._crons()
        return [
            {"code": "cron_late", "title": _("What runs by itself is in time"), "level": "bad", "count": len(late),
             "sentence": _("%s jobs should have run by now. Start them; if they stay late, the server runs no jobs.",
                           len(late)), "fix": "_fix_crons"},
            {"code": "cron_failing", "title": _("No job fails"), "level": "bad", "count": len(failing),
             "sentence": _("%s jobs stopped with an error. Start them again and read the server's log.", len(failing)),
             "fix": "_fix_crons"},
            {"code": "cron_off", "title": _("No job is switched off"), "level": "hint", "count": len(off),
             "sentence": _("%s jobs are off: promises do not run out, nothing is assigned. Switch them on.", len(off)),
             "fix": "_fix_crons"},
        ]

    def _our_crons(self):
        # sudo: our own jobs, by their external ids
        data = self.env["ir.model.data"].sudo().search([
            ("model", "=", "ir.cron"), ("module", "in", self._checkup_modules())])
        return self.env["ir.cron"].sudo().with_context(active_test=False).browse(data.mapped("res_id")).exists()

    def _crons(self):
        """(late, failing, switched off) jobs of ours."""
        crons, now = self._our_crons(), fields.Datetime.now()
        on = crons.filtered("active")
        return on.filtered(lambda c: c.nextcall < now - LATE), on.filtered("failure_count"), crons - on

    def _fix_crons(self):
        """Switch our jobs on and start those that are late or failed."""
        late, failing, off = self._crons()
        off.active = True
        for cron in late | failing | off:
            cron._trigger()

    def _fix_mail_queue(self):
        """Send what waits, soon and in the background."""
        # sudo: the stock job that sends mail is started, nothing is read
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()
