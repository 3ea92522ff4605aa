import logging
from typing import NamedTuple

from odoo import api, models

_logger = logging.getLogger(__name__)


class Figure(NamedTuple):
    """A value with what it rests on: ``count`` of ``n``, and its 95 % interval. Absent is ``None``."""

    value: float | None = None
    count: float | None = None
    n: int = 0
    low: float | None = None
    high: float | None = None
    error: str | None = None


class TriangleRecompute(models.AbstractModel):
    """Figures no formula over sums can say, such as retention: counted by code, for one window at a time.

    How to add one: inherit this model, write ``_x_<name>(self, window, filters)`` that returns a
    :class:`Figure`, and put ``<name>`` into the field ``computed`` of the figure. ``window`` is a
    pair of local days, both included; ``filters`` as in ``triangle.reader``. Optionally
    ``_x_<name>_ids(self, window, filters, part)`` returns (model, ids) for the drill-down.
    """

    _name = "triangle.recompute"
    _description = "Figures counted by code"

    @api.model
    def _counts(self, name):
        """Whether a figure of this name can be counted here."""
        return bool(name) and callable(getattr(self, f"_x_{name}", None))

    @api.model
    def _reads(self):
        """Hook: {name: codes of the measures it reads}; counted another way, they make a new version of the figure."""
        return {}

    @api.model
    def _sales_cycle(self, window, filters):
        """Hook: days from an enquiry to its first order, half of those of the year up to the window's end, or None."""
        return None

    @api.model
    def _figure(self, kpi, window, filters):
        """The figure of a window. What fails says so and stops no other figure."""
        if not self._counts(kpi.computed):
            return Figure(error=self.env._("Nothing here counts “%s”.", kpi.computed))
        try:
            with self.env.cr.savepoint(flush=False):
                return getattr(self, f"_x_{kpi.computed}")(window, filters)
        except Exception as failure:  # noqa: BLE001 - shown with the figure
            _logger.warning("Figure %s failed", kpi.code, exc_info=True)
            return Figure(error=f"{type(failure).__name__}: {failure}"[:500])

    @api.model
    def _records_of(self, kpi, window, filters, part):
        """(model, ids) behind a part of a figure, or None where it has no records of its own."""
        find = getattr(self, f"_x_{kpi.computed}_ids", None)
        return find(window, filters, part) if find else None
