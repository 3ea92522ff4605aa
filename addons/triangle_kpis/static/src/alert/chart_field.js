import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { LineChart } from "../chart/line_chart";

/** A chart in a form: the value of a computed JSON field is what the chart takes. */
export class ChartField extends Component {
    static template = "triangle_kpis.ChartField";
    static components = { LineChart };
    static props = { ...standardFieldProps };

    get value() {
        return this.props.record.data[this.props.name];
    }
}

registry.category("fields").add("triangle_chart", { component: ChartField, supportedTypes: ["json"] });
