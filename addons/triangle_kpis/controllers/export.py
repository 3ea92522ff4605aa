from itertools import chain

from odoo import api, http
from odoo.exceptions import AccessError, UserError
from odoo.http import Response, content_disposition, request

from ..tools.table_file import csv_chunks
from .sheets import xlsx_chunks

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def switched_on(env, text):
    """The environment with the companies of an address; UserError for no ids, AccessError for another's."""
    try:
        ids = [int(part) for part in (text or "").split(",") if part]
    except ValueError as error:
        raise UserError(env._("This filter cannot be read.")) from error
    own = env.user.company_id | env.user.company_ids  # the main one first: its zone cuts the days
    if not {*ids} <= {*own.ids}:
        raise AccessError(env._("These figures are of a company you do not work for."))
    return env(context={**env.context, "allowed_company_ids": ids or own.ids})


def only_reads(_controller, _rule, args):
    """Figures are read and that is all; that counted days leave is written down."""
    return args.get("what") == "figures"


class TriangleExport(http.Controller):
    """Figures and counted days as files, with the filters of the page's address. Written while they are sent."""

    @http.route("/triangle/export/<any(figures,days):what>.<any(csv,xlsx):kind>", type="http", auth="user",
                methods=["GET"], readonly=only_reads)
    def export(self, what, kind, companies=None, **query):
        env = switched_on(request.env, companies)
        filters = env["triangle.dashboard"]._from_address(query)
        heading, rows, period = getattr(self, f"_{what}")(env, filters)
        name = f"service-triangle-{what}-{period['from']}-{period['to']}.{kind}"
        return Response(self._chunks(env, kind, heading, rows), direct_passthrough=True, headers=[
            ("Content-Type", KINDS[kind]), ("Content-Disposition", content_disposition(name)),
            ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff")])

    @http.route("/triangle/export/page.pdf", type="http", auth="user", methods=["GET"])
    def page(self, companies=None, **query):
        env = switched_on(request.env, companies)
        dashboard = env["triangle.dashboard"]
        dashboard._check_viewer()
        filters = dashboard._from_address(query)
        period = dashboard._period(dashboard._clean(filters))
        content, _kind = env["ir.actions.report"]._render_qweb_pdf(
            "triangle_kpis.figures_report", data={"filters": filters})
        return request.make_response(content, headers=[
            ("Content-Type", "application/pdf"), ("Content-Length", len(content)), ("Cache-Control", "no-store"),
            ("Content-Disposition", content_disposition(f"service-triangle-{period['from']}-{period['to']}.pdf"))])

    # -- what is in them: (lines at the top, function of an environment that gives the rows, period) ---------------

    def _figures(self, env, filters):
        found, out = env["triangle.dashboard"]._figures(filters), env["triangle.out"]
        table = out._figure_table(found)
        heading = out._heading(env._("Figures"), found["period"], found["filters"], found["as_of"])
        return heading, lambda _env: table, found["period"]

    def _days(self, env, filters):
        env["triangle.out"]._check_analyst()
        dashboard, out = env["triangle.dashboard"], env["triangle.out"]
        filters = dashboard._clean({**filters, "own": None})
        out._check_today(filters)
        moment = dashboard._moment(filters)
        period = dashboard._period(filters, moment["days"])
        env["triangle.access.log"]._note_taken(
            "days", {**filters, "date_from": period["first"], "date_to": period["last"]})
        heading = out._heading(env._("Counted days"), period, filters, moment["counted"])
        first, last = period["first"], period["last"]
        return heading, lambda later: chain(
            [out._day_head()], later["triangle.out"]._day_rows(first, last, filters)), period

    def _chunks(self, env, kind, heading, rows):
        """The bytes, with a cursor of their own: that of the request is closed when they are sent."""
        registry, uid, context = env.registry, env.uid, dict(env.context)
        names = env._("About"), env._("Numbers")

        def stream():
            with registry.cursor(readonly=True) as cr:
                lines = rows(api.Environment(cr, uid, context))
                if kind == "csv":
                    yield from csv_chunks(chain(heading, [()], lines))
                else:
                    yield from xlsx_chunks(heading, lines, names)

        return stream()
