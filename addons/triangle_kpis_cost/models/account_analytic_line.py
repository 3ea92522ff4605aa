from odoo import models

from odoo.addons.triangle_kpis.sources.base import watch


class AccountAnalyticLine(models.Model):
    _name = "account.analytic.line"
    _inherit = ["account.analytic.line", "triangle.watched"]

    def _write_multi(self, vals_list):
        # each plan is a column of its own, which no list can name beforehand
        plans = set(self._get_plan_fnames()) - watch(self._name).fields
        moved = [line.id for line, vals in zip(self, vals_list, strict=True) if not plans.isdisjoint(vals)]
        done = super()._write_multi(vals_list)
        self.browse(moved)._triangle_mark()
        return done
