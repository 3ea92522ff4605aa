import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatValue } from "./format";

const EDGE = 4;

function isNumber(value) {
    return typeof value === "number" && Number.isFinite(value);
}

/**
 * Lines and dots of a trend. Months without a value break the line; a month with too few to judge,
 * or one still running, is a hollow dot.
 *
 * @param {{value: number|null, low_n?: boolean, partial?: boolean}[]} trend
 * @returns {{lines: string[], dots: Object[], target: number|null}} coordinates in a box of width × height
 */
export function plot(trend, target, width, height) {
    const known = trend.filter((point) => isNumber(point.value)).map((point) => point.value);
    if (!known.length) {
        return { lines: [], dots: [], target: null };
    }
    const all = isNumber(target) ? [...known, target] : known;
    const low = Math.min(...all);
    const span = Math.max(...all) - low || 1;
    const step = trend.length > 1 ? (width - 2 * EDGE) / (trend.length - 1) : 0;
    const y = (value) => round(height - EDGE - ((value - low) / span) * (height - 2 * EDGE));
    const dots = [];
    const lines = [[]];
    trend.forEach((point, index) => {
        if (!isNumber(point.value)) {
            lines.push([]);
            return;
        }
        const dot = { x: round(EDGE + index * step), y: y(point.value), index, hollow: Boolean(point.low_n || point.partial) };
        dots.push(dot);
        lines.at(-1).push(`${dot.x},${dot.y}`);
    });
    return {
        lines: lines.filter((points) => points.length > 1).map((points) => points.join(" ")),
        dots,
        target: isNumber(target) ? y(target) : null,
    };
}

function round(value) {
    return Math.round(value * 10) / 10;
}

/** A trend of months in one small picture, and in words for those who cannot see it. */
export class Sparkline extends Component {
    static template = "triangle_kpis.Sparkline";
    static props = {
        trend: Array,
        unit: String,
        target: { type: [Number, { value: null }], optional: true },
        label: String,
        width: { type: Number, optional: true },
        height: { type: Number, optional: true },
        everyDot: { type: Boolean, optional: true },
    };
    static defaultProps = { width: 120, height: 34, everyDot: false };

    get plot() {
        return plot(this.props.trend, this.props.target, this.props.width, this.props.height);
    }

    get dots() {
        const dots = this.plot.dots;
        return this.props.everyDot ? dots : dots.slice(-1);
    }

    get words() {
        const { trend, unit, label } = this.props;
        const known = trend.filter((point) => isNumber(point.value));
        if (!known.length) {
            return _t("%s: no trend yet", label);
        }
        const say = (point) => `${formatValue(point.value, unit)} (${point.label || point.period})`;
        return _t("%(label)s, %(n)s months: first %(first)s, last %(last)s", {
            label,
            n: trend.length,
            first: say(known[0]),
            last: say(known.at(-1)),
        });
    }
}
