import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { AnswerInput } from "./answer_input";
import { asked, blank, shown } from "./intake";

/** Questions with their answers: the first few, then all; those that an answer makes needless stay away. */
export class Questions extends Component {
    static template = "backoffice_ops.Questions";
    static components = { AnswerInput };
    static props = { every: Array, answers: Object, prefix: String, onChange: Function, readonly: { type: Boolean, optional: true } };

    setup() {
        this.state = useState({ every: false });
    }

    get questions() {
        return shown(this.props.every, this.props.answers, this.state.every || this.props.readonly);
    }

    get hidden() {
        return asked(this.props.every, this.props.answers).length - this.questions.length;
    }

    /** An answer in words, for reading. */
    said(question) {
        const value = this.props.answers[question.key];
        if (blank(value)) {
            return "";
        }
        if (question.kind === "yes_no") {
            return value === "yes" ? _t("Yes") : _t("No");
        }
        if (question.kind === "file") {
            return value.length === 1 ? _t("1 file, attached below") : _t("%s files, attached below", value.length);
        }
        return String(value);
    }
}
