import { Component, onMounted, onWillStart, onWillUnmount, useExternalListener, useRef, useState } from "@odoo/owl";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { formatSpan, formatWaiting } from "../desk/format";
import { useQueueChanges } from "./changed";
import { QueueModel } from "./queue_model";

const TICK_MS = 20000;

/** Who waits, how long, and the buttons of the line; everything by keyboard. */
export class QueuePage extends Component {
    static template = "frontoffice_crm.QueuePage";
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.ui = useService("ui");
        this.root = useRef("root");
        this.model = useState(new QueueModel(useService("orm")));
        this.state = useState({ asking: "", reason: "", moving: false, giving: null, now: luxon.DateTime.local() });
        onWillStart(() => this.model.load());
        useQueueChanges(() => this.model.load());
        useExternalListener(window, "keydown", (ev) => this.onKeydown(ev));
        let timer;
        onMounted(() => {
            timer = setInterval(() => (this.state.now = luxon.DateTime.local()), TICK_MS);
        });
        onWillUnmount(() => clearInterval(timer));
    }

    // -- words -------------------------------------------------------------------------------------

    waited(row) {
        return formatWaiting(deserializeDateTime(row.arrived_at), this.state.now);
    }

    clock(text) {
        return deserializeDateTime(text).toFormat("HH:mm");
    }

    expected(row) {
        return row.minutes === null ? _t("too few to say") : _t("in about %s", formatSpan(row.minutes));
    }

    get longest() {
        const since = this.model.board.rows.map((row) => row.arrived_at).sort()[0];
        return since ? formatWaiting(deserializeDateTime(since), this.state.now) : "";
    }

    get others() {
        const own = this.model.serving?.queue_id || this.model.row?.queue_id;
        return this.model.board.queues.filter((queue) => queue.id !== own);
    }

    // -- keys --------------------------------------------------------------------------------------

    onKeydown(ev) {
        if (ev.defaultPrevented || ev.ctrlKey || ev.metaKey || ev.altKey || this.ui.activeElement !== document) {
            return;
        }
        const typing = ev.target.matches?.("input, textarea, select");
        const step = this.keys(typing, ev)[ev.key.length === 1 ? ev.key.toLowerCase() : ev.key];
        if (step) {
            ev.preventDefault();
            step();
        }
    }

    /** Letters act while nobody types; Enter and Escape close a question. */
    keys(typing, ev) {
        const always = { F8: () => this.callNext(), Escape: () => this.close() };
        if (typing || ev.target.closest?.(".o_queue_ask")) {
            return always;
        }
        const row = this.model.row;
        const mine = this.model.serving;
        const rows = { ArrowDown: () => this.model.move(1), ArrowUp: () => this.model.move(-1) };
        const onButton = ev.target.matches?.("button, a");
        return {
            ...always,
            ...rows,
            ...(row && !onButton && { Enter: () => this.call(row) }),
            g: () => this.give(),
            ...(mine && {
                r: () => this.act("call_again"),
                n: () => this.act("no_show"),
                b: () => this.act("back_to_queue"),
                d: () => this.act("ticket_done"),
                t: () => this.ask("moving"),
                l: () => this.log(),
            }),
        };
    }

    close() {
        Object.assign(this.state, { asking: false, moving: false, giving: null, reason: "" });
        this.root.el.querySelector("[data-queue=list]")?.focus();
    }

    focusSoon(name) {
        requestAnimationFrame(() => requestAnimationFrame(() => this.root.el?.querySelector(`[data-queue=${name}]`)?.focus()));
    }

    ask(what) {
        this.close();
        this.state[what] = true;
        this.focusSoon(what);
    }

    // -- steps -------------------------------------------------------------------------------------

    async callNext() {
        this.close();
        const ticket = await this.model.act("call_next", this.model.queueId || null);
        if (ticket && !ticket.id) {
            this.model.said = _t("Nobody is waiting for you.");
        }
    }

    async call(row) {
        if (this.model.isJump(row) && this.state.asking !== row.id) {
            this.close();
            Object.assign(this.state, { asking: row.id, reason: "" });
            this.model.chosen = row.id;
            this.focusSoon("reason");
            return;
        }
        if (await this.model.act("call_ticket", row.id, this.state.reason)) {
            this.close();
        }
    }

    callFor(row, reason) {
        this.state.reason = reason;
        return this.call(row);
    }

    act(method) {
        return this.model.act(method, this.model.serving.id);
    }

    async transfer(queueId) {
        await this.model.act("transfer", this.model.serving.id, queueId);
        this.close();
    }

    back(ticket) {
        return this.model.act("back_to_queue", ticket.id);
    }

    log() {
        this.action.doAction("frontoffice_crm.desk_action", { props: { ticketId: this.model.serving.id } });
    }

    // -- numbers at the counter ----------------------------------------------------------------------

    give() {
        this.close();
        this.state.giving = { queue_id: this.model.queueId || this.model.board.queues[0]?.id, name: "" };
        this.focusSoon("giving");
    }

    async give_number(print) {
        const { queue_id, name } = this.state.giving;
        const ticket = await this.model.act("take_number", Number(queue_id), { name });
        if (ticket) {
            this.close();
            this.model.said = _t("Number %s.", ticket.number);
            if (print) {
                this.print(ticket);
            }
        }
    }

    print(ticket) {
        this.action.doAction("frontoffice_crm.report_ticket", { additionalContext: { active_ids: [ticket.id] } });
    }
}

registry.category("actions").add("frontoffice_crm.queue", QueuePage);
