import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const FEW = 3;

/** The questions of a request type, answered in one line each. Reads them from `questions`. */
export class AnswersField extends Component {
    static template = "backoffice_ops.AnswersField";
    static props = { ...standardFieldProps };

    setup() {
        this.state = useState({ every: false });
    }

    get questions() {
        const every = this.props.record.data.questions || [];
        return this.state.every || this.props.readonly ? every : every.slice(0, FEW);
    }

    get hidden() {
        return (this.props.record.data.questions || []).length - this.questions.length;
    }

    answer(key) {
        return (this.props.record.data[this.props.name] || {})[key] || "";
    }

    onChange(key, value) {
        const answers = { ...(this.props.record.data[this.props.name] || {}), [key]: value.trim() };
        return this.props.record.update({ [this.props.name]: answers });
    }
}

registry.category("fields").add("backoffice_answers", {
    component: AnswersField,
    displayName: _t("Questions of a request type"),
    supportedTypes: ["json"],
    fieldDependencies: [{ name: "questions", type: "json" }],
    isEmpty: () => false,
});
