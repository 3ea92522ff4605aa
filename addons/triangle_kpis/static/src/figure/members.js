import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { place } from "../chart/scale";
import { formatRange, formatValue, isNumber } from "../page/format";

const WIDTH = 200;
const EDGE = 6;

/** What members are called; the filter of each has the name of its dimension. */
export function memberNames() {
    return {
        team_id: _t("Teams"),
        department_id: _t("Departments"),
        channel_id: _t("Channels"),
        campaign_id: _t("Campaigns"),
    };
}

/**
 * The same figure for every team, department, channel or campaign: value and the range it may lie in.
 * In the order of the alphabet: whose ranges touch have no order, and nobody is ranked.
 */
export class Members extends Component {
    static template = "triangle_kpis.Members";
    static props = { groups: Array, tile: Object, onOpen: Function, onMember: Function };

    setup() {
        this.state = useState({ by: this.props.groups[0].by });
    }

    get tabs() {
        const names = memberNames();
        return this.props.groups.map(({ by, label }) => ({ by, label: label || names[by] || by, on: by === this.group.by }));
    }

    get group() {
        return this.props.groups.find(({ by }) => by === this.state.by) || this.props.groups[0];
    }

    get rows() {
        const { unit, currency, value } = this.props.tile;
        const rows = [...this.group.rows].sort((one, other) => one.name.localeCompare(other.name));
        const judged = rows.filter(({ status }) => status === "ok" || status === "partial");
        const known = [value, ...judged.flatMap((row) => [row.value, ...(row.interval || [])])].filter(isNumber);
        const x = known.length ? place(Math.min(...known), Math.max(...known), EDGE, WIDTH - EDGE) : null;
        return rows.map((row) => ({
            ...row,
            text: formatValue(row.value, unit, currency),
            range: row.interval?.every(isNumber) ? formatRange(...row.interval, unit, currency) : "",
            unsure: !judged.includes(row),
            verdict: this.verdict(row),
            tone: row.apart && !row.topics?.alike ? (row.better ? "text-success" : "text-danger") : "",
            drawing: x && judged.includes(row) && isNumber(row.value) ? this.draw(row, x) : null,
            whole: x && isNumber(value) ? x(value) : null,
        }));
    }

    /** What sets a member apart from the others, if more than chance does; and whether it is only what it is asked for. */
    verdict({ apart, better, topics }) {
        if (!apart) {
            return "";
        }
        if (topics?.alike) {
            return better ? _t("better, but no different for the same topics") : _t("worse, but no different for the same topics");
        }
        return better ? _t("clearly better") : _t("clearly worse");
    }

    draw({ value, interval }, x) {
        const known = interval?.every(isNumber);
        return { at: x(value), from: x(known ? interval[0] : value), to: x(known ? interval[1] : value) };
    }

    get caption() {
        return _t("%(label)s by %(by)s, in the order of the alphabet. The line marks the whole, the bar the range a value may lie in. A colour only where it is more than chance.", {
            label: this.props.tile.label,
            by: this.tabs.find(({ on }) => on).label,
        });
    }
}
