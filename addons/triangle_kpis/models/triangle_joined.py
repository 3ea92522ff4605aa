from odoo import api, models

from ..sources.base import LEVEL
from .triangle_reader import Sums


class TriangleReader(models.AbstractModel):
    """The same thing told by several apps is one thing: approvals, and expenses that somebody approves.

    A measure that ``joins`` another adds to its sums. A level that ``replaces`` another stands for it from the
    first night it was counted. Asked for by its own name, each says what it alone has.
    """

    _inherit = "triangle.reader"

    def _joining(self, codes):
        """{code of a measure: code of the one among ``codes`` it adds to}."""
        lines = self.env["triangle.measure"]._lines().values()
        return {line.code: line.joins for line in lines if line.joins in codes and line.code not in codes}

    def _replacing(self, code):
        """Levels that stand for one, each better than the one before; itself first."""
        better = {line.replaces: line.code for line in self.env["triangle.measure"]._lines().values() if line.replaces}
        found = [code]
        while found[-1] in better:
            found.append(better[found[-1]])
        return found

    @api.model
    def _sums(self, windows, codes, filters, by=None, bins=False):
        more = self._joining(codes)
        result = super()._sums(windows, {*codes, *more}, filters, by=by, bins=bins)
        return {window: _merged(found, more, by) for window, found in result.items()} if more else result

    @api.model
    def _levels(self, windows, codes, filters):
        more = self._joining(codes)
        wanted = {code: self._replacing(code) for code in {*codes, *more}}
        every = {code for chain in wanted.values() for code in chain}
        result = super()._levels(windows, every, filters)
        if every == {*codes}:
            return result
        return {window: _merged(_best(found, wanted), more) for window, found in result.items()}

    @api.model
    def _level_counted(self, code, window):
        """(measure that stands for a level in a window, the last day it was counted); (code, None) without any."""
        for better in reversed(self._replacing(code)):
            if day := self._counted_on(better, window):
                return better, day
        return code, None

    @api.model
    def _is_level(self, code):
        line = self.env["triangle.measure"]._lines().get(code)
        return bool(line) and line.kind == LEVEL


def _best(found, wanted):
    """{code: Sums of the best level that was counted}."""
    counted = {code: [found[better] for better in chain if better in found] for code, chain in wanted.items()}
    return {code: levels[-1] for code, levels in counted.items() if levels}


def _merged(found, more, by=None):
    """Sums with those that join others added to them."""
    result = {}
    for key, sums in found.items():
        code = key[1] if by else key
        code = more.get(code, code)
        at = (key[0], code) if by else code
        result[at] = _plus(result[at], sums) if at in result else sums
    return result


def _plus(one, other):
    """The sum of two Sums; bins where any has them."""
    bins = one.bins or other.bins
    if one.bins and other.bins:
        bins = tuple(a + b for a, b in zip(one.bins, other.bins, strict=True))
    return Sums(*(a + b for a, b in zip(one[:5], other[:5], strict=True)), bins)
