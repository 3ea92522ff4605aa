import { errorText, isAccessError } from "./errors";

export const Status = Object.freeze({
    LOADING: "loading",
    READY: "ready",
    EMPTY: "empty",
    DENIED: "denied",
    FAILED: "failed",
});

/**
 * Reads the page. How to use: `await loader.load(filters)`, then look at `status`, `page`, `error`.
 * One call per load. The last load asked for wins, however late an earlier one answers; while a
 * load runs, the page read before stays. Never throws.
 */
export class DashboardLoader {
    /** @param {(filters: Object) => Promise<Object>} read the one call */
    constructor(read) {
        this.read = read;
        this.status = Status.LOADING;
        this.page = null;
        this.error = "";
        this.asked = 0;
    }

    async load(filters) {
        const turn = ++this.asked;
        this.status = Status.LOADING;
        const answer = await this.ask(filters);
        if (turn === this.asked) {
            Object.assign(this, answer);
        }
    }

    async ask(filters) {
        try {
            const page = await this.read(filters);
            return { page, error: "", status: page.empty ? Status.EMPTY : Status.READY };
        } catch (error) {
            const status = isAccessError(error) ? Status.DENIED : Status.FAILED;
            return { status, error: errorText(error) };
        }
    }
}
