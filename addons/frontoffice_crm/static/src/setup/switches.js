import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const MODEL = "frontoffice.settings";

/** The switches of Settings by level, for the person who runs the front office. */
export class SetupSwitches extends Component {
    static template = "frontoffice_crm.SetupSwitches";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.state = useState({ levels: [], busy: "" });
        onWillStart(async () => {
            this.state.levels = await this.orm.call(MODEL, "get_switches", []);
        });
    }

    /** Menus are read when the page loads, so a turned switch reloads it. */
    async toggle(item) {
        this.state.busy = item.name;
        try {
            this.state.levels = await this.orm.call(MODEL, "set_switch", [item.name, !item.on]);
        } finally {
            this.state.busy = "";
        }
        const words = item.on ? _t("%s is hidden. Its records stay.", item.label) : _t("%s is on for everybody.", item.label);
        this.notification.add(words, {
            type: "success",
            buttons: [{ name: _t("Reload to see it"), primary: true, onClick: () => this.action.doAction("reload_context") }],
        });
    }
}

registry.category("view_widgets").add("frontoffice_switches", { component: SetupSwitches });
