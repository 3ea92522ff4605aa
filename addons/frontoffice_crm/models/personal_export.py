from odoo import api, fields, models
from odoo.tools import html2plaintext

CONTACT = (
    "name", "preferred_name", "email", "phone", "street", "street2", "zip", "city", "country_id", "vat", "function",
    "website", "lang", "comment", "create_date",
)


class Personal(models.AbstractModel):
    """Everything we hold about a person, in words, for the person."""

    _inherit = "frontoffice.personal"

    @api.model
    def _export(self, partner):
        """A dict of plain values, labels as keys, ready to be written as JSON. Logged."""
        self._check_manager(partner)
        found, counts = self._found(partner), self._counts(partner)
        result = {
            self.env._("Person"): self._exported(partner.sudo(), CONTACT),  # sudo: the comment of the contact, too
            self.env._("Exported on"): fields.Datetime.to_string(fields.Datetime.now()) + " UTC",
            self.env._("Companies"): self.env.companies.mapped("name"),
            self.env._("Messages about the contact"): self._exported_thread(partner),
        }
        for entry in self._personal_data():
            lines = self._exported_entry(entry, found[entry["model"]])
            if lines:
                result[self.env[entry["model"]]._description] = lines
        self._log("export", counts)
        return result

    @api.model
    def _exported_entry(self, entry, records):
        names = list(dict.fromkeys([*entry.get("export", ()), *entry.get("blank", {})]))
        names = [name for name in names if "token" not in name]
        shown = records
        if entry.get("rights"):
            shown = records.with_env(self.env)._filtered_access("read").with_env(records.env)
        lines = []
        for record in shown:
            line = self._exported(record, names)
            messages = self._exported_thread(record)
            lines.append({**line, self.env._("Messages"): messages} if messages else line)
        if len(shown) < len(records):
            # said, not shown: a confidential request is its department's to hand out
            lines.append({self.env._("Confidential, ask the department"): len(records) - len(shown)})
        return lines

    @api.model
    def _exported(self, record, names):
        """{label: value in words} of the fields that say something."""
        labels = record.fields_get(names, ["string"])
        values = {name: self._exported_value(record, name) for name in names}
        return {labels[name]["string"]: value for name, value in values.items() if value not in (None, False, "", [])}

    @api.model
    def _exported_value(self, record, name):
        field, value = record._fields[name], record[name]
        if field.type in ("many2one", "reference"):
            return value.display_name if value else None
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value)
        if field.type == "datetime":
            return value and fields.Datetime.to_string(value) + " UTC"
        if field.type == "date":
            return value and fields.Date.to_string(value)
        if field.type == "properties":
            read = record.read([name])[0][name]
            return [f"{item['string']}: {item['value']}" for item in read if item.get("value")]
        if field.type == "html":
            return value and html2plaintext(value)
        return value

    @api.model
    def _exported_thread(self, record):
        """Messages of a record, and the words of its ratings, oldest first."""
        # sudo: who may export gets all that was written about the person
        domain = [("model", "=", record._name), ("res_id", "=", record.id), ("message_type", "!=", "user_notification")]
        messages = self.env["mail.message"].sudo().search(domain, order="id")
        ratings = self.env["rating.rating"].sudo().search(
            [("res_model", "=", record._name), ("res_id", "=", record.id), ("feedback", "!=", False)], order="id"
        )
        return [
            {
                self.env._("On"): fields.Datetime.to_string(message.date) + " UTC",
                self.env._("From"): message.author_id.name or message.email_from or "",
                self.env._("Text"): html2plaintext(message.body or "") or message.subject or "",
                self.env._("Files"): ", ".join(message.attachment_ids.mapped("name")),
            }
            for message in messages if message.body or message.attachment_ids
        ] + [{self.env._("Rating"): rating.rating, self.env._("Text"): rating.feedback} for rating in ratings]
