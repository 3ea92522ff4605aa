import { Component, useEffect, useRef } from "@odoo/owl";
import { timeLeft, when } from "./format";
import { stepLabel } from "./work_steps";

/** A to-do: one line of what, one line of who and until when, and the time left. */
export class WorkList extends Component {
    static template = "backoffice_ops.WorkList";
    static props = {
        rows: Array, selectedId: { type: [Number, { value: null }] }, day: Number, several: Boolean,
        more: Boolean, label: String, chosen: Object, onChoose: Function, onSelect: Function, onKey: Function, onMore: Function, focus: Function,
    };

    setup() {
        this.list = useRef("list");
        this.props.focus(() => this.list.el?.focus({ preventScroll: true }));
        useEffect(
            (id) => {
                this.list.el?.querySelector(`#bo_work_${id}`)?.scrollIntoView({ block: "nearest" });
            },
            () => [this.props.selectedId]
        );
    }

    left(row) {
        return timeLeft(row, this.props.day);
    }

    step(row) {
        return stepLabel(row);
    }

    promise(row) {
        return when(row.promise_due);
    }

    /** "from Priya (Front desk)" for who receives, "to Finance (Ines)" for who asked. */
    side(row) {
        const mine = row.sent_by_me && !(row.for_us && row.state !== "returned" && row.state !== "delivered");
        const [name, detail] = mine ? [row.department, row.who] : [row.from, row.team];
        return { mine, text: detail ? `${name} (${detail})` : name };
    }
}
