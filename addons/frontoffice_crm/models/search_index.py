from odoo import models
from odoo.modules.db import FunctionStatus


def trigram_index(column):
    """Index for "contains" on a text column, or none where the database has no trigrams.

    Follows the stock rule: ``ilike`` compares without accents where the database can, so the
    index holds what is compared.
    """

    def definition(registry):
        if not registry.has_trigram:
            return ""
        plain = f"unaccent({column})" if registry.has_unaccent == FunctionStatus.INDEXABLE else column
        return f"USING gin (({plain}) gin_trgm_ops) WHERE {column} IS NOT NULL"

    return models.Index(definition)
