from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.tools.misc import formatLang

GOODWILL_KINDS = [
    ("refund", "Refund"), ("credit", "Credit"), ("discount", "Discount"), ("gift", "Gift"),
    ("service", "Free service"), ("other", "Something else"),
]


class FrontofficeMandate(models.Model):
    """What people of a group may give without asking, per case and per month.

    Of several limits of one group the most specific holds; of several groups the most generous,
    once: what is given counts against that limit alone.
    """

    _name = "frontoffice.mandate"
    _description = "Decision limit"
    _inherit = ["frontoffice.versioned.mixin"]
    _order = "group_id, case_type nulls first, kind nulls first, id"
    _version_model = "frontoffice.mandate.version"
    _version_owner = "mandate_id"
    _version_fields = (
        "group_id", "case_type", "kind", "currency_id", "per_case", "per_month", "budget_of", "active",
    )
    _check_company_auto = True

    group_id = fields.Many2one("res.groups", "Who", required=True, index=True, ondelete="restrict")
    case_type = fields.Selection("_selection_case_type", "Case", help="Empty: cases of any type.")
    kind = fields.Selection(GOODWILL_KINDS, "What", help="Empty: anything.")
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id,
        help="A limit in the currency that is given goes first; others are converted at the day's rate.",
    )
    per_case = fields.Monetary("For one case", required=True)
    per_month = fields.Monetary("In one month", help="0: no limit but the one for each case.")
    budget_of = fields.Selection(
        [("group", "Everybody together"), ("person", "Each person")], "The month is shared by",
        default="group", required=True,
    )
    company_id = fields.Many2one("res.company", index=True, help="Empty: each company has its own month.")
    active = fields.Boolean(default=True)
    version_ids = fields.One2many("frontoffice.mandate.version", "mandate_id", readonly=True)

    _amounts_positive = models.Constraint(
        "CHECK (per_case > 0 AND per_month >= 0)", "Say how much may be given for one case; a month is never below 0."
    )

    @api.model
    def _selection_case_type(self):
        return self.env["frontoffice.case"]._fields["type"]._description_selection(self.env)

    @api.depends("group_id", "per_case", "currency_id")
    def _compute_display_name(self):
        for mandate in self:
            amount = formatLang(self.env, mandate.per_case or 0.0, currency_obj=mandate.currency_id)
            mandate.display_name = f"{mandate.group_id.name or ''}: {amount}"

    # -- which limit holds -----------------------------------------------------------------------

    @api.model
    def _applicable(self, user, company, wanted):
        """Limits of a user. ``wanted``: dict of case type, kind and currency, each may be missing."""
        # sudo: what one may give does not depend on which companies are ticked on the screen
        rows = self.sudo().search([
            ("group_id", "in", user.all_group_ids.ids), ("company_id", "in", (False, company.id)),
            *([("case_type", "in", (False, wanted["case_type"]))] if wanted.get("case_type") else []),
            *([("kind", "in", (False, wanted["kind"]))] if wanted.get("kind") else []),
        ])
        rows = rows.filtered(lambda m: m.currency_id == wanted.get("currency")) or rows
        kinds = {wanted["kind"]} if wanted.get("kind") else set(rows.mapped("kind"))
        return self.union(*(rows._most_specific(kind) for kind in kinds))

    def _most_specific(self, kind):
        """Of each group the limits that say most about what is given."""
        best = self.browse()
        for mandates in self.filtered(lambda m: m.kind in (False, kind)).grouped("group_id").values():
            top = max(mandate._specificity() for mandate in mandates)
            best |= mandates.filtered(lambda m, top=top: m._specificity() == top)
        return best

    def _specificity(self):
        return (bool(self.company_id), bool(self.kind), bool(self.case_type))

    @api.model
    def _room(self, company, wanted, user=None):
        """What a user may still give now, in the company's currency; None without any limit.

        ``wanted``: dict of case (record), case_type, kind, currency. Returns a dict: ``mandate``,
        ``room`` (at most this, never below 0), ``month_left`` (None: no monthly limit).
        """
        user = user or self.env.user
        case = wanted.get("case")
        wanted = {"case_type": case.type if case else None, **wanted}
        rooms = [m._own_room(company, user, case) for m in self._applicable(user, company, wanted)]
        return max(rooms, key=lambda r: (r["room"], r["month_left"] or 0.0), default=None)

    def _own_room(self, company, user, case):
        """The room of this one limit."""
        day = self._today(company)
        for_case = self._in_company(self.per_case, company, day) - (case._goodwill_given() if case else 0.0)
        month_left = None
        if self.per_month:
            used = self.env["frontoffice.mandate.budget"]._used(self, company, user)
            month_left = max(0.0, company.currency_id.round(self._in_company(self.per_month, company, day) - used))
        room = for_case if month_left is None else min(for_case, month_left)
        return {"mandate": self, "room": max(0.0, company.currency_id.round(room)), "month_left": month_left}

    def _in_company(self, amount, company, day):
        return self.currency_id._convert(amount, company.currency_id, company, day)

    @api.model
    def _today(self, company):
        """Today where the company is: its months begin at its own midnight."""
        zone = ZoneInfo(company.resource_calendar_id.tz or company.partner_id.tz or "UTC")
        return fields.Datetime.now().replace(tzinfo=ZoneInfo("UTC")).astimezone(zone).date()

    # -- what the desk shows ---------------------------------------------------------------------

    @api.model
    def _remaining_line(self, case_or_vals):
        """"You may give up to €60 (left this month €410)", or None where there is nothing to say.

        Takes a case or a dict with ``type``, and optionally ``company_id`` and ``kind``. Complaints
        always; other cases only where a limit names their type. None while the feature is off.
        """
        if not self.env.user.has_group("frontoffice_crm.group_feature_goodwill"):
            return None
        company, wanted = self._line_facts(case_or_vals)
        room = self._room(company, wanted)
        if not room or (wanted["case_type"] != "complaint" and room["mandate"].case_type != wanted["case_type"]):
            return None
        return self._room_sentence(room, company)

    @api.model
    def _line_facts(self, case_or_vals):
        if isinstance(case_or_vals, models.BaseModel):
            return case_or_vals.company_id, {"case": case_or_vals, "case_type": case_or_vals.type}
        company = self.env["res.company"].browse(case_or_vals.get("company_id")) or self.env.company
        return company, {"case_type": case_or_vals.get("type"), "kind": case_or_vals.get("kind")}

    @api.model
    def _room_sentence(self, room, company):
        left = self._money(room["month_left"], company)
        if not room["room"]:
            return self.env._("Your limit is used up. Anything more, your team leader decides.")
        if room["month_left"] is None:
            return self.env._("You may give up to %s", self._money(room["room"], company))
        return self.env._(
            "You may give up to %(room)s (left this month %(left)s)",
            room=self._money(room["room"], company), left=left,
        )

    @api.model
    def _money(self, amount, company):
        """An amount as people say it: no cents where there are none."""
        text = formatLang(self.env, amount or 0.0, currency_obj=company.currency_id)
        if float(amount or 0.0).is_integer() and company.currency_id.decimal_places:
            point = self.env["res.lang"]._get_data(code=self.env.user.lang or "en_US").decimal_point or "."
            text = text.replace(point + "0" * company.currency_id.decimal_places, "")
        return text
