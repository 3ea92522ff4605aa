from odoo import api, fields, models
from odoo.tools import SQL


class FrontofficeQueueDay(models.Model):
    """The last number a waiting line gave on a day. One row a line and day is what makes them gapless."""

    _name = "frontoffice.queue.day"
    _description = "Numbers given on a day"
    _log_access = False
    _rec_name = "day"

    queue_id = fields.Many2one("frontoffice.queue", required=True, index=True, ondelete="cascade")
    day = fields.Date(required=True)
    last_number = fields.Integer(required=True, default=0)

    _queue_day_uniq = models.UniqueIndex("(queue_id, day)")

    @api.model
    def _next(self, queue, day):
        """The next number. It is given back when the transaction fails, so no number is ever skipped.

        Upsert, which the ORM cannot: the row stays locked until the ticket is written. Two at the
        same moment: Odoo repeats the second one.
        """
        [(number,)] = self.env.execute_query(SQL(
            """INSERT INTO frontoffice_queue_day AS d (queue_id, day, last_number) VALUES (%s, %s, 1)
               ON CONFLICT (queue_id, day) DO UPDATE SET last_number = d.last_number + 1
               RETURNING last_number""",
            queue.id, day,
        ))
        self.invalidate_model(["last_number"])
        return number
