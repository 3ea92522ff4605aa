import { Component, onWillUpdateProps, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { AnswerInput } from "./answer_input";
import { asked, blank, shown } from "./intake";

/** The questions of a request type, each answered in its own kind. Reads them from `questions`. */
export class AnswersField extends Component {
    static template = "backoffice_ops.AnswersField";
    static components = { AnswerInput };
    static props = { ...standardFieldProps };

    setup() {
        this.state = useState({ every: false });
        onWillUpdateProps((next) => {
            if (next.record.resId !== this.props.record.resId) {
                this.state.every = false;
            }
        });
    }

    get every() {
        return this.props.record.data.questions || [];
    }

    get answers() {
        return this.props.record.data[this.props.name] || {};
    }

    get questions() {
        return shown(this.every, this.answers, this.state.every || this.props.readonly);
    }

    get hidden() {
        return asked(this.every, this.answers).length - this.questions.length;
    }

    /** An answer in words, for reading. */
    said(question) {
        const value = this.answers[question.key];
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

    onChange(key, value) {
        return this.props.record.update({ [this.props.name]: { ...this.answers, [key]: value } });
    }
}

registry.category("fields").add("backoffice_answers", {
    component: AnswersField,
    displayName: _t("Questions of a request type"),
    supportedTypes: ["json"],
    fieldDependencies: [{ name: "questions", type: "json" }],
    isEmpty: () => false,
});
