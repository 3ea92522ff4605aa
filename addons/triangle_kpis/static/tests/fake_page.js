const DAY = "2026-01-01";

function trend(values) {
    return values.map((value, index) => {
        const month = String(index + 1).padStart(2, "0");
        return {
            period: `2025-${month}`,
            label: `Month ${index + 1}`,
            value,
            n: value === null ? 0 : 40,
            low_n: value === null,
            partial: index === values.length - 1,
            from: `2025-${month}-01`,
            to: `2025-${month}-28`,
        };
    });
}

export function fakeTile(part = {}) {
    return {
        code: "K22",
        label: "Satisfaction",
        tooltip: "Customers who rated us good or very good.",
        definition: "Ratings of 4 or 5 out of 5.",
        guard: null,
        side: "interactive",
        unit: "percent",
        direction: "up",
        value: 0.74,
        n: 210,
        count: 155,
        min_n: 30,
        interval: [0.68, 0.79],
        target: 0.85,
        target_source: "House goal",
        status: "ok",
        status_text: null,
        error: null,
        trend: trend([0.7, 0.72, null, 0.74]),
        delta: { value: -0.05, before: 0.79, n: 200, significant: true, better: false },
        drill: { kpi: "K22", part: "all" },
        ...part,
    };
}

function side(label, score, kpi, weakest = false) {
    return { label, small: "marketing", score, value: 0.7, kpi, status: "ok", provisional: false, weakest };
}

/** A quarter that went badly, as `triangle.dashboard.get_page` answers it. */
export const FAKE_DATA = {
    period: { from: "2025-10-01", to: "2025-12-31", label: "Oct 2025 – Dec 2025", reason: null, reason_text: null },
    filters: { date_from: "2025-10-01", date_to: "2025-12-31", compare: "previous" },
    sentence: {
        text: "We kept 70 % of 630 promises. Weakest side: MADE.",
        drill: { kpi: "K33", part: "over", label: "Show those 100" },
    },
    score: { value: 54.2, prev: 61.4, balance: 0.8, weakest: "external" },
    sides: {
        external: side("Made", 41, "K12", true),
        internal: side("Enabled", 58, "K38"),
        interactive: side("Kept", 83, "K33"),
    },
    tiles: [
        fakeTile({ code: "K33", label: "Kept", value: 0.7, n: 630, count: 441, interval: [0.66, 0.73], drill: { kpi: "K33", part: "all" } }),
        fakeTile({ code: "K38", label: "Enabled", side: "internal", drill: { kpi: "K38", part: "all" } }),
        fakeTile({ code: "K12", label: "Made", side: "external", drill: { kpi: "K12", part: "all" } }),
        fakeTile(),
        fakeTile({ code: "K24", label: "Complaints", unit: "per_1000", value: 19.2, direction: "down", drill: { kpi: "K24", part: "num" } }),
        fakeTile({
            code: "K40",
            label: "Complete when sent",
            n: 12,
            status: "low_n",
            status_text: "Too few to judge (12 of 30)",
            drill: { kpi: "K40", part: "all" },
        }),
        fakeTile({ code: "K05", label: "Unknown yet", value: null, n: 0, count: null, status: "no_data", interval: null, trend: [], delta: null }),
    ],
    partition: { of: 189, due: 630, over: 100, enable: 63, deliver: 26 },
    ladder: [
        { key: "made", label: "Promises due", n: 630, drill: { kpi: "K33", part: "ladder_made" } },
        { key: "kept", label: "Kept", n: 441, drill: { kpi: "K33", part: "ladder_kept" } },
    ],
    actions: [
        { text: "Stop or change “24-hour engineer”", drill: { kpi: "K12", part: "miss", filters: { campaign_id: 7 } } },
        { text: "Help Parts", drill: { kpi: "K38", part: "miss" } },
    ],
    starts: [{ code: "K05", label: "Unknown yet", when: "something happens" }],
    as_of: `${DAY} 10:00:00`,
    empty: false,
};
