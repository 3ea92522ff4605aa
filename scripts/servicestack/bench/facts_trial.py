#!/usr/bin/env python3
"""Trial of the fact tables with ten million values, to choose (and keep) their columns.

Fills candidate tables by ``generate_series`` in a scratch database of its own,
then times what the dashboard and the engine do: window reads at the day and the
month level, the same reads straight from facts, distinct customers, a rebuild of
one day and of one record, and prints sizes. Nothing of an Odoo database is
touched; the scratch database is dropped at the end.

    python facts_trial.py --values 10000000 --dsn "host=127.0.0.1 port=5432 user=odoo"

Stops itself after ``--limit`` seconds (default 900): each statement gets what is left.
"""
import argparse
import json
import sys
import time

import psycopg2

SCRATCH = "dev_facts_trial"
DAYS = 760          # 25 months
MEASURES = 20
ALL_MEASURES = f"measure_id = ANY(ARRAY{list(range(1, MEASURES + 1))})"
BINS = ", ".join(f"b{i:02d}" for i in range(16))
EDGES = "ARRAY[0,1,2,5,10,15,30,60,120,240,480,960,1920,3840,7680]::float8[]"

# Candidate A: what the ORM makes (id + key). B: no id, 4-byte reals, 2-byte measure.
FACT_A = """CREATE TABLE fact (id serial PRIMARY KEY, measure_id int NOT NULL, record_id int NOT NULL,
    day date NOT NULL, company_id int NOT NULL, team_id int NOT NULL, channel_id int NOT NULL,
    department_id int NOT NULL, campaign_id int NOT NULL, employee_id int NOT NULL, extra_key varchar,
    num float8, den float8, value float8)"""
FACT_B = """CREATE TABLE fact_b (measure_id smallint NOT NULL, record_id int NOT NULL,
    day date NOT NULL, company_id int NOT NULL, team_id int NOT NULL, channel_id int NOT NULL,
    department_id int NOT NULL, campaign_id int NOT NULL, employee_id int NOT NULL, extra_key varchar,
    num real, den real, value real)"""
CELL_COLUMNS = f"""id serial PRIMARY KEY, measure_id int NOT NULL, level smallint NOT NULL, gset smallint NOT NULL,
    day date NOT NULL, company_id int NOT NULL, team_id int NOT NULL, channel_id int NOT NULL,
    department_id int NOT NULL, campaign_id int NOT NULL, employee_id int NOT NULL,
    num float8, den float8, n int, sum float8, sumsq float8, {", ".join(f"b{i:02d} int" for i in range(16))}"""
COLUMNS = ("measure_id, record_id, day, company_id, team_id, channel_id, department_id, "
           "campaign_id, employee_id, extra_key, num, den, value")
# 20 measures of one record share its day and dimensions; each sixth measure carries minutes.
ROWS = f"""SELECT i %% {MEASURES} + 1, i / {MEASURES},
    date '2023-01-01' + (hashint4(i / {MEASURES}) & 1048575) %% {DAYS},
    1 + (hashint4(i / {MEASURES} + 7) & 3) / 2, (hashint4(i / {MEASURES} + 1) & 1023) %% 12 + 1,
    (hashint4(i / {MEASURES} + 2) & 1023) %% 9 + 1, (hashint4(i / {MEASURES} + 3) & 1023) %% 20,
    GREATEST((hashint4(i / {MEASURES} + 4) & 1023) %% 60 - 30, 0), (hashint4(i / {MEASURES} + 5) & 65535) %% 120,
    NULL, hashint4(i) & 1, 1, CASE WHEN i %% 6 = 0 THEN (hashint4(i + 9) & 16383) END
    FROM generate_series(0, %s - 1) i"""
MEASURE_SUMS = "sum(num), sum(den), count(*), sum(value), sum(value * value), " + ", ".join(
    f"nullif(count(*) FILTER (WHERE width_bucket(value, {EDGES}) = {i}), 0)" for i in range(16))


def cells(sets, where="TRUE"):
    """One INSERT for all grouping sets; the bit mask of GROUPING() names the set."""
    return f"""INSERT INTO cell (measure_id, level, gset, day, company_id, team_id, channel_id, department_id,
            campaign_id, employee_id, num, den, n, sum, sumsq, {BINS})
        SELECT measure_id, 0, grouping(team_id, department_id, campaign_id), day, company_id,
            coalesce(team_id, 0), coalesce(channel_id, 0), coalesce(department_id, 0), coalesce(campaign_id, 0),
            0, {MEASURE_SUMS}
        FROM fact WHERE {where} GROUP BY GROUPING SETS ({sets})"""


BASE = "measure_id, company_id, day"
SETS = f"({BASE}), ({BASE}, team_id, channel_id), ({BASE}, department_id), ({BASE}, campaign_id)"
MONTHS = f"""INSERT INTO cell (measure_id, level, gset, day, company_id, team_id, channel_id, department_id,
        campaign_id, employee_id, num, den, n, sum, sumsq, {BINS})
    SELECT measure_id, 1, gset, date_trunc('month', day)::date, company_id, team_id, channel_id, department_id,
        campaign_id, employee_id, sum(num), sum(den), sum(n), sum(sum), sum(sumsq),
        {", ".join(f"sum(b{i:02d})" for i in range(16))}
    FROM cell WHERE level = 0 AND %s GROUP BY 1, 3, 4, 5, 6, 7, 8, 9, 10"""
# A year that begins and ends in mid-month: eleven months, two edges; and its twelve trend points.
WINDOW = """WITH seg(bucket, level, a, b) AS (VALUES
        (0, 0, date '2023-12-12', date '2023-12-31'), (0, 1, date '2024-01-01', date '2024-11-30'),
        (0, 0, date '2024-12-01', date '2024-12-11'), (1, 1, date '2023-12-01', date '2024-11-30'))
    SELECT measure_id, bucket, CASE WHEN bucket = 1 THEN day END, sum(num), sum(den), sum(n), sum(sum), sum(sumsq),
        sum(b03), sum(b07), sum(b11)
    FROM seg JOIN cell ON cell.level = seg.level AND day BETWEEN a AND b
    WHERE company_id IN (1, 2) AND %s GROUP BY 1, 2, 3"""
WINDOW_FACTS = """SELECT measure_id, sum(num), sum(den), count(*), sum(value), sum(value * value) FROM fact
    WHERE day BETWEEN '2023-12-12' AND '2024-12-11' AND company_id IN (1, 2) AND %s GROUP BY 1"""


class Trial:
    """Runs statements, keeps (name, seconds), refuses to run past the limit."""

    def __init__(self, dsn, limit):
        self.dsn, self.stop, self.results = dsn, time.monotonic() + limit, {}
        self._admin("DROP DATABASE IF EXISTS " + SCRATCH, "CREATE DATABASE " + SCRATCH)
        self.conn = psycopg2.connect(dsn + " dbname=" + SCRATCH)
        self.conn.autocommit = True
        self.cr = self.conn.cursor()

    def _admin(self, *statements):
        conn = psycopg2.connect(self.dsn + " dbname=postgres")
        conn.autocommit = True
        for statement in statements:
            conn.cursor().execute(statement)
        conn.close()

    def run(self, name, statement, params=(), best_of=1):
        left = self.stop - time.monotonic()
        if left <= 0:
            sys.exit("facts_trial: out of time before " + name)
        self.cr.execute("SET statement_timeout = %s", (int(left * 1000),))
        seconds = []
        for _i in range(best_of):
            start = time.monotonic()
            self.cr.execute(statement, params)
            rows = self.cr.rowcount
            seconds.append(time.monotonic() - start)
        self.results[name] = {"ms": round(min(seconds) * 1000, 1), "rows": rows}
        print(f"{name:<58}{min(seconds) * 1000:>12.1f} ms {rows:>12,} rows", flush=True)

    def size(self, relation):
        self.cr.execute("SELECT pg_total_relation_size(%s), pg_relation_size(%s)", (relation, relation))
        total, own = self.cr.fetchone()
        self.results["size " + relation] = {"mb": total >> 20, "own_mb": own >> 20}
        print(f"{'size of ' + relation:<58}{own >> 20:>9} MB alone {total >> 20:>9} MB with indexes", flush=True)

    def close(self):
        self.conn.close()
        self._admin("DROP DATABASE " + SCRATCH)


def fill(trial, values):
    trial.run("create fact", FACT_A)
    trial.run("fill fact (A: id, 8-byte numbers)", f"INSERT INTO fact ({COLUMNS}) {ROWS}", (values,))
    trial.run("index fact (measure, record) unique", "CREATE UNIQUE INDEX fact_key ON fact (record_id, measure_id)")
    trial.run("index fact (measure, company, day)", "CREATE INDEX fact_day ON fact (measure_id, company_id, day)")
    trial.run("brin fact (day)", "CREATE INDEX fact_brin ON fact USING brin (day)")
    trial.run("create fact_b", FACT_B)
    trial.run("fill fact_b (B: no id, 4-byte numbers)", f"INSERT INTO fact_b ({COLUMNS}) SELECT {COLUMNS} FROM fact")
    for relation in ("fact", "fact_pkey", "fact_key", "fact_day", "fact_brin", "fact_b"):
        trial.size(relation)
    trial.run("drop fact_b, brin", "DROP TABLE fact_b; DROP INDEX fact_brin")
    trial.run("analyze", "ANALYZE fact")


def build_cells(trial):
    trial.run("create cell", f"CREATE TABLE cell ({CELL_COLUMNS})")
    trial.run("cells: company, team x channel, department, campaign", cells(SETS))
    trial.size("cell")
    trial.run("months from days", MONTHS % "TRUE")
    trial.run("employee cells (measured, then dropped)", "CREATE TABLE cell_employee AS SELECT measure_id, day, "
              "company_id, employee_id, sum(num) AS num, sum(den) AS den, count(*) AS n FROM fact GROUP BY 1, 2, 3, 4")
    trial.size("cell_employee")
    trial.run("drop cell_employee", "DROP TABLE cell_employee")
    trial.run("index cell", "CREATE INDEX cell_read ON cell (gset, level, company_id, day)")
    trial.run("index cell for rebuild", "CREATE INDEX cell_day ON cell (company_id, day, measure_id)")
    trial.run("analyze cell", "ANALYZE cell")
    for relation in ("cell", "cell_read", "cell_day"):
        trial.size(relation)


def arrays(trial):
    """Sixteen columns against one array: size, and the cost of merging a year."""
    trial.run("bins as array: copy", "CREATE TABLE cell_array AS SELECT measure_id, day, gset, level, CASE WHEN "
              "sum IS NOT NULL THEN ARRAY[" + BINS + "] END AS bins FROM cell")
    trial.size("cell_array")
    trial.run("bins as array: merge a year", "SELECT measure_id, i, sum(x) FROM cell_array, unnest(bins) "
              "WITH ORDINALITY u(x, i) WHERE gset = 7 AND level = 1 GROUP BY 1, 2", best_of=3)
    trial.run("bins as columns: merge a year", "SELECT measure_id, " + ", ".join(
        f"sum(b{i:02d})" for i in range(16)) + " FROM cell WHERE gset = 7 AND level = 1 GROUP BY 1", best_of=3)
    trial.run("drop cell_array", "DROP TABLE cell_array")


def reads(trial):
    company, team, campaign = "gset = 7", "gset = 3 AND team_id = 3", "gset = 6 AND campaign_id = 5"
    trial.run("read: window + trend, company", WINDOW % company, best_of=3)
    trial.run("read: window + trend, one team", WINDOW % team, best_of=3)
    trial.run("read: window + trend, one campaign", WINDOW % campaign, best_of=3)
    trial.run("read: by campaign, one measure", """SELECT campaign_id, sum(num), sum(den) FROM cell WHERE gset = 6
        AND level = 1 AND day BETWEEN '2024-01-01' AND '2024-11-01' AND company_id IN (1, 2) AND measure_id = 4
        GROUP BY 1 ORDER BY 2 DESC""", best_of=3)
    trial.run("read: day level only, company", WINDOW_FACTS.replace("count(*)", "sum(n)").replace(
        "sum(value * value)", "sum(sumsq)").replace("sum(value)", "sum(sum)").replace("FROM fact", "FROM cell")
        % "gset = 7 AND level = 0", best_of=3)
    trial.run("read: same window from facts, company", WINDOW_FACTS % "TRUE")
    trial.run("read: two filters from facts (team and campaign)", WINDOW_FACTS % "team_id = 3 AND campaign_id = 5")
    trial.run("drill: records of one measure, one month", """SELECT record_id FROM fact WHERE measure_id = 4 AND
        company_id IN (1, 2) AND day BETWEEN '2024-03-01' AND '2024-03-31' AND num = 0""", best_of=3)


def partial_indexes(trial):
    """One small index per grouping set instead of one for all: a filtered page reads only its member."""
    for name, gset, key in (("company", 7, ""), ("team", 3, "team_id, "), ("channel", 3, "channel_id, "),
                            ("department", 5, "department_id, "), ("campaign", 6, "campaign_id, ")):
        trial.run(f"partial index, {name}", f"CREATE INDEX cell_{name} ON cell (company_id, {key}level, day) "
                  f"WHERE gset = {gset}")
        trial.size(f"cell_{name}")
    trial.run("drop the common index", "DROP INDEX cell_read")
    for name, where in (("company", "gset = 7"), ("one team", "gset = 3 AND team_id = 3"),
                        ("one channel", "gset = 3 AND channel_id = 3"),
                        ("one campaign", "gset = 6 AND campaign_id = 5"),
                        ("one department", "gset = 5 AND department_id = 5")):
        trial.run(f"read with partial index: window + trend, {name}", WINDOW % where, best_of=3)


def presence(trial, values):
    trial.run("create presence", """CREATE TABLE presence (id serial PRIMARY KEY, measure_id int NOT NULL,
        record_id int NOT NULL, key_id int NOT NULL, day date NOT NULL, company_id int NOT NULL, team_id int NOT NULL,
        channel_id int NOT NULL, department_id int NOT NULL, campaign_id int NOT NULL)""")
    trial.run("fill presence (one row per record)", f"""INSERT INTO presence (measure_id, record_id, key_id, day,
        company_id, team_id, channel_id, department_id, campaign_id) SELECT 1, i,
        (hashint4(i + 77) & 1048575) %% 200000, date '2023-01-01' + (hashint4(i) & 1048575) %% {DAYS},
        1 + (i & 1), i %% 12 + 1, i %% 9 + 1, 0, 0 FROM generate_series(1, %s) i""", (values // 5,))
    trial.run("index presence", "CREATE INDEX presence_day ON presence (measure_id, company_id, day) INCLUDE (key_id)")
    trial.run("index presence key", "CREATE UNIQUE INDEX presence_key ON presence (record_id, measure_id)")
    trial.run("analyze presence", "VACUUM ANALYZE presence")
    trial.size("presence")
    trial.run("presence deduplicated by key, day, team, channel", """CREATE TABLE presence_b AS SELECT DISTINCT
        measure_id, key_id, day, company_id, team_id, channel_id FROM presence""")
    trial.size("presence_b")
    for name, table in (("per record", "presence"), ("deduplicated", "presence_b")):
        trial.run(f"distinct customers of a month, {name}", f"""SELECT count(DISTINCT key_id) FROM {table} WHERE
            measure_id = 1 AND company_id IN (1, 2) AND day BETWEEN '2024-03-01' AND '2024-03-31'""", best_of=3)
        trial.run(f"distinct customers of a year, {name}", f"""SELECT count(*) FROM (SELECT key_id FROM {table} WHERE
            measure_id = 1 AND company_id IN (1, 2) AND day BETWEEN '2024-01-01' AND '2024-12-31' GROUP BY 1) k""",
            best_of=3)


def rebuilds(trial):
    day = "company_id = 1 AND day = '2024-11-13'"
    trial.run("rebuild a day: facts away", f"CREATE TEMP TABLE fresh AS SELECT * FROM fact WHERE {day} AND "
              + ALL_MEASURES)
    trial.run("rebuild a day: compare, nothing changed", f"""SELECT 1 FROM fact f WHERE {day}
        AND {ALL_MEASURES} AND NOT EXISTS (SELECT FROM fresh n WHERE n.record_id = f.record_id
        AND n.measure_id = f.measure_id AND (n.day, n.num, n.den) IS NOT DISTINCT FROM (f.day, f.num, f.den))""")
    trial.run("rebuild a day: delete its cells", f"DELETE FROM cell WHERE {day} AND level = 0")
    trial.run("rebuild a day: its cells again", cells(SETS, f"{day} AND {ALL_MEASURES}"))
    month = "company_id = 1 AND day >= '2024-11-01' AND day < '2024-12-01'"
    trial.run("rebuild a month: delete", "DELETE FROM cell WHERE company_id = 1 AND day = '2024-11-01' AND level = 1")
    trial.run("rebuild a month: sum its days", MONTHS % month)
    trial.run("replace 1,000 records: find and delete facts", "DELETE FROM fact WHERE record_id BETWEEN 1000 AND 1999 "
              f"AND {ALL_MEASURES}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--values", type=int, default=10_000_000)
    parser.add_argument("--dsn", default="host=127.0.0.1 port=5432 user=odoo")
    parser.add_argument("--limit", type=int, default=900, help="seconds")
    parser.add_argument("--json", help="write the numbers to this file")
    options = parser.parse_args()
    trial = Trial(options.dsn, options.limit)
    try:
        fill(trial, options.values)
        build_cells(trial)
        arrays(trial)
        reads(trial)
        partial_indexes(trial)
        presence(trial, options.values)
        rebuilds(trial)
    finally:
        trial.close()
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(trial.results, file, indent=1)


if __name__ == "__main__":
    main()
