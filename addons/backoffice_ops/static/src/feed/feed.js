/* global luxon */
import { Component } from "@odoo/owl";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { OpenCases } from "@frontoffice_crm/desk/parts";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const TONES = {
    to_accept: "text-bg-info", in_work: "text-bg-info", waiting: "text-bg-warning", ready: "text-bg-success",
    done: "text-bg-success",
};

export function when(text) {
    return text ? deserializeDateTime(text).toLocaleString(luxon.DateTime.DATETIME_MED) : "";
}

/** One sentence on a request: who has it, by when, what it still needs. */
export function feedWords(line) {
    if (line.missing.length) {
        return _t("%(department)s needs: %(missing)s", {
            department: line.department, missing: line.missing.join(", "),
        });
    }
    if (line.final) {
        return _t("%(department)s was ready %(when)s", { department: line.department, when: when(line.final) });
    }
    if (line.due) {
        return _t("%(department)s has it, due %(when)s", { department: line.department, when: when(line.due) });
    }
    return _t("%s has it", line.department);
}

/** How the requests of a case, promise or interaction stand; opens those one may read. */
export class RequestFeed extends Component {
    static template = "backoffice_ops.RequestFeed";
    static props = { ...standardFieldProps };

    setup() {
        this.action = useService("action");
        this.words = feedWords;
        this.when = when;
    }

    get lines() {
        return this.props.record.data[this.props.name] || [];
    }

    tone(line) {
        return line.late ? "text-bg-danger" : TONES[line.column] || "text-bg-secondary";
    }

    open(line) {
        this.action.doAction({
            type: "ir.actions.act_window", res_model: "backoffice.handoff", res_id: line.id, views: [[false, "form"]],
        });
    }
}

registry.category("fields").add("backoffice_feed", { component: RequestFeed, supportedTypes: ["json"] });

patch(OpenCases.prototype, {
    words(line) {
        return line.requests?.length ? line.requests.map(feedWords).join(" · ") : super.words(line);
    },
});

/** How many of each department have read it. */
export class DepartmentCounts extends Component {
    static template = "backoffice_ops.DepartmentCounts";
    static props = { ...standardFieldProps };

    get lines() {
        return this.props.record.data[this.props.name] || [];
    }
}

registry.category("fields").add("backoffice_counts", { component: DepartmentCounts, supportedTypes: ["json"] });
