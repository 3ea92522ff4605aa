import { onWillStart, useState } from "@odoo/owl";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { patch } from "@web/core/utils/patch";
import { deskActions } from "../desk/desk_form";
import { formatWhen } from "../desk/format";
import { VisitPane } from "../desk/panes";

/** Free times of the slot finder under "Visit"; a time typed by hand still works. */
patch(VisitPane.prototype, {
    setup() {
        super.setup(...arguments);
        this.slots = useState({ kinds: [], times: [] });
        onWillStart(async () => {
            this.slots.kinds = await this.props.model.silently("visit_kinds");
        });
    },

    async chooseKind(kind) {
        const pane = this.props.pane;
        const chosen = pane.type_id === kind.id ? false : kind.id;
        Object.assign(pane, { type_id: chosen, minutes: chosen ? kind.minutes : pane.minutes });
        this.slots.times = chosen ? await this.props.model.silently("visit_slots", chosen) : [];
    },

    chooseTime(time) {
        this.props.pane.start = time;
    },

    whenSlot(time) {
        return formatWhen(deserializeDateTime(time));
    },
});

const visit = deskActions.get("appointment");
const plain = visit.values;
visit.initial = { ...visit.initial, type_id: false };
visit.values = (pane) => {
    const values = plain(pane);
    return { ...values, visit: { ...values.visit, type_id: pane.type_id || false } };
};
