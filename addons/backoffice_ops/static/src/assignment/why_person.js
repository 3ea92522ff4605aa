import { useService } from "@web/core/utils/hooks";
import { patch } from "@web/core/utils/patch";
import { WorkItem } from "../work/work_item";

/** Who was considered for this request, behind an ⓘ. */
patch(WorkItem.prototype, {
    setup() {
        super.setup(...arguments);
        this.action = useService("action");
        this.orm = useService("orm");
    },

    async onWhy() {
        const action = await this.orm.call("backoffice.handoff", "action_why", [[this.props.item.id]]);
        this.action.doAction(action);
    },
});
