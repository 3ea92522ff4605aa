"""What people said of working here: the last round of each quarter, in cells nobody can be recognised in."""

LEAST = 5
DRIVERS = {"K53M": "motivation", "K53P": "pay", "K53T": "training", "K53W": "tools", "K53C": "change"}
ROUNDS = """
    SELECT id, month FROM backoffice_pulse WHERE kind = 'enps' AND company_id = %s AND month BETWEEN %s AND %s
       AND (state = 'closed' OR (state = 'open' AND closes_on < CURRENT_DATE)) ORDER BY month, id
"""
SAID = """
    SELECT q.feedback_code, i.pulse_department_id, l.value_scale
      FROM survey_user_input_line l JOIN survey_user_input i ON i.id = l.user_input_id
      JOIN survey_question q ON q.id = l.question_id
     WHERE i.pulse_id = %s AND i.state = 'done' AND l.skipped IS NOT TRUE AND q.question_type = 'scale'
"""


def said(world, company, window, filters):
    """{code: (value, n)} of whether people recommend working here, and of what drives it."""
    rounds = {}
    for found, month in world.query(ROUNDS, company, *window):
        rounds[month.year, (month.month + 2) // 3] = found  # the later one of a quarter stays
    answers = [world.query(SAID, found) for found in rounds.values()]
    scores = {
        code: [value for lines in answers for value in _heard(lines, question, filters)]
        for code, question in {"K53": "enps", **{c: f"driver_{name}" for c, name in DRIVERS.items()}}.items()
    }
    found = {code: _share(values, lambda score: score >= 4) for code, values in scores.items() if code != "K53"}
    likes, _n = _share(scores["K53"], lambda score: score >= 9)
    dislikes, n = _share(scores["K53"], lambda score: score <= 6)
    return {**found, "K53": (100 * (likes - dislikes) if n else None, n)}


def _share(values, well):
    few = len(values) < LEAST
    return (None, 0) if few else (sum(map(well, values)) / len(values), len(values))


def _heard(lines, question, filters):
    """The answers to a question that may be shown: all of five and more, or those of a department by itself."""
    by_department = {}
    for code, department, value in lines:
        if code == question:
            by_department.setdefault(department, []).append(value)
    everything = [value for values in by_department.values() for value in values]
    if len(everything) < LEAST or filters.keys() - {"department_id"}:
        return []
    if "department_id" not in filters:
        return everything
    small = [values for values in by_department.values() if len(values) < LEAST]
    large = sorted((len(values), key) for key, values in by_department.items() if len(values) >= LEAST)
    hidden = sum(map(len, small))
    while small and hidden < LEAST:  # with the small ones the next larger department hides
        hidden += large.pop(0)[0]
    mine = filters["department_id"]
    return by_department[mine] if mine in {key for _n, key in large} else []
