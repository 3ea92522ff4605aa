from datetime import timedelta
from random import Random

from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.frontoffice_crm.models.sample import XMLIDS
from odoo.addons.frontoffice_crm.tools import story_cast
from odoo.addons.frontoffice_crm.tools.story_clock import Clock, month_start

#: key -> (campaign of the story, subject, month, plain, share that clicks); the same people never get two of them
LETTERS = {
    "rush": ("engineer_24h", "Your engineer, at your door tomorrow", -9, False, 0.034),
    "rush_plain": ("engineer_24h", "Engineer at your door in 24 hours", -9, True, 0.021),
    "rush_again": ("engineer_24h", "Heating out? We come tomorrow", -7, True, 0.008),
    "window": ("two_hours", "Your boiler is due: choose your two hours", -5, False, 0.046),
    "window_plain": ("two_hours", "Three working days, a two-hour window", -5, True, 0.026),
    "winter": ("two_hours", "Before winter: two hours that suit you", -1, False, 0.043),
}
PEOPLE = 600  # each


class Sample(models.AbstractModel):
    """The sample's letters: some written for what a customer has, some the same for all."""

    _inherit = "frontoffice.sample"

    def _parts(self):
        return [*super()._parts(), "_load_letters"]

    def _load_letters(self, told, batch):
        """Mailings that were sent, and who clicked; nothing is sent. Returns how many were delivered."""
        today = Clock(told.now, story_cast.ZONE).today
        campaigns, people = self._remembered("utm.campaign"), self._remembered("res.partner")
        chloe = self._remembered("res.users")["chloe"]
        mailings = self._make("mailing.mailing", {
            key: {
                "subject": subject, "campaign_id": campaigns[campaign], "is_comparison": plain, "user_id": chloe,
                "mailing_model_id": self.env["ir.model"]._get_id("res.partner"), "state": "done",
                "sent_date": self._sent_at(today, month),
            }
            for key, (campaign, subject, month, plain, _share) in LETTERS.items() if campaign in campaigns})
        self._remember_sources(mailings)
        link = self._make("link.tracker", {"book": {"url": "https://lindwater.example/book", "title": "Book"}})["book"]
        count = 0
        for number, (key, mailing) in enumerate(mailings.items()):
            keys = [row["key"] for row in story_cast.customers()[number * PEOPLE // 2:][:PEOPLE]]
            count += self._deliver(mailing, link, [people[one] for one in keys], LETTERS[key][4])
        self._count(["trace"])
        return {"letters": count}

    def _sent_at(self, today, month):
        return fields.Datetime.to_datetime(fields.Date.add(month_start(today, month), days=6)) + timedelta(hours=9)

    def _remember_sources(self, mailings):
        """Each mailing has made itself a source, which goes with it."""
        self.env["ir.model.data"]._update_xmlids([
            {"xml_id": f"{XMLIDS}.source_{key}", "record": mailing.source_id, "noupdate": True}
            for key, mailing in mailings.items()])

    def _deliver(self, mailing, link, people, share):
        """Delivered to some people, of whom a share clicks within days."""
        random = Random(f"lindwater letter {mailing.subject}")
        traces = self.env["mailing.trace"].create([{
            "mass_mailing_id": mailing.id, "trace_type": "mail", "model": "res.partner", "res_id": person,
            "email": partner.email_normalized, "sent_datetime": mailing.sent_date, "trace_status": "sent",
        } for person in people for partner in self.env["res.partner"].browse(person) if partner.email_normalized])
        clicked = random.sample(traces.ids, round(share * len(traces)))
        clicks = self.env["link.tracker.click"].create([
            {"link_id": link.id, "mailing_trace_id": trace, "campaign_id": mailing.campaign_id.id}
            for trace in clicked])
        self.env.flush_all()
        # SQL: stock stamps now on a click
        self.env.cr.execute(SQL(
            "UPDATE link_tracker_click k SET create_date = d.at FROM unnest(%s::int[], %s::timestamp[]) d(id, at)"
            " WHERE k.id = d.id", clicks.ids,
            [mailing.sent_date + timedelta(hours=random.uniform(0.2, 90)) for _click in clicks]))
        clicks.invalidate_recordset()
        return len(traces)

    def _catalogue_models(self):
        return ["link.tracker", "mailing.mailing", "utm.source", *super()._catalogue_models()]
