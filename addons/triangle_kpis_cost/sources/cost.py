from odoo.tools import SQL

from odoo.addons.triangle_kpis.sources.base import Measure, Source, noon, register

# The account of a line lies in one column for each analytic plan, and every database has its own plans.
ACCOUNTS = "SELECT v.value::int AS id FROM jsonb_each_text(to_jsonb(%s)) v" \
    " WHERE v.value IS NOT NULL AND (v.key = 'account_id' OR v.key ~ '^x_plan[0-9]+_id$')"


@register
class CostSource(Source):
    """Analytic lines on the accounts that winning customers is booked on: bills, expenses and hours alike.

    A line of the account of a campaign belongs to that campaign, and to winning customers anyway.
    """

    name = "cost"
    model = "account.analytic.line"
    tables = SQL(
        "account_analytic_line al JOIN LATERAL ("
        "SELECT bool_or(a.for_acquisition) AS wins, MIN(c.id) AS campaign_id FROM (" + ACCOUNTS % "al" + ") k"
        " JOIN account_analytic_account a ON a.id = k.id LEFT JOIN utm_campaign c ON c.cost_account_id = a.id"
        " HAVING bool_or(a.for_acquisition) OR MIN(c.id) IS NOT NULL OFFSET 0) own ON TRUE"
    )
    id = SQL("al.id")
    company = SQL("al.company_id")
    dimensions = {"campaign_id": SQL("own.campaign_id"), "employee_id": SQL("al.user_id")}
    watched = frozenset({"date", "amount", "company_id", "user_id", "account_id", "auto_account_id"})
    follows = {
        "account.analytic.account": lambda ids: SQL(
            "SELECT l.id FROM account_analytic_line l WHERE EXISTS (SELECT 1 FROM (" + ACCOUNTS % "l" + ") k"
            " WHERE k.id = ANY(%s))", ids),
    }
    follows_fields = {"account.analytic.account": frozenset({"for_acquisition"})}
    measures = (
        Measure("acquisition_cost", noon(SQL("al.date")), num=SQL("-al.amount::float8"), den=SQL("1::float8"),
                money=True),
        Measure("campaign_cost", noon(SQL("al.date")), where=SQL("own.campaign_id IS NOT NULL"),
                num=SQL("-al.amount::float8"), den=SQL("1::float8"), money=True),
    )
