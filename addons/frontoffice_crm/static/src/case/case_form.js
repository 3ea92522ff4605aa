import { onWillUnmount, useEffect, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";

const BEAT_MS = 30000;
const STEPS = [
    "action_take", "action_wait_customer", "action_resume", "action_resolve", "action_close", "action_reopen",
    "action_cancel", "action_dismiss",
];

/** Newest message a thread has loaded: what its reader has seen. */
export function lastSeenMessage(thread) {
    const ids = (thread?.messages || []).map((message) => message.id).filter((id) => Number.isInteger(id));
    return Math.max(0, ...ids);
}

/**
 * The form of a case: says who else has it open, and sends along what it has seen, so that a step decided
 * on an old view is answered with what happened meanwhile instead of being carried out.
 */
export class CaseFormController extends FormController {
    static template = "frontoffice_crm.CaseForm";

    setup() {
        super.setup();
        this.busService = useService("bus_service");
        this.mailStore = useService("mail.store");
        this.here = useState({ others: [] });
        useEffect(
            (resId) => {
                if (!resId) {
                    this.here.others = [];
                    return;
                }
                this.beat();
                const timer = setInterval(() => this.beat(), BEAT_MS);
                return () => {
                    clearInterval(timer);
                    this.orm.silent.call("frontoffice.case", "presence_left", [[resId]]).catch(() => {});
                };
            },
            () => [this.model.root.resId]
        );
        const onHere = (payload) => payload.case_id === this.model.root.resId && this.beat();
        this.busService.subscribe("frontoffice.case/here", onHere);
        onWillUnmount(() => this.busService.unsubscribe("frontoffice.case/here", onHere));
        useBus(this.env.bus, "frontoffice.case:WRITING", ({ detail }) => {
            if (detail.id === this.model.root.resId && detail.writing !== this.writing) {
                this.writing = detail.writing;
                this.beat();
            }
        });
        useBus(this.env.bus, "frontoffice.case:RELOAD", ({ detail }) => {
            if (detail.id === this.model.root.resId) {
                this.model.load();
            }
        });
    }

    /** Say that we are here, and learn who else is. Losing the network for a beat is no event. */
    async beat() {
        const resId = this.model.root.resId;
        try {
            const found = await this.orm.silent.call("frontoffice.case", "presence_here", [[resId]], {
                writing: Boolean(this.writing),
            });
            if (resId === this.model.root.resId) {
                this.here.others = found.others;
            }
        } catch {
            this.here.others = [];
        }
    }

    get seen() {
        const thread = this.mailStore.Thread.get({ model: "frontoffice.case", id: this.model.root.resId });
        return { seq: this.model.root.data.ledger_seq || 0, message: lastSeenMessage(thread) };
    }

    async beforeExecuteActionButton(clickParams) {
        const seen = this.seen; // before saving reloads the record
        const done = await super.beforeExecuteActionButton(...arguments);
        if (STEPS.includes(clickParams.name) && this.model.root.resId) {
            // Without loaded messages nothing can be said about them, so the history alone decides.
            clickParams.args = JSON.stringify([clickParams.name, seen.message ? seen : { ...seen, message: 2 ** 31 - 1 }]);
            clickParams.name = "action_step";
        }
        return done;
    }
}

registry.category("views").add("frontoffice_case_form", { ...formView, Controller: CaseFormController });
