from datetime import datetime, timedelta, timezone

import pytz

from odoo import api, models

from ..tools import escalation as pure


class Quiet(models.AbstractModel):
    """When a person may be disturbed: outside the quiet hours of the company, on a day the person works."""

    _name = "backoffice.quiet"
    _description = "Quiet hours"

    @api.model
    def _waking(self, pairs, now):
        """{(user id or 0, company id): naive UTC moment from which a mail may reach that person}.

        User 0 is anybody without a login: the company's own days count. By day no calendar is looked at
        for anything but whether the person works today.
        """
        users = self.env["res.users"].sudo().browse({user for user, _company in pairs if user})  # working days alone
        companies = self.env["res.company"].sudo().browse({company for _user, company in pairs})  # as above
        days = {company.id: self._work_days(users, company, now) for company in companies}
        hours = {company.id: (company.post_quiet_from, company.post_quiet_to) for company in companies}
        zones = {user.id: user.tz for user in users}
        result = {}
        for user, company in pairs:
            known = days[company]
            own = known["zone"] if user not in zones else zones[user] or known["zone"]
            works = known["days"].get(user, known["days"][0])
            result[user, company] = self._moment(now, own, hours[company], works)
        return result

    @api.model
    def _moment(self, now, zone, hours, works):
        """``works``: set of dates, or None for every day."""
        zone = pytz.timezone(zone or "UTC")
        local = pytz.utc.localize(now).astimezone(zone).replace(tzinfo=None)
        found = pure.waking(local, *hours, (lambda day: True) if works is None else works.__contains__)
        if found == local:
            return now
        return zone.localize(found).astimezone(pytz.utc).replace(tzinfo=None)

    @api.model
    def _work_days(self, users, company, now):
        """{"zone", "days": {user id or 0: dates worked, None for every day}}; one fetch per calendar."""
        calendar = company.resource_calendar_id
        resources = self.env["resource.resource"].sudo().search([  # sudo: dates alone, nobody's reason to be away
            ("user_id", "in", users.ids), ("company_id", "=", company.id), ("resource_type", "=", "user"),
        ])
        days = {0: self._dates(calendar, self.env["resource.resource"], now).get(False)}
        for own, group in resources.grouped("calendar_id").items():
            dates = self._dates(own, group, now)
            days |= {resource.user_id.id: dates.get(resource.id) for resource in group}
        return {"zone": calendar.tz or "UTC", "days": days}

    @api.model
    def _dates(self, calendar, resources, now):
        """{resource id, or False for the calendar itself: dates with working time}; empty without a calendar."""
        if not calendar:
            return {}
        start = datetime.combine(now.date() - timedelta(days=1), datetime.min.time(), timezone.utc)
        stop = start + timedelta(days=pure.DAYS_AHEAD + 2)
        found = calendar._work_intervals_batch(start, stop, resources=resources or None)
        return {
            key: {begin.date() for begin, _end, _line in intervals} for key, intervals in found.items()
        }
