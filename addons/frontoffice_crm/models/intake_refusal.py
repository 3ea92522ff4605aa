from psycopg2 import errors

from odoo import api, fields, models
from odoo.exceptions import UserError

LINES_AN_HOUR = 50  # of one channel; what comes after is counted on one common line


class Refusal(UserError):
    """Something a stranger sent is not taken in. ``reason``: code of the intake log."""

    def __init__(self, reason, message):
        super().__init__(message)
        self.reason = reason


class FrontofficeIntake(models.AbstractModel):
    """Refused forms, calls of other systems and webhooks: written down, but not one line each.

    One line counts all posts of one origin, channel and reason in one hour, and there are at most
    fifty lines per channel and hour, so that abuse cannot fill the disk. No address is kept.
    """

    _inherit = "frontoffice.intake"

    @api.model
    def _log_refused(self, channel, reason, origin="", detail="", excerpt=""):
        """Count one refused post. ``origin``: what stands for the sender (never an address)."""
        hour = fields.Datetime.to_string(fields.Datetime.now())[:13]
        bucket = f"{channel.id}:{reason}:{origin}:{hour}"
        # sudo: written by the gate, whoever knocks; nobody else may write it
        Log = self.env["frontoffice.intake.log"].sudo()
        line = Log.search([("bucket", "=", bucket)], limit=1)
        if not line and self._refused_lines(channel, hour) >= LINES_AN_HOUR:
            bucket, detail, excerpt = f"{channel.id}:others:{hour}", "", ""
            line = Log.search([("bucket", "=", bucket)], limit=1)
        if line:
            return self._count_refused(line)
        return Log.create({
            "reason": reason, "channel_id": channel.id, "bucket": bucket,
            "company_id": channel.company_id.id or self.env.company.id,
            "subject": channel.name, "detail": (detail or "")[:200], "body_excerpt": (excerpt or "")[:500],
        })

    @api.model
    def _refused_lines(self, channel, hour):
        return self.env["frontoffice.intake.log"].sudo().search_count(  # as above
            [("bucket", "=like", f"{channel.id}:%:{hour}")], limit=LINES_AN_HOUR
        )

    @api.model
    def _count_refused(self, line):
        """One more. Two at the same moment may be counted as one: nobody waits for a log line."""
        try:
            with self.env.cr.savepoint():
                locked = line.try_lock_for_update(allow_referencing=True)
                if locked:
                    locked.count += 1
                    locked.flush_recordset()
        except (errors.SerializationFailure, errors.LockNotAvailable):
            line.invalidate_recordset()
        return line
