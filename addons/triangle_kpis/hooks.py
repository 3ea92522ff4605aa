def post_init_hook(env):
    """People who had a service role before get what this addon adds to it."""
    env["res.users"].search([("service_role", "!=", False)])._apply_service_role()
