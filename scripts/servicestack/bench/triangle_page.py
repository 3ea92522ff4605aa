"""The page Service Triangle among up to 1,000,000 interactions, 500,000 requests and 300,000 promises.

Records are made by generate_series, counted by the engine as after an import, and read: the page,
the same tiles by formatted_read_group over the records, windows nobody counted beforehand, and the
first page of a drill-down. ``BENCH_TRIANGLE`` sets the number of interactions; 10,000 are measured
too, so that the growth is seen. Everything is committed and vacuumed before it is read, as in life;
the database is thrown away afterwards. A million takes about a quarter of an hour.
"""

import os
import resource
import time
from datetime import timedelta
from statistics import quantiles

from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT

from odoo import fields
from odoo.sql_db import db_connect
from odoo.tools import SQL

FULL = int(os.environ.get("BENCH_TRIANGLE", "100000"))
SMALL = 10_000
DAYS, TEAMS, CHANNELS, DEPARTMENTS, CAMPAIGNS, CUSTOMERS = 760, 12, 8, 20, 30, 20_000
TIMES = 21
ANY = "(hashint4(n + %s) & 1048575)"  # a number from n that looks like chance


def office(env, name="Bench"):
    """The company of the bench: teams, channels, departments, campaigns, customers."""
    company = env["res.company"].create({"name": name})
    env.user.company_ids |= company
    env = env(context={**env.context, "allowed_company_ids": company.ids})
    make = {
        "team_id": env["crm.team"].create([{"name": f"T{i}", "company_id": company.id} for i in range(TEAMS)]),
        "channel_id": env["frontoffice.channel"].create([
            {"name": f"C{i}", "kind": "email", "company_id": company.id} for i in range(CHANNELS)]),
        "department_id": env["hr.department"].create([
            {"name": f"D{i}", "company_id": company.id} for i in range(DEPARTMENTS)]),
        "campaign_id": env["utm.campaign"].create([{"title": f"K{i}"} for i in range(CAMPAIGNS)]),
    }
    env.cr.execute(SQL(
        "INSERT INTO res_partner (name, active, type, commercial_partner_id) SELECT 'B' || n, TRUE, 'contact',"
        " currval('res_partner_id_seq') FROM generate_series(1, %s) n RETURNING id", CUSTOMERS))
    make["partner_id"] = env["res.partner"].browse([row[0] for row in env.cr.fetchall()])
    make["service_id"] = env["backoffice.service"].create({
        "name": "Bench", "department_id": make["department_id"][0].id, "company_id": company.id})
    env.cr.execute(SQL("UPDATE res_partner SET commercial_partner_id = id WHERE id = ANY(%s)", make["partner_id"].ids))
    env["triangle.engine"]._flush_marks()  # before there is anything to mark, as in life
    return env, company, make


def one_of(records, salt):
    ids = records.ids
    return SQL("(%s::int[])[1 + %s %% %s]", ids, SQL(ANY, salt), len(ids))


def moment(salt, count):
    """A moment of the last 760 days: of ``count`` records later ones are younger, give or take three days."""
    age = SQL("((%s - n) * %s::float8 / %s + %s %% %s)", count, DAYS * 1440, count, SQL(ANY, salt), 3 * 1440)
    return SQL("(%s::timestamp - %s * interval '1 minute')", fields.Datetime.now(), age)


def hours(salt, most):
    return SQL("(%s %% %s * interval '1 minute')", SQL(ANY, salt), most * 60)


def fill(env, company, make, count):
    """``count`` interactions, half as many requests, three tenths as many promises."""
    fill_front(env, company, make, count)
    fill_back(env, company, make, count // 2)
    fill_promises(env, company, make, count * 3 // 10)
    env.cr.execute("ANALYZE frontoffice_encounter, backoffice_handoff, frontoffice_promise")


def fill_front(env, company, make, count):
    at, rare = moment(1, count), SQL("CASE WHEN n %% 10 = 0 THEN %s END", one_of(make["campaign_id"], 4))
    due = SQL("%s + interval '4 hours'", at)
    env.cr.execute(SQL(
        "INSERT INTO frontoffice_encounter (partner_id, channel_id, team_id, company_id, campaign_id, direction,"
        " handled_by, state, source, arrived_at, response_due_at, first_response_at, ended_at)"
        " SELECT %s, %s, %s, %s, %s, 'in', 'human', 'done', 'person', %s, %s, %s, %s FROM generate_series(1, %s) n",
        one_of(make["partner_id"], 2), one_of(make["channel_id"], 3), one_of(make["team_id"], 5), company.id, rare,
        at, due, SQL("%s + %s", at, hours(6, 5)), SQL("%s + %s", at, hours(6, 6)), count))


def fill_back(env, company, make, count):
    at = moment(11, count)
    due = SQL("%s + interval '3 days'", at)
    env.cr.execute(SQL(
        "INSERT INTO backoffice_handoff (subject, service_id, company_id, from_team_id, to_department_id, source,"
        " state, sent_at, due_at, final_at, done_at, return_count, rework_count, required_ok_at_send, clarifications,"
        " worked_hours) SELECT 'B', %s, %s, %s, %s, 'person', 'done', %s, %s, %s, %s, (n %% 7 = 0)::int, 0,"
        " n %% 5 > 0, 0, 3 FROM generate_series(1, %s) n",
        make["service_id"].id, company.id, one_of(make["team_id"], 12), one_of(make["department_id"], 13), at, due,
        SQL("%s + %s", at, hours(14, 80)), SQL("%s + %s", at, hours(14, 90)), count))


def fill_promises(env, company, make, count):
    at, rare = moment(21, count), SQL("CASE WHEN n %% 10 = 0 THEN %s END", one_of(make["campaign_id"], 4))
    due = SQL("%s + interval '2 days'", at)
    env.cr.execute(SQL(
        "INSERT INTO frontoffice_promise (name, company_id, team_id, channel_id, campaign_id, partner_id, origin_kind,"
        " source, state, made_at, due_at, first_due_at, enabled_at, fulfilled_at, in_full, realistic)"
        " SELECT 'B', %s, %s, %s, %s, %s, 'person', 'person', 'kept', %s, %s, %s, %s, %s, TRUE,"
        " (ARRAY['yes', 'yes', 'no', 'unknown'])[1 + n %% 4] FROM generate_series(1, %s) n",
        company.id, one_of(make["team_id"], 22), one_of(make["channel_id"], 23), rare, one_of(make["partner_id"], 24),
        at, due, due, SQL("%s + %s", at, hours(25, 50)), SQL("%s + %s", at, hours(26, 55)), count))


def collect(env, count):
    """Everything counted as by the scheduled run: (seconds, records, facts, growth of memory in MB)."""
    env["triangle.dirty"]._mark_all(env.company)
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    errors = [error for error in env["triangle.fact"]._refresh().values() if error]
    assert not errors, errors
    seconds = time.perf_counter() - start
    facts = env["triangle.fact"].search_count([("company_id", "=", env.company.id)])
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return seconds, count + count // 2 + count * 3 // 10, facts, grown


def count_ahead(env):
    """What the scheduled run finds after counting, for the windows pages open with."""
    counted = env["triangle.counted"]
    kpis = env["triangle.kpi"].search([("computed", "!=", False)]).filtered(lambda kpi: kpi.tile or kpi.weight)
    for window in counted._usual(kpis):
        counted._count_window(kpis, env.company, window)
    for window in counted._opened():
        counted._count_parts(env.company, window)


def one_statement(env):
    """The same facts in one INSERT … SELECT a source, into a table with the same indexes: seconds."""
    engine, now, spent = env["triangle.engine"], fields.Datetime.now(), 0.0
    with env.cr.savepoint(flush=False) as savepoint:
        env.cr.execute(SQL("CREATE TABLE bench_fact (LIKE triangle_fact INCLUDING INDEXES)"))
        env.cr.execute(SQL("ALTER TABLE bench_fact ALTER id SET DEFAULT nextval('triangle_fact_id_seq')"))
        names = SQL("measure_id, record_id, day, company_id, team_id, channel_id, department_id, campaign_id,"
                    " employee_id, extra_key, num, den, value")
        for source in env["triangle.measure"]._sources().values():
            scope = SQL("%s = %s", source.company, env.company.id)
            start = time.perf_counter()
            env.cr.execute(SQL("INSERT INTO bench_fact (%s) SELECT %s FROM (%s) f WHERE key_id IS NULL", names, names,
                               engine._facts_sql(source, scope, now)))
            spent += time.perf_counter() - start
        savepoint.rollback()
    return spent


def timed(env, action, times=TIMES):
    """(95th percentile in ms, statements of one call), no record remembered in between.

    Once before it counts: a server that answers its first question ever is another measurement.
    """
    took, queries = [], 0
    action()
    for _time in range(times):
        env.flush_all()
        env.invalidate_all()
        log, start = env.cr.sql_log_count, time.perf_counter()
        action()
        took.append((time.perf_counter() - start) * 1000)
        queries = env.cr.sql_log_count - log
    return (quantiles(took, n=20)[-1] if len(took) > 1 else took[0]), queries


FRONT, BACK = ("campaign_id", "team_id", "channel_id"), ("to_department_id", "from_team_id")
#: what the tiles drawn are made of: model, day, what tells counted ones apart, domain, and by what a first action asks
TILES = (
    ("frontoffice.promise", "due_at", "state", [("origin_kind", "!=", "auto")], FRONT),
    ("frontoffice.promise", "made_at", "realistic", [], FRONT),
    ("backoffice.handoff", "due_at", "state", [], BACK),
    ("backoffice.handoff", "final_at", "return_count", [], BACK),
    ("backoffice.handoff", "sent_at", "required_ok_at_send", [], BACK),
    ("frontoffice.encounter", "response_due_at", "state", [("direction", "=", "in")], ("team_id", "channel_id")),
    ("frontoffice.case", "opened_at", "type", [], ()),
)


def same_tiles(env):
    """What the page says, the usual way: formatted_read_group over the records.

    Twelve months, the window, the one before, and both told apart as the first actions ask; customers active in
    a month are counted once. Intervals, the ladder and active customers of every day are left out.
    """
    board = env["triangle.dashboard"]
    windows = board._period(board._clean({}))["windows"]
    year, both = (windows["0"][0], windows["11"][1]), (windows["now"], windows["then"])
    for model, day, split, domain, dimensions in TILES:
        group(env, model, day, year, domain, [f"{day}:month", split])
        for window in both:
            for names in ([split], *([name, split] for name in dimensions)):
                group(env, model, day, window, domain, names)
    for window, names in ((year, ["arrived_at:month"]), *((window, []) for window in both)):
        group(env, "frontoffice.encounter", "arrived_at", window, [("direction", "=", "in")], names,
              ["partner_id:count_distinct"])


def group(env, model, day, window, domain, names, counts=("__count",)):
    env[model].formatted_read_group(
        [("company_id", "=", env.company.id), (day, ">=", window[0]), (day, "<", window[1] + timedelta(days=1)),
         *domain], names, list(counts))


def drill(env, code, part):
    """The first page of the records behind a figure, as the web client reads it: how many there are for sure."""
    action = env["triangle.dashboard"].drill(code, {"preset": "last_90_days"}, part)
    env[action["res_model"]].with_context(**action["context"]).web_search_read(
        action["domain"], {"display_name": {}}, limit=80, count_limit=10_001)
    return action["total"]


def reads(env, count):
    """Rows of one size, and what the page took."""
    board, day = env["triangle.dashboard"], timedelta(days=1)
    today = board._today()
    page, queries = timed(env, lambda: board.get_page({}))
    year, of_year = timed(env, lambda: board.get_page({"preset": "last_12_months"}), 5)
    team = env["crm.team"].search([("company_id", "=", env.company.id)], limit=1)
    some, of_some = timed(env, lambda: board.get_page({"team_id": team.id}), 5)
    stock, _queries = timed(env, lambda: same_tiles(env), 3)
    reader, kpis = env["triangle.reader"], env["triangle.kpi"]
    odd = {"now": (today - 300 * day, today - 17 * day)}
    keys, _queries = timed(env, lambda: reader._values(kpis, odd, {}, ["customer_active_keys"]), 3)
    minutes, _queries = timed(env, lambda: reader._values(kpis, odd, {}, ["first_response_minutes_p90"]), 3)

    name = f"{count:,} interactions"
    return [
        row(f"{name}: page, 95th percentile", page, "ms", 150, stock, ratio=50),
        row(f"{name}: page, statements", queries, "", 15),
        row(f"{name}: page of twelve months, {of_year} statements", year, "ms", 1500),
        row(f"{name}: page of a team, {of_some} statements", some, "ms", 1500),
        row(f"{name}: customers of an odd window", keys, "ms", 1500),
        row(f"{name}: quantile of an odd window", minutes, "ms", 1500),
        *lists(env, name),
    ], page


def lists(env, name):
    """Rows of the records behind figures: some thousands, and more than a list may name one by one."""
    found = []
    for code, part in (("K33", "miss"), ("K38", "miss"), ("K20", "all")):
        count = drill(env, code, part)
        took, _queries = timed(env, lambda code=code, part=part: drill(env, code, part), 11)
        found.append(row(f"{name}: first page of {count:,} behind {code}", took, "ms", 200))
    return found


def row(name, ours, unit, most, stock=None, ratio=None):
    ok, wanted = ours <= most, f"<= {most} {unit}".strip()
    if ratio:
        ok, wanted = ok and stock / ours >= ratio, f"{wanted}, >= {ratio} x"
    return {"name": name, "ours": ours, "stock": stock, "unit": unit, "wanted": wanted, "ok": ok}


def vacuum(env):
    """What autovacuum does within minutes, now."""
    env.cr.commit()
    with db_connect(env.cr.dbname).cursor() as cr:
        cr._cnx.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
        cr.execute("VACUUM ANALYZE")


def size(env, count):
    """Rows of one size, in a company of its own."""
    env, company, make = office(env, f"Bench of {count}")
    start = time.perf_counter()
    fill(env, company, make, count)
    made = time.perf_counter() - start
    seconds, records, facts, grown = collect(env, count)
    plain = one_statement(env)
    vacuum(env)
    count_ahead(env)
    result, page = reads(env, count)
    speed = records / seconds
    return [
        *result,
        {"name": f"{count:,} interactions: made ready", "ours": made, "unit": "s", "wanted": "any"},
        {"name": f"{count:,} interactions: collected, {facts:,} facts", "ours": speed, "unit": "rec/s",
         "wanted": ">= 5000 rec/s", "ok": speed >= 5000},
        {"name": f"{count:,} interactions: against one INSERT … SELECT", "ours": seconds, "stock": plain,
         "unit": "s", "wanted": "<= 3 x of it", "ok": seconds <= 3 * plain},
        {"name": f"{count:,} interactions: memory of it", "ours": grown, "unit": "MB", "wanted": "flat"},
    ], page


def run(env):
    """Rows of 10,000 and of the full size, and how the page grows between them."""
    from math import log
    env["triangle.measure"]._sync_definitions()
    result, pages = [], {}
    for count in (SMALL, FULL):
        found, pages[count] = size(env, count)
        result += found if count == FULL else [{**row, "wanted": "any", "ok": True} for row in found]
    if FULL > SMALL:
        grows = log(pages[FULL] / pages[SMALL]) / log(FULL / SMALL)
        result.append({"name": "growth of the page (exponent)", "ours": grows, "unit": "", "wanted": "<= 0.15",
                       "ok": grows <= 0.15})
    return result
