"""Pictures of many pages in one browser, and what a picture must not show."""

import json
import time
from unittest.mock import patch

from odoo.tests.common import HOST, ChromeBrowser

from .browser_common import BrowserCase, capture

LOOKS = {"light": (1280, 800), "dark": (1280, 800), "phone": (400, 850)}
CONTRAST = 2.9  # what Odoo asks of its own buttons, less rounding
# Texts that cannot be read: too little contrast with what is really behind them.
FAINT = """(() => {
    const SKIPPED = "script, style, svg, :disabled, .disabled, [aria-hidden=true], .o_avatar, .o_main_navbar";
    const parse = (text) => { const n = (text.match(/[\\d.]+/g) || []).map(Number);
        return n.length < 3 ? [0, 0, 0, 0] : [n[0], n[1], n[2], n.length > 3 ? n[3] : 1]; };
    const over = (top, under) => top.slice(0, 3).map((c, i) => c * top[3] + under[i] * (1 - top[3]));
    const light = (rgb) => { const [r, g, b] = rgb.map((c) => { c /= 255;
        return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
    const ground = (node) => {
        const layers = [];
        for (let at = node; at; at = at.parentElement) {
            const style = getComputedStyle(at);
            if (style.backgroundImage !== "none") return null;
            const color = parse(style.backgroundColor);
            if (color[3]) layers.push(color);
            if (color[3] === 1) break;
        }
        return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255]);
    };
    const found = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const text = node.textContent.trim(), at = node.parentElement;
        if (!text || at.closest(SKIPPED)) continue;
        const box = at.getBoundingClientRect(), style = getComputedStyle(at);
        const shown = box.width && box.height && style.visibility !== "hidden";
        if (!shown || !at.checkVisibility({ opacityProperty: true })) continue;
        const under = ground(at);
        if (!under) continue;
        const a = light(over(parse(style.color), under)), b = light(under);
        const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        if (ratio < LIMIT) found.add(`${ratio.toFixed(1)} "${text.slice(0, 40)}" <${at.tagName} ${at.className}>`);
    }
    return JSON.stringify([...found].slice(0, 8));
})()""".replace("LIMIT", str(CONTRAST))
# Odoo's own content scrolls inside; the page itself must never be wider than the screen.
WIDTH = """(() => {
    const wide = [document.documentElement, document.querySelector(".o_action_manager")].filter(Boolean)
        .filter((node) => node.scrollWidth > window.innerWidth + 1);
    return JSON.stringify(wide.map((node) => `${node.className || node.tagName} is ${node.scrollWidth} px wide`));
})()"""
BROKEN = """(() => JSON.stringify([...document.querySelectorAll(".o_error_dialog, .o_notification.border-danger")]
    .map((node) => node.textContent.trim().slice(0, 200))))()"""


def _node(selector):
    return f"document.querySelector({json.dumps(selector)})"


def _is_there(selector):
    return f"{_node(selector)} !== null"


class PictureCase(BrowserCase):
    """Opens pages one after the other in a single Chromium, in three looks."""

    def pictures(self, prefix, pages, login, looks=tuple(LOOKS)):
        """Take {name: (url, ready selector)} in light, dark and at 400 px; {page look: problems}.

        A page may go on with pairs of selectors: what to click, and what must be there then.
        """
        problems = {}
        for look in looks:
            self.browser_size = "{}x{}".format(*LOOKS[look])

            def tour(browser, *_args, look=look, **_kwargs):
                for name, (url, ready, *clicks) in pages.items():
                    self._open(browser, url, ready)
                    for button, shown in zip(clicks[::2], clicks[1::2], strict=True):
                        self._evaluate(browser, f"{_node(button)}.click()")
                        self._wait(browser, _is_there(shown), f"{button} of {url} does not show {shown}")
                        self._evaluate(browser, f"{_node(shown)}.scrollIntoView({{block: 'center'}})")
                    capture(browser, f"{prefix}-{name}-{look}")
                    problems[f"{name} {look}"] = self._problems(browser)

            cookies = {"color_scheme": "dark" if look == "dark" else "light"}
            with patch.object(ChromeBrowser, "_wait_code_ok", tour):
                self.browser_js("/odoo", "", "document.readyState === 'complete'", login=login,
                                cookies=cookies, timeout=300)
        return {name: found for name, found in problems.items() if found}

    def _open(self, browser, url, ready):
        self._evaluate(browser, "window.isLeft = true")
        browser.navigate_to(self.base_url().replace("localhost", HOST) + url)
        self._wait(browser, f"!window.isLeft && {_is_there(ready)}", f"{url} does not show {ready}")

    def _wait(self, browser, check, problem):
        until = time.monotonic() + 60
        while not self._evaluate(browser, check):
            self.assertLess(time.monotonic(), until, problem)
            time.sleep(0.05)

    def _problems(self, browser):
        return [line for script in (BROKEN, WIDTH, FAINT) for line in json.loads(self._evaluate(browser, script))]

    def _evaluate(self, browser, expression):
        params = {"expression": expression, "returnByValue": True, "awaitPromise": True}
        return browser._websocket_request("Runtime.evaluate", params=params, timeout=20)["result"].get("value")
