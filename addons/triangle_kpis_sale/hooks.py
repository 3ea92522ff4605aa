def post_init_hook(env):
    """Invoices from before now have a team and a campaign, which Sales brought."""
    env["triangle.dirty"]._mark_all(sources={"move"})
