import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatRange, formatValue, isNumber } from "../page/format";
import { axis, bounds, every, place, runs, within } from "./scale";
import { isPress, useChart } from "./use_chart";

const EDGE = { left: 8, right: 14, top: 14, bottom: 26 };
const LETTER = 7; // about as wide as a figure of the axis

/** What the rules of a control chart say in plain words. */
export function flagWords() {
    return {
        R1: _t("outside its usual range"),
        R2: _t("eight in a row on one side of the usual"),
        R3: _t("two of three close to the edge of its usual range"),
    };
}

/**
 * Values over time; with a centre and limits it is a control chart. Unknown values break the line, a value
 * of too few or of a running period is hollow, a flagged one is a diamond. Every point is a button.
 *
 * Points: {label, value, n, centre?, low?, high?, flags?, annotation?, low_n?, partial?}
 */
export class LineChart extends Component {
    static template = "triangle_kpis.LineChart";
    static props = {
        points: Array,
        unit: String,
        currency: { type: [Number, { value: null }], optional: true },
        target: { type: [Number, { value: null }], optional: true },
        label: String,
        height: { type: Number, optional: true },
        onOpen: { type: Function, optional: true },
    };
    static defaultProps = { height: 230 };

    setup() {
        this.chart = useChart(".o_triangle_mark");
    }

    get values() {
        return this.props.points.map(({ value }) => value);
    }

    get bounds() {
        return bounds(this.values, this.props.unit);
    }

    get drawing() {
        const { points, unit, target, height } = this.props;
        const limits = points.flatMap(({ centre, low, high }) => [centre, low, high]);
        const scale = axis([...this.values, target], unit, limits);
        if (!scale) {
            return null;
        }
        const width = this.chart.state.width;
        const marks = scale.ticks.map((tick) => ({ tick, text: this.say(tick) }));
        const left = EDGE.left + Math.max(...marks.map(({ text }) => text.length)) * LETTER;
        const box = { left, right: width - EDGE.right, top: EDGE.top, bottom: height - EDGE.bottom };
        const y = place(scale.low, scale.high, box.bottom, box.top);
        const step = (box.right - box.left) / Math.max(points.length, 1);
        const dots = points.map((point, index) => this.dot(point, index, box.left + step * (index + 0.5), y));
        return {
            width,
            height,
            box,
            ticks: marks.map((mark) => ({ ...mark, y: y(mark.tick) })),
            target: isNumber(target) ? this.goal(y(target), dots, box) : null,
            lines: runs(dots).map((run) => run.map(({ x, y: at }) => `${x},${at}`).join(" ")),
            bands: this.bands(dots, step, y),
            centres: this.steps(dots, step, (point) => point.centre, y),
            dots: dots.filter(({ value }) => isNumber(value)),
            labels: this.labels(dots, box),
        };
    }

    dot(point, index, x, y) {
        const flagged = Boolean(point.flags?.length);
        return {
            ...point,
            index,
            x: Math.round(x * 10) / 10,
            y: isNumber(point.value) ? y(point.value) : null,
            flagged,
            hollow: Boolean(point.low_n || point.partial) && !flagged,
            words: this.words(point),
            note: point.annotation ? this.notes.findIndex((note) => note.label === point.label) + 1 : null,
        };
    }

    /** The line of the target; its word stands at the end that no point covers. */
    goal(at, dots, box) {
        const free = (dot) => !dot || dot.y === null || Math.abs(dot.y - at) > 24;
        return free(dots[0]) && free(dots[1]) ? { at, x: box.left + 4, anchor: "start" } : { at, x: box.right, anchor: "end" };
    }

    /** The area between the limits: as wide as its points, since limits follow how many there were. */
    bands(dots, step, y) {
        const limited = ({ low, high }) => isNumber(low) && isNumber(high);
        const ends = this.bounds;
        return runs(dots, limited).map((run) => {
            const at = (dot, key) => y(within(dot[key], ends));
            const along = (key) => run.flatMap((dot) => [`${dot.x - step / 2},${at(dot, key)}`, `${dot.x + step / 2},${at(dot, key)}`]);
            return [...along("high"), ...along("low").reverse()].join(" ");
        });
    }

    steps(dots, step, read, y) {
        return runs(dots, (dot) => isNumber(read(dot))).map((run) =>
            run.flatMap((dot) => [`${dot.x - step / 2},${y(read(dot))}`, `${dot.x + step / 2},${y(read(dot))}`]).join(" ")
        );
    }

    /** Labels of the time axis, as many as there is room for; the last is the one people look for. */
    labels(dots, box) {
        const longest = Math.max(...dots.map(({ label }) => label.length), 1);
        const step = every(dots.length, box.right - box.left, longest * LETTER + 8);
        return dots.filter(({ index }) => (dots.length - 1 - index) % step === 0);
    }

    get notes() {
        return this.props.points.filter((point) => point.annotation);
    }

    get limited() {
        return this.props.points.some(({ low, high }) => isNumber(low) || isNumber(high));
    }

    say(value) {
        return formatValue(value, this.props.unit, this.props.currency);
    }

    range(point) {
        const { unit, currency } = this.props;
        return isNumber(point.low) && isNumber(point.high)
            ? formatRange(within(point.low, this.bounds), within(point.high, this.bounds), unit, currency)
            : "–";
    }

    flags(point) {
        const words = flagWords();
        return (point.flags || []).map((flag) => words[flag] || flag).join(", ");
    }

    /** One point in words: what a screen reader says and a mouse shows. */
    words(point) {
        const base = point.n ? _t("of %s", formatValue(point.n, "count")) : "";
        const state = point.low_n ? _t("too few to judge") : point.partial ? _t("not over yet") : "";
        const said = [base, state, this.flags(point), point.annotation].filter(Boolean).join(", ");
        const value = point.label + ": " + this.say(point.value);
        return said ? value + ", " + said : value;
    }

    get description() {
        const known = this.props.points.filter(({ value }) => isNumber(value));
        const flagged = known.filter(({ flags }) => flags?.length).length;
        if (!known.length) {
            return _t("No values yet.");
        }
        const text = _t("%(n)s values from %(first)s to %(last)s.", { n: known.length, first: this.words(known[0]), last: this.words(known.at(-1)) });
        return flagged ? text + " " + _t("%s of them stand out.", flagged) : text;
    }

    open(point) {
        this.props.onOpen?.(point);
    }

    onKey(ev, point) {
        if (!this.chart.move(ev) && isPress(ev)) {
            ev.preventDefault();
            this.open(point);
        }
    }
}
