from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from odoo.addons.frontoffice_crm.controllers import posted
from odoo.addons.frontoffice_crm.controllers.intake_api import IntakeApi

from .export import switched_on

MOST = 1000
SENT = ("code", "label", "definition", "side", "unit", "currency", "value", "n", "count", "interval", "target",
        "target_source", "target_note", "status", "status_text", "error", "version", "trend")


class FiguresApi(http.Controller):
    """Version 1 of the figures for other systems, read with the API key of a user and with that user's rights.

    Every answer is one JSON object; an error has a code and a sentence that says what to do.
    """

    @http.route("/triangle/api/v1/figures", type="http", auth="public", methods=["GET"], csrf=False,
                save_session=False, readonly=True)
    def figures(self, **query):
        return self._answer(self._figures, query)

    @http.route("/triangle/api/v1/figures/<string:code>", type="http", auth="public", methods=["GET"], csrf=False,
                save_session=False, readonly=True)
    def figure(self, code, **query):
        return self._answer(self._figures, query, code=code)

    @http.route("/triangle/api/v1/days", type="http", auth="public", methods=["GET"], csrf=False,
                save_session=False)
    def days(self, **query):
        return self._answer(self._days, query)

    # -- steps ---------------------------------------------------------------------------------------

    def _answer(self, method, query, **args):
        user = IntakeApi._key_user(self)
        if not user:
            return posted.refusal(401, "key", "No valid API key. Send the header “Authorization: Bearer <key>”.")
        request.update_env(user=user.id, context={"lang": user.lang, "tz": user.tz})
        try:
            env = switched_on(request.env, query.get("companies"))
            return method(env, query, **args)
        except AccessError as error:
            return posted.refusal(403, "rights", error)
        except UserError as error:
            return posted.refusal(400, "request", error)

    def _figures(self, env, query, code=None):
        dashboard = env["triangle.dashboard"]
        dashboard._check_viewer()
        if code and not env["triangle.kpi"].search_count([("code", "=", code)], limit=1):
            return posted.refusal(404, "figure", "There is no figure with this code. The list is at “figures”.")
        found = dashboard._figures(dashboard._from_address(query), code)
        lines = [{**{key: tile[key] for key in SENT}, "immature": tile.get("immature", 0)} for tile in found["figures"]]
        about = self._about(env, found["period"], found["as_of"])
        return posted.answer({**about, **({"figure": lines[0]} if code else {"figures": lines})})

    def _days(self, env, query):
        dashboard, out = env["triangle.dashboard"], env["triangle.out"]
        out._check_analyst()
        filters = dashboard._clean({**dashboard._from_address(query), "own": None})
        out._check_today(filters)
        moment = dashboard._moment(filters)
        period = dashboard._period(filters, moment["days"])
        if not query.get("after"):  # the first page stands for all
            env["triangle.access.log"]._note_taken(
                "days", {**filters, "date_from": period["first"], "date_to": period["last"]})
        lines, key = out._day_page(
            period["first"], period["last"], filters, query.get("after"), self._limit(env, query.get("limit")))
        return posted.answer({**self._about(env, period, moment["counted"]), "days": lines, "next": key})

    def _limit(self, env, text):
        try:
            limit = int(text or MOST)
        except ValueError:
            limit = 0
        if not 1 <= limit <= MOST:
            raise UserError(env._("“limit” is a number from 1 to %s.", MOST))
        return limit

    def _about(self, env, period, as_of):
        """Where the numbers come from: period, moment (UTC) and the zone days are cut in, by company."""
        zones = dict(env["triangle.engine"]._zones())
        return {
            "period": {"from": period["from"], "to": period["to"]}, "as_of": as_of and as_of.isoformat() + "Z",
            "zones": {str(company.id): zones.get(company.id, "UTC") for company in env.companies},
        }
