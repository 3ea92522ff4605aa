import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { errorText } from "./errors";
import { TriangleFigure } from "./triangle_figure";

const LOOK_BACK = "frontoffice_crm.look_back_action";
const SETUP = "frontoffice_crm.group_manager";

/** What a company without data sees: a grey triangle and two ways to fill it. */
export class StartPanel extends Component {
    static template = "triangle_kpis.StartPanel";
    static components = { TriangleFigure };
    static props = { onLoaded: Function };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.state = useState({ allowed: false, busy: false });
        onWillStart(async () => {
            this.state.allowed = user.isAdmin || (await user.hasGroup(SETUP));
        });
    }

    lookBack() {
        return this.attempt(() => this.action.doAction(LOOK_BACK, { onClose: () => this.props.onLoaded() }));
    }

    loadSample() {
        return this.attempt(async () => {
            const next = await this.orm.call("frontoffice.sample", "action_load", []);
            if (next && typeof next === "object" && next.type) {
                await this.action.doAction(next);
            } else {
                this.props.onLoaded();
            }
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
