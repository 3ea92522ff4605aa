import { Component, onWillUpdateProps, useState } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { when } from "../work/format";

/** Steps of a request, ticked where the work is done; who and when stays. */
export class Checklist extends Component {
    static template = "backoffice_ops.Checklist";
    static props = { lines: Array, open: Boolean };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ lines: this.props.lines });
        onWillUpdateProps((next) => {
            if (next.lines !== this.props.lines) {
                this.state.lines = next.lines;
            }
        });
        this.asked = 0;
    }

    get left() {
        return this.state.lines.filter((line) => line.required && !line.done).length;
    }

    when(text) {
        return when(text);
    }

    async onTick(line, done) {
        line.done = done;
        const number = ++this.asked;
        try {
            const lines = await this.orm.call("backoffice.work", "tick", [line.id, done]);
            if (number === this.asked) {
                this.state.lines = lines; // an earlier answer knows less
            }
        } catch (error) {
            line.done = !done;
            throw error;
        }
    }
}
