import { markRaw } from "@odoo/owl";

/** What the Queue page shows, and its steps: one RPC each, the answer is the board afterwards. */
export class QueueModel {
    constructor(orm) {
        this.orm = markRaw(orm);
        this.board = null;
        this.queueId = false;
        this.chosen = false;
        this.error = "";
        this.said = "";
        this.busy = false;
    }

    call(method, ...args) {
        return this.orm.silent.call("frontoffice.desk", method, args);
    }

    async load() {
        this.take(await this.call("queue_board", this.queueId));
    }

    take(board) {
        this.board = board;
        if (!board.rows.some((row) => row.id === this.chosen)) {
            this.chosen = board.rows[0]?.id || false;
        }
    }

    get row() {
        return this.board.rows.find((row) => row.id === this.chosen);
    }

    get serving() {
        return this.board.serving[0];
    }

    /** Whether calling this row skips somebody of the same line who came first. */
    isJump(row) {
        return this.board.rows.some((other) => other.queue_id === row.queue_id && other.place < row.place);
    }

    move(step) {
        const rows = this.board.rows;
        const at = rows.findIndex((row) => row.id === this.chosen);
        const next = rows[Math.min(rows.length - 1, Math.max(0, at + step))];
        this.chosen = next ? next.id : false;
    }

    async show(queueId) {
        this.queueId = queueId;
        await this.load();
    }

    /** Do one step; what goes wrong stays on the screen in words. Returns the answer or null. */
    async act(method, ...args) {
        if (this.busy) {
            return null;
        }
        this.busy = true;
        this.error = "";
        this.said = "";
        try {
            const answer = await this.call(method, ...args);
            await this.load();
            return answer || {};
        } catch (error) {
            if (!error.data?.message) {
                throw error;
            }
            this.error = error.data.message;
            await this.load();
            return null;
        } finally {
            this.busy = false;
        }
    }
}
