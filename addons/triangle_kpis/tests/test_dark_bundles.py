import re

from odoo.tests import TransactionCase, tagged
from odoo.tools import file_open

PALETTE = "frontoffice_crm/static/src/dark/palette.dark.scss"
FIRST = "/web/static/src/scss/primary_variables.scss"
PAIRS = {
    "web.assets_web_dark": "web.assets_web",
    "web.assets_backend_lazy_dark": "web.assets_backend_lazy",  # graph and pivot
}


@tagged("post_install", "-at_install")
class TestDarkBundles(TransactionCase):
    """Both dark bundles compute their colours from the dark palette, the light ones never see it."""

    def _styles(self, bundle):
        files, _external = self.env["ir.qweb"]._get_asset_content(bundle)
        return [file["url"] for file in files]

    def test_the_palette_comes_before_what_it_replaces(self):
        for dark, light in PAIRS.items():
            styles = self._styles(dark)
            self.assertEqual(styles.count("/" + PALETTE), 1, dark)
            self.assertLess(styles.index("/" + PALETTE), styles.index(FIRST), dark)
            self.assertNotIn("/" + PALETTE, self._styles(light))

    def test_graph_and_pivot_are_drawn_in_it(self):
        with file_open(PALETTE) as palette:
            dark = {color.lower() for color in re.findall(r"^\$o-(?:gray|view)[\w-]*: (#\w{6})", palette.read(), re.M)}
        self.assertGreater(len(dark), 5)
        css = {name: self._css(name) for name in ("web.assets_backend_lazy_dark", "web.assets_backend_lazy")}
        self.assertTrue(any(color in css["web.assets_backend_lazy_dark"] for color in dark))
        self.assertFalse(any(color in css["web.assets_backend_lazy"] for color in dark))

    def _css(self, name):
        """Compiled anew, not what an earlier run left."""
        bundle = self.env["ir.qweb"]._get_asset_bundle(name, css=True, js=False)
        text = bundle.preprocess_css()
        self.assertFalse(bundle.css_errors)
        return text.lower()
