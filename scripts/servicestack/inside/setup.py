"""Make a new database ours: the login's password, the address."""
# ruff: noqa: F821

env.ref("base.user_admin").password = PARAMS["password"]
env["ir.config_parameter"].set_param("web.base.url", PARAMS["url"])
env.cr.commit()
reply({"login": env.ref("base.user_admin").login})
