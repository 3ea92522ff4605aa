import { markRaw } from "@odoo/owl";
import { serializeDateTime } from "@web/core/l10n/dates";
import { Status } from "./desk_status";
import { emptyForm, formLabel, isReady, isTouched, toValues } from "./desk_form";
import { FormSaver } from "./saver";

const { DateTime } = luxon;
const UNDO_MS = 10000;

/** Loads and keeps what the desk shows; the components only draw. One form, one RPC per step. */
export class DeskModel {
    constructor(orm) {
        this.orm = markRaw(orm);
        this.status = Status.LOADING;
        this.info = { topics: [], standards: [], outcomes: [], channels: [], notices: [], drafts: [] };
        this.counts = { today: 0, waiting: 0, waiting_since: null };
        this.form = emptyForm();
        this.customer = null;
        this.topics = [];
        this.safe = null;
        this.chosen = null;
        this.said = { text: "", lang: "" };
        this.similar = [];
        this.goodwill = "";
        this.queue = { on: false, count: 0, since: null, serving: [], queues: [] };
        this.error = "";
        this.last = null;
        this.busy = false;
        this.saver = markRaw(new FormSaver(this));
    }

    call(method, ...args) {
        return this.orm.call("frontoffice.desk", method, args);
    }

    silently(method, ...args) {
        return this.orm.silent.call("frontoffice.desk", method, args);
    }

    async open(form) {
        const [info, unfinished] = await Promise.all([this.call("open"), form ? null : this.saver.unfinished()]);
        this.info = info;
        this.take(info);
        this.topics = info.topics;
        this.status = Status.READY;
        if (form || unfinished) {
            await this.restore(form || unfinished);
        }
    }

    take({ counts, drafts, notices, queue }) {
        this.counts = counts;
        this.info.drafts = drafts.filter((draft) => draft.window !== this.saver.window);
        this.info.notices = notices;
        this.queue = queue || this.queue;
    }

    async refresh() {
        this.take(await this.silently("refresh"));
    }

    async setChannel(id) {
        this.info.channel = await this.call("set_channel", id);
    }

    // -- who ---------------------------------------------------------------------------------------

    begin(who) {
        this.form.who = who;
        this.form.started_at ||= serializeDateTime(DateTime.local());
        this.error = "";
    }

    async pick(hit) {
        this.begin({ kind: hit.id ? "partner" : "anonymous", id: hit.id, name: hit.name });
        this.form.case = hit.case || null;
        this.form.found = hit.found || null;
        this.similar = [];
        await this.loadCustomer();
    }

    async loadCustomer() {
        const who = this.form.who;
        this.customer = who?.kind === "partner" ? await this.call("customer", who.id) : null;
        this.topics = await this.call("topics", this.form.about, who?.id || false);
    }

    toggleCase(line) {
        this.form.case = this.form.case?.id === line.id ? null : { ...line };
    }

    /** An open case about the chosen topic, while none is chosen: perhaps it is that one. */
    get sameCase() {
        const topic = this.form.topic;
        return topic && !this.form.case && this.customer?.cases.find((line) => line.need_id === topic.id);
    }

    forgetWho() {
        Object.assign(this.form, { who: null, case: null, found: null, send: false });
        this.customer = null;
        this.similar = [];
    }

    /** Somebody who may be the new person being typed: offered, never in the way. */
    async findSimilar() {
        const who = this.form.who;
        const typed = who?.kind === "new" && (who.name || who.phone || who.email);
        const found = typed ? await this.silently("similar", { name: who.name, phone: who.phone, email: who.email }) : [];
        this.similar = this.form.who?.kind === "new" ? found : [];
    }

    /** Where a mail would go: the contact's address, or the one just typed. */
    get address() {
        const who = this.form.who;
        return (who?.kind === "new" ? who.email.trim() : this.customer?.emails?.[0]) || "";
    }

    async loadGoodwill() {
        const { outcome, panes, case: line } = this.form;
        const asks = this.info.goodwill && (line || (outcome === "case" && panes.case?.type === "complaint"));
        this.goodwill = asks ? (await this.silently("goodwill", this.values)) || "" : "";
    }

    // -- what about ----------------------------------------------------------------------------------

    async suggest(text) {
        this.form.about = text;
        this.topics = await this.silently("topics", text, this.form.who?.id || false);
        return this.topics;
    }

    setTopic(topic) {
        this.form.topic = topic;
        this.form.about = "";
    }

    // -- promise ---------------------------------------------------------------------------------------

    async addPromise(standard = this.form.topic?.standard || null) {
        this.form.promise = { standard: null, name: "", due_at: "", reason: "" };
        if (standard) {
            await this.setStandard(standard);
        }
    }

    async setStandard(standard) {
        Object.assign(this.form.promise, { standard, name: "" });
        const told = await this.call("promise", standard.id);
        this.safe = told.safe;
        this.chosen = null;
        if (this.form.promise) {
            this.form.promise.due_at = told.safe.due_at || "";
        }
    }

    async setDue(due_at) {
        this.form.promise.due_at = due_at;
        const standard = this.form.promise.standard;
        if (!standard || !due_at) {
            this.chosen = null;
            return;
        }
        const told = await this.silently("promise", standard.id, due_at, this.form.started_at);
        this.chosen = told.chosen;
    }

    dropPromise() {
        this.form.promise = null;
        this.safe = null;
        this.chosen = null;
    }

    get needsReason() {
        return Boolean(this.form.promise && this.chosen && !this.chosen.safe);
    }

    async sayBack() {
        this.said = this.form.who
            ? await this.silently("say_back", this.values)
            : { text: "", lang: "" };
    }

    // -- log, park, undo ---------------------------------------------------------------------------------

    get values() {
        return { ...toValues(this.form, this.info.channel?.id), window: this.saver.window };
    }

    get ready() {
        return isReady(this.form);
    }

    get touched() {
        return isTouched(this.form);
    }

    clear() {
        this.form = emptyForm();
        this.customer = null;
        this.safe = null;
        this.chosen = null;
        this.said = { text: "", lang: "" };
        this.similar = [];
        this.goodwill = "";
        this.error = "";
        this.topics = this.info.topics;
    }

    /** Run a step; an error told in words stays on the screen. Returns whether it went well. */
    async attempt(step) {
        this.error = "";
        try {
            await step();
            return true;
        } catch (error) {
            if (!error.data?.message) {
                throw error;
            }
            this.error = error.data.message;
            return false;
        }
    }

    /** Log the form; returns whether it was. */
    async log() {
        if (this.busy) {
            return false;
        }
        this.busy = true;
        await this.saver.running; // or it would bring back what is being logged
        const form = this.form;
        try {
            return await this.attempt(async () => {
                const done = await this.call("log", this.values);
                this.last = { ...done, form, until: Date.now() + UNDO_MS };
                this.take(done);
                this.clear();
            });
        } finally {
            this.busy = false;
        }
    }

    async undo() {
        if (!this.last || this.busy) {
            return false;
        }
        const { token, form } = this.last;
        this.last = null;
        if (!(await this.attempt(async () => this.take(await this.call("undo", token))))) {
            return false;
        }
        if (this.touched) {
            await this.park(); // whoever was next already
        }
        await this.restore({ ...form, draft_id: false });
        return true;
    }

    async park() {
        const { draft_id, ...form } = JSON.parse(JSON.stringify(this.form));
        this.take(await this.call("park", form, formLabel(form), draft_id || null));
        this.clear();
    }

    async unpark(id) {
        if (this.touched) {
            await this.park();
        }
        await this.restore(await this.call("unpark", id, this.saver.window));
    }

    async drop(id) {
        this.take(await this.call("drop", id));
    }

    async restore(form) {
        this.clear();
        this.form = { ...emptyForm(), ...form };
        if (this.form.who) {
            await this.loadCustomer();
        }
        const promise = this.form.promise;
        if (promise?.standard) {
            const told = await this.call("promise", promise.standard.id, promise.due_at || null, form.started_at || null);
            this.safe = told.safe;
            this.chosen = told.chosen;
        }
    }
}
