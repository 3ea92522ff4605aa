"""What other apps add to figures that are there without them: counted where their tables are.

The runner's database for these tests has none of these apps; with ``SERVICE_LAB`` naming one that has them, the
same tests compare the same figures with what the apps add.
"""

from datetime import timedelta

from triangle_oracle import read


def has(query, table, column="id"):
    """Whether an app is there that owns a column."""
    return bool(
        query("SELECT 1 FROM information_schema.columns WHERE table_name = %s AND column_name = %s", table, column)
    )


def expenses(query, rest=""):
    if not has(query, "hr_expense", "service_decided_at"):
        return []
    return read(
        query,
        "hr_expense",
        "id company_id approval_state service_asked_at service_decided_at service_refused service_department_id",
        rest,
    )


def decided(world, offices):
    """Expenses beside approvals: when they were submitted and decided is told by their history alone."""
    calendars = dict(world.query("SELECT id, resource_calendar_id FROM res_company"))
    asked, closed = _moments(world, "Submitted"), _moments(world, "Approved", "Refused")
    for row in expenses(world.query):
        if row.id in asked and row.id in closed:
            row.department_id = row.service_department_id
            minutes = offices[calendars[row.company_id]].worked(asked[row.id], closed[row.id]) / 60
            world.add("K43", row, closed[row.id], value=minutes)
            world.share("K43R", row, closed[row.id], row.approval_state == "refused")


def _moments(world, *words):
    """{expense: when it last came into a state}."""
    return dict(
        world.query(
            "SELECT m.res_id, MAX(m.date) FROM mail_tracking_value v JOIN mail_message m ON m.id = v.mail_message_id"
            " WHERE m.model = 'hr.expense' AND v.new_value_char = ANY(%s) GROUP BY 1",
            list(words),
        )
    )


def waiting(world, company):
    """[whether more than two days] of expenses to decide."""
    old = world.now - timedelta(days=2)
    return [
        row.service_asked_at < old
        for row in expenses(world.query)
        if row.company_id == company and row.approval_state == "submitted" and row.service_asked_at
    ]
