import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

export const CALL_BUS = "frontoffice_crm.call";

/** "Ana Ortiz · 0151 220 18", or the number alone. */
export function callLabel(call) {
    return [call.name, call.number].filter(Boolean).join(" · ");
}

/**
 * Calls of this person, told by the telephone system. The desk that is on the screen takes them; elsewhere
 * a ringing call is a note with a button, and an answered one opens the desk.
 */
export class CallDesk {
    constructor(action, notification) {
        this.action = action;
        this.notification = notification;
        this.desk = null;
        this.pending = null;
        this.close = null;
    }

    /** The desk on the screen; returns what takes it away again. */
    register(desk) {
        this.desk = desk;
        return () => {
            if (this.desk === desk) {
                this.desk = null;
            }
        };
    }

    /** The call the desk was opened for, once. */
    takePending() {
        const call = this.pending;
        this.pending = null;
        return call;
    }

    get looking() {
        return document.visibilityState === "visible";
    }

    onEvent(call) {
        this.close?.();
        this.close = null;
        if (this.desk) {
            this.desk.onCall(call);
        } else if (!this.looking) {
            return; // another window is in front
        } else if (call.event === "ringing") {
            this.announce(call);
        } else if (call.event === "answered" && !document.querySelector(".modal")) {
            this.open(call);
        }
    }

    announce(call) {
        const button = { name: _t("Open the desk"), primary: true, onClick: () => this.open(call) };
        this.close = this.notification.add(callLabel(call), {
            title: call.direction === "out" ? _t("You are calling") : _t("Telephone"),
            type: "info",
            sticky: true,
            buttons: [button],
        });
    }

    open(call) {
        this.close?.();
        this.close = null;
        this.pending = call;
        return this.action.doAction("frontoffice_crm.desk_action");
    }
}

export const callService = {
    dependencies: ["bus_service", "action", "notification"],
    start(env, { bus_service, action, notification }) {
        const calls = new CallDesk(action, notification);
        bus_service.subscribe(CALL_BUS, (call) => calls.onEvent(call));
        return calls;
    },
};

registry.category("services").add("frontoffice_crm.calls", callService);
