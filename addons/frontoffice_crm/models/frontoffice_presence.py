from datetime import timedelta, timezone

from odoo import api, fields, models


class FrontofficePresence(models.AbstractModel):
    """Who is at work at a moment: by working hours and leave, never by an open browser."""

    _name = "frontoffice.presence"
    _description = "Who is at work"

    @api.model
    def _present(self, users, company, at=None):
        """Ids of ``users`` who work at ``at`` (naive UTC, default now); one fetch per calendar.

        A person without an employee follows the company's working hours. No calendar, or a flexible
        one, means always.
        """
        at = (at or fields.Datetime.now()).replace(microsecond=0)
        # sudo: presence decides about work, and its result names nobody's reason for being away
        resources = self.env["resource.resource"].sudo().search([
            ("user_id", "in", users.ids), ("resource_type", "=", "user"),
            ("company_id", "in", (False, company.id)),
        ])
        present = set()
        known = resources.user_id
        for calendar, group in resources.grouped("calendar_id").items():
            present |= self._at_work(calendar, group, at)
        alone = users - known
        if alone and company.resource_calendar_id.sudo()._working_hours(at, at + timedelta(minutes=1)).worked(
            at, at + timedelta(minutes=1)
        ):
            present |= set(alone.ids)
        return present

    @api.model
    def _at_work(self, calendar, resources, at):
        """User ids of these resources of one calendar who work at ``at``."""
        start = at.replace(tzinfo=timezone.utc)
        stop = start + timedelta(minutes=1)
        if not calendar or calendar._is_stock_timed():
            away = self._away(resources, at)
            return set(resources.user_id.ids) - away
        intervals = calendar._work_intervals_batch(start, stop, resources=resources)
        return {resource.user_id.id for resource in resources if list(intervals[resource.id])}

    @api.model
    def _away(self, resources, at):
        """User ids on leave at ``at``, for people without fixed hours."""
        leaves = self.env["resource.calendar.leaves"].sudo().search([  # sudo: as in _present
            ("resource_id", "in", resources.ids), ("date_from", "<=", at), ("date_to", ">", at),
            ("time_type", "=", "leave"),
        ])
        return set(leaves.resource_id.user_id.ids)
