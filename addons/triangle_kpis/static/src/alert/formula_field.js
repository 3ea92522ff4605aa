import { Component, useRef } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useDebounced } from "@web/core/utils/timing";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const PAUSE = 400; // ms without a key before the formula is looked at

/** A formula that is checked while it is typed, with the names it may use as buttons below it. */
export class FormulaField extends Component {
    static template = "triangle_kpis.FormulaField";
    static props = { ...standardFieldProps, namesField: { type: String, optional: true } };

    setup() {
        this.input = useRef("input");
        this.save = useDebounced((value) => this.props.record.update({ [this.props.name]: value }), PAUSE);
    }

    get names() {
        return (this.props.record.data[this.props.namesField] || "").split(/\s+/).filter(Boolean);
    }

    onInput(ev) {
        this.save(ev.target.value);
    }

    /** Puts a name where the cursor is. */
    insert(name) {
        const input = this.input.el;
        const [start, end] = [input.selectionStart ?? input.value.length, input.selectionEnd ?? input.value.length];
        input.setRangeText(name, start, end, "end");
        input.focus();
        this.save(input.value);
    }
}

registry.category("fields").add("triangle_formula", {
    component: FormulaField,
    supportedTypes: ["char"],
    extractProps: ({ options }) => ({ namesField: options.names }),
});
