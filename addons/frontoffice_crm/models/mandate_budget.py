from odoo import api, fields, models
from odoo.tools import SQL


class MandateBudget(models.Model):
    """What was given under one limit in one month. Counter and lock in one row.

    Whoever gives something updates the row, so a colleague who read it before loses the race, is
    retried by the server with fresh figures, and cannot spend the same money again.
    """

    _name = "frontoffice.mandate.budget"
    _description = "Month of a decision limit"
    _order = "month desc, id"

    mandate_id = fields.Many2one(
        "frontoffice.mandate", "Decision limit", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, index=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", "Person", index="btree_not_null", ondelete="restrict")
    month = fields.Date(required=True, help="First day, where the company is.")
    currency_id = fields.Many2one(related="company_id.currency_id")
    used = fields.Monetary("Given", default=0.0, readonly=True)

    _one_a_month = models.UniqueIndex("(mandate_id, company_id, month, COALESCE(user_id, 0))")

    @api.model
    def _key(self, mandate, company, user):
        month = mandate._today(company).replace(day=1)
        return {
            "mandate_id": mandate.id, "company_id": company.id, "month": month,
            "user_id": user.id if mandate.budget_of == "person" else None,
        }

    @api.model
    def _used(self, mandate, company, user):
        """Given this month so far, in the company's currency."""
        key = self._key(mandate, company, user)
        domain = [(name, "=", value or False) for name, value in key.items()]
        return self.sudo().search(domain, limit=1).used  # sudo: one's own room, though not the list

    @api.model
    def _lock_month(self, mandate, company, user):
        """The row of this month, made where it is missing, locked until the transaction ends.

        Waits for nobody; the server retries the request that came second.
        """
        key = self._key(mandate, company, user)
        self.flush_model()
        # The ORM has neither ON CONFLICT nor a lock that sees rows younger than the snapshot
        self.env.cr.execute(SQL(
            """INSERT INTO frontoffice_mandate_budget
                           (mandate_id, company_id, month, user_id, used, create_uid, create_date)
                    VALUES (%(mandate_id)s, %(company_id)s, %(month)s, %(user_id)s, 0, %(uid)s,
                            now() AT TIME ZONE 'UTC')
               ON CONFLICT DO NOTHING""",
            **key, uid=self.env.uid,
        ))
        row = self.env.execute_query(SQL(
            """SELECT id FROM frontoffice_mandate_budget
                WHERE mandate_id = %(mandate_id)s AND company_id = %(company_id)s AND month = %(month)s
                  AND COALESCE(user_id, 0) = COALESCE(%(user_id)s, 0)
                  FOR NO KEY UPDATE NOWAIT""",
            **key,
        ))
        budget = self.sudo().browse(row[0][0])  # sudo: counted for whoever gives
        budget.invalidate_recordset()
        return budget

    def _charge(self, amount):
        """Count an amount in the company's currency; a negative one gives the room back."""
        self.ensure_one()
        self.used = self.currency_id.round(self.used + amount)
