import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { place, runs } from "../chart/scale";
import { useChart } from "../chart/use_chart";
import { formatValue, isNumber } from "../page/format";

const EDGE = { left: 46, right: 16, top: 12, bottom: 30 };
const HEIGHT = 230;
const TICKS = [0, 0.25, 0.5, 0.75, 1];

/**
 * Curves of customers who came in the same quarter: how many of them
 * bought within the year up to so many months later.
 * The table below says the same in numbers; the row one is at is the curve that stands out.
 */
export class Cohorts extends Component {
    static template = "triangle_kpis.Cohorts";
    static props = { cohorts: Object, onOpen: Function };

    setup() {
        this.chart = useChart("unused");
        this.state = useState({ at: null });
    }

    get drawing() {
        const { rows, months, whole } = this.props.cohorts;
        const width = this.chart.state.width;
        const box = { left: EDGE.left, right: width - EDGE.right, top: EDGE.top, bottom: HEIGHT - EDGE.bottom };
        const x = place(0, Math.max(months.at(-1), 3), box.left, box.right);
        const y = place(0, 1, box.bottom, box.top);
        const line = (shares) =>
            runs(shares.map((value, step) => ({ value, step }))).map((run) =>
                run.map(({ value, step }) => `${x(months[step])},${y(value)}`).join(" ")
            );
        const judged = rows.filter(({ status }) => status === "ok");
        return {
            width,
            height: HEIGHT,
            box,
            ticks: TICKS.map((tick) => ({ y: y(tick), text: formatValue(tick, "percent") })),
            labels: months.map((month) => ({ x: x(month), month })),
            curves: judged.map((row) => ({ from: row.from, lines: line(row.shares) })),
            whole: line(whole.shares),
        };
    }

    get rows() {
        return this.props.cohorts.rows.map((row) => ({
            ...row,
            customers: formatValue(row.n, "count"),
            cells: this.cells(row),
            few: row.status !== "ok" && this.months.length > 0,
            young: row.shares.length < 2 && this.months.length > 0,
        }));
    }

    get whole() {
        const { whole } = this.props.cohorts;
        return { customers: formatValue(whole.n, "count"), cells: this.cells(whole) };
    }

    /** What is told of later months: at the beginning it is all of them. */
    get months() {
        return this.props.cohorts.months.slice(1);
    }

    cells({ shares }) {
        return this.months.map((month, index) => {
            const share = shares[index + 1];
            const known = isNumber(share);
            return { month, text: known ? formatValue(share, "percent") : "", shade: known ? Math.round(share * 100) : 0 };
        });
    }

    get description() {
        const known = this.props.cohorts.whole.shares.filter(isNumber);
        return known.length < 2
            ? _t("Too few customers to draw all of them together.")
            : _t("Of all together %(share)s still buy after %(months)s months.", {
                  share: formatValue(known.at(-1), "percent"),
                  months: this.props.cohorts.months[known.length - 1],
              });
    }
}
