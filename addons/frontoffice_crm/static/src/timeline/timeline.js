import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { KeepLast } from "@web/core/utils/concurrency";
import { formatWhen } from "../desk/format";

/** Everything that happened with one customer, newest first, a page at a time. */
export class CustomerTimeline extends Component {
    static template = "frontoffice_crm.CustomerTimeline";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.keepLast = new KeepLast();
        this.state = useState({ lines: [], next: null, sources: [], only: null, error: "", ready: false });
        onWillStart(() => this.load(this.props.record.resId));
        onWillUpdateProps((next) => {
            if (next.record.resId !== this.props.record.resId) {
                this.state.lines = [];
                return this.load(next.record.resId);
            }
        });
    }

    async load(partnerId, cursor = null) {
        if (!partnerId) {
            return;
        }
        const only = this.state.only ? [this.state.only] : null;
        const page = await this.keepLast.add(
            this.orm.call("frontoffice.timeline", "page", [partnerId], { cursor, only })
        );
        this.state.lines = cursor ? [...this.state.lines, ...page.lines] : page.lines;
        this.state.next = page.next;
        this.state.sources = page.sources;
        this.state.ready = true;
    }

    more() {
        return this.load(this.props.record.resId, this.state.next);
    }

    choose(code) {
        this.state.only = this.state.only === code ? null : code;
        return this.load(this.props.record.resId);
    }

    open(line) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: line.model,
            res_id: line.id,
            views: [[false, "form"]],
        });
    }

    when(line) {
        return formatWhen(deserializeDateTime(line.at));
    }

    markTitle(mark) {
        return { good: _t("Good"), bad: _t("Bad"), open: _t("Open") }[mark] || "";
    }

    markClass(mark) {
        return { good: "text-success", bad: "text-danger", open: "text-info" }[mark] || "text-muted";
    }
}

registry.category("view_widgets").add("frontoffice_timeline", { component: CustomerTimeline });
