from odoo import api, fields, models


class PlaybookVersion(models.Model):
    """What a call guide said when it was used."""

    _name = "frontoffice.playbook.version"
    _description = "Version of a call guide"
    _inherit = ["frontoffice.version.mixin"]

    playbook_id = fields.Many2one(
        "frontoffice.playbook", required=True, index=True, readonly=True, ondelete="restrict"
    )
    _playbook_number_uniq = models.UniqueIndex("(playbook_id, number)")


class Playbook(models.Model):
    """Questions and words that help in a situation."""

    _name = "frontoffice.playbook"
    _description = "Call guide"
    _inherit = ["frontoffice.versioned.mixin"]
    _order = "sequence, name, id"
    _check_company_auto = True
    _version_model = "frontoffice.playbook.version"
    _version_owner = "playbook_id"
    _version_fields = ("name", "kind", "greeting")

    name = fields.Char(required=True, translate=True)
    code = fields.Char(copy=False)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: shared by all companies.")
    kind = fields.Selection(
        [("service", "Service"), ("sales", "Sales"), ("crisis", "Crisis")], required=True, default="service"
    )
    need_ids = fields.Many2many("frontoffice.need", string="For topics", check_company=True)
    greeting = fields.Char("First words", translate=True, help="The desk shows them above everything else.")
    step_ids = fields.One2many("frontoffice.playbook.step", "playbook_id", copy=True)
    asset_ids = fields.Many2many("frontoffice.asset", string="Material", check_company=True)
    claim_ids = fields.Many2many("frontoffice.claim", string="May be promised here", check_company=True)
    run_ids = fields.One2many("frontoffice.playbook.run", "playbook_id", readonly=True)
    run_count = fields.Integer("Used", compute="_compute_run_count")
    adherence = fields.Integer(
        "Followed (%)", compute="_compute_run_count", help="Of the questions that must be asked, in finished uses."
    )

    _code_company_uniq = models.UniqueIndex(
        "(code, company_id) WHERE code IS NOT NULL", "This code is already used by another call guide."
    )

    def _version_values(self):
        steps = [{
            "id": step.id, "name": step.name, "kind": step.kind, "required": step.required,
            "choices": step.choices or "",
        } for step in self.step_ids]
        return super()._version_values() | {"steps": steps}

    @api.depends("run_ids.finished_at")
    def _compute_run_count(self):
        groups = self.env["frontoffice.playbook.run"].sudo()._read_group(  # sudo: shares only, no run is shown
            [("playbook_id", "in", self.ids), ("finished_at", "!=", False)], ["playbook_id"],
            ["__count", "asked:sum", "to_ask:sum"],
        )
        known = {playbook.id: (n, asked, wanted) for playbook, n, asked, wanted in groups}
        for playbook in self:
            count, asked, wanted = known.get(playbook.id, (0, 0, 0))
            playbook.run_count = count
            playbook.adherence = round(100 * asked / wanted) if wanted else 0

    @api.model
    def _for_need(self, need, company):
        """The guide for a topic: its own, else that of the topic above; none where nobody wrote one."""
        while need:
            found = self.search([("need_ids", "in", need.ids), ("company_id", "in", (False, company.id))], limit=1)
            if found:
                return found
            need = need.parent_id
        return self.browse()

    @api.model
    def _for_sales(self, company):
        """The guide for a talk about buying: the first one of kind Sales; none where nobody wrote one."""
        return self.search([("kind", "=", "sales"), ("company_id", "in", (False, company.id))], limit=1)

    def _aids(self):
        """What helps beside the steps: {material: [{id, name, url, opened}], claims: [...]}.

        Claims: {id, name, status, word (the status on screen), kept, of}. Only what the user may see:
        material that is not archived, advertised promises that run today. ``opened``: links given to customers
        that were opened.
        """
        self.ensure_one()
        assets = self.asset_ids.filtered("active")._filtered_access("read")
        claims = self.claim_ids.filtered("active")._filtered_access("read").filtered("is_running")
        words = dict(claims._fields["status"]._description_selection(self.env))
        return {
            "material": [{
                "id": asset.id, "name": asset.name, "url": asset._own_url(), "opened": asset.opened_count,
            } for asset in assets],
            "claims": [{
                "id": claim.id, "name": claim.name, "status": claim.status, "word": words[claim.status],
                "kept": claim.kept, "of": claim.of,
            } for claim in claims],
        }

    def _begin(self, **links):
        """A use of this guide, with one line for each step. The steps are those of today."""
        self.ensure_one()
        return self.env["frontoffice.playbook.run"].create({
            "playbook_id": self.id, "version_id": self._current_version().id, **links,
            "line_ids": [fields.Command.create({
                "step_id": step.id, "sequence": step.sequence, "name": step.name, "required": step.required,
            }) for step in self.step_ids],
        })
