import { useExternalListener } from "@odoo/owl";
import { useCommand } from "@web/core/commands/command_hook";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

/** The keys of the desk, and the same steps in the command palette (Ctrl+K). */
export function useDeskKeys(desk) {
    const ui = useService("ui");

    function actions(ev) {
        const typing = ev.target.matches?.("input, textarea, select");
        const empty = ev.target.dataset?.desk === "who" && !ev.target.value;
        return {
            "ctrl+Enter": () => desk.log(),
            "ctrl+z": !ev.target.value && desk.model.last && (() => desk.undo()),
            F2: () => desk.newCaller(),
            F4: () => desk.message(),
            F8: desk.model.queue.on && (() => desk.callNext()),
            F9: desk.state.call && (() => desk.takeCall()),
            Escape: () => desk.escape(),
            "?": (!typing || empty) && (() => desk.toggleHelp()),
            Enter: typing && !ev.shiftKey && desk.root.el.contains(ev.target) && (() => desk.focus.next(ev.target)),
        };
    }

    useExternalListener(window, "keydown", (ev) => {
        if (ev.defaultPrevented || ui.activeElement !== document) {
            return;
        }
        const act = actions(ev)[(ev.ctrlKey || ev.metaKey ? "ctrl+" : "") + ev.key];
        if (act) {
            ev.preventDefault();
            act();
        }
    });
    useCommand(_t("Front Desk: new caller"), () => desk.newCaller());
    useCommand(_t("Front Desk: message for a colleague"), () => desk.message());
    useCommand(_t("Front Desk: call next"), () => desk.callNext(), { isAvailable: () => desk.model.queue.on });
    useCommand(_t("Front Desk: park"), () => desk.park());
}
