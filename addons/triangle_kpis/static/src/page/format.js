import { formatCurrency } from "@web/core/currency";
import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";
import { formatFloat } from "@web/core/utils/numbers";

/** What stands for "no data". Absent is not zero. */
export const NOTHING = "–";

/** A true minus sign, as wide as a plus. */
const MINUS = "−";
const HOUR = 60;

/** Units whose change is told in points, not in the unit itself. */
const IN_POINTS = ["percent", "score", "index"];

export function isNumber(value) {
    return typeof value === "number" && Number.isFinite(value);
}

/** A number with the separators of the user's language settings; one more digit where a whole number would say 0. */
function number(value, digits = 0) {
    const small = value !== 0 && Math.abs(value) < 1 && !digits;
    return formatFloat(value, { digits: [0, small ? 1 : digits], trailingZeros: !small });
}

/** Puts the percent sign where the user's language puts it: "70%", "70 %", "%70". */
function withPercentSign(text) {
    const parts = new Intl.NumberFormat(user.lang || "en-US", { style: "percent" }).formatToParts(0.5);
    return parts.map((part) => (part.type === "integer" ? text : part.value)).join("");
}

/** A share without its sign; a whole number that would say "none" or "all" though it is not so gets a digit. */
function share(value) {
    const points = value * 100;
    const misleading = points !== Math.round(points) && [0, 100].includes(Math.abs(Math.round(points)));
    return formatFloat(points, { digits: [0, misleading ? 1 : 0] });
}

function hoursAndMinutes(minutes) {
    const whole = Math.round(Math.abs(minutes));
    const sign = minutes < 0 && whole ? MINUS : "";
    const [hours, rest] = [Math.floor(whole / HOUR), whole % HOUR];
    if (whole < 2 * HOUR) {
        return sign + _t("%s min", number(whole));
    }
    if (hours >= 10 || !rest) {
        return sign + _t("%s h", number(Math.round(whole / HOUR)));
    }
    return sign + _t("%(hours)s h %(minutes)s min", { hours: number(hours), minutes: rest });
}

function money(value, currency) {
    const id = currency || user.activeCompany?.currency_id;
    return formatCurrency(value, id, { digits: [0, Math.abs(value) < 100 ? 2 : 0] });
}

function signed(value) {
    const text = number(Math.abs(value));
    return text === "0" ? text : (value < 0 ? MINUS : "+") + text;
}

function factor(value) {
    return formatFloat(value, { digits: [0, Math.abs(value) < 10 ? 2 : 1] });
}

const TEXTS = {
    percent: (value) => withPercentSign(share(value)),
    per_1000: (value) => _t("%s per 1,000", number(value)),
    count: (value) => number(value),
    money,
    minutes: hoursAndMinutes,
    hours: (value) => _t("%s h", number(value, Math.abs(value) < 100 ? 1 : 0)),
    days: (value) => (value === 1 ? _t("1 day") : _t("%s days", number(value, Math.abs(value) < 10 && value % 1 ? 1 : 0))),
    points: (value) => _t("%s points", formatFloat(value, { digits: [0, 1] })),
    score: signed,
    index: (value) => number(value),
    factor,
};

/**
 * The text of a figure.
 *
 * @param {number|null} value percent: a share of 1; per_1000: per thousand; minutes and hours of working
 *   time; money in the currency given; score −100…100; index 0…100 (sides and triangle)
 * @param {string} unit
 * @param {number} [currency] id; the company's own where none is given
 * @returns {string} "–" for null
 */
export function formatValue(value, unit, currency) {
    return isNumber(value) ? (TEXTS[unit] || TEXTS.count)(value, currency) : NOTHING;
}

/** The two parts of a figure for setting them in two sizes: {number: "19", unit: "per 1,000"}. */
export function splitValue(value, unit, currency) {
    if (unit === "per_1000" && isNumber(value)) {
        return { number: number(value), unit: _t("per 1,000") };
    }
    return { number: formatValue(value, unit, currency), unit: "" };
}

/** "likely 66–73%", or "" without an interval. */
export function formatInterval(interval, unit, currency) {
    if (!interval || !interval.every(isNumber)) {
        return "";
    }
    return _t("likely %s", formatRange(...interval, unit, currency));
}

/** "66–73%", "35 min – 1 h 10 min"; one text where both ends read the same. */
export function formatRange(low, high, unit, currency) {
    const plain = { percent: share, per_1000: number, count: number, index: number }[unit];
    const say = (value) => (plain ? plain(value) : formatValue(value, unit, currency));
    const ends = [say(low), say(high)];
    const range = ends[0] === ends[1] ? ends[0] : ends.join(plain ? "–" : " – ");
    return unit === "percent" ? withPercentSign(range) : range;
}

/** A change in words: "5 points more", "no change"; shares change by points. "" without a change. */
export function formatChange(change, unit, currency) {
    if (!isNumber(change)) {
        return "";
    }
    const points = IN_POINTS.includes(unit);
    const size = Math.abs(unit === "percent" ? change * 100 : change);
    const text = points ? formatFloat(size, { digits: [0, 0] }) : sizeOf(size, unit, currency);
    if (!/[1-9]/.test(text)) {
        return _t("no change");
    }
    if (points && text === "1") {
        return change > 0 ? _t("1 point more") : _t("1 point less");
    }
    if (points) {
        return change > 0 ? _t("%s points more", text) : _t("%s points less", text);
    }
    return change > 0 ? _t("%s more", text) : _t("%s less", text);
}

function sizeOf(size, unit, currency) {
    return ["per_1000", "count"].includes(unit) ? number(size) : formatValue(size, unit, currency);
}

/** ▲ ▼ or "" – the text beside it says the same in words. */
export function arrow(change) {
    return !isNumber(change) || change === 0 ? "" : change > 0 ? "▲" : "▼";
}

/** How many it rests on: "of 630", "" where a figure counts itself. */
export function formatBase(tile) {
    return tile.unit === "count" || !tile.n ? "" : _t("of %s", number(tile.n));
}

/** "target 95%", "target 70–85%" for a band, "" without one. */
export function formatTarget({ target = null, target_high: high = null, direction, unit, currency }) {
    if (!isNumber(target)) {
        return "";
    }
    const band = direction === "band" && isNumber(high);
    return _t("target %s", band ? formatRange(target, high, unit, currency) : formatValue(target, unit, currency));
}

/**
 * The health of a side from its score (0 at the floor, 100 at the target), with a word beside the colour.
 *
 * @returns {{key: string, label: string, tone: string}} tone: a Bootstrap semantic colour
 */
export function health(score) {
    if (!isNumber(score)) {
        return { key: "unknown", label: _t("still learning"), tone: "secondary" };
    }
    if (score >= 80) {
        return { key: "strong", label: _t("holds"), tone: "success" };
    }
    return score >= 50
        ? { key: "fair", label: _t("under strain"), tone: "warning" }
        : { key: "weak", label: _t("breaking"), tone: "danger" };
}
