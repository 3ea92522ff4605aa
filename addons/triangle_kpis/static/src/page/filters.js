import { _t } from "@web/core/l10n/translation";

const { DateTime } = luxon;

/** Filters of the page and the names they have in the address. */
const KEYS = {
    preset: "preset",
    date_from: "from",
    date_to: "to",
    compare: "compare",
    team_id: "team",
    channel_id: "channel",
    department_id: "department",
    campaign_id: "campaign",
    as_of: "asof",
};
const IDS = ["team_id", "channel_id", "department_id", "campaign_id"];
const DATES = ["date_from", "date_to", "as_of"];

/** Periods on offer. "last_7_days" is counted here, all others on the server. */
export function presets() {
    return [
        ["last_7_days", _t("Last 7 days")],
        ["last_30_days", _t("Last 30 days")],
        ["this_month", _t("This month")],
        ["last_month", _t("Last month")],
        ["this_quarter", _t("This quarter")],
        ["last_quarter", _t("Last quarter")],
        ["last_12_months", _t("Last 12 months")],
    ].map(([id, label]) => ({ id, label }));
}

export function comparisons() {
    return [
        { id: "previous", label: _t("vs the period before") },
        { id: "last_year", label: _t("vs same last year") },
        { id: null, label: _t("no comparison") },
    ];
}

/** Records one can choose, with what they are called when none is chosen. */
export function dimensions() {
    return [
        { key: "team_id", model: "crm.team", all: _t("All teams"), domain: [["is_service", "=", true]] },
        { key: "channel_id", model: "frontoffice.channel", all: _t("All channels"), domain: [] },
        { key: "department_id", model: "hr.department", all: _t("All departments"), domain: [] },
        { key: "campaign_id", model: "utm.campaign", all: _t("All campaigns"), domain: [] },
    ];
}

export function defaultFilters() {
    return {
        preset: null,
        date_from: null,
        date_to: null,
        compare: "previous",
        team_id: null,
        channel_id: null,
        department_id: null,
        campaign_id: null,
        as_of: null,
    };
}

function isDay(text) {
    return /^\d{4}-\d{2}-\d{2}$/.test(text) && DateTime.fromISO(text).isValid;
}

/** Filters from an address; what cannot be read is left out. */
export function fromUrl(state) {
    const filters = defaultFilters();
    if (presets().some(({ id }) => id === state.preset)) {
        filters.preset = state.preset;
    }
    for (const key of DATES) {
        const day = String(state[KEYS[key]] || "");
        filters[key] = isDay(day) ? day : null;
    }
    for (const key of IDS) {
        const id = Number(state[KEYS[key]]);
        filters[key] = Number.isInteger(id) && id > 0 ? id : null;
    }
    if (["last_year", "none"].includes(state.compare)) {
        filters.compare = state.compare === "none" ? null : state.compare;
    }
    return filters;
}

/** What an address must say; defaults are left out (undefined removes a key). */
export function toUrl(filters) {
    const state = {};
    for (const [key, name] of Object.entries(KEYS)) {
        state[name] = filters[key] || undefined;
    }
    state.compare = filters.compare === "previous" ? undefined : filters.compare || "none";
    return state;
}

/** The filters as the server reads them. */
export function toServer(filters, today = DateTime.local()) {
    if (filters.preset !== "last_7_days") {
        return { ...filters };
    }
    return {
        ...filters,
        preset: null,
        date_from: today.minus({ days: 6 }).toISODate(),
        date_to: today.toISODate(),
    };
}

/** The window before (-1) or after (+1) a period: whole months move by months, others by their length. */
export function shift(period, direction) {
    const from = DateTime.fromISO(period.from);
    const to = DateTime.fromISO(period.to);
    if (from.day === 1 && to.day === to.daysInMonth) {
        const months = (to.year - from.year) * 12 + to.month - from.month + 1;
        const start = from.plus({ months: direction * months });
        return days(start, start.plus({ months: months - 1 }).endOf("month"));
    }
    const length = { days: direction * (Math.round(to.diff(from, "days").days) + 1) };
    return days(from.plus(length), to.plus(length));
}

function days(from, to) {
    return { preset: null, date_from: from.toISODate(), date_to: to.toISODate() };
}
