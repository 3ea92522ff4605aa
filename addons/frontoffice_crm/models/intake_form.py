from datetime import timedelta

from odoo import api, fields, models

from .intake_refusal import Refusal

HOUR = 3600  # seconds
LIMITS = {"form_per_visitor": 10, "form_per_channel": 300, "api_per_minute": 600}


class FrontofficeIntake(models.AbstractModel):
    """The public form's side of the gate: how many may come, and what its page may say of a date."""

    _inherit = "frontoffice.intake"

    @api.model
    def _rate(self, name):
        """How many are let in (system parameter ``frontoffice_crm.<name>``)."""
        # sudo: a setting, not a secret
        text = self.env["ir.config_parameter"].sudo().get_param(f"frontoffice_crm.{name}") or ""
        return int(text) if text.isdigit() else LIMITS[name]

    @api.model
    def _form_problem(self, channel, origin):
        """A Refusal when this visitor, or all together, have sent too many forms in this hour; else None."""
        guard = self.env["frontoffice.public.guard"]
        scope, most = f"form.{channel.id}", self._rate("form_per_channel")
        crowded = Refusal(
            "limit", self.env._("Very many people write to us just now. Please try again later, or call us.")
        )
        if self._form_count(scope) >= most:  # looked at before anything is written: a flood leaves no rows
            return crowded
        if not guard._allow(scope, f"origin {origin}", self._rate("form_per_visitor"), HOUR):
            return Refusal(
                "limit",
                self.env._("This is a lot at once. Please wait an hour, or call us: your text is still in the form."),
            )
        return None if guard._allow(scope, "everybody", most, HOUR) else crowded

    @api.model
    def _form_count(self, scope):
        """Forms of all visitors together that were let in during this hour."""
        since = fields.Datetime.now() - timedelta(seconds=HOUR)
        everybody = self.env["frontoffice.public.guard"]._origin("everybody")
        # sudo: nobody has a right to this table
        return (
            self.env["frontoffice.public.post"]
            .sudo()
            .search_count([("scope", "=", scope), ("origin", "=", everybody), ("at", ">=", since)])
        )

    @api.model
    def _take_form(self, entry):
        """Take a form in, promise where the channel says so, and confirm. Returns Taken."""
        entry = self._with_limits(entry)
        taken = self._take_in(entry)
        if taken.fresh:
            usual = self._form_date(entry.channel, taken.encounter)
            if usual and usual["promised"] and not taken.joined:
                self._form_promise(taken.encounter, usual["due_at"])
            # also when it joined a case: whether there was one is nobody's business on a public page
            taken.encounter.case_id._acknowledge(entry.channel)
        return taken

    @api.model
    def _with_limits(self, entry):
        """The entry, checked against the limits of its own channel. Raises Refusal."""
        self._checked_files(entry.files, entry.channel.form_files, entry.channel.form_file_mb)
        return entry

    @api.model
    def _form_date(self, channel, encounter):
        """What may be said of a date: {due_at, promised}, or None where the customer chose no topic with one."""
        need = encounter.need_id
        standard = need.is_published and need.standard_id
        if not standard:
            return None
        promise = encounter.case_id.promise_ids.filtered(
            lambda p: p.encounter_id == encounter and p.origin_kind == "person"
        )[:1]
        due_at = promise.due_at or standard._safe(company=channel.company_id, at=encounter.arrived_at)["due_at"]
        return {"due_at": due_at, "promised": bool(channel.form_promise)} if due_at else None

    @api.model
    def _form_promise(self, encounter, due_at):
        """The safe date of the topic, promised by the channel."""
        need = encounter.need_id
        # sudo: a stranger filled in the form; the channel's owner decided that it promises
        return (
            self.env["frontoffice.promise"]
            .sudo()
            ._make(
                [
                    {
                        "name": need.standard_id.name,
                        "standard_id": need.standard_id.id,
                        "partner_id": encounter.partner_id.id,
                        "encounter_id": encounter.id,
                        "case_id": encounter.case_id.id,
                        "channel_id": encounter.channel_id.id,
                        "team_id": encounter.team_id.id,
                        "company_id": encounter.company_id.id,
                        "due_at": due_at,
                    }
                ]
            )
        )
