import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { formatFloat } from "@web/core/utils/numbers";
import { formatValue, isNumber } from "../page/format";

/** Points with their sign: what a member added to the change of the whole. */
export function points(value) {
    const rounded = Math.round(value * 1000) / 10;
    return _t("%s points", (rounded > 0 ? "+" : rounded < 0 ? "−" : "±") + formatFloat(Math.abs(rounded), { digits: [0, 1] }));
}

/** Who contributed to a change: by how they changed (rate) and by how much of the whole they are now (mix). */
export class ContributionField extends Component {
    static template = "triangle_kpis.ContributionField";
    static props = { ...standardFieldProps };

    get blocks() {
        return (this.props.record.data[this.props.name] || []).map((block) => ({
            ...block,
            rows: block.rows.map((row) => ({
                ...row,
                change: [row.before, row.after].map((value) => (isNumber(value) ? formatValue(value, "percent") : "–")).join(" → "),
                rateText: points(row.rate),
                mixText: points(row.mix),
            })),
        }));
    }
}

registry.category("fields").add("triangle_contributions", { component: ContributionField, supportedTypes: ["json"] });
