import { onMounted, onWillUnmount, useExternalListener, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";

/** How often a wallboard reads its figures again, in milliseconds. */
export const EVERY = 60000;

/**
 * A page in full screen is a wallboard: it reads itself again every minute, never while it is hidden, and never
 * before the reading before it was answered. Back in sight it catches up at once.
 *
 * @param {() => Promise} read reads the page; does not throw
 * @returns {{on: boolean}} reactive
 */
export function useWallboard(read) {
    const wall = useState({ on: Boolean(document.fullscreenElement) });
    let timer = null;
    let last = Date.now();
    let busy = false;
    const stop = () => {
        browser.clearTimeout(timer);
        timer = null;
    };
    const plan = () => {
        stop();
        if (wall.on && !busy && !document.hidden) {
            timer = browser.setTimeout(tick, Math.max(0, last + EVERY - Date.now()));
        }
    };
    const tick = async () => {
        busy = true;
        await read();
        busy = false;
        last = Date.now();
        plan();
    };
    useExternalListener(document, "visibilitychange", plan);
    useExternalListener(document, "fullscreenchange", () => {
        wall.on = Boolean(document.fullscreenElement);
        last = Date.now();
        plan();
    });
    onMounted(plan);
    onWillUnmount(() => {
        busy = true; // an answer that is still to come plans nothing any more
        wall.on = false;
        stop();
    });
    return wall;
}
