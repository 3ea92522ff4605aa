from odoo import SUPERUSER_ID, api

OLD = "1000 * complaint_num / interaction_num"
GUARDS = {"K33": "K12", "K12": "K07,K12L", "K22": "K22R", "K20": "K29", "K30": "K14", "K24": "K22,K23", "K26": "K29"}
WORDS = {
    "K13": "Customers who stay, and what they buy: contacts alone may be complaints",
    "K24": "What customers expect is vague: look at what they found, and at how easy we are",
    "K26": "Carried over has to be seen, not ticked: look at answers that had to be explained again",
}


def migrate(cr, version):
    """Complaints are counted per active customers now, unless somebody made that figure their own.

    Whoever looks at it is told: the figure gets a new version. What guards a figure is only filled in.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    known = {kpi.code: kpi for kpi in env["triangle.kpi"].with_context(active_test=False).search([])}
    if "K30" in known and known["K30"].formula == OLD:
        known["K30"].write({
            "formula": False, "computed": "k30", "den_measure": False, "drill_part": "all", "interval_kind": "own",
            "min_n": 5, "tooltip": "Complaints per 1,000 active customers. Few may also mean silence.",
            "definition": "Complaints opened in the period per 1,000 active customers: on average over its days, the "
                          "different customers with a sign of life in the 30 days up to each. Merged complaints "
                          "count once. Our own people and companies are left out.",
        })
    for code, guards in GUARDS.items():
        if code in known and not known[code].guard_codes:
            known[code].guard_codes = guards
    for code, words in WORDS.items():
        if code in known and not known[code].guard:
            known[code].guard = words
