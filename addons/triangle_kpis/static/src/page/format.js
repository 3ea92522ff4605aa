import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";
import { formatFloat } from "@web/core/utils/numbers";

/** What stands for "no data". Absent is not zero. */
export const NOTHING = "–";

const DIGITS = { percent: 0, per_1000: 0, count: 0, hours: 1, score: 0 };

function isNumber(value) {
    return typeof value === "number" && Number.isFinite(value);
}

/** A number with the separators of the user's language settings; one more digit where a whole number would say 0. */
function number(value, digits) {
    const small = value !== 0 && Math.abs(value) < 1 && !digits;
    return formatFloat(value, { digits: [0, small ? 1 : digits], trailingZeros: !small });
}

/** Puts the percent sign where the user's language puts it: "70%", "70 %", "%70". */
function withPercentSign(text) {
    const parts = new Intl.NumberFormat(user.lang || "en-US", { style: "percent" }).formatToParts(0.5);
    return parts.map((part) => (part.type === "integer" ? text : part.value)).join("");
}

/**
 * The text of a figure.
 *
 * @param {number|null} value percent: a share of 1; per_1000: per thousand; hours; count; score 0…100
 * @param {"percent"|"per_1000"|"hours"|"count"|"score"} unit
 * @returns {string} "–" for null
 */
export function formatValue(value, unit) {
    if (!isNumber(value)) {
        return NOTHING;
    }
    if (unit === "percent") {
        return withPercentSign(formatFloat(value * 100, { digits: [0, 0] }));
    }
    const text = number(value, DIGITS[unit] ?? 0);
    if (unit === "per_1000") {
        return _t("%s per 1,000", text);
    }
    return unit === "hours" ? _t("%s h", text) : text;
}

/** The two parts of a figure for setting them in two sizes: {number: "19", unit: "per 1,000"}. */
export function splitValue(value, unit) {
    if (unit === "per_1000" && isNumber(value)) {
        return { number: number(value, 0), unit: _t("per 1,000") };
    }
    return { number: formatValue(value, unit), unit: "" };
}

/** "likely 66–73%", or "" without an interval. */
export function formatInterval(interval, unit) {
    if (!interval || !interval.every(isNumber)) {
        return "";
    }
    const scale = unit === "percent" ? 100 : 1;
    const [low, high] = interval.map((edge) => number(edge * scale, DIGITS[unit] ?? 0));
    const range = low === high ? low : `${low}–${high}`;
    return _t("likely %s", unit === "percent" ? withPercentSign(range) : range);
}

/** A change in words: "5 points more", "no change"; shares change by points. "" without a change. */
export function formatChange(change, unit) {
    if (!isNumber(change)) {
        return "";
    }
    const points = unit === "percent" || unit === "score";
    const size = Math.abs(unit === "percent" ? change * 100 : change);
    const text = points ? formatFloat(size, { digits: [0, 0] }) : number(size, DIGITS[unit] ?? 0);
    if (text === "0") {
        return _t("no change");
    }
    if (points) {
        return change > 0 ? _t("%s points more", text) : _t("%s points less", text);
    }
    return change > 0 ? _t("%s more", text) : _t("%s less", text);
}

/** ▲ ▼ or "" – the text beside it says the same in words. */
export function arrow(change) {
    return !isNumber(change) || change === 0 ? "" : change > 0 ? "▲" : "▼";
}

/** How many it rests on: "of 630", "" where a figure counts itself. */
export function formatBase(tile) {
    return tile.unit === "count" || !tile.n ? "" : _t("of %s", number(tile.n, 0));
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
