from odoo import models

from ..tools import ledger


class LedgerProof(models.AbstractModel):
    """Shows that headers say what their events say, and that no event was changed."""

    _inherit = "frontoffice.ledger.mixin"

    def _replayed(self):
        """{id: folded state}, recomputed from the events."""
        books = self.sudo()._ledger_books()  # proof reads every line
        return {record.id: self._ledger_replay(record, books[record.id]) for record in self}

    def _ledger_verify(self):
        """Records whose hash chain is broken or whose cached state is not the fold's."""
        Event = self.env[self._ledger_model].sudo()  # proof reads every line
        wrong = self.browse()
        states = self._replayed()
        for record in self.sudo():
            lines = Event.search([(Event._parent, "=", record.id)], order="seq")
            pairs = [(line._to_pure(), line.hash) for line in lines]
            chain_ok = ledger.broken_at(f"{self._name},{record.id}", pairs) is None
            cache_ok = not self._ledger_changes(record, states[record.id])
            if not (chain_ok and cache_ok and len(lines) == record.ledger_seq):
                wrong |= self.browse(record.id)
        return wrong
