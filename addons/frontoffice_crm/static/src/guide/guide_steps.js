import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

/** The questions of a call guide, each answered with one click or a few words. */
export class GuideSteps extends Component {
    static template = "frontoffice_crm.GuideSteps";
    static props = {
        steps: Array, // {id, name, hint, kind, choices: [words], required}
        answers: Object, // {step id: words}
        onAnswer: Function, // (step, words)
        name: { type: String, optional: true },
        readonly: { type: Boolean, optional: true },
    };

    answer(step) {
        return this.props.answers[step.id] || "";
    }

    choices(step) {
        return { say: [_t("Said")], yes_no: [_t("Yes"), _t("No")], choice: step.choices }[step.kind] || [];
    }

    /** A second click takes it back. */
    choose(step, words) {
        this.props.onAnswer(step, this.answer(step) === words ? "" : words);
    }

    get left() {
        return this.props.steps.filter((step) => step.required && !this.answer(step).trim()).length;
    }
}
