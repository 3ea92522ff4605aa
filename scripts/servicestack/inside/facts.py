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


def revised(env):
    """Codes of measures whose figures say in their versions that they are counted another way now."""
    if "triangle.kpi" not in env or "revision" not in env["triangle.kpi"]._fields:
        return []
    kpis = env["triangle.kpi"].with_context(active_test=False).search([("revision", ">", 0)])
    names = env["triangle.reader"]._names()
    return sorted({names[name][0] for name in env["triangle.reader"]._names_of(kpis) if name in names} - {None})


reply({"sums": counted(env), "revised": revised(env)})
