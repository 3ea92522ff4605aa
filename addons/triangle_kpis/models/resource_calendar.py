from odoo import api, models


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    def write(self, vals):
        done = super().write(vals)
        if "tz" in vals:
            # sudo: whoever may change the zone changes the local day of all its companies
            companies = self.env["res.company"].sudo().search([("resource_calendar_id", "in", self.ids)])
            companies._triangle_new_days()
        return done

    @api.model
    def _triangle_minutes(self, spans):
        """{id: working minutes} of [(id, calendar, (from, to), [(from, to) of a wait])]; one count per calendar."""
        groups, result = {}, {}
        for id_, calendar, whole, waits in spans:
            groups.setdefault(calendar, []).append((id_, [whole, *waits]))
        for calendar, rows in groups.items():
            seconds = iter(calendar._count_seconds([pair for _id, pairs in rows for pair in pairs]))
            for id_, pairs in rows:
                whole, *waited = [next(seconds) for _pair in pairs]
                result[id_] = max(whole - sum(waited), 0) / 60
        return result
