from odoo import models
from odoo.tools import SQL

from odoo.addons.backoffice_ops.models.gate_proposal import GENERAL

EVERY = SQL("TRUE")
FEWEST = 3  # what happened less often than this is no reason to act


class TriangleDashboardStory(models.AbstractModel):
    """What the figures say in plain words, and what to do first. Only what the data carries."""

    _inherit = "triangle.dashboard"

    def _story(self, tiles, sides, context):
        """The sentence and up to three first actions, each with the way to its records."""
        if context["empty"]:
            text = self.env._("Nothing has been promised yet. Look at your own data, or at a sample company.")
            return {"sentence": {"text": text, "drill": None}, "actions": []}
        tops, sums = self._tops(context["cross"]), context["sums"]["now"]
        context = {**context, "parts": self.env["triangle.counted"]._parts(
            context["period"]["windows"]["now"], context["filters"])}
        acts = (
            self._act_campaign(tops, tiles), self._act_reason(context),
            self._act_expert(context) or self._act_department(tops, tiles),
        )
        return {
            "sentence": self._sentence(self._partition(sums), sides, tops), "actions": [act for act in acts if act],
        }

    # -- the sentence ------------------------------------------------------------------------------

    def _sentence(self, partition, sides, tops):
        if not partition:
            text = self.env._("No promise was due in this period.")
            return {"text": " ".join([text, *self._weakest_text(sides)]), "drill": None}
        due, kept = partition["due"], partition["due"] - partition["of"]
        parts = [self.env._(
            "We kept %(share)s %% of %(due)s promises.", share=round(100 * kept / due), due=due)]
        parts += self._weakest_text(sides)
        part, text = self._blame_text(partition, tops)
        drill = {"kpi": "K33", "part": part, "label": self.env._("Show those %s", partition[part])} if part else None
        return {"text": " ".join([*parts, *text]), "drill": drill}

    def _weakest_text(self, sides):
        weakest = sides["score"]["weakest"]
        if not weakest:
            return []
        return [self.env._("Weakest side: %s.", sides["sides"][weakest]["label"].upper())]

    def _blame_text(self, partition, tops):
        """The commonest reason why promises were not kept: (part, [sentence])."""
        if not partition["of"]:
            return None, []
        part = max(("over", "enable", "deliver"), key=lambda name: partition[name])
        if not partition[part]:
            return None, []
        words = {"of": partition["of"], "n": partition[part]}
        campaign = tops["over"] if part == "over" else None
        if campaign and campaign["n"] * 2 > partition["over"]:
            text = self.env._(
                "Of %(of)s not kept, %(n)s were promised sooner than we can deliver, most from “%(campaign)s”.",
                campaign=campaign["name"], **words)
        else:
            text = {
                "over": self.env._("Of %(of)s not kept, %(n)s were promised sooner than we can deliver.", **words),
                "enable": self.env._("Of %(of)s not kept, %(n)s waited for a department.", **words),
                "deliver": self.env._(
                    "Of %(of)s not kept, %(n)s were ours to deliver, and everything was ready.", **words),
            }[part]
        return part, [text]

    # -- what to do first --------------------------------------------------------------------------

    def _tops(self, cross):
        """The campaign most promises come from that were too early, and the department most often late."""
        by_campaign, by_department = (
            cross.get(name, {}).get("now", {}) for name in ("campaign_id", "department_id"))
        early = self._top({
            k: (v.den - v.num, v.den) for (k, code), v in by_campaign.items() if code == "promise_realistic"})
        over = self._top({k: (v.num, None) for (k, code), v in by_campaign.items() if code == "promise_over"})
        late = self._top({k: (v.den - v.num, v.den) for (k, code), v in by_department.items() if code == "handoff_sla"})
        self._give_names((over, early), (late,))
        return {"over": over, "early": early, "late": late}

    def _top(self, counts):
        """The member with the highest count, unassigned left out; None below what is worth a word."""
        counts = {key: pair for key, pair in counts.items() if key and pair[0] >= FEWEST}
        if not counts:
            return None
        key = max(sorted(counts), key=lambda member: counts[member][0])
        count, total = counts[key]
        return {"id": key, "n": int(count), "of": total and int(total)}

    def _give_names(self, campaigns, departments):
        """Give members their names, one query for both. SQL: shown with an aggregate that is open to viewers."""
        campaigns, departments = (list(filter(None, members)) for members in (campaigns, departments))
        if not campaigns and not departments:
            return
        self.env.cr.execute(SQL(
            "SELECT 'c', id, title FROM utm_campaign WHERE id = ANY(%s)"
            " UNION ALL SELECT 'd', id, name FROM hr_department WHERE id = ANY(%s)",
            [member["id"] for member in campaigns], [member["id"] for member in departments]))
        names = {(kind, id_): words.get(self.env.lang) or words.get("en_US") for kind, id_, words
                 in self.env.cr.fetchall()}
        for kind, members in (("c", campaigns), ("d", departments)):
            for member in members:
                member["name"] = names.get((kind, member["id"])) or self.env._("(deleted)")

    def _worth(self, top, kpi_code, tiles):
        """Whether a member is worse than the target of its figure allows."""
        target = next((tile["target"] for tile in tiles if tile["code"] == kpi_code), None)
        return top and (target is None or top["n"] > (1 - target) * top["of"])

    def _act_campaign(self, tops, tiles):
        top = tops["early"]
        if not self._worth(top, "K12", tiles):
            return None
        return {
            "text": self.env._(
                "Stop or change “%(campaign)s”: %(n)s of its %(of)s promises came too early.",
                campaign=top["name"], n=top["n"], of=top["of"]),
            "drill": {"kpi": "K12", "part": "miss", "filters": {"campaign_id": top["id"]}},
        }

    def _act_department(self, tops, tiles):
        top = tops["late"]
        if not self._worth(top, "K38", tiles):
            return None
        return {
            "text": self.env._(
                "Help %(department)s: %(n)s of %(of)s requests were late.",
                department=top["name"], n=top["n"], of=top["of"]),
            "drill": {"kpi": "K38", "part": "miss", "filters": {"department_id": top["id"]}},
        }

    def _act_reason(self, context):
        """What is missing most often; one thing that can be asked for before sending would have stopped these."""
        top = self._top_reason(context)
        if not top:
            return None
        code, name, count, total = top
        if code in GENERAL:
            text = self.env._("Look into “%(reason)s”: %(n)s of %(of)s send-backs were for it.",
                              reason=name, n=count, of=total)
        else:
            text = self.env._("Require “%(item)s” – would have stopped %(n)s of %(of)s that were sent back.",
                              item=name, n=count, of=total)
        return {"text": text, "drill": {"kpi": "K40", "part": f"reason:{code}"}}

    def _act_expert(self, context):
        """A second person for what only one did, where most of it was late. Who it is says who can teach it."""
        row = self._single_expert(context)
        if not row:
            return None
        service_id, names, person, late, count = row
        name = names.get(self.env.lang) or names.get("en_US")
        return {
            "text": self.env._(
                "Second person for “%(service)s”: only %(person)s did it, %(late)s of %(n)s were late.",
                service=name, person=person, late=late, n=count),
            "drill": {"kpi": "K38", "part": f"service:{service_id}"},
        }

    def _single_expert(self, context):
        """See ``_expert_row``. What is kept is the type alone, and nobody's name."""
        filters, window = context["filters"], context["period"]["windows"]["now"]
        if filters.get("campaign_id") or filters.get("channel_id"):
            return None
        if "expert" not in context["parts"]:
            return self._expert_row(window, filters)
        service_id = context["parts"]["expert"]
        return service_id and self._expert_row(window, filters, SQL("h.service_id = %s", service_id))

    def _expert_part(self, window):
        row = self._expert_row(window, {})
        return row and row[0]

    def _expert_row(self, window, filters, which=EVERY):
        """(type, its names, who, late, requests) of the type one person alone did with most of it late, or None.

        SQL: an aggregate open to viewers, over requests that are not; what is confidential is left out.
        """
        first, last = window
        self.env.cr.execute(SQL(
            """WITH late AS MATERIALIZED (
                   SELECT h.service_id, COUNT(*) AS n FROM triangle_fact f
                     JOIN backoffice_handoff h ON h.id = f.record_id AND NOT h.confidential AND %(which)s
                    WHERE f.measure_id = %(measure)s AND f.company_id = ANY(%(companies)s) AND f.num = 0
                      AND f.day BETWEEN %(first)s AND %(last)s AND %(dimensions)s
                 GROUP BY 1 HAVING COUNT(*) >= %(fewest)s AND COUNT(DISTINCT h.user_id) = 1)
               SELECT late.service_id, s.name, every.who, late.n, every.n
                 FROM late JOIN backoffice_service s ON s.id = late.service_id
                CROSS JOIN LATERAL (
                      SELECT COUNT(*) AS n, COUNT(DISTINCT h.user_id) AS people, MAX(p.name) AS who
                        FROM triangle_fact f JOIN backoffice_handoff h ON h.id = f.record_id AND NOT h.confidential
                         AND h.service_id = late.service_id
                        LEFT JOIN res_users u ON u.id = h.user_id LEFT JOIN res_partner p ON p.id = u.partner_id
                       WHERE f.measure_id = %(measure)s AND f.company_id = ANY(%(companies)s)
                         AND f.day BETWEEN %(first)s AND %(last)s AND %(dimensions)s) every
                WHERE every.people = 1 AND late.n * 4 > every.n ORDER BY late.n DESC, 1 LIMIT 1""",
            measure=self.env["triangle.measure"]._ids_by_code()["handoff_sla"], companies=self.env.companies.ids,
            first=first, last=last, dimensions=self._fact_dimensions(filters), fewest=FEWEST, which=which))
        return self.env.cr.fetchone()

    def _fact_dimensions(self, filters):
        found = [SQL("f.%s = %s", SQL.identifier(name), filters[name])
                 for name in ("team_id", "department_id") if filters.get(name)]
        return SQL(" AND ").join(found or [SQL("TRUE")])

    def _top_reason(self, context):
        """(code, name of the detail or reason, requests, requests sent back) of the commonest one."""
        filters, window = context["filters"], context["period"]["windows"]["now"]
        if filters.get("campaign_id") or filters.get("channel_id"):
            return None  # requests carry neither
        row = context["parts"]["reason"] if "reason" in context["parts"] else self._reason_row(window, filters)
        if not row or row[2] < FEWEST:
            return None
        names = row[1] or {}
        name = names.get(self.env.lang) or names.get("en_US") or row[0].removeprefix("item:")
        return row[0], name, row[2], row[3]

    def _reason_part(self, window):
        row = self._reason_row(window, {})
        return row and list(row)

    def _reason_row(self, window, filters):
        """(code, its names, requests, requests sent back) of the commonest reason, from the ledger, or None."""
        first, last = window
        self.env.cr.execute(SQL(
            """WITH sent_back AS (%s)
               SELECT s.code, COALESCE(
                          (SELECT q.name FROM backoffice_service_requirement q JOIN backoffice_service v
                               ON v.id = q.service_id AND (v.company_id IS NULL OR v.company_id = ANY(%s))
                            WHERE q.code = regexp_replace(s.code, '^item:', '') ORDER BY q.id LIMIT 1), r.name),
                      COUNT(DISTINCT s.handoff_id), (SELECT COUNT(DISTINCT handoff_id) FROM sent_back)
                 FROM sent_back s LEFT JOIN backoffice_return_reason r ON r.code = s.code
                  AND (r.company_id IS NULL OR r.company_id = s.company_id)
                GROUP BY s.code, r.name ORDER BY 3 DESC, 1 LIMIT 1""",
            self._returns_sql(filters, first, last), self.env.companies.ids))
        return self.env.cr.fetchone()

    def _returns_sql(self, filters, first, last):
        """Reasons of send-backs that stand (not undone), of requests sent in the period."""
        return SQL(
            """SELECT e.handoff_id, f.company_id, reason.code
                 FROM triangle_fact f JOIN backoffice_handoff_event e ON e.handoff_id = f.record_id
                 CROSS JOIN LATERAL
                      jsonb_array_elements_text(COALESCE(e.payload::jsonb -> 'reasons', '[]')) reason(code)
                WHERE f.measure_id = %s AND f.company_id = ANY(%s) AND f.day BETWEEN %s AND %s AND %s
                  AND e.kind = 'returned' AND NOT EXISTS (
                      SELECT 1 FROM backoffice_handoff_event u WHERE u.handoff_id = e.handoff_id AND u.kind = 'undone'
                         AND (u.payload::jsonb ->> 'seq')::int = e.seq)""",
            self.env["triangle.measure"]._ids_by_code()["handoff_returned"], self.env.companies.ids, first, last,
            self._fact_dimensions(filters),
        )
