"""Make the bundles of the web client once, so that not every class of browser tests makes them again."""
# ruff: noqa: F821

import time

MORE = ("web.assets_tests", "web.assets_backend_lazy", "web.assets_backend_lazy_dark", "web.assets_web_dark")

start = time.monotonic()
# Debian's Odoo package leaves this library out; without it no page loads cleanly.
env["ir.asset"].create({
    "name": "left out by Debian", "bundle": "web.assets_backend", "directive": "remove", "path": PARAMS["missing"],
})
qweb = env["ir.qweb"]
js, css = qweb._get_bundles_to_pregenarate()
for bundle in sorted(js | set(MORE)):
    qweb._get_asset_bundle(bundle, css=False, js=True).js()
for bundle in sorted(css | set(MORE)):
    qweb._get_asset_bundle(bundle, css=True, js=False).css()
env.cr.commit()
reply({"seconds": time.monotonic() - start})
