import re
from ast import literal_eval

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

MODEL = "backoffice.handoff"


class WorkSwitch(models.AbstractModel):
    """One's own quick switches: the favourites of the request lists, those a leader shares included."""

    _inherit = "backoffice.work"

    @api.model
    def _switches(self):
        """[{"id": "f7", "label", "mine"}] of favourites of this person and shared ones, by name."""
        favourites = self._favourites([])
        return [
            {"id": f"f{f.id}", "label": f.name, "mine": f.user_ids == self.env.user}
            for f in favourites if self._switch_domain(f) is not None
        ]

    @api.model
    def _favourites(self, domain):
        return self.env["ir.filters"].search(
            [("model_id", "=", MODEL), ("user_ids", "in", [self.env.uid, False]), *domain], order="name, id", limit=20
        )

    @api.model
    def save_switch(self, name, view="mine", filters=None):
        """Keep what is shown now under a name; it is a favourite in every request list too."""
        self._check_reader()
        name = (name or "").strip()
        if not name:
            raise UserError(self.env._("Give it a name."))
        domain = [*self._switch_view(view), *self._switch_filters(filters or {})]
        favourite = self.env["ir.filters"].create({
            "name": name, "model_id": MODEL, "user_ids": [fields.Command.set([self.env.uid])], "domain": repr(domain),
        })
        return {"id": f"f{favourite.id}", "switches": self._switches()}

    @api.model
    def drop_switch(self, switch):
        """Forget one of one's own."""
        self._favourite(switch).filtered(lambda f: f.user_ids == self.env.user).unlink()
        return self._switches()

    @api.model
    def _favourite(self, view):
        number = str(view)[1:]
        return self._favourites([("id", "=", int(number) if number.isdigit() else 0)])

    @api.model
    def _switch_view(self, view):
        """The list shown, in words a favourite keeps."""
        words = {
            "mine": [("waits_for_me", "=", True)],
            "accept": [("column", "=", "to_accept"), ("waits_for_me", "=", True)],
            "department": [("for_my_department", "=", True), ("column", "not in", [False, "ready", "done"])],
            "waiting": [
                ("column", "=", "waiting"), "|", ("user_id", "=", self.env.uid),
                "&", ("user_id", "=", False), ("for_my_department", "=", True),
            ],
            "sent": [("from_user_id", "=", self.env.uid), ("column", "not in", [False, "done"])],
        }
        if view not in words:
            favourite = self._favourite(view)
            return self._switch_domain(favourite) or []
        return words[view]

    @api.model
    def _switch_filters(self, filters):
        flags = {"late": "is_late", "risk": "is_at_risk", "today": "is_due_today"}
        domain = [(flags[filters["flag"]], "=", True)] if filters.get("flag") in flags else []
        if filters.get("department"):
            domain = [*domain, ("to_department_id", "=", int(filters["department"]))]
        for word in str(filters.get("search") or "").split():
            domain = [*domain, "|", ("subject", "ilike", word), ("partner_id.name", "ilike", word)]
        return domain

    @api.model
    def _switch_domain(self, favourite):
        """Its domain, None where it means nothing any more: a field is gone, it needs more than values."""
        try:
            domain = literal_eval(re.sub(r"\buid\b", str(self.env.uid), favourite.domain or "[]"))
            fields.Domain(domain).validate(self.env[MODEL])
        except (ValueError, SyntaxError, TypeError, ValidationError, KeyError):
            return None
        return domain

    @api.model
    def _view_domain(self, view):
        if not str(view).startswith("f"):
            return super()._view_domain(view)
        favourite = self._favourite(view)
        domain = self._switch_domain(favourite) if favourite else None
        if domain is None:
            raise UserError(self.env._("This switch no longer works. Save it again."))
        return fields.Domain("column", "!=", False) & fields.Domain(domain)
