import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";

const { DateTime } = luxon;

/** Keys that act while the list has the focus: button -> letter. */
export const KEYS = {
    accept: "a",
    claim: "a",
    return: "b",
    pause: "w",
    deliver: "y",
    confirm: "y",
    reject: "n",
    resend: "s",
    resume: "g",
};

/**
 * Working time in words: "45 min", "3 h 10", "1 d 2 h". A day is `day` working seconds long.
 *
 * @param {number} seconds
 * @param {number} day
 * @returns {string}
 */
export function duration(seconds, day) {
    const minutes = Math.round(Math.abs(seconds) / 60);
    const dayMinutes = Math.max(Math.round(day / 60), 1);
    if (minutes < 60) {
        return _t("%(m)s min", { m: minutes });
    }
    // whole days of a 24 h calendar still read best as days
    if (minutes < 2 * dayMinutes) {
        const rest = minutes % 60;
        const h = Math.floor(minutes / 60);
        return rest ? _t("%(h)s h %(m)s", { h, m: String(rest).padStart(2, "0") }) : _t("%(h)s h", { h });
    }
    let d = Math.floor(minutes / dayMinutes);
    let h = Math.round((minutes % dayMinutes) / 60);
    if (h * 60 >= dayMinutes) {
        [d, h] = [d + 1, 0];
    }
    return h ? _t("%(d)s d %(h)s h", { d, h }) : _t("%(d)s d", { d });
}

/**
 * What is left for a row: words and how urgent it is ("late", "risk", "" or "stopped").
 *
 * @param {{left: number|null, late: boolean, risk: boolean, stopped: boolean}} row
 * @param {number} day working seconds of a day
 */
export function timeLeft(row, day) {
    if (row.left === null || row.left === undefined) {
        return { text: "–", tone: "" };
    }
    if (row.stopped) {
        return { text: _t("%(time)s, clock waits", { time: duration(row.left, day) }), tone: "stopped" };
    }
    if (row.left < 0 || row.late) {
        const late = Math.abs(row.left) < 60;
        return { text: late ? _t("time is up") : _t("late by %(time)s", { time: duration(row.left, day) }), tone: "late" };
    }
    return { text: _t("%(time)s left", { time: duration(row.left, day) }), tone: row.risk ? "risk" : "" };
}

/**
 * A moment as people say it: "today 14:00", "Thu 14:00", "3 Dec, 14:00".
 *
 * @param {string|null} text UTC as the server sends it
 * @param {luxon.DateTime} [now]
 */
export function when(text, now = DateTime.local()) {
    if (!text) {
        return "";
    }
    const moment = deserializeDateTime(text);
    const time = moment.toLocaleString(DateTime.TIME_SIMPLE);
    const days = Math.round(moment.startOf("day").diff(now.startOf("day"), "days").days);
    if (days === 0) {
        return _t("today %(time)s", { time });
    }
    if (days === 1) {
        return _t("tomorrow %(time)s", { time });
    }
    const day = Math.abs(days) < 7 && days > 0 ? { weekday: "short" } : { day: "numeric", month: "short" };
    return `${moment.toLocaleString(day)} ${time}`;
}

/** Share of the time budget that is used, 0 to 100. */
export function usedShare(clock) {
    if (!clock.budget) {
        return 0;
    }
    return Math.min(100, Math.max(0, Math.round((100 * clock.used) / clock.budget)));
}

/**
 * Whose turn it usually is for what was ticked: that of the first reason; a thing the sender was
 * asked for and did not give is the sender's.
 *
 * @param {string[]} codes ticked
 * @param {{code: string, fault: string}[]} reasons
 */
export function faultFor(codes, reasons) {
    if (codes.some((code) => code.startsWith("item:"))) {
        return "sender";
    }
    return reasons.find((reason) => codes.includes(reason.code))?.fault || "sender";
}

/** The button a letter presses among those offered, if any. */
export function buttonFor(key, buttons) {
    const offered = [...buttons.main, ...buttons.more];
    return offered.find((button) => KEYS[button] === key);
}

/** The row to select once `id` has left the list: what came after it, else the last one. */
export function nextSelection(before, rows, id) {
    if (rows.some((row) => row.id === id)) {
        return id;
    }
    const at = before.findIndex((row) => row.id === id);
    return rows.length ? rows[Math.min(Math.max(at, 0), rows.length - 1)].id : null;
}
