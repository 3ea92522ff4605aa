from odoo import api, fields, models
from odoo.tools import SQL


class BookingLock(models.Model):
    """One row for each person and room that can be booked, locked while somebody books.

    Of two bookings at the same moment the second one waits, is repeated by Odoo, and then sees
    the first. Bookings of different people and rooms never wait for each other.
    """

    _name = "frontoffice.booking.lock"
    _description = "Lock of a booking"
    _log_access = False
    _rec_name = "subject"

    subject = fields.Char(required=True)
    turn = fields.Integer(required=True, default=0)

    _subject_uniq = models.UniqueIndex("(subject)")

    @api.model
    def _take(self, users, rooms):
        """Lock these people and rooms until the transaction ends, always in the same order."""
        subjects = sorted([f"user:{i}" for i in users.ids] + [f"room:{i}" for i in rooms.ids])
        for subject in subjects:
            # upsert with a lock, which the ORM cannot
            self.env.execute_query(SQL(
                """INSERT INTO frontoffice_booking_lock AS l (subject, turn) VALUES (%s, 1)
                   ON CONFLICT (subject) DO UPDATE SET turn = l.turn + 1 RETURNING id""",
                subject,
            ))
