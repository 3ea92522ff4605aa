from odoo import api, models

from .triangle_reader import FILTERS


class TriangleDashboardWhy(models.AbstractModel):
    """Why a figure is not what it was: against another period, and against what was shown before."""

    _inherit = "triangle.dashboard"

    @api.model
    @api.readonly
    def why(self, code, filters=None, other_period=None):
        """The change of a figure from another period to this one, told apart. See ``readme/API.md``.

        ``other_period``: {"from", "to"}; without it, what the page compares with.
        """
        self._check_viewer()
        kpi = self._kpi(code)
        filters = self._clean(filters)
        period = self._period({**filters, "compare": filters["compare"] or "previous"})
        if other_period and other_period.get("from") and other_period.get("to"):
            other = self._clean({"date_from": other_period["from"], "date_to": other_period["to"]})
            period["windows"]["then"] = self._window(other, self._today(), None)[:2]
        windows = {name: period["windows"][name] for name in ("now", "then")}
        context = self._context(kpi, period, filters, windows)
        tile = self._tile(kpi, context, trend=False)
        cross = {} if kpi.computed or kpi.live else self._cross(windows, self._measures_of(kpi), filters)
        if cross:
            self._add_topics(kpi, tile, cross, context)
        return self._change_story(kpi, tile, cross, windows)

    def _change_story(self, kpi, tile, cross, windows):
        delta = tile["delta"]
        split = self._split(kpi, cross)
        if split is None:
            split = self._contributions(kpi, cross)
        return {
            "code": kpi.code, "value": tile["value"], "before": delta and delta["before"],
            "change": delta and delta["value"], "significant": delta and delta["significant"],
            "text": self._change_words(kpi, delta, split, windows), "split": split,
            "rows": self._rate_rows(kpi, split) if split else [],
        }

    def _rate_rows(self, kpi, split):
        """Rows with a rate before and now, and the way to each member's records."""
        if "effect" in split:
            return split["rows"]
        scale = self._scale(kpi, split)
        return [{
            "name": row["name"], "now": row["now"][0] / row["now"][1] if row["now"][1] else None,
            "before": row["then"][0] / row["then"][1] if row["then"][1] else None,
            "rate": row["rate"] * scale, "mix": row["mix"] * scale,
            "drill": {"kpi": kpi.code, "part": kpi.drill_part, "filters": {split["by"]: row["id"]}}
            if row["id"] and split["by"] in FILTERS else None,
        } for row in split["rows"]]

    @staticmethod
    def _scale(_kpi, _split):
        return 1

    def _contributions(self, kpi, cross):
        """A count, told apart by the dimension with most members: each adds its own change. Or None."""
        if kpi.computed or kpi.live or kpi.unit not in ("count", "money") or not kpi.num_measure:
            return None
        found = []
        for name, windows in cross.items():
            now, then = (
                {member: line.num for (member, code), line in windows.get(window, {}).items()
                 if code == kpi.num_measure} for window in ("now", "then"))
            found.append((len({*now, *then}), name, now, then))
        count, name, now, then = max(found, default=(0, None, None, None), key=lambda row: row[0])
        if count < 2:
            return None
        names = self._member_names(name, {*now, *then})
        rows = [{
            "name": names[member], "now": now.get(member, 0), "before": then.get(member, 0),
            "effect": now.get(member, 0) - then.get(member, 0), "rate": None, "mix": None,
            "drill": {"kpi": kpi.code, "part": kpi.drill_part, "filters": {name: member}} if member else None,
        } for member in sorted({*now, *then}, key=lambda member: names[member].casefold())]
        return {"by": name, "effect": sum(row["effect"] for row in rows), "rows": rows}

    def _change_words(self, kpi, delta, split, windows):
        """What happened, in sentences."""
        _, found = self.env._, []
        spans = {name: self._period_label(*span) for name, span in windows.items()}
        if not delta:
            return [_("There is nothing to compare: one of the two periods has no value.")]
        found.append(_("%(name)s, %(now)s against %(then)s.", name=kpi.name, now=spans["now"], then=spans["then"]))
        if delta["significant"] is False:
            found.append(_("The change is within chance."))
        if split and split.get("simpson"):
            found.append(_("Every part moved the other way: what changed is how much comes from where."))
        return found

    # -- a number shown before ---------------------------------------------------------------------

    def _versions(self, kpi):
        """Every definition a figure had, newest first."""
        notes, versions = self._restatement_notes(kpi), kpi.version_ids.sorted("number")
        revisions = {version.number: version.values.get("revision", 0) for version in versions}
        return [{
            "number": version.number, "at": version.create_date, "user": version.sudo().create_uid.name,
            "formula": version.values.get("formula") or None,  # of what is counted by code there are words alone
            "target": version.values.get("target"), "note": notes.get(version.number),
            "revised": revisions[version.number] > revisions.get(version.number - 1, 0),
        } for version in reversed(versions)]  # sudo: the name of who changed it

    def _restatement_notes(self, kpi):
        """{version number: note} of definitions that changed figures already shown."""
        # sudo: notes are read as figures are
        lines = self.env["triangle.restatement"].sudo().search([
            ("kpi_id", "=", kpi.id), ("reason", "=", "definition"), ("company_id", "in", self.env.companies.ids)])
        return {line.new_version: line.note for line in lines}

    def _restated(self, kpi, period, filters):
        """What came, went or was counted again since a past window was kept; None where it is what it was."""
        if any(filters.get(name) for name in FILTERS) or period["partial"]:
            return None
        # sudo: notes are read as figures are
        return self.env["triangle.restatement"].sudo()._why(kpi, period["windows"]["now"])
