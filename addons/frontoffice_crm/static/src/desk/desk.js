import { Component, onMounted, onWillStart, onWillUnmount, useEffect, useRef, useState } from "@odoo/owl";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { useSetupAction } from "@web/search/action_hook";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { callLabel } from "./call_service";
import { useCaller } from "./caller";
import { deskActions } from "./desk_form";
import { DeskModel } from "./desk_model";
import { useFiles } from "./files";
import { useDeskFocus } from "./focus";
import { formatHit, formatWaiting, formatWhen } from "./format";
import { GuideRow } from "./guide";
import { useDeskKeys } from "./keys";
import { CustomerStrip, NextRow, OpenCases, PromiseRow } from "./parts";
import { Picker } from "./picker";
import { takeTicket } from "./queue";
import { RemindRow } from "./remind";
import { SayBack } from "./say_back";
import { useSaver } from "./saver";
import { SimilarList } from "./similar";
import { TopicRow } from "./topic_row";
import { UndoBar } from "./undo_bar";

const REFRESH_MS = 60000;

/** Names of bus messages after which the desk looks again for what came back; bridges add theirs. */
export const deskBus = registry.category("frontoffice_crm.desk_bus");

/** The Front Desk: one column of attention, no modal, everything by keyboard. */
export class FrontDesk extends Component {
    static template = "frontoffice_crm.Desk";
    static components = {
        CustomerStrip, GuideRow, NextRow, OpenCases, Picker, PromiseRow, RemindRow, SayBack, SimilarList, TopicRow, UndoBar,
    };
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.root = useRef("root");
        this.model = useState(new DeskModel(useService("orm")));
        this.state = useState({ help: false, call: null, over: false });
        this.focus = useDeskFocus(this.root);
        this.files = useFiles(this.model, this.state, () => this.anonymous());
        this.userName = user.name;
        onWillStart(() => this.model.open(this.props.state?.form));
        onMounted(() => this.focus.go(this.model.form.who ? "topic" : "who"));
        useSetupAction({ getLocalState: () => ({ form: JSON.parse(JSON.stringify(this.model.form)) }) });
        useDeskKeys(this);
        useSaver(this.model);
        this.caller = useCaller(this);
        this.useFresh();
        this.useAnswers();
    }

    useFresh() {
        const bus = useService("bus_service");
        const refresh = () => document.visibilityState === "visible" && this.model.refresh();
        const types = deskBus.getAll();
        const timer = setInterval(refresh, REFRESH_MS);
        types.forEach((type) => bus.subscribe(type, refresh));
        onWillUnmount(() => {
            clearInterval(timer);
            types.forEach((type) => bus.unsubscribe(type, refresh));
        });
    }

    /** What the server says about the form as it changes: the sentence, likely duplicates, goodwill. */
    useAnswers() {
        const follow = (ask, facts) => {
            const later = useDebounced(ask, 350);
            useEffect(
                () => {
                    later();
                },
                () => [facts()]
            );
            onWillUnmount(() => later.cancel());
        };
        const { model } = this;
        follow(
            () => model.sayBack(),
            () => model.form.who && JSON.stringify({ ...model.values, note: "", send: false, remind: null, guide: null })
        );
        follow(
            () => model.findSimilar(),
            () => model.form.who?.kind === "new" && JSON.stringify(model.form.who)
        );
        follow(
            () => model.loadGoodwill(),
            () => [model.form.outcome, model.form.panes.case?.type, model.form.case?.id].join()
        );
    }

    // -- help ------------------------------------------------------------------------------------

    escape() {
        if (this.state.help) {
            this.toggleHelp();
        } else {
            this.park();
        }
    }

    toggleHelp() {
        this.state.help = !this.state.help;
        this.focus.go(this.state.help ? "help" : this.model.form.who ? "topic" : "who");
    }

    // -- who --------------------------------------------------------------------------------------

    async find(term) {
        const hits = await this.model.silently("find", term);
        const text = term.trim();
        const rest = text
            ? [{ kind: "new", name: text }, { kind: "anonymous" }].filter((o) => o.kind === "new" || !hits.length)
            : [];
        return [...hits, ...rest];
    }

    onWhoText(text) {
        if (text === "-") {
            this.anonymous();
            return false;
        }
    }

    async onWho(item, text) {
        if (!item) {
            return;
        }
        if (item.kind === "anonymous") {
            return this.anonymous();
        }
        if (item.kind === "new") {
            return this.newCaller(text);
        }
        await this.model.pick(item);
        this.focus.go("topic");
    }

    anonymous() {
        this.model.begin({ kind: "anonymous", id: false, name: _t("Anonymous") });
        this.focus.go("topic");
    }

    /** A caller we do not know: what was typed is taken as name, number or e-mail. */
    newCaller(text = this.root.el.querySelector("[data-desk=who]")?.value || "") {
        const word = text.trim();
        const kind = word.includes("@") ? "email" : /^[\d\s()+./-]{3,}$/.test(word) ? "phone" : "name";
        this.model.forgetWho();
        this.model.begin({ kind: "new", id: false, name: "", phone: "", email: "", [kind]: word });
        this.focus.go(kind === "name" && word ? "new_phone" : "new_name");
    }

    forgetWho() {
        this.model.forgetWho();
        this.focus.go("who");
    }

    /** The new person is one we know already. */
    async isKnown(hit) {
        const { channel_id, call_id, ticket_id } = this.model.form;
        await this.model.pick(hit);
        Object.assign(this.model.form, { channel_id, call_id, ticket_id });
        this.focus.go("topic");
    }

    // -- telephone and waiting line ----------------------------------------------------------------

    onCall(call) {
        return this.caller.onCall(call);
    }

    takeCall() {
        return this.caller.take();
    }

    callLabel = callLabel;

    async callNext() {
        await this.model.attempt(async () => {
            const ticket = this.model.queue.serving[0] || (await this.model.call("call_next"));
            if (ticket) {
                await this.takeTicket(ticket);
            }
            await this.model.refresh();
        });
    }

    async takeTicket(ticket) {
        await takeTicket(this.model, ticket);
        this.focus.go(this.model.form.topic ? "note" : "topic");
    }

    async onNotice(notice) {
        if (!notice.number) {
            return this.openRecord(notice.model, notice.id);
        }
        this.model.take(await this.model.call("call_seen", notice.id));
        await this.onCall({ ...notice, event: "answered", direction: "out", name: "" });
    }

    get whoKnown() {
        return this.model.form.who && this.model.form.who.kind !== "new";
    }

    // -- next, promise -------------------------------------------------------------------------------

    get Pane() {
        return deskActions.get(this.model.form.outcome, {}).Pane;
    }

    choose(outcome, moveOn) {
        this.model.form.outcome = outcome;
        if (moveOn && this.Pane && !deskActions.get(outcome).optional) {
            this.focus.after("next");
        } else {
            this.focus.go("next");
        }
    }

    async promise() {
        if (this.model.form.promise) {
            this.dropPromise();
        } else {
            await this.model.addPromise();
            this.focus.go(this.model.form.promise.standard ? "due" : "standard");
        }
    }

    dropPromise() {
        this.model.dropPromise();
        this.focus.go("next");
    }

    message() {
        this.model.form.outcome = "message";
        this.focus.go(this.model.form.who ? "colleague" : "who");
    }

    // -- the end of it ---------------------------------------------------------------------------------

    async log() {
        document.activeElement?.blur?.(); // a date being typed counts
        if (!this.model.ready) {
            this.model.error = this.model.form.who
                ? _t("What is it about? Choose a topic or write a word.")
                : _t("Who is it? Type a name or number, F2 for a new caller, - for nobody in particular.");
            this.focus.go(this.model.form.who ? "topic" : "who");
            return;
        }
        const done = await this.model.log();
        this.focus.go(done ? "who" : this.model.needsReason ? "reason" : "log");
    }

    async undo() {
        if (await this.model.undo()) {
            this.focus.go("next");
        }
    }

    forgetUndo() {
        this.model.last = null;
    }

    async park() {
        if (this.model.touched) {
            await this.model.park();
        } else {
            this.model.clear();
        }
        this.focus.go("who");
    }

    async unpark(id) {
        await this.model.unpark(id);
        this.focus.go(this.model.form.who ? "note" : "who");
    }

    openRecord(model, id) {
        this.action.doAction({ type: "ir.actions.act_window", res_model: model, res_id: id, views: [[false, "form"]] });
    }

    hitLine = formatHit;
    when = (text) => formatWhen(deserializeDateTime(text));

    get longest() {
        const since = this.model.counts.waiting_since;
        return formatWaiting(since && deserializeDateTime(since));
    }
}

registry.category("actions").add("frontoffice_crm.desk", FrontDesk);
