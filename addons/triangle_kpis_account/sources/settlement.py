from odoo.tools import SQL

from odoo.addons.triangle_kpis.sources.base import Measure, Source, noon, register

CUSTOMER = "('out_invoice', 'out_refund')"


@register
class SettlementSource(Source):
    """What was set against invoices and credit notes of customers, on the day of the later of the two.

    An invoice set against its own credit note settles nothing: both are part of what was opened.
    """

    name = "settlement"
    model = "account.partial.reconcile"
    tables = SQL(
        "account_partial_reconcile pr"
        " JOIN account_move_line debit ON debit.id = pr.debit_move_id"
        " JOIN account_move dm ON dm.id = debit.move_id"
        " JOIN account_move_line credit ON credit.id = pr.credit_move_id"
        " JOIN account_move cm ON cm.id = credit.move_id"
    )
    id = SQL("pr.id")
    company = SQL("pr.company_id")
    watched = frozenset({"max_date", "amount", "company_id", "debit_move_id", "credit_move_id"})
    follows = {
        "account.move": lambda ids: SQL(
            "SELECT p.id FROM account_partial_reconcile p JOIN account_move_line l"
            " ON l.id IN (p.debit_move_id, p.credit_move_id) WHERE l.move_id = ANY(%s)", ids),
    }
    follows_fields = {"account.move": frozenset({"state", "move_type", "company_id"})}
    measures = (
        Measure(
            "receivable_settled", noon(SQL("pr.max_date")), den=SQL("1::float8"), money=True,
            where=SQL("(dm.move_type IN %(kinds)s AND dm.state = 'posted') <> (cm.move_type IN %(kinds)s"
                      " AND cm.state = 'posted')", kinds=SQL(CUSTOMER)),
            num=SQL("(pr.amount * CASE WHEN dm.move_type IN %s AND dm.state = 'posted' THEN 1 ELSE -1 END)::float8",
                    SQL(CUSTOMER)),
        ),
    )
