"""Make an API key for the administrator, valid one day (used by the API tests)."""
# ruff: noqa: F821

from datetime import datetime, timedelta

admin = env.ref("base.user_admin")
admin.password = PARAMS["password"]
# _generate writes the hashed key in SQL and is reserved to the superuser.
key = env["res.users.apikeys"].with_user(admin).sudo()._generate(
    "rpc", "test", datetime.now() + timedelta(days=1)
)
env.cr.commit()
reply({"key": key})
