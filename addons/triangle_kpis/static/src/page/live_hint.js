import { onWillUnmount, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { useService } from "@web/core/utils/hooks";

/** At most one hint in this time, however much happens. */
export const QUIET = 20000;

/**
 * Tells that there are newer figures than those on screen; never changes the screen by itself.
 *
 * @returns {{fresh: boolean, seen: Function}} reactive; call `seen` when the figures were read again
 */
export function useLiveHint(channel) {
    const bus = useService("bus_service");
    let timer = null;
    let quietUntil = 0;
    const hint = useState({
        fresh: false,
        seen() {
            hint.fresh = false;
            quietUntil = Date.now() + QUIET;
        },
    });
    const onChange = () => {
        if (hint.fresh || timer) {
            return;
        }
        timer = browser.setTimeout(() => {
            timer = null;
            hint.fresh = true;
        }, Math.max(0, quietUntil - Date.now()));
    };
    bus.subscribe(channel, onChange);
    onWillUnmount(() => {
        bus.unsubscribe(channel, onChange);
        browser.clearTimeout(timer);
    });
    return hint;
}
