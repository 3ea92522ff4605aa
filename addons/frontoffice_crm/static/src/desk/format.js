/** Words for moments and figures at the desk. Pure: everything comes in as an argument. */

import { _t } from "@web/core/l10n/translation";

const { DateTime, Info } = luxon;
const END_OF_DAY = 17;
const UNITS = { m: "minutes", min: "minutes", h: "hours", d: "days", w: "weeks" };

/** A moment as people say it: "Thu 26 Nov 14:00"; today and tomorrow by name. */
export function formatWhen(moment, now = DateTime.local()) {
    if (!moment) {
        return "";
    }
    const days = Math.round(moment.startOf("day").diff(now.startOf("day"), "days").days);
    const clock = moment.toFormat("HH:mm");
    if (days === 0) {
        return _t("today %s", clock);
    }
    if (days === 1) {
        return _t("tomorrow %s", clock);
    }
    const year = moment.year === now.year ? "" : ` ${moment.year}`;
    return `${moment.toFormat("ccc d LLL")}${year} ${clock}`;
}

/** One line under a name in the list of hits: company, number, town. */
export function formatHit(hit) {
    return [hit.company, hit.phone, hit.city || hit.email].filter(Boolean).join(" · ");
}

/** How long the first in the queue has been waiting; empty when nobody waits. */
export function formatWaiting(since, now = DateTime.local()) {
    return since ? formatSpan(now.diff(since, "minutes").minutes) : "";
}

/** Minutes as "4 min", "2 h" or "3 d". */
export function formatSpan(minutes) {
    if (minutes < 60) {
        return _t("%s min", Math.max(0, Math.round(minutes)));
    }
    return minutes < 2880 ? _t("%s h", Math.round(minutes / 60)) : _t("%s d", Math.round(minutes / 1440));
}

/** How long somebody has been a customer: "new", "customer for 5 months", "customer for 6 years". */
export function formatSince(moment, now = DateTime.local()) {
    const months = moment ? Math.floor(now.diff(moment, "months").months) : 0;
    if (months < 1) {
        return _t("new customer");
    }
    if (months < 24) {
        return months === 1 ? _t("customer for a month") : _t("customer for %s months", months);
    }
    return _t("customer for %s years", Math.floor(months / 12));
}

/** How an open promise stands: late, today or ahead. */
export function dueTone(moment, now = DateTime.local()) {
    if (!moment) {
        return "none";
    }
    if (moment < now) {
        return "late";
    }
    return moment.hasSame(now, "day") ? "today" : "ahead";
}

/** What experience says about the safe date of a standard promise. */
export function describeSafe(safe) {
    if (!safe?.due_at) {
        return _t("no working hours are set, so no safe date can be given");
    }
    if (safe.basis === "experience") {
        return safe.of
            ? _t("safe: we manage it 8 times out of 10 (kept %(kept)s of %(of)s lately)", { kept: safe.kept, of: safe.of })
            : _t("safe: we manage it 8 times out of 10");
    }
    return safe.of
        ? _t("usual time, kept %(kept)s of %(of)s so far", { kept: safe.kept, of: safe.of })
        : _t("usual time, too few so far to judge");
}

/** What experience says about a date sooner than the safe one; empty when it is safe. */
export function describeTight(chosen) {
    if (!chosen || chosen.safe) {
        return "";
    }
    return chosen.of
        ? _t("kept %(kept)s of %(of)s this tight", { kept: chosen.kept, of: chosen.of })
        : _t("sooner than the safe date, never tried this tight");
}

/** [before, letter, after] of a label, for the underlined letter; appended when it has no such letter. */
export function splitLabel(label, key) {
    const at = label.toLowerCase().indexOf(key);
    return at < 0
        ? [`${label} (`, key.toUpperCase(), ")"]
        : [label.slice(0, at), label[at], label.slice(at + 1)];
}

/** Icon of a rating from 1 to 5. */
export function smiley(value) {
    return value >= 4 ? "fa-smile-o" : value === 3 ? "fa-meh-o" : "fa-frown-o";
}

// -- typed moments ---------------------------------------------------------------------------------

function nameIndex(word, lists) {
    for (const names of lists) {
        const at = names.findIndex((name) => name.toLowerCase().replace(".", "").startsWith(word));
        if (at >= 0) {
            return at;
        }
    }
    return -1;
}

const readers = [
    function relative(word, found, now) {
        const match = word.match(/^\+(\d+)(min|m|h|d|w)$/);
        if (match) {
            found.base = now.plus({ [UNITS[match[2]]]: Number(match[1]) });
            found.exact = match[2] === "h" || match[2].startsWith("m");
        }
        return match;
    },
    function clock(word, found) {
        const match = word.match(/^(\d{1,2})(?::(\d{2}))?(am|pm|h)?$/);
        if (!match || (!match[2] && !match[3]) || Number(match[1]) > 24) {
            return null;
        }
        const late = match[3] === "pm" && Number(match[1]) < 12 ? 12 : 0;
        const early = match[3] === "am" && Number(match[1]) === 12 ? -12 : 0;
        found.hour = Number(match[1]) + late + early;
        found.minute = Number(match[2] || 0);
        return match;
    },
    function iso(word, found) {
        const match = word.match(/^(\d{4})-(\d{1,2})-(\d{1,2})$/);
        if (match) {
            [found.year, found.month, found.day] = match.slice(1).map(Number);
        }
        return match;
    },
    function dotted(word, found) {
        const match = word.match(/^(\d{1,2})\.(\d{1,2})\.?(\d{4})?$/);
        if (match) {
            [found.day, found.month] = [Number(match[1]), Number(match[2])];
            found.year = match[3] ? Number(match[3]) : undefined;
        }
        return match;
    },
    function dayName(word, found, now) {
        const plain = word.replace(".", "");
        if (plain === "today" || plain === _t("today").toLowerCase()) {
            found.base = now;
            return true;
        }
        if (plain === "tomorrow" || plain === _t("tomorrow").toLowerCase()) {
            found.base = now.plus({ days: 1 });
            return true;
        }
        const short = plain.length >= 2 && !/\d/.test(plain);
        const at = short ? nameIndex(plain, [Info.weekdays("long"), Info.weekdays("long", { locale: "en" })]) : -1;
        if (at >= 0) {
            found.weekday = at + 1;
        }
        return at >= 0;
    },
    function monthName(word, found) {
        const plain = word.replace(".", "");
        const at =
            plain.length >= 3 && !/\d/.test(plain)
                ? nameIndex(plain, [Info.months("long"), Info.months("long", { locale: "en" })])
                : -1;
        if (at >= 0) {
            found.month = at + 1;
        }
        return at >= 0;
    },
    function bare(word, found) {
        const match = word.match(/^(\d{1,2})\.?$/);
        if (match) {
            found.numbers.push(Number(match[1]));
        }
        return match;
    },
];

function spread(found) {
    for (const number of found.numbers) {
        if (found.month && found.day === undefined) {
            found.day = number;
        } else {
            found.hour = number;
            found.minute = 0;
        }
    }
}

function dayOf(found, now) {
    if (found.month) {
        const day = DateTime.fromObject(
            { year: found.year || now.year, month: found.month, day: found.day || 1 },
            { zone: now.zone }
        );
        return !found.year && day < now.startOf("day") ? day.plus({ years: 1 }) : day;
    }
    if (found.weekday) {
        return now.plus({ days: (found.weekday - now.weekday + 7) % 7 });
    }
    return found.base || now;
}

/**
 * A moment typed as people write it: "thu 14", "tomorrow 9:30", "27 nov 14:00", "27.11. 2pm", "+2d",
 * "2026-11-27 14:00". Without a time it is 17:00. Returns null for nothing, undefined for words
 * that are not understood.
 */
export function parseWhen(text, now = DateTime.local()) {
    const words = (text || "").toLowerCase().replace(/,/g, " ").replace(/\s+(am|pm)\b/g, "$1").split(/\s+/).filter(Boolean);
    if (!words.length) {
        return null;
    }
    const found = { numbers: [] };
    for (const word of words) {
        if (!readers.some((reader) => reader(word, found, now))) {
            return undefined;
        }
    }
    spread(found);
    if (found.exact) {
        return found.base.startOf("minute");
    }
    const hour = found.hour ?? END_OF_DAY;
    let moment = dayOf(found, now).set({ hour, minute: found.minute || 0, second: 0, millisecond: 0 });
    if (moment < now && !found.month) {
        moment = found.weekday ? moment.plus({ weeks: 1 }) : found.base ? moment : moment.plus({ days: 1 });
    }
    return moment.isValid ? moment : undefined;
}
