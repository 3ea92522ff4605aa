import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import { FrontDesk } from "../desk/desk";
import { DeskModel } from "../desk/desk_model";
import { formatWaiting } from "../desk/format";
import { useQueueChanges } from "./changed";

/** The waiting line at the desk: who waits, F8 calls the next, and the log goes into that very number. */
patch(DeskModel.prototype, {
    take(told) {
        super.take(told);
        if (told.queue) {
            this.queue = told.queue;
        }
    },

    get values() {
        return { ...super.values, ticket_id: this.form.ticket?.id || false };
    },

    /** Put a called person into the form. */
    async serve(ticket) {
        if (this.touched) {
            await this.park();
        }
        this.clear();
        if (ticket.partner_id) {
            await this.pick({ id: ticket.partner_id, name: ticket.name });
        } else if (ticket.name) {
            this.begin({ kind: "new", id: false, name: ticket.name, phone: "", email: "" });
        } else {
            this.begin({ kind: "anonymous", id: false, name: _t("Number %s", ticket.number) });
        }
        Object.assign(this.form, { ticket, topic: ticket.topic, note: ticket.note || "" });
    },

    async queueStep(method, ...args) {
        this.error = "";
        try {
            const answer = await this.call(method, ...args);
            await this.refresh();
            return answer || {};
        } catch (error) {
            if (!error.data?.message) {
                throw error;
            }
            this.error = error.data.message;
            return null;
        }
    },
});

patch(FrontDesk.prototype, {
    setup() {
        super.setup();
        useQueueChanges(() => this.model.refresh());
    },

    onKeydown(ev) {
        if (ev.key === "F8" && this.model.queue?.on && !ev.defaultPrevented && this.ui.activeElement === document) {
            ev.preventDefault();
            this.callNext();
            return;
        }
        super.onKeydown(ev);
    },

    get queueLongest() {
        const since = this.model.queue?.since;
        return since ? formatWaiting(deserializeDateTime(since)) : "";
    },

    /** Called by this person and not in the form now. */
    get calledElsewhere() {
        const here = this.model.form.ticket?.id;
        return (this.model.queue?.serving || []).filter((ticket) => ticket.id !== here);
    },

    async callNext() {
        const ticket = await this.model.queueStep("call_next");
        if (ticket?.id) {
            await this.serveTicket(ticket);
        } else if (ticket) {
            this.model.error = _t("Nobody is waiting for you.");
        }
    },

    async serveTicket(ticket) {
        await this.model.serve(ticket);
        this.focus.go(this.model.form.topic ? "note" : "topic");
    },

    async notThere() {
        if (await this.model.queueStep("no_show", this.model.form.ticket.id)) {
            this.model.clear();
            this.focus.go("who");
        }
    },

    callAgain() {
        return this.model.queueStep("call_again", this.model.form.ticket.id);
    },
});
