from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import SQL

CONTACT = (
    "email", "phone", "street", "street2", "zip", "city", "vat", "company_registry", "website", "function", "comment",
    "ref", "barcode", "company_name", "preferred_name", "image_1920",
)


class Personal(models.AbstractModel):
    """Erasing a person: names, addresses and words go; events, counts and figures stay.

    Columns are set directly, not by ``write``: erasing must not track the old value, mail anybody,
    start an automation, or let a computed figure change because a text is gone.
    """

    _inherit = "frontoffice.personal"

    @api.model
    def _counts(self, partner):
        """{model: how many records} that erasing would touch, without those of no record."""
        hosts = self._touched(partner)
        everything = {**hosts, **self._hanging(hosts)}
        return {model: len(records) for model, records in everything.items() if records}

    @api.model
    def _touched(self, partner):
        """What erasing touches: the contact and its further addresses only where nobody else needs them."""
        found = self._found(partner)
        if not self._elsewhere(partner):
            return {**found, "res.partner": partner}
        return {model: records for model, records in found.items() if model != "frontoffice.contact.point"}

    @api.model
    def _erase(self, partner):
        """Erase the person in the companies the user works for now; returns the log line.

        The contact itself stays as it is while another company holds something about the person.
        """
        self._check_manager(partner)
        self.env.flush_all()
        counts, hosts = self._counts(partner), self._touched(partner)
        hanging = self._hanging(hosts)
        if "res.partner" in hosts:
            self._erase_contact(partner)
            self.env.flush_all()  # renaming the contact renames what shows its name
            hanging = self._hanging(hosts)  # and may have left a line in its thread
        for entry in self._personal_data():
            self._erase_entry(entry, hosts.get(entry["model"]))
        self._erase_hanging(hanging, partner)
        self.env.invalidate_all(flush=False)
        return self._log("erase", counts)

    @api.model
    def _erase_entry(self, entry, records):
        if not records:
            return
        if entry.get("delete"):
            records.exists().unlink()
            return
        plain = {name: value for name, value in entry["blank"].items() if not callable(value)}
        self._set_columns(records, plain)
        for name, function in entry["blank"].items():
            if callable(function):
                for record in records:
                    self._set_columns(record, {name: function(record) or None})

    @api.model
    def _set_columns(self, records, values):
        """Put values into columns, as they are. A translated text goes in every language."""
        if not records or not values:
            return
        parts = []
        for name, value in values.items():
            field = records._fields[name]
            stored = field.convert_to_column_insert(value, records) if value else None
            parts.append(SQL("%s = %s", SQL.identifier(name), stored))
        self.env.cr.execute(SQL(
            "UPDATE %s SET %s WHERE id IN %s", SQL.identifier(records._table), SQL(", ").join(parts), tuple(records.ids)
        ))

    @api.model
    def _erase_contact(self, partner):
        """The contact without name and address, archived; a portal login of it ends."""
        # sudo: managers of the Front Office may not touch logins; erasing was checked above
        contact = partner.sudo().with_context(active_test=False, tracking_disable=True, mail_notrack=True)
        for user in contact.user_ids:
            user.write({"active": False})
            # stock tells the old address by mail that a login changed; this one is gone
            self._set_columns(user, {"login": f"erased-{user.id}", "signature": None})
        self._set_columns(contact, {"properties": None})
        self.env.registry.clear_cache()
        contact.with_context(active_test=True).write({  # stock looks for active logins, and means it
            **dict.fromkeys(CONTACT, False), "name": self.env._("Erased contact %s", partner.id),
            "category_id": [Command.clear()], "active": False,
        })

    @api.model
    def _log(self, kind, counts):
        # sudo: nobody writes this log by hand
        return self.env["frontoffice.personal.log"].sudo().create({
            "kind": kind, "counts": counts, "user_id": self.env.uid, "company_id": self.env.company.id,
            "at": fields.Datetime.now(),
        })
