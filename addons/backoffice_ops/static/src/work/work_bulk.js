import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

/** Several requests chosen: one step for all, with one note. */
export class WorkBulk extends Component {
    static template = "backoffice_ops.WorkBulk";
    static props = { rows: Array, busy: Boolean, onStep: Function, onClear: Function };

    setup() {
        this.state = useState({ asking: false, note: "" });
    }

    get title() {
        return this.props.rows.length === 1 ? _t("1 chosen") : _t("%s chosen", this.props.rows.length);
    }

    /** Only steps that at least one of them can take. */
    get can() {
        const { rows } = this.props;
        const ours = rows.filter((row) => row.for_us);
        return {
            accept: ours.some((row) => row.state === "sent"),
            deliver: ours.some((row) => ["accepted", "in_progress", "paused"].includes(row.state)),
            confirm: rows.some((row) => row.sent_by_me && row.state === "delivered"),
        };
    }

    get ready() {
        return Boolean(this.state.note.trim());
    }

    onNote() {
        if (this.ready) {
            this.props.onStep("deliver", this.state.note.trim());
        }
    }

    onKeydown(ev) {
        if (ev.key === "Escape") {
            ev.stopPropagation();
            this.state.asking = false;
        } else if (ev.key === "Enter" && (ev.ctrlKey || ev.metaKey)) {
            this.onNote();
        }
    }
}
