import { useExternalListener } from "@odoo/owl";

const TYPING = "input, select, textarea, [contenteditable='true'], .o_popover, .modal";
const PRESSABLE = "button, a, summary";

/**
 * Single keys of the page. They act only while the focus is on the page itself, never while
 * somebody types or a dialog is open (WCAG 2.1.4).
 */
export function usePageKeys(root, acts) {
    const keys = {
        1: () => acts.side(0),
        2: () => acts.side(1),
        3: () => acts.side(2),
        b: acts.back,
        s: acts.sure,
        f: acts.screen,
        "?": acts.help,
    };
    useExternalListener(document, "keydown", (ev) => {
        if (ev.ctrlKey || ev.altKey || ev.metaKey || ev.defaultPrevented || !onPage(root.el, ev.target)) {
            return;
        }
        const act = ev.key === "Enter" ? !ev.target.closest(PRESSABLE) && acts.enter : keys[ev.key.toLowerCase()];
        if (act) {
            ev.preventDefault();
            act();
        }
    });
}

function onPage(page, target) {
    return Boolean(page && page.contains(target) && !target.closest(TYPING));
}
