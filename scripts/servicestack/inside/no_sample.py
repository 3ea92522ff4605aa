"""Take the sample company away: stock's suites were written for stock's demo data."""
# ruff: noqa: F821

env["frontoffice.sample"].action_remove()
env.cr.commit()
reply({"loaded": env["frontoffice.sample"].status()["loaded"]})
