import { onMounted } from "@odoo/owl";
import { patch } from "@web/core/utils/patch";
import { FrontDesk } from "../desk/desk";
import { useQueueChanges } from "./changed";

/** Number whose person is to be in the form when the desk opens: whoever came from the Queue page. */
FrontDesk.props = { ...FrontDesk.props, ticketId: { type: Number, optional: true } };

/** The called person at the desk: which number it is, call it again, or nobody came. */
patch(FrontDesk.prototype, {
    setup() {
        super.setup();
        useQueueChanges(() => this.model.refresh());
        onMounted(() => {
            const called = this.model.queue.serving.find((ticket) => ticket.id === this.props.ticketId);
            return called && !this.ticketHere && this.model.attempt(() => this.takeTicket(called));
        });
    },

    /** The ticket the form is about, while it is being served. */
    get ticketHere() {
        const id = this.model.form.ticket_id;
        return id && this.model.queue.serving.find((ticket) => ticket.id === id);
    },

    callAgain() {
        return this.model.attempt(() => this.model.call("call_again", this.model.form.ticket_id));
    },

    async notThere() {
        await this.model.attempt(async () => {
            await this.model.call("no_show", this.model.form.ticket_id);
            this.model.clear();
            await this.model.refresh();
            this.focus.go("who");
        });
    },
});
