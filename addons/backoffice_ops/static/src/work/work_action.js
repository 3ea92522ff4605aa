import { Component, onMounted, onWillStart, onWillUnmount, useRef, useState } from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { WorkDecide } from "../decide/work_decide";
import { WorkBulk } from "./work_bulk";
import { keepPage } from "./work_files";
import { WorkHelp } from "./work_help";
import { WorkItem } from "./work_item";
import { pressed } from "./work_keys";
import { WorkList } from "./work_list";
import { WorkLoader } from "./work_loader";
import { bulkSaid, EMPTY, STEPS } from "./work_steps";
import { WorkTabs } from "./work_tabs";

const UNDO_MS = 10000;
const REFRESH_MS = 60000;
const QUIET_MS = 1500;

/** My work: a list that is a to-do, and the request beside it. */
export class WorkAction extends Component {
    static template = "backoffice_ops.Work";
    static components = { Layout, WorkBulk, WorkDecide, WorkList, WorkItem, WorkTabs };
    static props = { ...standardActionServiceProps };

    setup() {
        this.keepPage = keepPage;
        for (const name of ["orm", "action", "notification", "dialog", "ui"]) {
            this[name] = useService(name);
        }
        this.ui = useState(this.ui);
        this.data = useState(new WorkLoader(this.orm));
        this.state = useState({ form: null, busy: false, open: false, said: "" });
        this.search = useRef("search");
        this.body = useRef("body");
        this.loadSelected = useDebounced(() => this.data.loadItem(), 120);
        this.onSearch = useDebounced((text) => this.data.show({ search: text }), 250);
        this.listen();
        const { handoff_id, form } = this.props.action.params || {};
        onWillStart(() => this.data.start(handoff_id));
        onMounted(() => {
            this.state.open = Boolean(handoff_id);
            const buttons = this.data.item?.buttons;
            if (form && buttons && Object.values(buttons).flat().includes(form)) {
                this.onStep(form);  // a card was dropped on another column: what is still to be said
            } else {
                this.focusList();
            }
        });
    }

    /** Others change requests too: follow the bus, and the clock once a minute. */
    listen() {
        const bus = useService("bus_service");
        const refresh = useDebounced(() => this.refresh(), QUIET_MS);
        bus.subscribe("backoffice/changed", refresh);
        const timer = setInterval(() => document.visibilityState === "visible" && this.refresh(), REFRESH_MS);
        onWillUnmount(() => {
            bus.unsubscribe("backoffice/changed", refresh);
            clearInterval(timer);
        });
    }

    /** Never takes away the request somebody is writing in. */
    async refresh() {
        if (this.state.busy) {
            return;
        }
        const writing = this.body.el?.querySelector(".o_bo_right")?.contains(document.activeElement);
        const reading = this.ui.isSmall && this.state.open;
        const shown = await this.data.refresh({ keep: Boolean(this.state.form || writing || reading) });
        if (!shown) {
            Object.assign(this.state, { open: false, form: null });
        }
    }

    // -- what the template asks ------------------------------------------------------------------

    /** A request on a phone has the whole screen. */
    get display() {
        return { controlPanel: this.showList ? {} : false };
    }

    get empty() {
        const plain = !this.data.flag && !this.data.search && EMPTY[this.data.view];
        return plain || EMPTY.filtered;
    }

    get viewLabel() {
        const { views, switches } = this.data.page;
        return [...views, ...switches].find((view) => view.id === this.data.view)?.label || "";
    }

    get showList() {
        return !this.ui.isSmall || !this.state.open || !this.data.item;
    }

    get showItem() {
        return this.data.item && (!this.ui.isSmall || this.state.open);
    }

    // -- moving about ----------------------------------------------------------------------------

    setFocus(focus) {
        this.focusNow = focus;
    }

    focusList() {
        this.focusNow?.();
    }

    /** Another list: its first row has the focus, so that the keys go on working. */
    async onView(view) {
        this.state.form = null;
        await this.data.show({ view });
        this.focusList();
    }

    async onFlag(flag) {
        await this.data.show({ flag: this.data.flag === flag ? null : flag });
        this.focusList();
    }

    onDepartment(department) {
        this.data.show({ department });
    }

    async onSaveSwitch(name) {
        await this.data.saveSwitch(name);
        this.focusList();
    }

    onDropSwitch(id) {
        return this.data.dropSwitch(id);
    }

    onAway(who, until) {
        return this.data.away(who, until);
    }

    async onSelect(id) {
        this.state.form = null;
        this.focusList();
        await this.data.select(id);
        this.state.open = true;
    }

    onBack() {
        Object.assign(this.state, { open: false, form: null });
        this.afterRender(() => this.focusList());
    }

    onSearchKey(ev) {
        if (["Escape", "Enter", "ArrowDown"].includes(ev.key)) {
            ev.preventDefault();
            if (ev.key === "Escape" && ev.target.value) {
                ev.target.value = "";
                this.data.show({ search: "" });
            }
            this.focusList();
        }
    }

    /** Esc anywhere in the request goes back to the list. */
    onItemKey(ev) {
        if (ev.key === "Escape" && !ev.defaultPrevented) {
            this.onBack();
        }
    }

    afterRender(callback) {
        setTimeout(callback);
    }

    onListKey(ev) {
        pressed(this, ev);
    }

    async enter() {
        if (this.data.selectedId) {
            this.state.open = true;
            await this.data.loadItem();
            this.afterRender(() => {
                const root = this.body.el;
                (root.querySelector(".o_bo_buttons .btn") || root.querySelector("#bo_item_title"))?.focus();
            });
        }
    }

    onHelp() {
        this.dialog.add(WorkHelp, {}, { onClose: () => this.focusList() });
    }

    // -- the next step ---------------------------------------------------------------------------

    onStep(button) {
        const step = STEPS[button];
        if (step.form) {
            this.state.form = button;
        } else if (step.sure) {
            this.dialog.add(ConfirmationDialog, {
                body: step.sure, confirmLabel: step.label, cancelLabel: _t("Keep it"),
                confirm: () => this.take(button), cancel: () => {},
            });
        } else {
            this.take(button);
        }
    }

    onCloseForm() {
        this.state.form = null;
        this.afterRender(() => this.focusList());
    }

    /** One step for all chosen; what could not take it stays chosen. */
    async onBulk(button, note = null) {
        this.state.busy = true;
        try {
            const answer = await this.data.bulk(button, note);
            this.say({ ...STEPS[button], done: bulkSaid(STEPS[button], answer) }, answer.done, "");
        } finally {
            this.state.busy = false;
            await this.data.reload();
        }
        this.afterRender(() => this.focusList());
    }

    /** Do it, say so, offer to take it back, and show what is next. */
    async take(button, args = []) {
        const step = STEPS[button];
        const { id, subject } = this.data.item;
        this.state.busy = true;
        try {
            await this.data.act(id, step.method, args);
            this.state.form = null;
            this.say(step, id, subject);
        } finally {
            this.state.busy = false;
            await this.data.reload();
        }
        if (this.data.selectedId !== id) {
            this.state.open = false;
        }
        this.afterRender(() => this.focusList());
    }

    say(step, id, subject) {
        const several = Array.isArray(id);
        const message = several ? step.done : `${step.done}: ${subject}`;
        this.state.said = message;
        let close = () => {};
        const undo = async () => {
            this.undo = null;
            close();
            await this.data.act(id, "action_undo");
            this.state.said = _t("Taken back: %(what)s", { what: subject || message });
            this.data.selectedId = several ? id[0] : id;
            await this.data.reload();
            this.focusList();
        };
        const undoable = step.undo && (!several || id.length);
        this.undo = undoable ? undo : null;
        close = this.notification.add(message, {
            type: several && !id.length ? "warning" : "success", autocloseDelay: UNDO_MS,
            buttons: undoable ? [{ name: _t("Undo"), onClick: undo }] : [],
            onClose: () => this.undo === undo && (this.undo = null),
        });
    }

    // -- elsewhere -------------------------------------------------------------------------------

    onOpen() {
        this.action.doAction({
            type: "ir.actions.act_window", res_model: "backoffice.handoff", res_id: this.data.item.id,
            views: [[false, "form"]],
        });
    }

    onAsk() {
        this.action.doAction("backoffice_ops.ask_action", { onClose: () => this.refresh() });
    }
}

registry.category("actions").add("backoffice_ops.work", WorkAction);
