from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ..tools import story, story_cast

KEY = "lindwater"
#: of the story: what later ones tell is not added to a company that lives in an earlier one
EDITION = 2
FIRST_PARTS = ("_load_frontoffice", "_load_goodwill", "_load_backoffice", "_load_triangle")
XMLIDS = "__sample__"  # not a module, like stock's __import__: upgrades leave these ids alone
#: nobody is told about what never happened
QUIET = {
    "tracking_disable": True, "mail_create_nolog": True, "mail_create_nosubscribe": True, "mail_notrack": True,
    "no_reset_password": True, "mail_auto_subscribe_no_notify": True, "active_test": False, "tz": story_cast.ZONE,
}


class Sample(models.AbstractModel):
    """The sample company: loaded into any database as a company of its own, removed in one click.

    Its story is told by ``tools/story.py`` and hangs on the day of loading. It is written down in
    parts, one per addon, so an addon installed later adds its own. Everything made has an external
    id ``__sample__.<kind>_<key>``. Times are naive UTC.
    """

    _name = "frontoffice.sample"
    _description = "Sample company"

    # -- buttons (RPC) -----------------------------------------------------------------------------

    @api.model
    def status(self):
        """{loaded, company_id, name, can_load, can_remove, loaded_at, counts} for a banner or a button."""
        batch, company = self._batch(), self._company()
        manager = self._may_manage()
        mine = company.id in self.env.user._get_company_ids()
        return {
            "loaded": bool(batch),
            "company_id": company.id if batch and (mine or manager) else False,
            "name": story_cast.COMPANY,
            "can_load": manager and not batch,
            "can_remove": manager and bool(batch),
            "loaded_at": (batch.summary or {}).get("now", False),
            "counts": (batch.summary or {}).get("counts", {}),
        }

    @api.model
    def action_load(self):
        """Load what is not there yet. Loading again changes nothing. Managers alone."""
        self._check_manager()
        self._system()._load(self.env.user)
        return self.status()

    @api.model
    def action_remove(self):
        """Take the sample company away, with everything done in it meanwhile. Managers alone; logged."""
        self._check_manager()
        self._system()._remove(self.env.user)
        return self.status()

    @api.model
    def action_refresh(self):
        """Refresh dates: the same story, told from today. Managers alone."""
        self.action_remove()
        return self.action_load()

    @api.model
    def action_open(self):
        """Open the sample company in the browser; the user's own company stays what it is."""
        return {"type": "ir.actions.act_url", "url": f"/frontoffice/sample/{self._path()}", "target": "self"}

    @api.model
    def load(self, fields=None, data=None):
        """``action_load`` for scripts and demo data; there is nothing to import into this model."""
        return self.action_load()

    # -- who may -----------------------------------------------------------------------------------

    def _may_manage(self):
        return self.env.su or self.env.user.has_group("frontoffice_crm.group_manager")

    def _check_manager(self):
        if not self._may_manage():
            raise AccessError(self.env._("Only a Front Office manager loads or removes the sample company."))

    def _system(self):
        # superuser: makes a company, people and a past, which no single group may; checked by the buttons
        return self.with_user(SUPERUSER_ID).with_context(**QUIET)

    def _path(self):
        """Where the sample opens. Upper addons say better."""
        return "front-desk"

    # -- what is there -----------------------------------------------------------------------------

    @api.model
    def _batch(self):
        # sudo: the status is for everybody, and the batch may belong to another company
        return self.env["frontoffice.batch"].sudo().search(
            [("kind", "=", "sample"), ("source_key", "=", KEY), ("state", "=", "active")], limit=1
        )

    @api.model
    def _company(self):
        # sudo: as in _batch; archived where it could not be deleted
        Company = self.env["res.company"].sudo().with_context(active_test=False)
        return Company.search([("is_frontoffice_sample", "=", True)], limit=1)

    def _remembered(self, model):
        """{key: id} of the sample's records of a model."""
        prefix = self._prefix(model)
        # sudo: external ids are read by settings people alone
        rows = self.env["ir.model.data"].sudo().search_read(
            [("module", "=", XMLIDS), ("model", "=", model), ("name", "=like", f"{prefix}%")], ["name", "res_id"]
        )
        return {row["name"].removeprefix(prefix): row["res_id"] for row in rows}

    def _prefix(self, model):
        return model.rpartition(".")[2] + "_"

    # -- loading -----------------------------------------------------------------------------------

    def _parts(self):
        """Names of the methods that load one addon's part, in order. Each takes the story."""
        return ["_load_frontoffice"]

    def _load(self, user):
        batch = self._batch() or self._begin(user)
        summary = dict(batch.summary)
        current = summary.get("edition", 1) == EDITION
        todo = [part for part in self._parts() if part not in summary["parts"] and (current or part in FIRST_PARTS)]
        told = self._story(fields.Datetime.to_datetime(summary["now"])) if todo else None
        sample = self.with_company(self._company()).with_context(allowed_company_ids=self._company().ids)
        for part in todo:
            summary["counts"] = {**summary["counts"], **getattr(sample, part)(told, batch)}
            summary["parts"] = [*summary["parts"], part]
            self._measure_tables()
        if todo:
            batch.summary = {**summary, "digest": told.digest()}
        self._admit(user)

    def _big_tables(self):
        """Tables that were all but empty a moment ago."""
        models = [self.env[name] for name in self.env["frontoffice.batch"]._batch_models()]
        events = [self.env[model._ledger_model] for model in models if getattr(model, "_ledger_model", None)]
        return ["res_partner", "rating_rating", *(model._table for model in (*models, *events))]

    def _measure_tables(self):
        """Tell the planner: until the transaction ends nobody else would, and it would take them for empty."""
        self.env.flush_all()
        self.env.cr.execute(SQL("ANALYZE %s", SQL(", ").join(map(SQL.identifier, self._big_tables()))))

    def _story(self, now):
        """The story as of a moment. Upper addons tell more of it."""
        return story.story(now, story_cast.ZONE)

    def _now(self):
        """The moment the story hangs on (naive UTC)."""
        return fields.Datetime.now()

    def _begin(self, user):
        self._make_company()
        return self.env["frontoffice.batch"].create({
            "name": story_cast.COMPANY, "kind": "sample", "source_key": KEY, "user_id": user.id,
            "company_id": user.company_id.id,  # where the note of its removal can still be read
            "summary": {"now": fields.Datetime.to_string(self._now()), "parts": [], "counts": {},
                        "edition": EDITION},
        })

    def _admit(self, user):
        """Whoever loads it, and the administrator, may look; their own company stays the current one."""
        admin = self.env.ref("base.user_admin", raise_if_not_found=False)
        people = (user | admin) if admin else user
        people.filtered(lambda person: person.active or person.id == SUPERUSER_ID).write(
            {"company_ids": [fields.Command.link(self._company().id)]}
        )

    def _make(self, model, rows):
        """Create the records of ``{key: values}`` at once and remember them; returns {key: record}."""
        records = self.env[model].create(list(rows.values()))
        prefix = self._prefix(model)
        self.env["ir.model.data"]._update_xmlids([
            {"xml_id": f"{XMLIDS}.{prefix}{key}", "record": record, "noupdate": True}
            for key, record in zip(rows, records, strict=True)
        ])
        return dict(zip(rows, records, strict=True))
