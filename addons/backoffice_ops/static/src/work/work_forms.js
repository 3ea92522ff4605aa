import { Component, onMounted, useRef, useState } from "@odoo/owl";
import { AnswerInput } from "../answers/answer_input";
import { asked, blank } from "../answers/intake";
import { serializeDateTime } from "@web/core/l10n/dates";
import { duration, faultFor } from "./format";

/** What all small forms share: Ctrl+Enter sends, Esc gives up, the first field has the focus. */
class WorkForm extends Component {
    static props = { item: Object, page: Object, step: Object, onSend: Function, onClose: Function, onStep: Function };

    setup() {
        this.state = useState(this.initial());
        this.root = useRef("root");
        onMounted(() => {
            this.root.el.scrollIntoView({ block: "nearest" });
            this.root.el.querySelector("input, textarea, select")?.focus();
        });
    }

    initial() {
        return { note: "" };
    }

    get ready() {
        return true;
    }

    arguments() {
        return [this.state.note];
    }

    send() {
        if (this.ready) {
            this.props.onSend(this.arguments());
        }
    }

    onKeydown(ev) {
        if (ev.key === "Escape") {
            ev.stopPropagation();
            this.props.onClose();
        } else if (ev.key === "Enter" && (ev.ctrlKey || ev.metaKey || ev.target.tagName === "INPUT")) {
            ev.preventDefault();
            this.send();
        }
    }
}

/** One question, one answer: ready, not right, not for us. */
export class NoteForm extends WorkForm {
    static template = "backoffice_ops.NoteForm";

    get ready() {
        const { item, step } = this.props;
        const required = step.required || (step.method === "action_deliver" && item.outcome_required);
        return !required || Boolean(this.state.note.trim());
    }
}

/** What is missing, whose turn it is, and a word about it. */
export class ReturnForm extends WorkForm {
    static template = "backoffice_ops.ReturnForm";

    initial() {
        const missing = this.props.item.asked.filter((item) => item.required && !item.answer);
        return {
            note: "", fault: null,
            choices: [
                ...missing.map((item) => ({ code: `item:${item.key}`, name: item.name, missing: true, on: true })),
                ...this.props.page.reasons.map((reason) => ({ code: reason.code, name: reason.name, on: false })),
            ],
        };
    }

    get codes() {
        return this.state.choices.filter((choice) => choice.on).map((choice) => choice.code);
    }

    get fault() {
        return this.state.fault || faultFor(this.codes, this.props.page.reasons);
    }

    get ready() {
        return Boolean(this.codes.length || this.state.note.trim());
    }

    arguments() {
        return [this.codes, this.fault, this.state.note.trim()];
    }
}

/** What we wait for, and whether there is proof that it is not us. */
export class PauseForm extends WorkForm {
    static template = "backoffice_ops.PauseForm";

    initial() {
        return { reason: this.props.page.waits[0].id, evidence: false, note: "", until: "" };
    }

    get wait() {
        return this.props.page.waits.find((wait) => wait.id === this.state.reason);
    }

    get others() {
        return this.wait.stops;
    }

    /** Words or a file must show it; where the customer has to be told, the server looks. */
    get ready() {
        const stops = this.others && this.state.evidence;
        return !stops || this.wait.tell || this.props.item.proof || Boolean(this.state.note.trim());
    }

    get cap() {
        return this.wait.cap ? duration(this.wait.cap * 3600, this.props.page.day_seconds) : "";
    }

    arguments() {
        const until = this.state.until && serializeDateTime(luxon.DateTime.fromISO(this.state.until));
        return [this.state.reason, this.state.note.trim(), this.others && this.state.evidence, until || false];
    }
}

/** Another department takes over, with a clock of its own. */
export class RerouteForm extends WorkForm {
    static template = "backoffice_ops.RerouteForm";

    initial() {
        return { department: "" };
    }

    get departments() {
        return this.props.page.others.filter((other) => other.name !== this.props.item.department);
    }

    get ready() {
        return Boolean(this.state.department);
    }

    arguments() {
        return [Number(this.state.department)];
    }
}

/** A colleague of the department takes it, and reads a word about it. */
export class PassForm extends WorkForm {
    static template = "backoffice_ops.PassForm";

    initial() {
        return { who: "", note: "" };
    }

    get ready() {
        return Boolean(this.state.who);
    }

    arguments() {
        return [Number(this.state.who), this.state.note.trim()];
    }
}

/** The sender adds what was missing. */
export class AnswerForm extends WorkForm {
    static template = "backoffice_ops.AnswerForm";
    static components = { AnswerInput };

    initial() {
        const { asked: items, questions, sent_back: back } = this.props.item;
        const wanted = back?.items || [];
        this.before = Object.fromEntries(items.map((item) => [item.key, item.value]));
        const first = items.filter((item) => wanted.includes(item.key) || (item.required && !item.answer));
        this.first = (first.length ? first : items).map((item) => item.key);
        this.questions = questions;
        return { note: "", answers: { ...this.before } };
    }

    /** What was missing, and what an answer given here makes necessary. */
    get fields() {
        return asked(this.questions, this.state.answers).filter(
            (item) => this.first.includes(item.key) || (item.required && blank(this.before[item.key]))
        );
    }

    get given() {
        return Object.fromEntries(
            this.fields.map((item) => [item.key, this.state.answers[item.key]]).filter(([, value]) => !blank(value))
        );
    }

    onAnswer(key, value) {
        this.state.answers[key] = value;
    }

    arguments() {
        return [this.state.note.trim(), this.given];
    }

    get ready() {
        return Boolean(this.state.note.trim() || Object.keys(this.given).length);
    }
}

export const FORMS = {
    note: NoteForm, return: ReturnForm, pause: PauseForm, reroute: RerouteForm, pass: PassForm, answer: AnswerForm,
};
