"""Barriers of a page, found by axe-core inside the browser.

``./scripts/test browser`` brings the tool and names it in $AXE_CORE; without it these tests are skipped.
"""

import json
import os
from pathlib import Path
from unittest import SkipTest
from unittest.mock import patch

from odoo.tests.common import ChromeBrowser

from odoo.addons.frontoffice_crm.tests.browser_common import SETTLED, BrowserCase

# Rules of WCAG 2.0 to 2.2, levels A and AA.
RUN = """axe.run(%s, {resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    .then(found => JSON.stringify(found.violations.map(({id, impact, help, nodes}) => ({id, impact, help,
        nodes: nodes.slice(0, 8).map(node => node.html.slice(0, 200) + " | " + (node.any[0]?.message || ""))}))))"""
# A colour on its way to another is neither of them.
STILL = """Promise.race([new Promise(done => setTimeout(done, 3000)),
    Promise.allSettled(document.getAnimations().filter(one => one.effect?.getComputedTiming().iterations !== Infinity)
        .map(one => one.finished))]).then(() => true)"""
OURS = "document.querySelector('.o_action_manager')"
SERIOUS = ("serious", "critical")


class AxeCase(BrowserCase):
    """BrowserCase that can ask whether people with a screen reader, a keyboard or weak eyes can use a page."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        path = os.environ.get("AXE_CORE")
        if not path or not Path(path).exists():
            raise SkipTest("axe-core is not there: ./scripts/test browser brings it")
        cls.axe = Path(path).read_text()

    def barriers(self, url, ready, login="admin", act="", within=OURS, **look):
        """Serious findings of a page: [{"id", "impact", "help", "nodes"}].

        :param act: JavaScript to run before looking, such as opening what is folded
        :param within: JavaScript expression of the part to look at; the bar above ours is Odoo's
        :param look: ``size`` of the window, ``dark``
        """
        found = []

        def take(browser, *_args, **_kwargs):
            for script in (SETTLED, f"(async () => {{ {act} }})()", SETTLED, STILL, self.axe):
                self._evaluate(browser, script)
            found.extend(json.loads(self._evaluate(browser, RUN % within)))

        before, self.browser_size = self.browser_size, look.get("size", "1366x768")
        try:
            with patch.object(ChromeBrowser, "_wait_code_ok", take):
                cookies = {"color_scheme": "dark" if look.get("dark") else "light"}
                self.browser_js(url, "", ready, login=login, cookies=cookies, timeout=120)
        finally:
            self.browser_size = before
        return [finding for finding in found if finding["impact"] in SERIOUS]

    def _evaluate(self, browser, script):
        options = {"expression": script, "awaitPromise": True, "returnByValue": True}
        answer = browser._websocket_request("Runtime.evaluate", params=options, timeout=60)
        self.assertNotIn("exceptionDetails", answer)
        return answer["result"].get("value")

    def assert_open_to_all(self, url, ready, **options):
        """No serious barrier on a page, neither light on a desktop nor dark on a phone."""
        for look in ({"dark": False, "size": "1366x768"}, {"dark": True, "size": "400x850"}):
            with self.subTest(url=url, **look):
                found = self.barriers(url, ready, **look, **options)
                self.assertFalse(found, json.dumps(found, indent=1))
