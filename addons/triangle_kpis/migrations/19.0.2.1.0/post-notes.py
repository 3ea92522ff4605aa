from odoo import SUPERUSER_ID, api

NOTES = {
    "K01": "the same months of last year; there is no honest benchmark",
    "K03": "your forecast, which you enter under Targets",
    "K09": "a third of what a customer is worth (K15), a rule of thumb",
    "K13": "your forecast, which you enter under Targets",
    "K15": "three times what a new customer costs (K09), a rule of thumb",
    "K16": "your budget, which you enter under Targets",
    "K30": "your own usual range in the chart",
    "K42": "as many as you finish in the time agreed (Little 1961)",
    "K56": "your own median, and five percent more",
    "K57": "last year after inflation, less three percent",
}
GUARDS = {"K13": "K14, K30", "K16": "K35, K56", "K32": "K30", "K35": "K57", "K49": "K50"}


def migrate(cr, version):
    """What a figure is compared with where no number holds for everybody, and what guards it; only filled in."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    for kpi in env["triangle.kpi"].with_context(active_test=False).search([("code", "in", list(NOTES))]):
        if not (kpi.target_source or kpi.target_note):
            kpi.target_note = NOTES[kpi.code]
    for kpi in env["triangle.kpi"].with_context(active_test=False).search([("code", "in", list(GUARDS))]):
        kpi.guard_codes = kpi.guard_codes or GUARDS[kpi.code]
    # it knew no range while it counted only one of its two kinds of certificates
    env["triangle.kpi"].search([("code", "=", "K50"), ("interval_kind", "=", "none")]).interval_kind = "wilson"
    # counted by its requests alone until it said how many of all three loops it is of
    env["triangle.kpi"].search([("code", "=", "LOOP"), ("interval_kind", "=", "jackknife")]).interval_kind = "wilson"
    # one figure there twice: the other one, HEROIC, has a target
    env["triangle.kpi"].search([("code", "=", "K33H")]).active = False
