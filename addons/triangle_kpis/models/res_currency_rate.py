from odoo import api, models
from odoo.tools import SQL


class ResCurrencyRate(models.Model):
    """A rate entered or corrected later: amounts of its days are counted again in group currency."""

    _inherit = "res.currency.rate"

    @api.model_create_multi
    def create(self, vals_list):
        rates = super().create(vals_list)
        rates._triangle_mark_days()
        return rates

    def write(self, vals):
        self._triangle_mark_days()
        done = super().write(vals)
        self._triangle_mark_days()
        return done

    def unlink(self):
        self._triangle_mark_days()
        return super().unlink()

    def _triangle_mark_days(self):
        """Mark what has an amount on the days from these rates on. Only figures with money look at rates."""
        Measure = self.env["triangle.measure"]
        ids = Measure._ids_by_code()
        for name, source in Measure._sources().items() if self else ():
            if money := [ids[line.code] for line in Measure._lines_of(source) if line.money]:
                self.env["triangle.dirty"]._insert(name, SQL(
                    "SELECT DISTINCT record_id AS id FROM triangle_fact WHERE measure_id = ANY(%s) AND day >= %s",
                    money, min(self.mapped("name"))))
