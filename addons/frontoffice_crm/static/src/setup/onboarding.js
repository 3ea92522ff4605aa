import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const MODEL = "frontoffice.settings";

/** The first ten minutes: steps over the stock onboarding records, gone for ever once closed. */
export class SetupOnboarding extends Component {
    static template = "frontoffice_crm.SetupOnboarding";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.state = useState({ panel: null, busy: false });
        onWillStart(() => this.load());
    }

    get doneCount() {
        return this.state.panel.steps.filter((step) => step.done).length;
    }

    /** The first step that is not done is the one to press. */
    isNext(step) {
        return this.state.panel.steps.find((one) => !one.done) === step;
    }

    async load() {
        this.state.panel = await this.orm.call(MODEL, "get_onboarding", []);
    }

    async open(step) {
        this.state.busy = true;
        try {
            const action = await this.orm.call(MODEL, "open_onboarding_step", [step.id]);
            await this.action.doAction(action, { onClose: () => this.load() });
        } finally {
            this.state.busy = false;
        }
    }

    close() {
        this.dialog.add(ConfirmationDialog, {
            title: _t("Close these first steps?"),
            body: _t("They go away for everybody and do not come back. Everything they open stays on this page."),
            confirmLabel: _t("Close for good"),
            confirm: async () => {
                await this.orm.call(MODEL, "close_onboarding", []);
                this.state.panel = null;
            },
            cancel: () => {},
        });
    }
}

registry.category("view_widgets").add("frontoffice_onboarding", { component: SetupOnboarding });
