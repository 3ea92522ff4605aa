import { useExternalListener } from "@odoo/owl";

const TYPING = "input, select, textarea, [contenteditable='true'], .o_popover, .modal";
const PRESSABLE = "button, a, summary, [role='button']";

/**
 * Single keys of a page. They act only while the focus is on the page itself, never while
 * somebody types or a dialog is open (WCAG 2.1.4).
 *
 * @param {{el: HTMLElement}} root
 * @param {() => Object} keys {key: act}, small letters; "Enter" acts only where no button has the focus
 */
export function usePageKeys(root, keys) {
    useExternalListener(document, "keydown", (ev) => {
        if (ev.ctrlKey || ev.altKey || ev.metaKey || ev.defaultPrevented || !onPage(root.el, ev.target)) {
            return;
        }
        const act = ev.key === "Enter" ? !ev.target.closest(PRESSABLE) && keys().Enter : keys()[ev.key.toLowerCase()];
        if (act) {
            ev.preventDefault();
            act();
        }
    });
}

function onPage(page, target) {
    return Boolean(page && page.contains(target) && !target.closest(TYPING));
}
