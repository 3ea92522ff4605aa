from odoo import api, fields, models
from odoo.tools import SQL


class IrSequence(models.Model):
    _inherit = "ir.sequence"

    @api.model
    def _next_numbers(self, code, company, count):
        """``count`` next numbers of a sequence in one query where the sequence allows it.

        Stock gives one number per query. Returns a list of texts; falls back to plain numbering
        by stock for sequences without gaps or with date ranges.
        """
        sequence = self.sudo().search(  # numbering is not a right of its own
            [("code", "=", code), ("company_id", "in", (company.id, False))],
            order="company_id", limit=1,
        )
        if not sequence or count < 2 or sequence.implementation != "standard" or sequence.use_date_range:
            numbered = self.sudo().with_company(company)  # as above
            return [numbered.next_by_code(code) or "/" for _n in range(count)]
        sequence.check_access("read")
        self.env.cr.execute(
            SQL(
                "SELECT nextval(%s) FROM generate_series(1, %s)",
                f"ir_sequence_{sequence.id:03d}", count,
            )
        )
        numbers = [number for (number,) in self.env.cr.fetchall()]
        dated = sequence.with_context(ir_sequence_date=fields.Date.context_today(self))
        return [dated.get_next_char(number) for number in numbers]
