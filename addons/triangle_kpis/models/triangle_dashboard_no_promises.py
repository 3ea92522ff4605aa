from odoo import models


class TriangleDashboardNoPromises(models.AbstractModel):
    """A company whose past held no promise, only leads, invoices or ratings, is told what they say."""

    _inherit = "triangle.dashboard"

    def _story(self, tiles, sides, context):
        story = super()._story(tiles, sides, context)
        if not context["empty"] and not self._partition(context["sums"]["now"]):
            story["sentence"] = self._furthest(tiles) or story["sentence"]
        return story

    def _furthest(self, tiles):
        """The figure furthest from its goal, of those that can be judged; None where all are at theirs or better."""
        short = [(self._short_of(tile), tile) for tile in tiles if tile["status"] == "ok" and tile["unit"] == "percent"]
        gap, tile = max(short, key=lambda pair: pair[0], default=(0, None))
        if gap <= 0:
            return None
        text = self.env._(
            "No promise was due in this period. Furthest from its goal: %(figure)s, %(value)s %%"
            " instead of %(goal)s %%.",
            figure=tile["label"], value=round(100 * tile["value"], 1), goal=round(100 * tile["target"], 1))
        return {"text": text, "drill": {**tile["drill"], "label": self.env._("Show the records")}}

    @staticmethod
    def _short_of(tile):
        if tile["target"] is None:
            return 0
        return (tile["target"] - tile["value"]) * (-1 if tile["direction"] == "down" else 1)
