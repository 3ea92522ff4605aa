import { RPCError } from "@web/core/network/rpc";
import { KeepLast } from "@web/core/utils/concurrency";
import { nextSelection } from "./format";

/** What the screen shows, and the only place that asks the server for it. */
export class WorkLoader {
    constructor(orm) {
        this.orm = orm;
        this.keepList = new KeepLast();
        this.keepItem = new KeepLast();
        Object.assign(this, {
            page: null, view: "mine", flag: null, department: false, search: "", size: 80,
            rows: [], counts: {}, more: false, total: 0, selectedId: null, item: null, chosen: {},
        });
    }

    async start(handoffId) {
        this.page = await this.orm.call("backoffice.work", "open", []);
        this.counts = this.page.counts;
        this.view = this.counts.back || this.page.default_view === "mine" ? "mine" : this.counts.decide ? "decide" : "sent";
        this.selectedId = handoffId || null;
        await this.reload({ keep: Boolean(handoffId) });
    }

    get filters() {
        return { flag: this.flag, department: this.department, search: this.search };
    }

    /** The list again, then the request shown. `keep`: stay on it even if it is not in this list. */
    async reload({ keep = false } = {}) {
        const before = this.rows;
        const answer = await this.keepList.add(
            this.orm.call("backoffice.work", "items", [this.view, this.filters, 0, this.size])
        );
        Object.assign(this, {
            rows: answer.rows, counts: answer.counts, more: answer.more, total: answer.total,
        });
        this.chosen = Object.fromEntries(this.chosenRows.map((row) => [row.id, true]));
        if (!keep) {
            this.selectedId = nextSelection(before, this.rows, this.selectedId);
        }
        await this.loadItem();
    }

    /** As reload, unasked for: a request that went out of sight meanwhile is no error. */
    async refresh(options) {
        try {
            await this.reload(options);
            return true;
        } catch (error) {
            if (!(error instanceof RPCError)) {
                throw error;
            }
            Object.assign(this, { selectedId: null, item: null });
            return false;
        }
    }

    async loadItem() {
        const id = this.selectedId;
        if (!id) {
            this.item = null;
            return;
        }
        this.item = await this.keepItem.add(this.orm.call("backoffice.work", "item", [id]));
    }

    show(changes) {
        Object.assign(this, { size: 80, selectedId: null, rows: [], chosen: {} }, changes);
        return this.reload();
    }

    showMore() {
        this.size += 80;
        return this.reload();
    }

    select(id) {
        this.selectedId = id;
        return this.loadItem();
    }

    /** The row `step` further, without leaving the list. */
    move(step) {
        const at = this.rows.findIndex((row) => row.id === this.selectedId);
        const row = this.rows[Math.min(Math.max(at + step, 0), this.rows.length - 1)];
        if (row) {
            this.selectedId = row.id;
        }
    }

    act(id, method, args = []) {
        return this.orm.call("backoffice.handoff", method, [Array.isArray(id) ? id : [id], ...args]);
    }

    async talk(text) {
        this.item.talk = await this.orm.call("backoffice.work", "talk", [this.item.id, text]);
    }

    async attach(name, content) {
        const { item } = this;
        item.talk = await this.orm.call("backoffice.work", "attach", [item.id, name, content]);
    }

    // -- several at once -------------------------------------------------------------------------

    get chosenRows() {
        return this.rows.filter((row) => this.chosen[row.id]);
    }

    choose(id) {
        if (this.chosen[id]) {
            delete this.chosen[id];
        } else {
            this.chosen[id] = true;
        }
    }

    chooseNone() {
        this.chosen = {};
    }

    async bulk(button, note) {
        const ids = this.chosenRows.map((row) => row.id);
        const answer = await this.orm.call("backoffice.work", "bulk", [ids, button, note]);
        this.chosen = Object.fromEntries(answer.left.map((left) => [left.id, true]));
        return answer;
    }

    // -- switches and holidays -------------------------------------------------------------------

    async saveSwitch(name) {
        const answer = await this.orm.call("backoffice.work", "save_switch", [name, this.view, this.filters]);
        this.page.switches = answer.switches;
        await this.show({ view: answer.id, flag: null, search: "" });
    }

    async dropSwitch(id) {
        this.page.switches = await this.orm.call("backoffice.work", "drop_switch", [id]);
        await this.show({ view: "mine" });
    }

    async away(who, until) {
        this.page.away = await this.orm.call("backoffice.work", "stand_in", [who, until]);
        await this.reload();
    }
}
