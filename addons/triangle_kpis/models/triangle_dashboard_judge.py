from odoo import models

from .triangle_dashboard_value import formula_of
from .triangle_reader import FILTERS

# Provider gaps (Parasuraman, Zeithaml & Berry 1985) as shares 0–1, and the customer's own (G5) as its figure says.
# code -> (formula, what it rests on, (figure, part) its records are opened by)
GAPS = {
    "G1": ("topic_unheard_num / topic_unheard_den", "topic_unheard_den", ("K28", "unheard")),
    "G2": ("promise_undesigned_num / promise_undesigned_den", "promise_undesigned_den", ("K33", "no_standard")),
    "G3": ("promise_standard_missed_num / promise_standard_missed_den", "promise_standard_missed_den",
           ("K33", "missed")),
    "G4": ("1 - promise_realistic_num / promise_realistic_den", "promise_realistic_den", ("K12", "miss")),
}
# The same for what else there is to know of promises.
SIGNS = {
    "heroic": ("promise_heroic_num / promise_kept_den", "promise_kept_den", ("K33", "heroic")),
    "silent": ("promise_silent_num / promise_silent_den", "promise_silent_den", ("K33", "silent")),
    "inflation": ("promise_short_sum / promise_short_n", "promise_short_n", ("K12", "short")),
}
DELAY = ("external", "internal", "interactive", "customer", "unexplained")
OVERLAP = ("over", "enable", "deliver", "overlap", "heroic", "unknown")


class TriangleDashboardJudge(models.AbstractModel):
    """What figures do not say by themselves: gaps, hidden costs, figures that got better at a price."""

    _inherit = "triangle.dashboard"

    def _judged_names(self):
        """Names of sums the judgement needs; those no source declares are left out by the reader."""
        names = {f"{code}_{part}" for code in self._loops() for part in ("num", "den")}
        for formula, base, _drill in (*GAPS.values(), *SIGNS.values()):
            names |= formula_of(formula).names | {base}
        return names | {f"promise_{part}_num" for part in OVERLAP} | {f"delay_{side}_num" for side in DELAY}

    def _judgement(self, tiles, context):
        """``partition``, ``ladder``, ``overlap``, ``gaps``, ``signs`` and ``delay`` of the page."""
        now, then = context["sums"]["now"], context["sums"].get("then") or {}
        return {
            "partition": self._partition(now), "ladder": self._ladder(now), "overlap": self._overlap(now),
            "gaps": self._gaps(tiles, now, then), "signs": self._signs(now, then), "delay": self._delay(now),
        }

    def _overlap(self, values):
        """What the first-match order of the partition hides; None without promises due.

        {"over_enabled", "over_not_enabled", "enable", "deliver"}: not kept, by whether it was possible and
        whether everything was ready; their sum is what was not kept. ``unknown``: nobody knew what is possible.
        """
        if not values.get("promise_kept_den"):
            return None
        count = {part: int(values.get(f"promise_{part}_num") or 0) for part in OVERLAP}
        return {
            "over_enabled": count["over"] - count["overlap"], "over_not_enabled": count["overlap"],
            "enable": count["enable"], "deliver": count["deliver"], "heroic": count["heroic"],
            "unknown": count["unknown"],
        }

    def _gaps(self, tiles, now, then):
        """G1 to G5, each with its share, what it rests on and the way to its records."""
        _ = self.env._
        labels = {
            "G1": _("Not listened to: topics without an owner or a standard promise"),
            "G2": _("Not designed: promises without a standard"),
            "G3": _("Not performed: standard promises that were not enabled in time"),
            "G4": _("Not told straight: promised sooner than we can"),
            "G5": _("Felt by the customer: expected less received"),
        }
        found = [self._sign(code, labels[code], line, now, then) for code, line in GAPS.items()]
        tile = tiles.get("K24")
        found.append({
            "code": "G5", "label": labels["G5"], "value": tile and tile["value"], "n": tile["n"] if tile else 0,
            "unit": "points", "before": tile and tile["delta"] and tile["delta"]["before"],
            "drill": {"kpi": "K24", "part": "all"} if tile else None,
        })
        return found

    def _signs(self, now, then):
        """Heroics, lateness without a word, promise inflation, answers that come back."""
        _ = self.env._
        labels = {
            "heroic": _("Kept all the same, though not everything was ready"), "silent": _("Late without warning"),
            "inflation": _("Promised too early, by this share of the time needed"),
            "circular": _("Answers that come back"),
        }
        found = [self._sign(code, labels[code], line, now, then) for code, line in SIGNS.items()]
        closed, due = ([sum(values.get(f"{code}_{part}") or 0 for code in self._loops()) for values in (now, then)]
                       for part in ("num", "den"))
        found.append({
            "code": "circular", "label": labels["circular"], "n": int(due[0]), "unit": "percent",
            "value": closed[0] / due[0] if due[0] else None, "before": closed[1] / due[1] if due[1] else None,
            "drill": {"kpi": "LOOP", "part": "miss"} if due[0] else None,
        })
        return found

    def _loops(self):
        """Measures of answers that must come back: an outcome to who asked, a cause to the owner of the promise."""
        return sorted(code for code in self.env["triangle.measure"]._ids_by_code() if code.startswith("loop_"))

    def _sign(self, code, label, line, now, then):
        formula, base, (kpi, part) = line
        value = formula_of(formula).evaluate(now)
        return {
            "code": code, "label": label, "value": value, "n": int(now.get(base) or 0), "unit": "percent",
            "before": formula_of(formula).evaluate(then), "drill": {"kpi": kpi, "part": part} if value else None,
        }

    def _delay(self, values):
        """{"minutes": of lateness, "parts": [{side, label, minutes, share}]}: the parts add up exactly. Or None."""
        _ = self.env._
        labels = {
            "external": _("Promised too early"), "internal": _("A department took longer"),
            "interactive": _("Waited for the front office"), "customer": _("Waited for others, with proof"),
            "unexplained": _("Not explained"),
        }
        minutes = {side: values.get(f"delay_{side}_num") or 0 for side in DELAY}
        whole = sum(minutes.values())
        if not whole:
            return None
        return {"minutes": whole, "parts": [
            {"side": side, "label": labels[side], "minutes": minutes[side], "share": minutes[side] / whole,
             "drill": {"kpi": "K33", "part": f"delay_{side}"}} for side in DELAY]}

    # -- doubts about a figure ---------------------------------------------------------------------

    def _cross_codes(self, kpis):
        """Measures the page tells apart by team, channel, department and campaign."""
        drawn = kpis.filtered(lambda kpi: kpi.tile and self._is_share(kpi))
        return {"promise_over", "promise_realistic", "handoff_sla", *drawn.mapped("num_measure"),
                *drawn.mapped("den_measure")}

    def _badge(self, kpis, tiles, cross):
        """Put doubts on figures: ``suspect`` (better while its guard got worse), ``simpson`` (the mix turned it)."""
        for kpi in kpis:
            tile = tiles[kpi.code]
            if self._is_suspect(kpi, tiles):
                tile["badges"].append("suspect")
            if kpi.tile and tile["delta"] and self._simpson(kpi, cross):
                tile["badges"].append("simpson")

    def _is_suspect(self, kpi, tiles):
        delta = tiles[kpi.code]["delta"]
        if not delta or not delta["better"]:
            return False
        guards = [tiles.get(code.strip()) for code in (kpi.guard_codes or "").split(",")]
        return any(
            guard and guard["delta"] and guard["delta"]["significant"] and guard["delta"]["better"] is False
            for guard in guards)

    # -- the figures that are not drawn ------------------------------------------------------------

    def _more(self, kpis, tiles, context):
        """Short lines of the figures without a tile, once all figures are switched on.

        A figure too dear to count in passing has the value it had when it was last counted for this
        window, or the status ``open``: its own page counts it.
        """
        if not self._switch("figures"):
            return []
        rest = kpis.filtered(lambda kpi: not kpi.tile)
        frozen = self._frozen(rest.filtered(lambda kpi: kpi.code not in tiles), context)
        return [self._line(kpi, tiles.get(kpi.code), frozen.get(kpi.id)) for kpi in rest]

    def _line(self, kpi, tile, frozen):
        line = {"code": kpi.code, "label": kpi.name, "side": kpi.side, "unit": kpi.unit, "tooltip": kpi.tooltip or None,
                "badges": []}
        if tile:
            return {**line, **{key: tile[key] for key in (
                "value", "n", "status", "status_text", "target", "currency", "badges")}}
        target = kpi.target if kpi.target_source else None
        if not frozen:
            return {**line, "value": None, "n": 0, "status": "open", "status_text": None, "target": target,
                    "currency": None}
        return {**line, "value": frozen.value, "n": frozen.n, "target": target, "currency": None,
                "status": "ok" if frozen.n >= kpi.min_n else "low_n", "status_text": None}

    def _frozen(self, kpis, context):
        """{kpi id: what was kept of it for exactly this window}; one company, no filter, else nothing."""
        company, (first, last) = self.env.companies, context["period"]["windows"]["now"]
        if len(company) != 1 or any(context["filters"].get(name) for name in FILTERS) or not kpis:
            return {}
        # sudo: kept figures are read as figures are
        lines = self.env["triangle.snapshot"].sudo().search([
            ("company_id", "=", company.id), ("date_from", "=", first), ("date_to", "=", last),
            ("kpi_id", "in", kpis.ids)], order="as_of, id")
        return {line.kpi_id.id: line for line in lines if not line.is_gone and line.version == line.kpi_id.version}
