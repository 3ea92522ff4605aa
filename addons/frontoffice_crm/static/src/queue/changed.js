import { onWillUnmount } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";

export const CHANGED = "frontoffice_crm/queue_changed";
const PAUSE_MS = 1500;

/** Call back when a waiting line moved: at once, then at most once in a while, never while hidden. */
export function useQueueChanges(callback) {
    const bus = useService("bus_service");
    let timer = null;
    let again = false;
    const run = () => {
        if (timer) {
            again = true;
            return;
        }
        if (document.visibilityState === "visible") {
            callback();
        }
        timer = setTimeout(() => {
            timer = null;
            if (again) {
                again = false;
                run();
            }
        }, PAUSE_MS);
    };
    bus.subscribe(CHANGED, run);
    document.addEventListener("visibilitychange", run);
    onWillUnmount(() => {
        clearTimeout(timer);
        bus.unsubscribe(CHANGED, run);
        document.removeEventListener("visibilitychange", run);
    });
}
