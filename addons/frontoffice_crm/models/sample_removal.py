import logging

from psycopg2 import Error as DatabaseError

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import mute_logger

from .sample import XMLIDS

_logger = logging.getLogger(__name__)


class Sample(models.AbstractModel):
    """Taking the sample company away: all of it, also what people tried out in it.

    What another app still refers to cannot be deleted; it is archived instead and counts nowhere,
    because everything that is counted belongs to the batch and is gone.
    """

    _inherit = "frontoffice.sample"

    def _remove(self, user):
        batch, company = self._batch(), self._company()
        if not batch:
            return
        sample = self.with_company(company).with_context(allowed_company_ids=company.ids)
        sample._check_inhabitants(company)
        sample._adopt(batch)
        # sudo: the note carries the name of whoever pressed the button; the right was checked there
        batch.with_user(user).sudo().action_remove()
        for model in sample._catalogue_models():
            sample._discard(sample._of_company(model))
        self._leave(company)

    def _check_inhabitants(self, company):
        """Real people whose own company is the sample would be left without one."""
        cast = set(self._remembered("res.users").values())
        people = self.env["res.users"].search([("company_id", "=", company.id)])
        if real := people.filtered(lambda person: person.id not in cast):
            raise UserError(self.env._(
                "%(people)s have the sample company as their own. Give them another company first.",
                people=", ".join(real.mapped("name")),
            ))

    def _adopt(self, batch):
        """What was tried out in the sample company goes with it."""
        for model in batch._batch_models():
            self._of_company(model).filtered(lambda record: record.batch_id != batch).write({"batch_id": batch.id})

    def _catalogue_models(self):
        """Models of which everything of the company goes, in this order. Upper addons put theirs first."""
        return [
            "crm.lead", "frontoffice.intake.log", "frontoffice.need", "frontoffice.promise.standard.version",
            "frontoffice.promise.standard", "utm.campaign", "frontoffice.channel", "crm.team", "res.users",
            "res.partner", "ir.sequence",
        ]

    def _of_company(self, model):
        """Records of the company, archived ones too; of shared models those the sample made."""
        Model = self.env[model].with_context(active_test=False)
        owner = self._owner_path(Model)
        if owner:
            return Model.search([(owner, "=", self.env.company.id)])
        return Model.browse(self._remembered(model).values()).exists()

    def _owner_path(self, Model):
        if Model._name == "res.users":
            return None  # people of the story alone, see _check_inhabitants
        return "company_id" if "company_id" in Model._fields else self._version_owners().get(Model._name)

    def _version_owners(self):
        """Versions belong to the company of what they are a version of."""
        return {"frontoffice.promise.standard.version": "standard_id.company_id"}

    def _leave(self, company):
        """Nobody works in the company any more, and then it goes with its hours."""
        people = self.env["res.users"].search([("company_ids", "in", company.ids), ("company_id", "!=", company.id)])
        people.write({"company_ids": [fields.Command.unlink(company.id)]})
        calendars = self.env["resource.calendar"].search([("company_id", "=", company.id)])
        partner = company.partner_id
        self._discard(company)
        self._discard(partner)
        self._discard(calendars - company.exists().resource_calendar_id)
        self.env["ir.model.data"].search([("module", "=", XMLIDS)]).unlink()
        self.env.registry.clear_cache()

    def _discard(self, records):
        """Delete, one by one where not all can go, and archive what something else holds on to."""
        if not records:
            return
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                records.unlink()
        except (DatabaseError, UserError) as error:
            if len(records) > 1:
                for record in records:
                    self._discard(record)
                return
            _logger.info("%s of the sample company is archived, not deleted: %s", records, error)
            self._hide(records)

    def _hide(self, record):
        values = {"active": False} if "active" in record._fields else {}
        if record._name == "res.users":
            values["login"] = f"removed-{record.id}-{record.login}"  # the next sample needs the name
        if values:
            record.write(values)
