import logging

from psycopg2 import Error as DatabaseError

from odoo import fields, models
from odoo.exceptions import RedirectWarning, UserError
from odoo.fields import Domain
from odoo.tools import mute_logger

from .sample import XMLIDS

#: goes by itself, with its people, or last
KEPT = {"res.users", "res.partner", "resource.calendar", "frontoffice.batch"}
#: get their company from an app that may be installed after the sample; those there are get somebody's
LATE_OWNERS = {"utm.campaign"}
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
        for model in sample._leading_models():
            sample._discard(sample._of_company(model))
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

    def _leading_models(self):
        """Models of which everything of the company goes before the batch, because they hold on to it."""
        return []

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
        made = Domain("id", "in", list(self._remembered(model).values()))
        if not owner:
            return Model.search(made)
        if Model._name in LATE_OWNERS:
            return Model.search(Domain(owner, "=", self.env.company.id) | made)
        return Model.search([(owner, "=", self.env.company.id)])

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
        self._sweep(company)
        calendars = self.env["resource.calendar"].search([("company_id", "=", company.id)])
        partner = company.partner_id
        self._discard(company)
        self._discard(partner)
        self._discard(calendars - company.exists().resource_calendar_id)
        self.env["ir.model.data"].search([("module", "=", XMLIDS)]).unlink()
        self.env.registry.clear_cache()

    def _sweep(self, company):
        """What else belongs to the company: whatever people tried out, in whatever app. Some holds on to other."""
        for _again in range(3):
            if not sum(self._try_unlink(found) for found in self._left_behind(company)):
                return

    def _left_behind(self, company):
        """Records of the company by model, of the models that were not cleared by name."""
        for name, model in self.env.registry.items():
            field = model._fields.get("company_id")
            plain = model._auto and not model._abstract and not model._transient and name not in KEPT
            if plain and field and field.store and field.comodel_name == "res.company":
                found = self.env[name].with_context(active_test=False).search([("company_id", "=", company.id)])
                if found:
                    yield found

    def _try_unlink(self, records):
        """Whether they could go."""
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                records.unlink()
        except (DatabaseError, UserError, RedirectWarning) as error:
            _logger.info("%s of the sample company stay for now: %s", records, error)
            return False
        return True

    def _discard(self, records):
        """Delete, half by half where not all can go, and archive what something else holds on to."""
        if not records:
            return
        if self._try_unlink(records):
            return
        half = len(records) // 2
        if half:
            self._discard(records[:half])
            self._discard(records[half:])
        else:
            self._hide(records)

    def _hide(self, record):
        values = {"active": False} if "active" in record._fields else {}
        if record._name == "res.users":
            values["login"] = f"removed-{record.id}-{record.login}"  # the next sample needs the name
        if values:
            # Odoo looks for people who still use a contact: those archived do not
            record.with_context(active_test=True).write(values)
