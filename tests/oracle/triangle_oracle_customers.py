"""What is known of active customers: what is asked for, one customer at a time."""

from datetime import timedelta

from triangle_oracle import read
from triangle_oracle_apps import came_from, signs

OPEN = ("new", "open", "waiting_customer", "waiting_backoffice")


def known(world, company):
    """[(things asked for, things there)] of the customers whose last sign of life was in a company, within a year."""
    facts = Facts(world)
    return [facts.of(partner) for partner in sorted(_active(world, facts, company))]


def _active(world, facts, company):
    last = {}
    for row in read(world.query, "frontoffice_encounter", "company_id partner_id direction arrived_at"):
        if row.direction == "in" and row.partner_id and row.arrived_at <= world.now:
            if world.outside(row.partner_id, row.arrived_at):
                sign = world.day(row.arrived_at, row.company_id), -row.company_id
                whole = facts.whole[row.partner_id]
                last[whole] = max(sign, last.get(whole, sign))
    for partner, day, where in signs(world):
        whole = facts.whole[partner]
        last[whole] = max((day, -where), last.get(whole, (day, -where)))
    since = world.now.date() - timedelta(days=365)
    return {partner for partner, (day, where) in last.items() if -where == company and day > since}


class Facts:
    """Everything about all customers; a contact counts for its company."""

    def __init__(self, world):
        rows = read(
            world.query,
            "res_partner",
            "id commercial_partner_id active phone_sanitized email_normalized message_bounce industry_id user_id",
        )
        self.rows = {row.id: row for row in rows}
        self.whole = {row.id: row.commercial_partner_id for row in rows}
        self.reachable = {row.commercial_partner_id for row in rows if self._is_reachable(row)}
        self.kinds = {
            partner for (partner,) in world.query("SELECT partner_id FROM res_partner_res_partner_category_rel")
        }
        self.met = self._customers(world.query("SELECT partner_id FROM frontoffice_encounter"))
        cases = [
            row for row in read(world.query, "frontoffice_case", "partner_id email state") if row.state in OPEN
        ]
        self.waiting = self._customers((row.partner_id,) for row in cases)
        self.lost = {row.email.lower() for row in cases if row.email and not row.partner_id}
        asked = [
            row
            for row in read(world.query, "frontoffice_feedback_invitation", "partner_id sent_at answered_at")
            if row.sent_at and row.sent_at > world.now - timedelta(days=365)
        ]
        self.asked = self._customers((row.partner_id,) for row in asked)
        self.answered = self._customers((row.partner_id,) for row in asked if row.answered_at)
        self.came_from = came_from(world, self.whole)

    @staticmethod
    def _is_reachable(row):
        return row.active and bool(row.phone_sanitized or (row.email_normalized and not row.message_bounce))

    def _customers(self, rows):
        return {self.whole[partner] for (partner,) in rows if partner}

    def of(self, partner):
        row = self.rows[partner]
        is_lost = row.email_normalized in self.lost
        things = [
            (True, partner in self.reachable),
            (True, bool(row.industry_id) or partner in self.kinds),
            (True, bool(row.user_id)),
            (True, partner in self.met),
            (is_lost or partner in self.waiting, not is_lost),
            (partner in self.asked, partner in self.answered),
            *((partner in last, last.get(partner)) for last in self.came_from),
        ]
        return sum(applies for applies, _there in things), sum(applies and there for applies, there in things)
