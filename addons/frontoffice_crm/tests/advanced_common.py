"""A few records of every feature that is off after install, for pictures and tours."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import new_test_user

GUIDED = ("complaint", "goodwill", "survey")
ADVANCED = ("score", "claim", "guide", "mood", "routing")


class AdvancedMixin:
    """Helen, a manager who sees everything, and one customer with a long history."""

    @classmethod
    def _set_up_advanced(cls):
        cls.company = cls.env.company
        features = [f"frontoffice_crm.group_feature_{name}" for name in (*GUIDED, *ADVANCED)]
        roles = ("frontoffice_crm.group_manager", "sales_team.group_sale_manager", "survey.group_survey_user")
        groups = (*roles, *features)
        cls.helen = new_test_user(cls.env, "advanced-helen", ",".join(groups), name="Helen Moss", tz="UTC")
        cls.priya = new_test_user(cls.env, "advanced-priya", "frontoffice_crm.group_agent", name="Priya Nair", tz="UTC")
        cls.now = fields.Datetime.now()
        cls.team, cls.bills = cls.env["crm.team"].create([
            {"name": name, "is_service": True, "company_id": cls.company.id, "user_id": cls.helen.id}
            for name in ("Heating service", "Bills and contracts")
        ])
        cls.env["frontoffice.need"].search([]).active = False
        cls.boiler, cls.bill = cls.env["frontoffice.need"].create([
            {"name": name, "keywords": words, "team_id": team.id, "company_id": cls.company.id}
            for name, words, team in (
                ("Boiler stopped", "no heat, cold", cls.team), ("Bill question", "invoice, bill", cls.bills),
            )
        ])
        cls.mail, cls.counter = cls.env["frontoffice.channel"].create([
            {"name": "Mailbox", "kind": "email", "team_id": cls.team.id},
            {"name": "Counter 1", "kind": "counter", "team_id": cls.team.id},
        ])
        cls.ana = cls.env["res.partner"].create({
            "name": "Ortiz Dental Practice", "is_company": True, "email": "ana@example.com", "city": "Ellersby",
        })
        cls._customer()
        cls._rules()
        cls._sales()

    @classmethod
    def _customer(cls):
        about = ("No heat since Monday", "The bill shows the visit twice", "When does the engineer come?")
        cls.cases = cls.env["frontoffice.case"].create([{
            "subject": subject, "partner_id": cls.ana.id, "need_id": (cls.bill if n == 1 else cls.boiler).id,
            "channel_id": cls.mail.id, "user_id": cls.priya.id, "opened_at": cls.now - timedelta(days=5 * n + 1),
            "type": "complaint" if n == 1 else "problem",
        } for n, subject in enumerate(about)])
        cls.env["frontoffice.encounter"].create([{
            "partner_id": cls.ana.id, "channel_id": cls.counter.id, "need_id": cls.boiler.id, "case_id": case.id,
            "arrived_at": case.opened_at, "outcome": "case", "state": "done", "user_id": cls.priya.id,
            "note": f"{case.subject}. She asks to be called in the afternoon, the practice is full until three.",
        } for case in cls.cases])
        promises = cls.env["frontoffice.promise"].create([{
            "name": "Engineer by Thursday 14:00", "partner_id": cls.ana.id, "case_id": case.id,
            "due_at": cls.now + timedelta(days=n - 1, hours=1), "user_id": cls.priya.id,
        } for n, case in enumerate(cls.cases)])
        promises[1].action_keep()
        cls.cases[2].action_resolve()
        cls.mood_rule = cls.env["frontoffice.health.policy"].search([], limit=1) or cls.env[
            "frontoffice.health.policy"].create({"name": "All customers"})
        score = cls.env["frontoffice.health.score"]
        version = cls.mood_rule._current_version().id
        cls.moods = score.create([{
            "partner_id": cls.ana.id, "company_id": cls.company.id, "policy_version_id": version,
            "day": fields.Date.today() - timedelta(days=30 * n), "mood": mood, "change": change,
            "is_latest": not n, "is_unhappy": mood < 40,
            "drivers": [["kept", -8.0], ["complaints", -12.0], ["answers", 9.0], ["late_now", -5.0]],
        } for n, (mood, change) in enumerate(((34, -17), (51, -4), (55, 0)))])
        cls.plan = cls.env["frontoffice.success.plan"].create({
            "name": "No breakdown in winter", "partner_id": cls.ana.id, "user_id": cls.helen.id, "value": 12400,
            "team_id": cls.team.id, "date_renewal": fields.Date.today() + timedelta(days=130),
            "training_ids": [Command.create({"name": "Thermostat and app", "people": 4, "hours": 1.5})],
        })

    @classmethod
    def _rules(cls):
        Policy = cls.env["frontoffice.feedback.policy"]
        Policy.search([]).active = False
        cls.smiley, cls.stars = Policy.create([
            {"name": "Smiley after a solved case", "owner_id": cls.helen.id},
            {"name": "Would you recommend us?", "instrument": "nps", "trigger": "relationship", "percent": 20},
        ])
        asked = {
            "policy_id": cls.smiley.id, "policy_version_id": cls.smiley._current_version().id, "state": "answered",
            "company_id": cls.company.id, "instrument": "csat", "user_id": cls.priya.id, "team_id": cls.team.id,
            "need_id": cls.boiler.id, "planned_at": cls.now, "sent_at": cls.now - timedelta(days=2),
            "answered_at": cls.now - timedelta(days=1), "partner_id": cls.ana.id,
        }
        cls.answers = cls.env["frontoffice.feedback.invitation"].create([
            {**asked, "case_id": cls.cases[0].id, "score": 1, "verdict": "bad", "follow_user_id": cls.helen.id,
             "follow_due_at": cls.now + timedelta(days=1)},
            {**asked, "case_id": cls.cases[1].id, "score": 3, "verdict": "middling"},
            {**asked, "case_id": cls.cases[2].id, "score": 5, "verdict": "good"},
        ])
        cls.route, cls.other_route = cls.env["frontoffice.route"].create([
            {"name": "Bills go to the bill team", "need_ids": cls.bill.ids, "team_id": cls.bills.id,
             "policy": "manual", "words": "invoice, bill, twice"},
            {"name": "Boilers by mail stay here", "channel_ids": cls.mail.ids, "team_id": cls.bills.id,
             "policy": "person", "user_id": cls.priya.id, "sequence": 20},
        ])

    @classmethod
    def _sales(cls):
        cls.guide = cls.env["frontoffice.playbook"].create({
            "name": "No heat in winter", "need_ids": cls.boiler.ids, "company_id": cls.company.id,
            "greeting": "Good morning, Lindwater, what can I do for you?",
            "step_ids": [Command.create(step) for step in (
                {"name": "I am sorry that it is cold.", "kind": "say"},
                {"name": "Is anybody ill, or are there small children?", "kind": "yes_no", "required": True},
                {"name": "What does the display show?", "hint": "Two digits below the flame", "required": True},
                {"name": "Pressure in bar", "kind": "number"},
                {"name": "When may the engineer come?", "kind": "choice", "choices": "Morning, Afternoon, Any time"},
            )],
        })
        cls.asset = cls.env["frontoffice.asset"].create({
            "name": "Heat pump in an old house", "url": "https://www.example.com/heat-pump", "need_ids": cls.boiler.ids,
            "company_id": cls.company.id,
        })
        cls.env["frontoffice.score.rule"].create([
            {"name": "Wants a new heating", "domain": "[('name', 'ilike', 'heating')]", "points": 35},
            {"name": "Was in touch", "kind": "contact", "points": 20, "cap": 40},
            {"name": "Had a complaint", "domain": "[('partner_id', '!=', False)]", "points": -10},
        ])
        cls.lead = cls.env["crm.lead"].create({
            "name": "New heating for the practice", "partner_id": cls.ana.id, "type": "opportunity",
            "user_id": cls.helen.id, "company_id": cls.company.id,
            "asset_share_ids": [Command.create({"asset_id": cls.asset.id})],
        })
        cls.lead._rescore()
