import { Component } from "@odoo/owl";
import { formatDate } from "@web/core/l10n/dates";
import { redirect } from "@web/core/utils/urls";
import { useService } from "@web/core/utils/hooks";
import { WorkAction } from "../work/work_action";

/** Beside an empty list: thanks that reached us, and an anonymous survey that waits. */
export class WorkHome extends Component {
    static template = "backoffice_ops.WorkHome";
    static props = { page: Object };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
    }

    day(text) {
        return formatDate(luxon.DateTime.fromISO(text));
    }

    onThanks() {
        return this.action.doAction("frontoffice_crm.thanks_action");
    }

    async onAnswer(pulse) {
        redirect(await this.orm.call("backoffice.work", "answer_pulse", [pulse.id]));
    }
}

WorkAction.components = { ...WorkAction.components, WorkHome };
