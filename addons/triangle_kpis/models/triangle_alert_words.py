from functools import partial

from odoo import api, models

from .triangle_alert import FAMILIES


class TriangleAlertWords(models.AbstractModel):
    """An alert in plain words, in the language of who reads it."""

    _name = "triangle.alert.words"
    _description = "Words of alerts"

    @api.model
    def _say(self, kpi, value):
        """A value with its unit: 83 %, 12.4, 3 h."""
        if value is None:
            return "–"
        _ = self.env._
        if kpi.unit == "percent":
            return _("%s %%", self._number(100 * value))
        if kpi.unit in ("minutes", "hours", "days"):
            return {"minutes": _("%s min", self._number(value)), "hours": _("%s h", self._number(value)),
                    "days": _("%s days", self._number(value))}[kpi.unit]
        return self._number(value)

    def _number(self, value):
        digits = 0 if abs(value) >= 100 or abs(value - round(value)) < 0.05 else 1 if abs(value) >= 1 else 2
        return self.env["ir.qweb.field.float"].value_to_html(round(value, digits), {"precision": digits})

    @api.model
    def _name_of(self, alert):
        """One line: what, where, how much against what."""
        if not alert.kpi_id:
            return f"{self._source_name(alert.source)}: {self._family(alert.family)}"
        where = alert.team_id.name or alert.department_id.name
        head = f"{alert.kpi_id.name} · {where}" if where else alert.kpi_id.name
        return f"{head}: {self._what(alert)}"

    def _what(self, alert):
        _ = self.env._
        say = partial(self._say, alert.kpi_id)
        if alert.family == "miss":
            return _("%s missed", len((alert.detail or {}).get("ids", [])))
        if alert.family == "target":
            return _("%(value)s, target %(target)s", value=say(alert.value), target=say(alert.target))
        return _("%(value)s, usually %(low)s to %(high)s", value=say(alert.value), low=say(alert.low),
                 high=say(alert.high))

    def _family(self, family):
        labels = dict(self.env["triangle.alert"]._fields["family"]._description_selection(self.env))
        return labels.get(family) or dict(FAMILIES)[family]

    def _source_name(self, source):
        """What is counted from, as people call it."""
        known = self.env["triangle.measure"]._sources().get(source)
        return self.env["ir.model"]._get(known.model).name if known else source or ""

    @api.model
    def _rules(self, alert):
        """What the rules say, one sentence each."""
        _ = self.env._
        words = {
            "R1": _("One period lies outside its usual range."),
            "R2": _("Eight periods in a row lie on one side of the usual."),
            "R3": _("Two of three periods lie close to the edge of the usual range, on the same side."),
        }
        return [words[rule] for rule in (alert.rules or "").split(",") if rule in words]

    @api.model
    def _effect(self, alert):
        """Before and after, in words, or None."""
        found = alert.effect_detail
        if not found:
            return None
        return self.env._(
            "Before closing %(before)s, since then %(after)s (%(n)s periods).", n=found["periods"],
            before=self._say(alert.kpi_id, found["before"]), after=self._say(alert.kpi_id, found["after"]))

    @api.model
    def _about(self, alert):
        """What to know about it, one sentence each."""
        _, found = self.env._, []
        if alert.family == "spc" and not alert.adverse:
            found.append(_("It went the right way: nobody was told. Find out why, and keep it."))
        if alert.family == "target":
            found.append(_("Even the friendly end of its likely range misses the target."))
            if alert.capable:
                found.append(_("The target lies inside what this figure does by itself: the system must change, not"
                               " people."))
        if alert.source:
            found += self._about_data(alert)
            found.append(_("Until this is mended, figures that rest on it are not judged."))
        return found + [line for line in [self._effect(alert)] if line]

    def _about_data(self, alert):
        """What is wrong with the data, in numbers."""
        _, detail = self.env._, alert.detail or {}
        if alert.family == "stale":
            return [_("Last counted: %s.", detail.get("as_of") or _("never")),
                    *([_("The error was: %s", detail["error"])] if detail.get("error") else [])]
        if alert.family == "flow":
            return [_("By what came in and went out %(flow)s should be open; %(open)s are.",
                      flow=self._number(detail["flow"]), open=detail["open"])]
        if alert.family == "volume":
            return [_("%(name)s: %(n)s on %(day)s, usually %(usual)s on this weekday.", name=self._measure_name(code),
                      n=self._number(n), usual=self._number(usual), day=detail["day"])
                    for code, (n, usual) in sorted(detail["measures"].items())]
        if alert.family == "unassigned":
            labels = {"team_id": _("no team"), "department_id": _("no department")}
            return [_("%(n)s of %(of)s have %(what)s.", n=n, of=of, what=labels[column])
                    for column, (n, of) in sorted(detail.items())]
        return [_("%s records.", len(detail.get("ids", [])))]

    def _measure_name(self, code):
        # sudo: a label
        return self.env["triangle.measure"].sudo().search([("code", "=", code)], limit=1).name or code
