import random

from odoo import models

from odoo.addons.triangle_kpis.models.triangle_recompute import Figure

YEARS, DISCOUNT = 5, 0.10
BLOCKS, DRAWS, SEED = 200, 500, 19


def lifetime_value(margin, retention):
    """What a customer brings in five years, first payment at once, at 10 % a year.

    >>> round(lifetime_value(100, 0.5), 2), round(lifetime_value(100, 1.1), 2)
    (179.86, 500.0)
    """
    q = retention / (1 + DISCOUNT)
    return margin * YEARS if abs(q - 1) < 1e-12 else margin * (1 - q**YEARS) / (1 - q)


class TriangleRecompute(models.AbstractModel):
    """K15, what a customer is worth. The interval draws customers again, in at most 200 blocks, always alike."""

    _inherit = "triangle.recompute"

    def _x_k15(self, window, filters):
        customers = self._customers(window, filters)
        blocks = self._blocks(customers)
        value = self._block_value(blocks)
        if value is None:
            return Figure()
        dice = random.Random(SEED)
        values = (self._block_value(dice.choices(blocks, k=len(blocks))) for _draw in range(DRAWS))
        drawn = sorted(value for value in values if value is not None)
        low, high = (drawn[round(share * (len(drawn) - 1))] for share in (0.025, 0.975)) if drawn else (None, None)
        active = sum(block[2] for block in blocks)
        return Figure(value, active, active, low, high)

    @staticmethod
    def _blocks(customers):
        """[[bought before, in both years, now, margin of now]] of customers, dealt out in turn."""
        blocks = [[0, 0, 0, 0.0] for _block in range(min(BLOCKS, len(customers)))]
        for i, (_id, before, now, margin, *_revenue) in enumerate(customers):
            block = blocks[i % len(blocks)]
            for position, value in enumerate((before, before and now, now, margin if now else 0.0)):
                block[position] += value
        return blocks

    @staticmethod
    def _block_value(blocks):
        """The value over some blocks; None where nobody bought in both years, or before."""
        before, kept, now, margin = (sum(column) for column in zip(*blocks, strict=True)) if blocks else (0, 0, 0, 0)
        return lifetime_value(margin / now, kept / before) if before and now else None

    def _x_k15_ids(self, window, filters, part):
        return "res.partner", [row[0] for row in self._customers(window, filters) if row[2]]
