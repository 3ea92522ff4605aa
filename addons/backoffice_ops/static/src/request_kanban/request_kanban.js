import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { KanbanRenderer } from "@web/views/kanban/kanban_renderer";
import { kanbanView } from "@web/views/kanban/kanban_view";

/**
 * Cards move between the five columns by the steps they stand for. The server takes the step, opens
 * the form that asks what is still open, or says why there is no such step; the card then stays.
 */
export class RequestKanbanRenderer extends KanbanRenderer {
    setup() {
        super.setup();
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
    }

    /** The column is worked out by the server, so stock takes it for read-only. */
    get canMoveRecords() {
        return this.canResequenceRecords && this.props.list.groupByField?.name === "column";
    }

    get canResequenceRecords() {
        return super.canResequenceRecords && this.props.list.groupByField?.name === "column";
    }

    async sortRecordDrop(recordId, groupId, { parent }) {
        parent?.classList.remove("o_kanban_hover");
        const from = this.props.list.groups.find((group) => group.id === groupId);
        const to = this.props.list.groups.find((group) => group.id === parent?.dataset.id);
        const record = from?.list.records.find((one) => one.id === recordId);
        if (record && to && from !== to) {
            await this.move(record, to.value);
        }
    }

    async move(record, column) {
        this.toggleProcessing(record.id, true);
        try {
            const action = await this.orm.call("backoffice.handoff", "action_drop", [[record.resId], column]);
            if (action) {
                await this.action.doAction(action);
                return;
            }
        } catch (error) {
            if (!["odoo.exceptions.UserError", "odoo.exceptions.AccessError"].includes(error.exceptionName)) {
                throw error;
            }
            this.notification.add(error.data.message, { type: "warning" });
            return;
        } finally {
            this.toggleProcessing(record.id, false);
        }
        await this.props.list.model.load();
    }
}

registry.category("views").add("backoffice_request_kanban", { ...kanbanView, Renderer: RequestKanbanRenderer });
