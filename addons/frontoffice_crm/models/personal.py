import json

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL, email_normalize_all

from ..tools import phone as pure

COMPARED = 7  # digits at the end of a number that find it however it was typed
MANAGER = "frontoffice_crm.group_manager"


class Personal(models.AbstractModel):
    """Where we hold something about one person, and how it is found.

    A record belongs to a person when it is linked to the contact, when it belongs to such a record,
    or when it has no contact and the person's own e-mail address or number. An address that two
    contacts share points to nobody.
    """

    _name = "frontoffice.personal"
    _description = "What is held about a person"

    @api.model
    def _personal_data(self):
        """Hook: list of entries, what others belong to first. Upper addons append theirs.

        An entry is a dict: ``model``; ``links``, ``emails``, ``phones``: its fields that name the
        person; ``through``: {its many2one: model of an entry before}; ``of``: [(model of an entry
        before, that one's many2one to this)]; ``find``: name of a method(partner, companies) -> ids;
        ``company``: its company field; ``blank``: {stored column: what erasing puts there, or a
        function of the record}; ``delete``: erasing deletes the record, nothing counts it;
        ``kept``: stored texts that hold codes and numbers of ours, no words about a person;
        ``export``: further fields that belong in the file; ``rights``: in the file only as far as
        the user may read it.
        """
        return []

    # -- rights --------------------------------------------------------------------------------------

    @api.model
    def _check_manager(self, partner):
        """Only managers of the Front Office, and only contacts they may see."""
        if not self.env.user.has_group(MANAGER):
            raise AccessError(self.env._("Only a manager of the Front Office exports or erases a person."))
        partner.ensure_one().check_access("read")
        # sudo: logins of others are not for everybody to search
        users = partner.sudo().with_context(active_test=False).user_ids
        if any(not user.share for user in users) or self.env["res.company"].sudo().search_count(
            [("partner_id", "=", partner.id)], limit=1
        ):
            raise UserError(self.env._("%s is a colleague or a company of yours, no customer.", partner.name))

    @api.model
    def _elsewhere(self, partner):
        """Whether companies this user does not work for now hold something about the person."""
        companies = self.env.companies.ids
        for entry in self._personal_data():
            company = self._company_field(entry)
            if not company or not entry.get("links"):
                continue
            Model = self.env[entry["model"]].sudo().with_context(active_test=False)  # told as yes or no alone
            linked = Domain.OR(Domain(name, "=", partner.id) for name in entry["links"])
            others = Domain(company, "!=", False) & Domain(company, "not in", companies)
            if Model.search_count(linked & others, limit=1):
                return True
        return False

    @api.model
    def _company_field(self, entry):
        name = entry.get("company", "company_id")
        field = self.env[entry["model"]]._fields.get(name)
        return name if field and field.store else None

    # -- finding -------------------------------------------------------------------------------------

    @api.model
    def _found(self, partner):
        """{model: records about the person in the companies the user works for now}, as superuser."""
        companies, addresses = self.env.companies, self._addresses(partner)
        found = {}
        for entry in self._personal_data():
            # sudo: the right was checked on the person; a draft of a colleague is about them as well
            Model = self.env[entry["model"]].sudo().with_context(active_test=False)
            ids = self._linked_ids(Model, entry, partner, found) | self._named_ids(Model, entry, addresses)
            if entry.get("find"):
                ids |= set(getattr(self, entry["find"])(partner, companies))
            found[entry["model"]] = Model.search(self._own_domain(entry, ids, partner)) if ids else Model
        return found

    @api.model
    def _own_domain(self, entry, ids, partner):
        """Of these ids those of our companies that are not somebody else's."""
        domain, company = Domain("id", "in", sorted(ids)), self._company_field(entry)
        for link in entry.get("links", ()):
            domain &= Domain(link, "in", [partner.id, False])
        return domain & Domain(company, "in", [*self.env.companies.ids, False]) if company else domain

    @api.model
    def _linked_ids(self, Model, entry, partner, found):
        """Ids of records linked to the person, or to what was found before."""
        parts = [Domain(name, "=", partner.id) for name in entry.get("links", ())]
        parts += [
            Domain(name, "in", found[model].ids) for name, model in entry.get("through", {}).items()
            if model in found
        ]
        ids = set(Model.search(Domain.OR(parts)).ids) if parts else set()
        for model, name in entry.get("of", ()):
            ids |= set(found[model][name].ids) if model in found else set()
        return ids

    @api.model
    def _named_ids(self, Model, entry, addresses):
        """Ids of records that hold an address or number of this person alone."""
        emails, phones = addresses
        ids = set()
        for name in entry.get("emails", ()) if emails else ():
            rows = Model.search_fetch(Domain.OR(Domain(name, "ilike", email) for email in emails), [name])
            ids |= {row.id for row in rows if emails & set(email_normalize_all(row[name] or ""))}
        for name in entry.get("phones", ()) if phones else ():
            ids |= self._phone_ids(Model, name, phones)
        return ids

    @api.model
    def _phone_ids(self, Model, name, phones):
        """Ids of records whose number is one of these, however it was typed."""
        Model.flush_model([name])
        ends = [number[-COMPARED:] for number in phones]
        rows = self.env.execute_query(SQL(
            "SELECT id, %(column)s FROM %(table)s"
            " WHERE right(regexp_replace(%(column)s, '\\D', '', 'g'), %(size)s) = ANY(%(ends)s)",
            column=SQL.identifier(name), table=SQL.identifier(Model._table), size=COMPARED, ends=ends,
        ))
        # equal from the end on, as far as the shorter one goes: "+49 151 22" and "0151 22"
        return {row_id for row_id, value in rows if any(_same_number(value, number) for number in phones)}

    @api.model
    def _addresses(self, partner):
        """(e-mail addresses, digits of numbers) that are this person's and nobody else's."""
        partner = partner.sudo()  # further addresses and other holders, whoever may see them
        Partner = partner.with_context(active_test=False)
        points = partner.contact_point_ids
        emails = set(email_normalize_all(partner.email or ""))
        emails |= {point.normalized for point in points if point.kind == "email" and point.normalized}
        numbers = {partner.phone_sanitized or partner.phone}
        numbers |= {point.normalized for point in points if point.kind == "phone"}
        numbers -= {False}
        others = Partner.search([
            ("id", "!=", partner.id),
            "|", ("email_normalized", "in", list(emails)), ("phone_sanitized", "in", list(numbers)),
        ])
        held = points.search([("partner_id", "!=", partner.id), ("normalized", "in", [*emails, *numbers])])
        taken = {*others.mapped("email_normalized"), *others.mapped("phone_sanitized"), *held.mapped("normalized")}
        digits = {pure.digits(number) for number in numbers - taken}
        return emails - taken, {number for number in digits if len(number) >= COMPARED}

    @api.model
    def _draft_ids(self, partner, companies):
        """Forms parked at the desk that name the person."""
        emails, phones = self._addresses(partner)
        words = {word.lower() for word in (*emails, partner.name) if word}
        # sudo: drafts belong to colleagues
        drafts = self.env["frontoffice.desk.draft"].sudo().search([("company_id", "in", companies.ids)])
        return [
            draft.id for draft in drafts
            if _names(draft.values, partner.id)
            or any(word in f"{draft.label} {json.dumps(draft.values, ensure_ascii=False)}".lower() for word in words)
            or any(number in pure.digits(json.dumps(draft.values)) for number in phones)
        ]


def _same_number(value, digits):
    one, two = pure.digits(value).lstrip("0"), digits.lstrip("0")
    return one.endswith(two) or two.endswith(one)


def _names(value, partner_id):
    """Whether a parked form points to the contact: the customer picked, or their id."""
    if isinstance(value, list):
        return any(_names(item, partner_id) for item in value)
    if not isinstance(value, dict):
        return False
    who = value.get("who")
    if value.get("partner_id") == partner_id or (isinstance(who, dict) and who.get("id") == partner_id):
        return True
    return any(_names(item, partner_id) for item in value.values())
