from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools import timeline as pure

LIMIT = 40
MOST = 200


class Timeline(models.AbstractModel):
    """Everything that happened with a customer, newest first, as far as the user may see it."""

    _name = "frontoffice.timeline"
    _description = "Customer history"

    @api.model
    @api.readonly
    def page(self, partner_id, cursor=None, only=None, limit=LIMIT):
        """One page of a customer's history; the people of a company are included.

        ``cursor``: as returned by the page before, None for the first. ``only``: codes of sources.
        Returns {lines, next, sources}. Each line: {key, source, model, id, at, icon, kind, title,
        text, mark}; ``at`` is naive UTC as text, ``mark`` one of good, bad, open or "". Raises
        UserError for a cursor it never gave, AccessError for a customer the user may not see.
        """
        partner = self.env["res.partner"].browse(partner_id).exists()
        partner.check_access("read")
        try:
            after = pure.read_cursor(cursor)
        except (ValueError, TypeError) as error:
            raise UserError(self.env._("Open the history again: its place was lost.")) from error
        limit = min(max(int(limit), 1), MOST)
        sources = [source for source in partner._get_timeline_sources() if self._may_read(source)]
        chosen = [source for source in sources if not only or source["code"] in only]
        lists = [self._lines(source, partner, after, limit + 1) for source in chosen]
        lines, following = pure.merge(lists, limit)
        return {
            "lines": [self._shown(line) for line in lines], "next": pure.write_cursor(following),
            "sources": [{"code": source["code"], "label": source["label"]} for source in sources],
        }

    @api.model
    def _may_read(self, source):
        return self.env[source["model"]].has_access("read")

    @api.model
    def _lines(self, source, partner, after, limit):
        """The next lines of one source, under the user's own rights; one query and its names."""
        domain = Domain(source["domain"]) & self._whose(source, partner)
        if after:
            domain &= self._older(source, after)
        date = source["date"]
        domain &= Domain(date, "!=", False)
        records = self.env[source["model"]].search(domain, order=f"{date} desc, id desc", limit=limit)
        return [
            {"at": record[date], "source": source["code"], "id": record.id, "record": record, "of": source}
            for record in records
        ]

    @api.model
    def _whose(self, source, partner):
        return Domain(source["partner"], "in", self._family(partner).ids)

    @api.model
    def _family(self, partner):
        """A customer and, of a company, its people; archived ones included."""
        return self.env["res.partner"].with_context(active_test=False).search([("id", "child_of", partner.ids)])

    @api.model
    def _older(self, source, after):
        """Lines that come after the cursor in the order of the pure merge."""
        moment, code, number = after
        date = source["date"]
        older = Domain(date, "<", moment)
        if source["code"] < code:
            return older | Domain(date, "=", moment)
        if source["code"] == code:
            return older | (Domain(date, "=", moment) & Domain("id", "<", number))
        return older

    @api.model
    def _shown(self, line):
        record, source = line["record"], line["of"]
        return {
            "key": f"{source['code']}-{record.id}", "source": source["code"], "model": record._name, "id": record.id,
            "at": fields.Datetime.to_string(line["at"]), "icon": source["icon"], "kind": source["label"],
            **source["line"](record),
        }
