from odoo import models


class KioskWords(models.Model):
    """The words of the screens, in every installed language at once: a screen changes language offline."""

    _inherit = "frontoffice.kiosk"

    def _languages(self):
        """[{code, name in its own language, direction, words, choices}], the company's language first."""
        self.ensure_one()
        langs = self.env["res.lang"].sudo().search([("active", "=", True)])  # active ones; no secret
        own = self.company_id.partner_id.lang or self.env.lang
        found = []
        for lang in langs.sorted(lambda lang: lang.code != own):
            kiosk = self.with_context(lang=lang.code)
            found.append({
                "code": lang.code, "name": lang.name.split(" / ")[-1].split(" (")[0],
                "direction": lang.direction, "locale": lang.code.replace("_", "-").split("@")[0],
                "words": kiosk._words(), "choices": kiosk._choices(),
            })
        return found

    def _words(self):
        return {"welcome": self.welcome or self.env._("Welcome"), **self._arrival_words(), **self._ticket_words()}

    def _arrival_words(self):
        _ = self.env._
        return {
            "language": _("Language"), "number": _("Take a number"), "visit": _("I have an appointment"),
            "what": _("What is it about?"), "closed": _("Closed now"), "back": _("Back"), "start": _("To the start"),
            "name": _("Your name, if you like"), "name_why": _("Only for calling you. It is deleted after some days."),
            "go": _("Continue"), "skip": _("Without a name"), "code": _("I have a code"),
            "code_label": _("Code from your confirmation"), "by_name": _("I have no code"),
            "name_label": _("Your last name"), "time_label": _("Time of your appointment"),
            "check": _("Check in"), "wait": _("One moment …"),
            "unknown": _(
                "We could not find this appointment. Please check what you typed, or take a number and ask us."
            ),
            "busy": _("Too many at once. Please try again in a minute, or ask us."),
            "off": _("This is not possible here now. Please ask us."),
            "leave": _("I am leaving"), "sign_out": _("Sign out"), "bye": _("Thank you, you are signed out."),
            "not_here": _("We could not find you among our visitors. Please check what you typed, or just tell us."),
            "still": _("Are you still there?"), "yes": _("Yes"),
        }

    def _ticket_words(self):
        _ = self.env._
        return {
            "your_number": _("Your number"), "ahead_0": _("You are next."), "ahead_1": _("One person is before you."),
            "ahead_n": _("%(n)s people are before you.", n="{n}"),
            "minutes": _("About %(n)s minutes.", n="{n}"), "unsure": _("How long it takes, we cannot say yet."),
            "print": _("Print"), "badge": _("Print a visitor badge"), "done": _("Done"),
            "hello": _("Thank you, you are checked in."), "told": _("%(host)s knows that you are here.", host="{host}"),
            "late": _("You are a little late. We will see you as soon as we can."), "visitor": _("Visitor"),
            "offline_title": _("Please remember this code"),
            "offline": _(
                "There is no connection right now. You are in the line all the same: "
                "your number appears here and on the wall beside this code."
            ),
            "offline_visit": _("There is no connection right now. Please ask us, or try again in a minute."),
            "now_number": _("Code %(code)s has the number %(number)s.", code="{code}", number="{number}"),
            "no_connection": _("No connection"),
        }

    def _wall_words(self):
        _ = self.env._
        return {
            "called": _("Now called"), "next": _("Next"), "nobody": _("Please take a number."),
            "waiting": _("%(n)s waiting", n="{n}"),
            "lost": _("No connection since %(at)s. Please listen for your number.", at="{at}"),
        }
