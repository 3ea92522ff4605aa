import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { timeLeft } from "../work/format";

const ICONS = {
    late: ["fa-exclamation-circle", _t("Late")],
    risk: ["fa-clock-o", _t("At risk")],
    stopped: ["fa-pause", _t("The clock waits")],
};

/** Working time left, in the words of My work. */
export class TimeLeftField extends Component {
    static template = "backoffice_ops.TimeLeft";
    static props = { ...standardFieldProps };

    get left() {
        const value = this.props.record.data[this.props.name];
        const left = value ? timeLeft(value, value.day) : { text: "", tone: "" };
        const [icon, title] = ICONS[left.tone] || [];
        return { ...left, icon, title };
    }
}

registry.category("fields").add("backoffice_time_left", {
    component: TimeLeftField, displayName: _t("Time left"), supportedTypes: ["json"],
});
