import secrets

from odoo import api, fields, models


class FrontofficeKiosk(models.Model):
    """A place where visitors arrive: the screen they touch and the screen on the wall, each by its own link.

    The link is the key. A new link, or switching the place off, ends the old one at once.
    """

    _name = "frontoffice.kiosk"
    _description = "Arrival screen"
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True, default=lambda self: self.env._("Entrance"))
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    queue_ids = fields.Many2many(
        "frontoffice.queue", string="Waiting lines", check_company=True, required=True,
        help="Numbers of these lines are given here and shown on the wall.",
    )
    welcome = fields.Char(translate=True)
    take_number = fields.Boolean("Visitors take a number", default=True)
    check_in = fields.Boolean("Visitors check in for an appointment", default=True)
    ask_name = fields.Boolean("Offer to leave a name", help="Nobody has to. It is blanked after some days.")
    idle_seconds = fields.Integer("Back to the start after (seconds)", default=45, required=True)
    kiosk_token = fields.Char(
        copy=False, readonly=True, default=lambda self: secrets.token_urlsafe(24),
        groups="frontoffice_crm.group_manager",
    )
    wall_token = fields.Char(
        copy=False, readonly=True, default=lambda self: secrets.token_urlsafe(24),
        groups="frontoffice_crm.group_manager",
    )
    kiosk_url = fields.Char(
        "Screen to touch", compute="_compute_urls", groups="frontoffice_crm.group_manager"
    )
    wall_url = fields.Char(
        "Screen on the wall", compute="_compute_urls", groups="frontoffice_crm.group_manager"
    )
    active = fields.Boolean(default=True)

    _idle_positive = models.Constraint(
        "CHECK (idle_seconds >= 10)", "People need at least ten seconds to read a screen."
    )
    _kiosk_token_uniq = models.UniqueIndex("(kiosk_token)")
    _wall_token_uniq = models.UniqueIndex("(wall_token)")

    @api.depends("kiosk_token", "wall_token")
    def _compute_urls(self):
        for kiosk in self:
            base = kiosk.get_base_url()
            kiosk.kiosk_url = f"{base}/frontoffice/kiosk/{kiosk.kiosk_token}"
            kiosk.wall_url = f"{base}/frontoffice/wall/{kiosk.wall_token}"

    def action_new_links(self):
        """Other links for both screens; the old ones stop working at once."""
        self.check_access("write")
        for kiosk in self:
            # sudo: the tokens are read-only so that nobody chooses one
            kiosk.sudo().write({
                "kiosk_token": secrets.token_urlsafe(24), "wall_token": secrets.token_urlsafe(24),
            })
        return True

    def action_open_kiosk(self):
        """The screen visitors touch, in a new tab."""
        return {"type": "ir.actions.act_url", "url": self.kiosk_url, "target": "new"}

    def action_open_wall(self):
        """The screen on the wall, in a new tab."""
        return {"type": "ir.actions.act_url", "url": self.wall_url, "target": "new"}

    def _choices(self):
        """What a visitor may come for: one line a published topic, or the waiting line itself."""
        self.ensure_one()
        lines = []
        for queue in self.queue_ids.filtered("active"):
            topics = queue.need_ids.filtered("active") or [None]
            lines += [
                {"queue": queue.id, "topic": topic.id if topic else False, "name": (topic or queue).name}
                for topic in topics
            ]
        return lines
