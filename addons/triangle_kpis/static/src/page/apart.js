import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { memberNames } from "../figure/members";
import { formatValue } from "./format";

/** Where the figure of an opened side is clearly worse than everywhere else; asks once it is opened. */
export class Apart extends Component {
    static template = "triangle_kpis.Apart";
    static props = { tile: Object, filters: Object, onOpen: Function };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ lines: [] });
        // not waited for: the side opens at once, and says more when it is known
        onWillStart(() => void this.load(this.props));
        onWillUpdateProps((next) => {
            if (next.filters !== this.props.filters) {
                void this.load(next);
            }
        });
    }

    async load({ tile, filters }) {
        this.latest = filters;
        const lines = await this.ask(tile, filters);
        if (this.latest === filters) {
            this.state.lines = lines; // an answer to a page that is gone is dropped
        }
    }

    async ask(tile, filters) {
        try {
            return await this.orm.silent.call("triangle.dashboard", "get_apart", [tile.code, filters]);
        } catch {
            return []; // an addition only: the side says all the rest without it
        }
    }

    get lines() {
        const names = memberNames();
        return this.state.lines.map((line) => ({
            ...line,
            key: `${line.by}-${line.id}`,
            by: names[line.by] || line.by,
            value: this.say(line.value),
            base: _t("of %s", formatValue(line.n, "count")),
            rest: _t("%s elsewhere", this.say(line.rest)),
        }));
    }

    say(value) {
        return formatValue(value, this.props.tile.unit, this.props.tile.currency);
    }
}
