import base64
from pathlib import Path

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import file_path

from ..tools import setup_file


class Trade(models.TransientModel):
    """A trade to start from: topics, promises and request types somebody of that trade would write down."""

    _name = "frontoffice.trade"
    _description = "Trade"
    _order = "sequence, id"

    sequence = fields.Integer(readonly=True)
    code = fields.Char(required=True, readonly=True)
    name = fields.Char(readonly=True)
    sentence = fields.Char(readonly=True)
    icon = fields.Char(readonly=True)
    topic_count = fields.Integer(readonly=True)
    promise_count = fields.Integer(readonly=True)
    request_count = fields.Integer(readonly=True)
    topics = fields.Text("What customers ask", readonly=True)
    promises = fields.Text("What we promise", readonly=True)
    requests = fields.Text("What departments are asked for", readonly=True)
    snippets = fields.Text("Words to send", readonly=True)
    loaded_at = fields.Datetime("Loaded", readonly=True)

    @api.model
    def _trade_folders(self):
        """Folders with trades, inside the add-ons path. Upper add-ons add theirs."""
        return ["frontoffice_crm/data/trades"]

    @api.model
    def _trade_files(self):
        """{code: path}, in alphabetical order; in the user's language where somebody has written it.

        A trade in another language is a file of its own, because the words customers use are not translations.
        """
        lang = (self.env.lang or "en").split("_")[0]
        files = {}
        for folder in map(Path, map(file_path, self._trade_folders())):
            for path in (*folder.glob("*.json"), *(folder / lang).glob("*.json")):  # the later one wins
                files[path.stem] = path
        return dict(sorted(files.items()))

    @api.model
    def _trade_text(self, code):
        """The set-up file of a trade, with its call guide, material and rule in the same language, or None."""
        path = self._trade_files().get(code)
        if not path:
            return None
        # beside the folder of the trades, with the same languages inside
        folder = next(f for f in map(Path, map(file_path, self._trade_folders())) if f in path.parents)
        more = folder.with_name("trade_guides") / path.relative_to(folder)
        document = setup_file.parse(path.read_bytes())[0]
        if more.exists():
            document.sections.update(setup_file.parse(more.read_bytes())[0].sections)
        return setup_file.write(document)

    @api.model
    def action_open(self):
        """The cards."""
        loaded = self._loaded()
        trades = self.create([
            self._card(code, setup_file.parse(path.read_bytes())[0], loaded.get(code))
            for code, path in self._trade_files().items()
        ])
        return {
            "type": "ir.actions.act_window", "res_model": self._name, "name": self.env._("Choose your trade"),
            "views": [(False, "kanban"), (False, "form")], "domain": [("id", "in", trades.ids)],
            "context": {"create": False},
        }

    def _loaded(self):
        """{code of a trade: when this company loaded it last}."""
        logs = self.env["frontoffice.setup.log"].search(
            [("name", "like", "trade:%"), ("company_id", "=", self.env.company.id)], order="id"
        )
        return {log.name.removeprefix("trade:"): log.create_date for log in logs}

    def _card(self, code, document, loaded_at):
        lists = {key: document.sections.get(key, []) for key in (
            "topics", "standard_promises", "request_types", "snippets")}
        hours = {p["code"]: p["name"] for p in lists["standard_promises"]}
        return {
            "code": code, "name": document.header["name"], "sentence": document.header.get("sentence"),
            "icon": document.header.get("icon"), "loaded_at": loaded_at,
            "topic_count": len(lists["topics"]), "promise_count": len(lists["standard_promises"]),
            "request_count": len(lists["request_types"]),
            "topics": "\n".join(f"{t['name']} – {hours.get(t.get('standard'), '')}" for t in lists["topics"]),
            "promises": "\n".join(
                self.env._("%(name)s, %(hours)s working hours: “%(sentence)s”", name=p["name"],
                           hours=setup_file.tidy(p["hours"]), sentence=p["sentence"])
                for p in lists["standard_promises"]
            ),
            "requests": "\n".join(self._request_line(r) for r in lists["request_types"]),
            "snippets": "\n".join(f"/{s['shortcut']} – {s['text']}" for s in lists["snippets"]),
        }

    @staticmethod
    def _request_line(request):
        needs = ", ".join(need["name"] for need in request.get("requirements", ()))
        return f"{request['department']}: {request['name']}" + (f" ({needs})" if needs else "")

    def action_choose(self):
        """Compare the trade with what is here; nothing is written before a person presses Import."""
        self.ensure_one()
        text = self._trade_text(self.code)
        if not text:
            raise UserError(self.env._("This trade is no longer there. Open the page again."))
        wizard = self.env["frontoffice.setup.import"].create({
            "data": base64.b64encode(text.encode()), "filename": f"{self.code}.json", "source": f"trade:{self.code}",
        })
        wizard.action_compare()
        return wizard._reopen()
