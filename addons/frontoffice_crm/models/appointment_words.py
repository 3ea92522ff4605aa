from odoo import api, models


class AppointmentWords(models.Model):
    """The words of the booking pages, in the language of the visitor."""

    _inherit = "frontoffice.appointment.type"

    @api.model
    def _booking_words(self):
        _ = self.env._
        return {
            "choose": _("Choose a time"), "minutes": _("%(n)s minutes", n="{n}"), "zone": _("Times in"),
            "yours": _("your time zone"), "place": _("time zone of the place"), "more": _("Later days"),
            "first": _("First days"), "none": _("There is no free time at the moment. Please call us."),
            "details": _("Who comes?"), "name": _("Your name"), "email": _("E-mail"),
            "email_why": _("For the confirmation, a reminder, and the link to move or cancel."),
            "phone": _("Phone, if you like"), "must": _("needed"), "book": _("Book this time"),
            "other": _("Another time"), "wait": _("One moment …"), "again": _("Please choose another time:"),
            "failed": _("There was no answer. Nothing is lost: please press the button again."),
            **self._visit_words(),
        }

    @api.model
    def _visit_words(self):
        _ = self.env._
        return {
            "agreed": _("Your appointment"), "thanks": _("Agreed. We are looking forward to seeing you."),
            "sent": _("A confirmation is on its way to you."), "code": _("Code for checking in"),
            "with": _("With"), "where": _("Where"), "calendar": _("Into my calendar"), "move": _("Move it"),
            "cancel": _("Cancel it"), "sure": _("Really cancel this appointment?"), "yes": _("Yes, cancel it"),
            "no": _("No, keep it"), "cancelled": _("This appointment is cancelled."),
            "moved": _("Moved. A new confirmation is on its way to you."), "over": _("This appointment is over."),
            "late": _("It can no longer be changed here. Please call us."), "book_again": _("Book another time"),
            "here": _("You are checked in."), "seen": _("Thank you for your visit."),
            "missed": _("We missed you."), "move_here": _("Move it to this time"), "call": _("Phone"),
        }
