import { Component, useState } from "@odoo/owl";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { offeredActions } from "./desk_form";
import { describeSafe, describeTight, dueTone, formatSince, formatWhen, smiley, splitLabel } from "./format";
import { Picker } from "./picker";
import { WhenField } from "./when_field";

function moment(text) {
    return text ? deserializeDateTime(text) : null;
}

/** Who is in front of us: what to know before saying a word. */
export class CustomerStrip extends Component {
    static template = "frontoffice_crm.DeskCustomer";
    static props = { who: Object, customer: { type: [Object, { value: null }] }, onForget: Function };

    smiley = smiley;
    greetingTitle = _t("A greeting, in the customer's language where we have it");

    /** All numbers; before further ones were kept there was one. */
    get numbers() {
        const { numbers, phone } = this.props.customer;
        return numbers || (phone ? [{ label: "", number: phone }] : []);
    }

    get emails() {
        const { emails, email } = this.props.customer;
        return emails || (email ? [email] : []);
    }

    /** What a telephone program dials: no blanks, nothing in brackets. */
    dial(number) {
        return number.replace("(0)", "").replace(/[^\d+*#]/g, "");
    }

    get since() {
        return formatSince(moment(this.props.customer.since));
    }

    day(text) {
        return moment(text).toFormat("d LLL yyyy");
    }

    get last() {
        const { at, channel, topic } = this.props.customer.last;
        return [formatWhen(moment(at)), channel, topic].filter(Boolean).join(" · ");
    }
}

const TONES = {
    late: ["text-bg-danger", _t("late")],
    today: ["text-bg-warning", _t("due today")],
    ahead: ["text-bg-success", _t("on track")],
};

/** What is open for this customer: cases one may be asked about, and promises that stand alone. */
export class OpenCases extends Component {
    static template = "frontoffice_crm.DeskCases";
    static props = { customer: Object, chosen: { optional: true }, onToggle: Function, onOpen: Function };

    when(text) {
        return formatWhen(moment(text));
    }

    tone(text) {
        return TONES[dueTone(moment(text))];
    }

    words(line) {
        return line.departments?.length
            ? _t("waiting for %s", line.departments.join(", "))
            : line.words.toLowerCase();
    }
}

/** The next steps. Underlined letters act only while the focus is in this row. */
export class NextRow extends Component {
    static template = "frontoffice_crm.DeskNext";
    static props = { outcome: String, outcomes: Array, promised: Boolean, onChoose: Function, onPromise: Function };

    get actions() {
        return offeredActions(this.props.outcomes).map(([key, action]) => ({
            id: key,
            ...action,
            parts: splitLabel(String(action.label), action.key),
        }));
    }

    promiseParts = splitLabel(String(_t("Promise")), "p");

    onKeydown(ev) {
        if (ev.ctrlKey || ev.metaKey || ev.altKey) {
            return;
        }
        const actions = this.actions;
        const at = actions.findIndex((action) => action.id === this.props.outcome);
        const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[ev.key];
        const letter = ev.key.toLowerCase();
        const chosen = step
            ? actions[(at + step + actions.length) % actions.length]
            : actions.find((action) => action.key === letter);
        if (chosen) {
            ev.preventDefault();
            this.props.onChoose(chosen.id, !step);
        } else if (letter === "p") {
            ev.preventDefault();
            this.props.onPromise();
        }
    }
}

/** What we promise, by when, and what experience says about it. */
export class PromiseRow extends Component {
    static template = "frontoffice_crm.DeskPromise";
    static components = { Picker, WhenField };
    static props = { model: Object, next: Function, onTight: Function, onDrop: Function };

    setup() {
        this.model = useState(this.props.model);
    }

    get promise() {
        return this.model.form.promise;
    }

    get standardText() {
        return this.promise.standard?.name || this.promise.name;
    }

    async load(term) {
        const word = term.trim().toLowerCase();
        const found = this.model.info.standards.filter((s) => s.name.toLowerCase().includes(word));
        const exact = found.some((s) => s.name.toLowerCase() === word);
        return word && !exact ? [...found, { id: false, name: term.trim(), free: true }] : found;
    }

    onText(text) {
        if (!this.promise.standard) {
            this.promise.name = text;
        }
    }

    async onPick(item, text) {
        if (item?.id) {
            await this.model.setStandard(item);
        } else {
            Object.assign(this.promise, { standard: null, name: item?.name || text });
            this.model.safe = null;
            this.model.chosen = null;
        }
        this.props.next();
    }

    async onDue(value) {
        await this.model.setDue(value);
        if (this.model.needsReason && !this.promise.reason) {
            this.props.onTight();
        }
    }

    get isSafeDate() {
        return this.model.safe?.due_at && this.model.safe.due_at === this.promise.due_at;
    }

    get safeText() {
        return describeSafe(this.model.safe);
    }

    get safeWhen() {
        return formatWhen(moment(this.model.safe?.due_at));
    }

    get tightText() {
        return describeTight(this.model.chosen);
    }
}
