from odoo import SUPERUSER_ID, api

PARAMETER = "triangle_kpis.personal_figures"


def migrate(cr, version):
    """One switch for personal figures: who had set the old one keeps them, else nothing personal stays."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    parameters = env["ir.config_parameter"]
    if parameters.get_param(PARAMETER):
        env.ref("base.group_user")._apply_group(env.ref("triangle_kpis.group_feature_personal"))
    parameters.search([("key", "=", PARAMETER)]).unlink()
    cr.execute("DELETE FROM triangle_cell WHERE gset = 4 AND employee_id = 0")  # they are in the company's sum
    env["triangle.engine"]._erase_personal()
