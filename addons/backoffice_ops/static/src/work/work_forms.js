import { Component, onMounted, useRef, useState } from "@odoo/owl";
import { faultFor } from "./format";

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
        return !this.props.step.required || Boolean(this.state.note.trim());
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
        return { reason: this.props.page.waits[0].id, evidence: false, note: "" };
    }

    get others() {
        return this.state.reason !== "ourselves";
    }

    arguments() {
        return [this.state.reason, this.state.note.trim(), this.others && this.state.evidence];
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

/** The sender adds what was missing. */
export class AnswerForm extends WorkForm {
    static template = "backoffice_ops.AnswerForm";

    initial() {
        const asked = this.props.item.asked;
        const wanted = this.props.item.sent_back?.items || [];
        const first = asked.filter((item) => wanted.includes(item.key) || (item.required && !item.answer));
        return { note: "", fields: (first.length ? first : asked).map((item) => ({ ...item })) };
    }

    arguments() {
        const answers = this.state.fields.filter((field) => field.answer.trim());
        return [this.state.note.trim(), Object.fromEntries(answers.map((field) => [field.key, field.answer.trim()]))];
    }

    get ready() {
        return Boolean(this.state.note.trim() || this.state.fields.some((field) => field.answer.trim()));
    }
}

export const FORMS = { note: NoteForm, return: ReturnForm, pause: PauseForm, reroute: RerouteForm, answer: AnswerForm };
