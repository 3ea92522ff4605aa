from odoo import api, fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    service_role = fields.Selection(
        [
            ("front_desk", "Front desk"),
            ("sales_service", "Sales or service"),
            ("team_leader", "Team leader"),
            ("department_clerk", "Department clerk"),
            ("department_head", "Department head"),
            ("director", "Director"),
            ("setup", "Set-up"),
        ],
        help="One choice that gives the right access to Front Office, Back Office and the triangle.",
    )
    desk_channel_id = fields.Many2one(
        "frontoffice.channel", string="Desk", help="The counter, phone or mailbox this person works at."
    )

    @api.model
    def _service_role_groups(self):
        """{role: external ids of groups}. Upper addons add theirs."""
        agent = ["frontoffice_crm.group_agent"]
        leader = ["frontoffice_crm.group_leader"]
        manager = ["frontoffice_crm.group_manager"]
        return {
            "front_desk": agent, "sales_service": agent, "team_leader": leader,
            "department_clerk": [], "department_head": [], "director": leader, "setup": manager,
        }

    @api.model
    def _service_role_stock_groups(self):
        """{role: external ids of groups of stock apps}: given with a role, never taken back with it, because the
        person may have had them before."""
        return {"sales_service": ["sales_team.group_sale_salesman"]}

    @api.model
    def _service_role_pages(self):
        """{role: external id of the action that opens after login}. Upper addons add theirs."""
        desk = "frontoffice_crm.desk_action"
        return {"front_desk": desk, "sales_service": desk, "team_leader": desk}

    def _service_role_page(self):
        """Id of the page of this person's role, or False; a page whose addon is gone is none."""
        xmlid = self._service_role_pages().get(self.service_role)
        # sudo: which page is called what is no secret
        return self.env["ir.model.data"].sudo()._xmlid_to_res_id(xmlid) if xmlid else False

    @api.model_create_multi
    def create(self, vals_list):
        users = super().create(vals_list)
        users.filtered("service_role")._apply_service_role()
        return users

    def write(self, vals):
        done = super().write(vals)
        if "service_role" in vals:
            self._apply_service_role()
        return done

    def _apply_service_role(self):
        """Give the groups of the chosen role and take back those of the other roles."""
        roles = self._service_role_groups()
        # the ids of groups are no secret, and setting them below is checked as usual
        groups = {
            role: self.env["res.groups"].union(*(self.env.ref(xmlid) for xmlid in xmlids))
            for role, xmlids in roles.items()
        }
        every = self.env["res.groups"].union(*groups.values())
        stock = self._service_role_stock_groups()
        for role, users in self.grouped("service_role").items():
            wanted = groups.get(role, self.env["res.groups"])
            extra = [self.env.ref(xmlid).id for xmlid in stock.get(role, ())]
            users.write({
                "group_ids": [
                    fields.Command.unlink(group.id) for group in every - wanted
                ] + [fields.Command.link(group_id) for group_id in (*wanted.ids, *extra)]
            })
