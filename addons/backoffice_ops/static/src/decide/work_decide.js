import { Component, onMounted, onWillStart, onWillUnmount, useEffect, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { nextSelection, timeLeft, when } from "../work/format";

const QUIET_MS = 1500;

/** What waits for a yes or no of this person: a list, what one needs to decide, and two keys. */
export class WorkDecide extends Component {
    static template = "backoffice_ops.WorkDecide";
    static props = { day: Number, small: Boolean, search: { type: String, optional: true }, onChanged: Function };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.state = useState({ rows: [], id: null, answer: null, note: "", busy: false, open: false });
        this.list = useRef("list");
        this.note = useRef("note");
        const bus = useService("bus_service");
        const refresh = useDebounced(() => this.state.answer || this.load(), QUIET_MS);
        bus.subscribe("backoffice/changed", refresh);
        onWillUnmount(() => bus.unsubscribe("backoffice/changed", refresh));
        onWillStart(() => this.load());
        onMounted(() => this.focusList());
        useEffect((answer) => answer && this.note.el?.focus(), () => [this.state.answer]);
    }

    async load() {
        this.show(await this.orm.call("backoffice.work", "to_decide", []));
    }

    show(rows) {
        const before = this.state.rows;
        this.state.rows = rows;
        this.state.id = nextSelection(before, rows, this.state.id);
        if (!this.state.id) {
            this.state.open = false;
        }
    }

    // -- what the template asks --------------------------------------------------------------------

    get rows() {
        const words = (this.props.search || "").toLowerCase().split(" ").filter(Boolean);
        const text = (row) => `${row.what} ${row.customer} ${row.number} ${row.step} ${row.by}`.toLowerCase();
        return this.state.rows.filter((row) => words.every((word) => text(row).includes(word)));
    }

    get item() {
        return this.rows.find((row) => row.id === this.state.id);
    }

    get showList() {
        return !this.props.small || !this.state.open || !this.item;
    }

    get showItem() {
        return this.item && (!this.props.small || this.state.open);
    }

    left(row) {
        return timeLeft(row, this.props.day);
    }

    when(text) {
        return when(text);
    }

    focusList() {
        this.list.el?.focus({ preventScroll: true });
    }

    // -- keys and clicks -----------------------------------------------------------------------------

    onKey(ev) {
        if (ev.ctrlKey || ev.metaKey || ev.altKey) {
            return;
        }
        const key = ev.key.length === 1 ? ev.key.toLowerCase() : ev.key;
        const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[key];
        const answer = { y: "approve", n: "decline" }[key];
        if (step) {
            this.move(step);
        } else if (answer && this.item) {
            this.onAnswer(answer);
        } else if (key === "Enter" && this.item) {
            this.state.open = true;
        } else {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
    }

    move(step) {
        const at = this.rows.findIndex((row) => row.id === this.state.id);
        const row = this.rows[Math.min(Math.max(at + step, 0), this.rows.length - 1)];
        Object.assign(this.state, { id: row?.id || null, answer: null });
    }

    onSelect(id) {
        Object.assign(this.state, { id, answer: null, open: true });
        this.focusList();
    }

    /** Said with a word: a decision stays for ever, so a key alone decides nothing. */
    onAnswer(answer) {
        Object.assign(this.state, { answer, note: "", open: true });
    }

    onClose() {
        this.state.answer = null;
        this.focusList();
    }

    onNoteKey(ev) {
        if (ev.key === "Escape") {
            ev.stopPropagation();
            this.onClose();
        }
    }

    get ready() {
        return this.state.answer === "approve" || Boolean(this.state.note.trim());
    }

    async onSend() {
        if (!this.ready || this.state.busy) {
            return;
        }
        const { answer, note, id } = this.state;
        const { what } = this.item;
        this.state.busy = true;
        try {
            const rows = await this.orm.call("backoffice.work", "decide", [id, answer, note]);
            this.state.answer = null;
            this.show(rows);
            const said = answer === "approve" ? _t("Approved: %(what)s", { what }) : _t("Declined: %(what)s", { what });
            this.notification.add(said, { type: "success" });
        } catch (error) {
            this.state.answer = null;
            await this.load();
            throw error;
        } finally {
            this.state.busy = false;
            await this.props.onChanged();
            this.focusList();
        }
    }

    onOpen() {
        const { model, record } = this.item;
        this.action.doAction({ type: "ir.actions.act_window", res_model: model, res_id: record, views: [[false, "form"]] });
    }
}
