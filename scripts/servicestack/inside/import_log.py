"""Import an event log, or remove what one brought in; the addon does all the work."""
# ruff: noqa: F821

from odoo.exceptions import AccessError, UserError

wizard, options = env["frontoffice.import.log"], PARAMS["options"]


def remove(source):
    """Remove the batch of a source; how many there were."""
    known = [("kind", "=", "import"), ("source_key", "=", source), ("state", "=", "active")]
    batches = env["frontoffice.batch"].search(known)
    batches.action_remove()
    return {"source": source, "removed": len(batches)}


def proposed():
    """Proposed columns, so that a given one corrects a single place; {} if nothing can be proposed."""
    try:
        return wizard._import_file(PARAMS["path"], {**options, "mapping": None, "dry_run": True})["mapping"]
    except UserError:
        return {}


try:
    if options["remove"]:
        report = remove(options["source"])
    else:
        if options["mapping"]:
            options["mapping"] = {**proposed(), **options["mapping"]}
        report = wizard._import_file(PARAMS["path"], options)
except (UserError, AccessError) as problem:
    env.cr.rollback()
    report = {"failed": str(problem)}
else:
    if options["dry_run"]:
        env.cr.rollback()
    else:
        env.cr.commit()
reply(report)
