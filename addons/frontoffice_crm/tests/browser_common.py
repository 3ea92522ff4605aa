"""Base class of the browser tests of all three addons.

Tag the class ``@tagged("post_install", "-at_install", "browser")``; then
``./scripts/test browser`` runs it, together with all others in one process.
"""

import base64
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from unittest.mock import patch

from odoo.tests.common import ChromeBrowser, HttpCase

# Debian's Odoo package leaves this library out; without it no page loads cleanly.
MISSING = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"
# The page's own scripts have started: a page left before fails to fetch what they begin with, and has no service
# yet that could say so.
STARTED = """(async () => {
    const starting = () => window.odoo?.loader && !odoo.__WOWL_DEBUG__;
    for (let i = 0; i < 200 && (document.readyState !== "complete" || starting()); i++) {
        await new Promise(done => setTimeout(done, 50));
    }
})()"""
# Fonts loaded, nothing loading, two frames painted.
SETTLED = """(async () => {
    await document.fonts.ready;
    for (let i = 0; i < 100 && document.querySelector(".o_loading_indicator"); i++) {
        await new Promise(done => setTimeout(done, 50));
    }
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
})()"""


def screenshot_dir():
    """Folder of the screenshots: $SCREENSHOT_DIR or one in the temporary folder."""
    folder = os.environ.get("SCREENSHOT_DIR") or Path(tempfile.gettempdir()) / "screenshots"
    Path(folder).mkdir(parents=True, exist_ok=True)
    return Path(folder)


def wait_for(browser, script):
    """Wait until a promise of the page is fulfilled."""
    browser._websocket_request("Runtime.evaluate", params={"expression": script, "awaitPromise": True}, timeout=20)


def capture(browser, name):
    """Save what the browser shows now; returns the path of the PNG."""
    wait_for(browser, STARTED)
    wait_for(browser, SETTLED)
    picture = browser._websocket_request("Page.captureScreenshot", timeout=30)["data"]
    path = screenshot_dir() / f"{name}.png"
    path.write_bytes(base64.b64decode(picture))
    return path


class BrowserCase(HttpCase):
    """HttpCase whose pages load without the missing library, with screenshots."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Asset = cls.env["ir.asset"]
        if not Asset.search_count([("path", "=", MISSING), ("directive", "=", "remove")]):
            Asset.create({
                "name": "left out by Debian", "bundle": "web.assets_backend", "directive": "remove", "path": MISSING,
            })

    def browser_js(self, *args, **kwargs):
        """As Odoo's, but no page is left before its scripts have started."""
        stop = ChromeBrowser.stop

        def stop_when_started(browser):
            with suppress(Exception):  # a browser that is gone: what the test itself says counts
                wait_for(browser, STARTED)
            stop(browser)

        with patch.object(ChromeBrowser, "stop", stop_when_started):
            return super().browser_js(*args, **kwargs)

    def screenshot(self, name, url, login="admin", width=1366, height=768, dark=False, ready=""):
        """Open a page and save it as ``name``.png; returns the path.

        :param ready: JavaScript expression that is true when the page is worth a picture
        :param dark: ask for the dark stylesheet
        """
        taken = []

        def take(browser, *_args, **_kwargs):
            taken.append(capture(browser, name))

        size, self.browser_size = self.browser_size, f"{width}x{height}"
        try:
            with patch.object(ChromeBrowser, "_wait_code_ok", take):
                cookies = {"color_scheme": "dark" if dark else "light"}
                ready = ready or "document.querySelector('.o_action_manager > *, main, form') !== null"
                self.browser_js(url, "", ready, login=login, cookies=cookies, timeout=120)
        finally:
            self.browser_size = size
        return taken[0]

    def start_tour_and_capture(self, url, tour, name, **options):
        """Run a tour and save what it ends on as ``name``.png; returns the path."""
        taken, wait = [], ChromeBrowser._wait_code_ok

        def wait_and_take(browser, *args, **kwargs):
            wait(browser, *args, **kwargs)
            taken.append(capture(browser, name))

        with patch.object(ChromeBrowser, "_wait_code_ok", wait_and_take):
            self.start_tour(url, tour, **options)
        return taken[0]
