import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { GuideSteps } from "./guide_steps";

/** A call guide in use, on a form: its lines as questions instead of a table. */
export class GuideField extends Component {
    static template = "frontoffice_crm.GuideField";
    static components = { GuideSteps };
    static props = { ...standardFieldProps };

    get lines() {
        return this.props.record.data[this.props.name].records;
    }

    get steps() {
        return this.lines.map(({ id, data }) => ({
            id,
            name: data.name,
            hint: data.hint || "",
            kind: data.kind,
            required: data.required,
            choices: (data.choices || "").split(",").map((word) => word.trim()).filter(Boolean),
        }));
    }

    get answers() {
        const said = (data) => (data.is_done ? _t("Said") : "");
        return Object.fromEntries(
            this.lines.map(({ id, data }) => [id, data.kind === "say" ? said(data) : data.value || ""])
        );
    }

    onAnswer(step, words) {
        const line = this.lines.find((one) => one.id === step.id);
        return line.update(step.kind === "say" ? { is_done: Boolean(words) } : { value: words });
    }
}

registry.category("fields").add("frontoffice_guide", {
    component: GuideField,
    displayName: _t("Call guide"),
    supportedTypes: ["one2many"],
    relatedFields: [
        { name: "name", type: "char" },
        { name: "hint", type: "char" },
        { name: "kind", type: "selection", selection: [] },
        { name: "choices", type: "char" },
        { name: "required", type: "boolean" },
        { name: "value", type: "char", readonly: false },
        { name: "is_done", type: "boolean", readonly: false },
    ],
});
