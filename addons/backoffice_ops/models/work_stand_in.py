from odoo import api, fields, models

AHEAD_DAYS = 14


class WorkStandIn(models.AbstractModel):
    _inherit = "backoffice.work"

    @api.model
    def stand_in(self, user_id=False, until=False):
        """I am away: this colleague stands in until that day. Without a colleague: I am back."""
        self._check_reader()
        self.env.user.write({
            "backoffice_substitute_id": int(user_id) if user_id else False,
            "backoffice_substitute_until": until if user_id else False,
        })
        return self._away()

    @api.model
    def _away(self):
        """Who stands in for me, for whom I stand in, who could, and the leave that suggests it."""
        me = self.env.user.sudo()  # names of colleagues, and one's own leave
        members = self.env["backoffice.member"].sudo().search(
            [("department_id", "in", me.backoffice_department_ids.ids), ("user_id", "!=", me.id)]
        )
        until = me.backoffice_substitute_until
        on = bool(me.backoffice_substitute_id and until and until >= fields.Date.context_today(self))
        return {
            "who": {"id": me.backoffice_substitute_id.id, "name": me.backoffice_substitute_id.name} if on else None,
            "until": fields.Date.to_string(until) if on else None,
            "for": me._backoffice_stands_in_for().sudo().mapped("name"),
            "colleagues": [
                {"id": user.id, "name": user.name} for user in members.user_id.filtered("active").sorted("name")
            ],
            "leave": None if on else self._next_leave(),
        }

    @api.model
    def _next_leave(self):
        """Approved leave that has begun or begins within two weeks: a hint, it sets nothing."""
        now = fields.Datetime.now()
        # sudo: dates of one's own leave
        leave = self.env["hr.leave"].sudo().search([
            ("user_id", "=", self.env.uid), ("state", "=", "validate"), ("date_to", ">=", now),
            ("date_from", "<=", fields.Datetime.add(now, days=AHEAD_DAYS)),
        ], order="date_from", limit=1)
        return {
            "from": fields.Date.to_string(leave.request_date_from), "to": fields.Date.to_string(leave.request_date_to),
        } if leave else None
