"""Import an event log; the addon does all the work."""
# ruff: noqa: F821

report = env["frontoffice.import.log"]._import_file(PARAMS["path"], PARAMS["options"])
if PARAMS["options"]["dry_run"]:
    env.cr.rollback()
else:
    env.cr.commit()
reply(report)
