import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { Questions } from "./questions";

/** The questions of a request type, each answered in its own kind. Reads them from `questions`. */
export class AnswersField extends Component {
    static template = "backoffice_ops.AnswersField";
    static components = { Questions };
    static props = { ...standardFieldProps };

    get every() {
        return this.props.record.data.questions || [];
    }

    get answers() {
        return this.props.record.data[this.props.name] || {};
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

/** The questions of several request types, one below the other. Reads them from `asked`. */
export class SeveralAnswersField extends Component {
    static template = "backoffice_ops.SeveralAnswersField";
    static components = { Questions };
    static props = { ...standardFieldProps };

    get steps() {
        return this.props.record.data.asked || [];
    }

    get answers() {
        return this.props.record.data[this.props.name] || {};
    }

    onChange(step, key, value) {
        const said = { ...this.answers[step], [key]: value };
        return this.props.record.update({ [this.props.name]: { ...this.answers, [step]: said } });
    }
}

registry.category("fields").add("backoffice_several_answers", {
    component: SeveralAnswersField,
    displayName: _t("Questions of several request types"),
    supportedTypes: ["json"],
    fieldDependencies: [{ name: "asked", type: "json" }],
    isEmpty: () => false,
});
