from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError

SHIPPED = "triangle_kpis.digest_weekly"
SHARES = ("K33", "K38", "K12")  # kept, enabled, made: in the order of the story


class DigestDigest(models.Model):
    """The week in five lines, for those who may see figures."""

    _inherit = "digest.digest"

    # No "kpi_" in front: stock makes one number of such a field, this is a section of its own.
    service_triangle = fields.Boolean(help="Promises made, enabled and kept, in five lines.")

    def _compute_kpis(self, company, user):
        found = super()._compute_kpis(company, user)
        if not self.service_triangle or not user.has_group("triangle_kpis.group_viewer"):
            return found
        try:
            return [*found, *self._triangle_lines(company, user)]
        except AccessError:  # as stock: whoever may not see it gets the mail without it
            return found

    def _triangle_lines(self, company, user):
        """Five lines as the template of the mail draws them, each of the last 7 and of the last 30 days."""
        dashboard = self.env["triangle.dashboard"].with_user(user).with_context(
            allowed_company_ids=company.ids, lang=user.lang)
        today = dashboard._today()
        weeks = {"date_from": today - timedelta(days=6), "date_to": today, "compare": "previous"}
        pages = [dashboard.get_page(weeks), dashboard.get_page({"preset": "last_30_days", "compare": "previous"})]
        titles = [self.env._("Last 7 days"), self.env._("Last 30 days")]
        return [
            {"kpi_name": name, "kpi_fullname": label, "kpi_action": "triangle_kpis.action_page", "kpi_col3": {}, **{
                f"kpi_col{i + 1}": {"col_subtitle": titles[i], **cell} for i, cell in enumerate(cells)}}
            for name, label, cells in self._triangle_rows(pages)]

    def _triangle_rows(self, pages):
        """[(name, label, a cell of each page)]."""
        tiles = [{tile["code"]: tile for tile in page["tiles"]} for page in pages]
        rows = [
            (code.lower(), tiles[0][code]["label"], [self._triangle_share(found[code]) for found in tiles])
            for code in SHARES if code in tiles[0]]
        rows.append(("triangle_score", self.env._("Score"), [self._triangle_score(page) for page in pages]))
        return [*rows, self._triangle_urgent(pages, tiles)]

    @api.model
    def _triangle_share(self, tile):
        """A share with what it is of; a dash where nothing was counted."""
        if tile["value"] is None:
            return {"value": "–"}
        before = (tile["delta"] or {}).get("before")
        return {
            "value": self.env._("%(share)s %% of %(n)s", share=round(100 * tile["value"]), n=tile["n"]),
            "margin": self._get_margin_value(tile["value"], before) if before else 0.0,
        }

    @api.model
    def _triangle_score(self, page):
        value, weakest = page["score"]["value"], page["score"]["weakest"]
        if value is None:
            return {"value": "–"}
        if not weakest:
            return {"value": f"{value:.0f}"}
        side = page["sides"][weakest]["label"]
        return {"value": self.env._("%(score)s, weakest: %(side)s", score=f"{value:.0f}", side=side)}

    @api.model
    def _triangle_urgent(self, pages, tiles):
        """What to look at first: the most urgent alert where alerts are on, else what is overdue now."""
        now = self.env._("Now")
        if alerts := pages[0]["alerts"]:
            cell = {"value": alerts[0]["text"], "col_subtitle": now}
            return "triangle_alert", self.env._("Look at this first"), [cell]
        overdue = tiles[0].get("OVERDUE", {}).get("value")
        value = "–" if overdue is None else f"{overdue:.0f}"
        return "triangle_overdue", self.env._("Overdue now"), [{"value": value, "col_subtitle": now}]

    # -- the shipped one sleeps until somebody wants it ----------------------------------------------

    def _action_subscribe_users(self, users):
        super()._action_subscribe_users(users)
        # sudo, here and below: as stock, everybody may subscribe oneself
        for digest in self._triangle_shipped().filtered(lambda digest: digest.state == "deactivated"):
            digest.write({"state": "activated", "next_run_date": digest._get_next_run_date()})

    def _action_unsubscribe_users(self, users):
        super()._action_unsubscribe_users(users)
        self._triangle_shipped().filtered(lambda digest: not digest.user_ids).state = "deactivated"

    def _triangle_shipped(self):
        shipped = self.env.ref(SHIPPED, raise_if_not_found=False)
        return self.sudo() & shipped.sudo() if shipped else self.browse()
