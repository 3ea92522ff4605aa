"""What the figures rest on, summed by measure, of days long enough ago that time changes nothing of them."""
# ruff: noqa: F821

SUMS = """
    SELECT m.code, count(*), count(DISTINCT f.record_id), sum(f.num), sum(f.den), sum(f.value)
      FROM triangle_fact f JOIN triangle_measure m ON m.id = f.measure_id
     WHERE f.day < current_date - 60 GROUP BY m.code
"""


def counted(env):
    """{code of a measure: its sums}, counted up to now; nothing before the release that began to count."""
    if "triangle.fact" not in env:
        return {}
    env["triangle.fact"]._refresh()
    env.cr.commit()
    env.cr.execute(SUMS)
    return {code: [round(float(number or 0), 6) for number in sums] for code, *sums in env.cr.fetchall()}


def figures(env):
    """{code of a figure: [what it rests on, how often its way of counting was revised]}; older releases do not say."""
    if "triangle.kpi" not in env:
        return {}
    kpis = env["triangle.kpi"].with_context(active_test=False).search([])
    if "revision" not in kpis._fields:
        return {kpi.code: [[], 0] for kpi in kpis}
    measures_of = env["triangle.dashboard"]._measures_of
    return {kpi.code: [sorted(measures_of(kpi)), kpi.revision] for kpi in kpis}


reply({"sums": counted(env), "figures": figures(env)})
