import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatValue, isNumber } from "../page/format";
import { axis, every, place } from "./scale";
import { isPress, useChart } from "./use_chart";

const EDGE = { left: 8, right: 14, top: 46, bottom: 26 };
const LETTER = 7;

/** Where a value stands among bins of unequal width, in bins from the left: 2.5 is the middle of the third. */
export function position(bins, value) {
    const index = bins.findIndex(({ to }) => !isNumber(to) || value <= to);
    const at = index < 0 ? bins.length - 1 : index;
    const { from, to } = bins[at];
    const share = isNumber(to) && to > from ? (value - from) / (to - from) : 0;
    return at + Math.min(1, Math.max(0, share));
}

/** The bins between the first and the last that hold something. */
export function trimmed(bins) {
    const full = bins.map(({ n }, index) => (n ? index : -1)).filter((index) => index >= 0);
    return full.length ? bins.slice(full[0], full.at(-1) + 1) : [];
}

/**
 * How many records lie between which values, with the values below which half, eight of ten and nineteen of
 * twenty lie. Every bar is a button where it can open something. Bins: {from, to|null, n, drill?}
 */
export class BarChart extends Component {
    static template = "triangle_kpis.BarChart";
    static props = {
        bins: Array,
        marks: Array,
        unit: String,
        label: String,
        height: { type: Number, optional: true },
        onOpen: { type: Function, optional: true },
    };
    static defaultProps = { height: 220 };

    setup() {
        this.chart = useChart(".o_triangle_mark");
    }

    get bins() {
        return trimmed(this.props.bins).map((bin, index) => ({ ...bin, index, name: this.name(bin), words: this.words(bin) }));
    }

    get drawing() {
        const bins = this.bins;
        const scale = axis([0, ...bins.map(({ n }) => n)], "count", [], 3);
        if (!bins.length) {
            return null;
        }
        const { width } = this.chart.state;
        const height = this.props.height;
        const ticks = scale.ticks.map((tick) => ({ tick, text: formatValue(tick, "count") }));
        const left = EDGE.left + Math.max(...ticks.map(({ text }) => text.length)) * LETTER;
        const box = { left, right: width - EDGE.right, top: EDGE.top, bottom: height - EDGE.bottom };
        const y = place(0, scale.high, box.bottom, box.top);
        const step = (box.right - box.left) / bins.length;
        const room = every(bins.length, box.right - box.left, 52);
        return {
            width,
            height,
            box,
            ticks: ticks.map((tick) => ({ ...tick, y: y(tick.tick) })),
            bars: bins.map((bin) => ({ ...bin, x: box.left + bin.index * step + 1, width: Math.max(step - 2, 1), y: y(bin.n), size: Math.max(box.bottom - y(bin.n), 1) })),
            edges: bins.filter(({ index }) => index % room === 0).map((bin) => ({ x: box.left + bin.index * step, text: this.say(bin.from), index: bin.index })),
            marks: this.marks(bins, box, step),
        };
    }

    /** Percentiles as lines; their words stand in rows of their own so that neighbours do not cover each other. */
    marks(bins, box, step) {
        return this.known.map((mark, index) => {
            const x = box.left + position(bins, mark.value) * step;
            return { ...mark, x, y: 12 + (index % 3) * 14, anchor: x > box.right - 120 ? "end" : "start" };
        });
    }

    get known() {
        return this.props.marks
            .filter(({ value }) => isNumber(value))
            .map((mark) => ({ ...mark, text: mark.label + ": " + (mark.open ? "≥ " : "") + this.say(mark.value) }));
    }

    say(value) {
        return formatValue(value, this.props.unit);
    }

    name({ from, to }) {
        if (!isNumber(to)) {
            return _t("over %s", this.say(from));
        }
        return from === to ? this.say(from) : _t("%(from)s to %(to)s", { from: this.say(from), to: this.say(to) });
    }

    words(bin) {
        return _t("%(name)s: %(n)s records", { name: this.name(bin), n: formatValue(bin.n, "count") });
    }

    get description() {
        return this.known.map(({ text }) => text).join(". ");
    }

    open(bin) {
        this.props.onOpen?.(bin);
    }

    onKey(ev, bin) {
        if (!this.chart.move(ev) && isPress(ev)) {
            ev.preventDefault();
            this.open(bin);
        }
    }
}
