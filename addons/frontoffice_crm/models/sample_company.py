from odoo import api, fields, models
from odoo.tools import ormcache

from ..tools import story_cast as cast
from ..tools.story_clock import SHIFTS


class ResCompany(models.Model):
    _inherit = "res.company"

    is_frontoffice_sample = fields.Boolean("Sample company", readonly=True, copy=False)

    @api.model
    @ormcache()
    def _sample_companies(self):
        """Ids of the sample companies, archived ones too."""
        return frozenset(self.sudo().with_context(active_test=False).search([("is_frontoffice_sample", "=", True)]).ids)

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        self.env.registry.clear_cache()
        return companies

    def write(self, vals):
        done = super().write(vals)
        if "is_frontoffice_sample" in vals:
            self.env.registry.clear_cache()
        return done


class Sample(models.AbstractModel):
    """Company, working hours, people, customers and catalogue of the sample."""

    _inherit = "frontoffice.sample"

    def _make_company(self):
        """The company with its hours; the one archived at an earlier removal is used again."""
        company = self._company()
        if company:
            company.active = True
        else:
            company = self.env["res.company"].create({"name": self._free_name(), "is_frontoffice_sample": True})
        company.partner_id.write({"email": f"hello@{cast.DOMAIN}", "city": "Lindwater", "street": "1 Kiln Road"})
        weekdays = self._make_calendar(company, cast.COMPANY, range(5), SHIFTS)
        spare = company.resource_calendar_id
        company.resource_calendar_id = weekdays
        if spare.company_id == company:
            spare.unlink()
        self._make_sequence(company, "frontoffice.case", "C", 2291)
        return company

    def _free_name(self):
        """Company names are unique; somebody may really be called so."""
        taken = self.env["res.company"].search([("name", "=", cast.COMPANY)])
        return f"{cast.COMPANY} ({self.env._('sample')})" if taken else cast.COMPANY

    def _make_calendar(self, company, name, days, shifts):
        lines = [
            fields.Command.create({
                "name": name, "dayofweek": str(day), "hour_from": start, "hour_to": stop,
                "day_period": "morning" if start < 12 else "afternoon",
            })
            for day in days for start, stop in shifts
        ]
        return self.env["resource.calendar"].create({
            "name": name, "tz": cast.ZONE, "company_id": company.id,
            "attendance_ids": [fields.Command.clear(), *lines],
        })

    def _make_sequence(self, company, code, prefix, start):
        """Numbers of its own, so that the numbers of real cases have no gap."""
        return self.env["ir.sequence"].create({
            "name": f"{cast.COMPANY}: {code}", "code": code, "prefix": prefix, "padding": 4,
            "number_next": start, "company_id": company.id,
        })

    def _make_catalogue(self):
        """{model: {key: record}} of teams, channels, people, promises, topics, campaigns and customers."""
        company = self.env.company.id
        teams = self._make("crm.team", {
            key: {"name": name, "company_id": company, "is_service": True, "use_leads": False}
            for key, name in cast.TEAMS
        })
        channels = self._make("frontoffice.channel", {
            key: {"name": name, "code": key, "kind": kind, "first_response_minutes": minutes, "company_id": company}
            for key, name, kind, minutes in cast.CHANNELS
        })
        people = self._make_people(channels)
        for key, team in teams.items():
            members = [people[row[0]].id for row in cast.PEOPLE if row[3] == key]
            team.member_ids = [fields.Command.set(members)]
        standards = self._make_standards(people)
        return {
            "team": teams, "channel": channels, "user": people, "standard": standards,
            "need": self._make_topics(teams, standards), "campaign": self._make_campaigns(people),
            "partner": self._make_customers(),
        }

    def _make_people(self, channels):
        """Users without a password: nobody can log in as them until a manager sets one."""
        company = self.env.company
        people = self._make("res.users", {
            key: {
                "name": name, "login": f"{key}@{cast.DOMAIN}", "email": f"{key}@{cast.DOMAIN}",
                "company_id": company.id, "company_ids": [fields.Command.set(company.ids)], "tz": cast.ZONE,
                "notification_type": "inbox", "service_role": role,
                "desk_channel_id": channels[desk].id if desk else False,
                "group_ids": [fields.Command.set(self.env.ref("base.group_user").ids)],
            }
            for key, name, role, _team, desk in cast.PEOPLE
        })
        for person in people.values():
            person.partner_id.company_id = company
        return people

    def _make_standards(self, people):
        company = self.env.company
        clock = self._make_calendar(company, self.env._("Around the clock"), range(7), ((0, 24),))
        return self._make("frontoffice.promise.standard", {
            key: {
                "name": name, "code": key, "sentence": sentence, "hours": hours, "owner_id": people[owner].id,
                "company_id": company.id, "sequence": n,
                "calendar_id": clock.id if key == cast.AROUND_THE_CLOCK else False,
                "active": key != cast.AROUND_THE_CLOCK,  # stopped when it turned out not to be true
            }
            for n, (key, name, sentence, hours, owner) in enumerate(cast.STANDARDS, start=1)
        })

    def _make_topics(self, teams, standards):
        return self._make("frontoffice.need", {
            key: {
                "name": name, "code": key, "keywords": words, "team_id": teams[team].id, "sequence": n,
                "standard_id": standards[standard].id if standard else False, "company_id": self.env.company.id,
            }
            for n, (key, name, words, standard, team, _kind) in enumerate(cast.TOPICS, start=1)
        })

    def _make_campaigns(self, people):
        return self._make("utm.campaign", {
            key: {"title": title, "user_id": people[owner].id} for key, title, owner in cast.CAMPAIGNS
        })

    def _make_customers(self):
        return self._make("res.partner", {
            row["key"]: {
                "name": row["name"], "is_company": row["is_company"], "phone": row["phone"], "email": row["email"],
                "street": row["street"], "city": row["city"], "company_id": self.env.company.id,
            }
            for row in cast.customers()
        })
