"""What is run inside Odoo: everything is counted there, then the pages are asked for, and lists are opened."""

#: figures counted by code, which a page counts for a few windows only
CODED = tuple(
    "K13 K30 K40Y K42 K46R K44 K44B K37 K37S K37L K37W K44S K53 K53M K53P K53T K53W K53C K60 K60L K60U".split()
)
#: figure -> (its records, which of them: all, num, miss)
DRILLS = {
    "K33": ("K33", "all"),
    "K38": ("K38", "all"),
    "K12": ("K12", "all"),
    "K22": ("K22", "all"),
    "K20": ("K20", "all"),
    "K40": ("K40", "miss"),
    "K45": ("K45", "miss"),
    "K21": ("K21", "miss"),
    "K31": ("K31", "miss"),
    "K04": ("K04", "all"),
    "K08": ("K08", "num"),
    "K11": ("K11", "all"),
    "K23": ("K23", "miss"),
    "K51": ("K51", "num"),
    "K17": ("K17", "all"),
    "K29": ("K29", "num"),
    "K59": ("K59", "miss"),
    "K52": ("K52", "miss"),
    "K28": ("K28", "miss"),
    "K52G": ("goal", "all"),
    "K52C": ("K52C", "miss"),
    "K60M": ("K60M", "all"),
    "K03": ("K03", "all"),
    "K07": ("K07", "num"),
    "K34": ("K34", "miss"),
    "K36": ("K36", "miss"),
    "K10U": ("K10U", "miss"),
    "K56P": ("K56P", "miss"),
    "K58I": ("K58I", "all"),
    "K50H": ("training", "all"),
    "K16": ("revenue", "all"),
    "K35": ("K35", "miss"),
    "K32B": ("K32B", "miss"),
    "K02": ("K02", "miss"),
    "K27": ("K27", "miss"),
}
COUNT = """
import datetime
before = datetime.datetime.now() - datetime.timedelta(days=40)
kept = env["frontoffice.promise"].search([
    ("company_id", "=", {company}), ("fulfilled_at", "<", before), ("disputed_at", "=", False)], order="id")
for promise in kept.filtered(lambda p: p.id % 9 == 0):
    at = promise.fulfilled_at + datetime.timedelta(days=promise.id % 25)
    if at >= max(promise.event_ids.mapped("at")):  # some had more to them after they were kept
        promise._record("disputed", {{}}, at)
for wizard in env["frontoffice.look.back"].create({{"company_id": {company}}}) if "hr.expense" in env else ():
    wizard._reader()._load_expenses(env["frontoffice.batch"])
env.cr.execute("DELETE FROM triangle_workday")
env["triangle.workday"]._fill_new()
from freezegun import freeze_time
moment = datetime.datetime.now().replace(microsecond=0)
with freeze_time(moment):  # what becomes ripe while it is counted is counted by all or by none
    env["triangle.rebuild"]._start()
    errors = env["triangle.fact"]._refresh()
print("MOMENT" + moment.isoformat())
print("ERRORS" + repr({{k: v for k, v in errors.items() if v}}))
env.cr.commit()
"""
ASK = """
import datetime, json
env.user.browse(2).group_ids += env.ref("triangle_kpis.group_feature_figures")
company = env["res.company"].browse({company})
env2 = env(user=2, context={{"allowed_company_ids": [company.id], "lang": "en_US"}})
board = env2["triangle.dashboard"].with_company(company)
for number, filters in enumerate(json.loads({questions!r})):
    page = board.get_page({{**filters, "compare": None}})
    lines = {{line["code"]: [line["value"], line["n"], line["status"]] for line in page["tiles"] + page["more"]}}
    for code in {coded!r}:
        if number < 12 or lines.get(code, [0, 0, "open"])[2] == "open":
            kpi = board._kpi(code)
            clean = board._clean(filters)
            figure = getattr(env2["triangle.recompute"].with_company(company), "_x_" + kpi.computed)(
                board._period(clean)["windows"]["now"], clean)
            lines[code] = [figure.value, figure.n, "coded"]
    opened = {{}}
    for code, part in json.loads({drills!r}).items() if number % 3 == 0 else ():
        action = board.drill(code, filters, part)
        records = env2[action["res_model"]].sudo().with_context(active_test=False)
        opened[code] = sorted(records.search(action["domain"]).ids)
        assert len(opened[code]) == action["total"] or action["visible"] != action["total"], (code, action)
    print("ANSWER" + json.dumps({{"lines": lines, "partition": page["partition"], "opened": opened,
                                  "ladder": {{rung["key"]: rung["n"] for rung in page.get("ladder") or []}}}}))
env["triangle.engine"]._take_levels(datetime.date(2001, 1, 1))
page = board.get_page({{"date_from": "2001-01-01", "date_to": "2001-01-01", "compare": None}})
print("LEVELS" + json.dumps({{line["code"]: [line["value"], line["n"]] for line in page["more"]}}))
env.cr.rollback()
"""
