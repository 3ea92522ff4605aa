import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { errorText } from "./errors";
import { TriangleFigure } from "./triangle_figure";

const LOOK_BACK = "frontoffice_crm.look_back_action";
const MANAGER = "frontoffice_crm.group_manager";

/** What a company without data sees: a grey triangle and two ways to fill it. */
export class StartPanel extends Component {
    static template = "triangle_kpis.StartPanel";
    static components = { TriangleFigure };
    static props = { sample: { type: [Object, { value: null }] }, onLoaded: Function };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.state = useState({ manager: false, busy: false });
        onWillStart(async () => {
            this.state.manager = await user.hasGroup(MANAGER);
        });
    }

    get canLoad() {
        return Boolean(this.props.sample?.can_load);
    }

    get canOpen() {
        return Boolean(this.props.sample?.loaded && this.props.sample.company_id);
    }

    lookBack() {
        return this.attempt(() => this.action.doAction(LOOK_BACK, { onClose: () => this.props.onLoaded() }));
    }

    /** The sample is a company of its own: load it once, then go there. */
    showSample() {
        return this.attempt(async () => {
            if (this.canLoad) {
                await this.orm.call("frontoffice.sample", "action_load", []);
            }
            await this.action.doAction(await this.orm.call("frontoffice.sample", "action_open", []));
        });
    }

    async attempt(act) {
        this.state.busy = true;
        try {
            await act();
        } catch (error) {
            this.notification.add(errorText(error), { title: _t("That did not work"), type: "warning" });
        } finally {
            this.state.busy = false;
        }
    }
}
