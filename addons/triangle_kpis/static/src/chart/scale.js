import { isNumber } from "../page/format";

/**
 * Round numbers that cover a range.
 *
 * @returns {number[]} rising, about `count` of them; the first is at or below `low`, the last at or above `high`
 */
export function ticks(low, high, count = 4) {
    const span = high - low || Math.abs(high) || 1;
    const rough = span / count;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 2.5, 5, 10].map((part) => part * power).find((size) => size >= rough * 0.999);
    const first = Math.floor(low / step + 1e-9);
    const last = Math.max(first + 1, Math.ceil(high / step - 1e-9));
    return Array.from({ length: last - first + 1 }, (_none, index) => clean((first + index) * step));
}

function clean(value) {
    return Number(value.toPrecision(12));
}

/** Working hours and days read better in steps of hours and days than of hundreds of minutes. */
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 960, 1920, 3840, 7680];

function minuteTicks(low, high, count) {
    const step = STEPS.find((size) => size >= (high - low) / count) || STEPS.at(-1);
    const first = Math.floor(low / step);
    const last = Math.max(first + 1, Math.ceil(high / step));
    return Array.from({ length: last - first + 1 }, (_none, index) => (first + index) * step);
}

/** Where values of a unit usually end: a share between 0 and 1, a count above 0. */
const BOUNDS = {
    percent: [0, 1],
    per_1000: [0, 1000],
    count: [0, Infinity],
    minutes: [0, Infinity],
    hours: [0, Infinity],
    days: [0, Infinity],
    index: [0, 100],
    score: [-100, 100],
};

/** Where a chart of these values ends: that of its unit, unless a value lies beyond, as differences of shares may. */
export function bounds(values, unit) {
    const [least, most] = BOUNDS[unit] || [-Infinity, Infinity];
    const known = values.filter(isNumber);
    return [Math.min(least, ...known), Math.max(most, ...known)];
}

/** A limit of what is usual, no further than the chart goes. */
export function within(value, [least, most]) {
    return Math.min(Math.max(value, least), most);
}

/**
 * The axis of a chart: from which to which value, and where lines are drawn.
 *
 * @param {Array} values what is drawn
 * @param {Array} limits what is usual: never beyond the end of the chart
 * @returns {{low: number, high: number, ticks: number[]}|null} null without any number
 */
export function axis(values, unit, limits = [], count = 4) {
    const [least, most] = bounds(values, unit);
    const known = [...values, ...limits.filter(isNumber).map((limit) => within(limit, [least, most]))].filter(isNumber);
    if (!known.length) {
        return null;
    }
    let [low, high] = [Math.min(...known), Math.max(...known)];
    const air = (high - low) * 0.08 || Math.abs(high) * 0.1 || 1;
    low = Math.max(least, low - air);
    high = Math.min(most, high + air);
    const marks = (unit === "minutes" ? minuteTicks : ticks)(low, high, count);
    const inside = marks.filter((mark) => mark >= least && mark <= most);
    return { low: Math.min(inside[0], ...known), high: Math.max(inside.at(-1), ...known), ticks: inside };
}

/** A function from values to places: `low` stands at `from`, `high` at `to`. */
export function place(low, high, from, to) {
    const span = high - low || 1;
    return (value) => Math.round((from + ((value - low) / span) * (to - from)) * 10) / 10;
}

/** Runs of neighbours that have a value: what is unknown breaks a line. */
export function runs(points, known = (point) => isNumber(point.value)) {
    const found = [[]];
    for (const point of points) {
        if (known(point)) {
            found.at(-1).push(point);
        } else if (found.at(-1).length) {
            found.push([]);
        }
    }
    return found.filter((run) => run.length);
}

/** Every how many labels there is room for one. */
export function every(count, width, needed) {
    return Math.max(1, Math.ceil((count * needed) / Math.max(width, 1)));
}
