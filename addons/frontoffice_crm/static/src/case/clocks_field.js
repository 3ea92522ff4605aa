import { Component, onMounted, onWillUnmount, useState } from "@odoo/owl";
import { deserializeDateTime, formatDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const { DateTime } = luxon;
const TICK_MS = 30000;
const RISK_MS = 4 * 3600 * 1000;

/** "3 d 4 h", "4 h 10 min", "5 min" of a number of milliseconds; never an empty text. */
export function formatSpan(ms) {
    const minutes = Math.max(0, Math.floor(Math.abs(ms) / 60000));
    const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
    if (days) {
        return hours ? _t("%(days)s d %(hours)s h", { days, hours }) : _t("%(days)s d", { days });
    }
    if (hours) {
        return rest ? _t("%(hours)s h %(minutes)s min", { hours, minutes: rest }) : _t("%(hours)s h", { hours });
    }
    return _t("%(minutes)s min", { minutes: rest });
}

/** What one clock shows now: words, colour class and tooltip. */
export function clockFace(line, now) {
    if (line.state === "running" && line.due) {
        const due = deserializeDateTime(line.due);
        const left = due.toMillis() - now.toMillis();
        return {
            text: left < 0 ? _t("%s late", formatSpan(left)) : _t("in %s", formatSpan(left)),
            tone: left < 0 ? "danger" : left < RISK_MS ? "warning" : "success",
            icon: left < 0 ? "fa-exclamation-circle" : "fa-clock-o",
            title: _t("by %s", formatDateTime(due)),
        };
    }
    if (line.state === "running") {
        return { text: _t("beyond the calendar"), tone: "secondary", icon: "fa-question-circle", title: "" };
    }
    if (line.state === "paused") {
        const left = formatSpan(line.left * 1000);
        return {
            text: _t("waits for the customer"), tone: "info", icon: "fa-pause",
            title: _t("%s of working time left", left),
        };
    }
    if (line.state === "silent") {
        return { text: _t("silent"), tone: "secondary", icon: "fa-bell-slash-o", title: "" };
    }
    const when = line.stopped ? formatDateTime(deserializeDateTime(line.stopped)) : "";
    return line.in_time === false
        ? { text: _t("late"), tone: "danger", icon: "fa-times", title: when }
        : { text: _t("in time"), tone: "success", icon: "fa-check", title: when };
}

/** The clocks of a case as three small faces that tick. */
export class CaseClocks extends Component {
    static template = "frontoffice_crm.CaseClocks";
    static props = { ...standardFieldProps };

    setup() {
        this.state = useState({ now: DateTime.now() });
        onMounted(() => {
            this.timer = setInterval(() => (this.state.now = DateTime.now()), TICK_MS);
        });
        onWillUnmount(() => clearInterval(this.timer));
    }

    get faces() {
        const lines = this.props.record.data[this.props.name] || [];
        return lines.map((line) => ({ ...line, ...clockFace(line, this.state.now) }));
    }
}

registry.category("fields").add("frontoffice_case_clocks", {
    component: CaseClocks,
    supportedTypes: ["json"],
});
