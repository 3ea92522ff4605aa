import { Component, onMounted, onWillStart, onWillUnmount, useEffect, useExternalListener, useRef, useState } from "@odoo/owl";
import { useCommand } from "@web/core/commands/command_hook";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { useSetupAction } from "@web/search/action_hook";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { deskActions } from "./desk_form";
import { DeskModel } from "./desk_model";
import { useFiles } from "./files";
import { useDeskFocus } from "./focus";
import { formatHit, formatWaiting, formatWhen } from "./format";
import { CustomerStrip, NextRow, OpenCases, PromiseRow } from "./parts";
import { Picker } from "./picker";
import { UndoBar } from "./undo_bar";

const REFRESH_MS = 60000;

/** Names of bus messages after which the desk looks again for what came back; bridges add theirs. */
export const deskBus = registry.category("frontoffice_crm.desk_bus");

/** The Front Desk: one column of attention, no modal, everything by keyboard. */
export class FrontDesk extends Component {
    static template = "frontoffice_crm.Desk";
    static components = { CustomerStrip, NextRow, OpenCases, Picker, PromiseRow, UndoBar };
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.ui = useService("ui");
        this.root = useRef("root");
        this.model = useState(new DeskModel(useService("orm")));
        this.state = useState({ help: false });
        this.focus = useDeskFocus(this.root);
        this.files = useFiles(this.model);
        this.userName = user.name;
        onWillStart(() => this.model.open(this.props.state?.form));
        onMounted(() => this.focus.go(this.model.form.who ? "topic" : "who"));
        useSetupAction({ getLocalState: () => ({ form: JSON.parse(JSON.stringify(this.model.form)) }) });
        useExternalListener(window, "keydown", (ev) => this.onKeydown(ev));
        this.useFresh();
        this.useSayBack();
        this.useCommands();
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

    useSayBack() {
        const say = useDebounced(() => this.model.sayBack(), 350);
        useEffect(
            () => {
                say();
            },
            () => [this.model.form.who && JSON.stringify({ ...this.model.values, note: "" })]
        );
    }

    useCommands() {
        useCommand(_t("Front Desk: new caller"), () => this.newCaller());
        useCommand(_t("Front Desk: message for a colleague"), () => this.message());
        useCommand(_t("Front Desk: park"), () => this.park());
    }

    // -- keys ------------------------------------------------------------------------------------

    onKeydown(ev) {
        if (ev.defaultPrevented || this.ui.activeElement !== document) {
            return;
        }
        const typing = ev.target.matches?.("input, textarea, select");
        const key = (ev.ctrlKey || ev.metaKey ? "ctrl+" : "") + ev.key;
        const act = {
            "ctrl+Enter": () => this.log(),
            "ctrl+z": !ev.target.value && this.model.last && (() => this.undo()),
            F2: () => this.newCaller(),
            F4: () => this.message(),
            Escape: () => this.escape(),
            "?": (!typing || (ev.target.dataset.desk === "who" && !ev.target.value)) && (() => this.toggleHelp()),
            Enter: typing && !ev.shiftKey && this.root.el.contains(ev.target) && (() => this.focus.next(ev.target)),
        }[key];
        if (act) {
            ev.preventDefault();
            act();
        }
    }

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

    get whoKnown() {
        return this.model.form.who && this.model.form.who.kind !== "new";
    }

    // -- what about --------------------------------------------------------------------------------

    async findTopics(text) {
        const topics = await this.model.suggest(text);
        const sure = text.trim() ? topics.filter((topic) => topic.sure) : topics;
        return text.trim() ? [...sure, { free: true, name: text.trim() }] : [];
    }

    onTopic(item, text) {
        if (item && !item.free) {
            this.keepWords(text, item);
            this.model.setTopic(item);
        } else {
            this.model.form.about = text;
        }
        this.focus.go("note");
    }

    /** Words that led to a topic say more than its name: they begin the note. */
    keepWords(text, topic) {
        const words = text.trim();
        if (!this.model.form.note && words && !topic.name.toLowerCase().startsWith(words.toLowerCase())) {
            this.model.form.note = words;
        }
    }

    onTopicText(text) {
        this.model.form.about = text;
    }

    chooseTopic(topic) {
        this.keepWords(this.model.form.about, topic);
        this.model.setTopic(topic);
        this.focus.go("note");
    }

    dropTopic() {
        this.model.setTopic(null);
        this.focus.go("topic");
    }

    get otherTopics() {
        return this.model.topics.filter((topic) => topic.id !== this.model.form.topic?.id);
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
