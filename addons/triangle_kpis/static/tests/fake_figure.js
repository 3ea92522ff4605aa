import { fakeTile } from "./fake_page";

function point(index, part = {}) {
    return {
        label: `Week ${index}`,
        from: `2025-10-${String(index).padStart(2, "0")}`,
        to: `2025-10-${String(index + 6).padStart(2, "0")}`,
        value: 0.9,
        n: 50,
        centre: 0.9,
        low: 0.8,
        high: 0.98,
        flags: [],
        annotation: null,
        ...part,
    };
}

/** A figure with everything behind "How sure are we?", as `triangle.dashboard.get_kpi` answers it. */
export const FAKE_FIGURE = {
    tile: fakeTile({
        code: "K33",
        label: "Kept",
        tooltip: "Promises we kept.",
        definition: "Of the promises due: fulfilled in time.",
        guard: "Promises made at all",
        value: 0.7,
        n: 630,
        count: 441,
        interval: [0.66, 0.73],
        badges: ["simpson"],
        drill: { kpi: "K33", part: "all" },
    }),
    period: {
        from: "2025-10-01",
        to: "2025-12-31",
        label: "Oct 2025 – Dec 2025",
        reason: null,
        reason_text: null,
        compare: { from: "2025-07-01", to: "2025-09-30", label: "Jul 2025 – Sep 2025" },
    },
    filters: { date_from: "2025-10-01", date_to: "2025-12-31", compare: "previous" },
    chart: {
        kind: "p'",
        points: [
            point(1),
            point(2, { value: null, n: 0 }),
            point(3, { value: 0.6, flags: ["R1"], annotation: "Campaign began" }),
            point(4),
            point(5, { value: 0.88 }),
        ],
        baseline: "Usual since 24 weeks.",
    },
    distribution: {
        bins: [
            { from: 0, to: 15, n: 0 },
            { from: 15, to: 30, n: 40 },
            { from: 30, to: 60, n: 10, drill: { kpi: "K33", part: "bin:2" } },
            { from: 60, to: null, n: 0 },
        ],
        p50: 24,
        p80: 30,
        p90: 45,
        p95: 52.5,
    },
    members: [
        {
            by: "team_id",
            rows: [
                { id: 2, name: "South", value: 0.74, n: 300, interval: [0.69, 0.79], status: "ok", apart: true, better: true, drill: { kpi: "K33", part: "all", filters: { team_id: 2 } } },
                { id: 1, name: "North", value: 0.66, n: 330, interval: [0.6, 0.71], status: "ok", drill: { kpi: "K33", part: "all", filters: { team_id: 1 } } },
            ],
        },
        {
            by: "channel_id",
            rows: [
                { id: 5, name: "Phone", value: 0.7, n: 600, interval: [0.66, 0.74], status: "ok", drill: { kpi: "K33", part: "all", filters: { channel_id: 5 } } },
                { id: 6, name: "Chat", value: 0.9, n: 12, interval: null, status: "low_n", drill: { kpi: "K33", part: "all", filters: { channel_id: 6 } } },
            ],
        },
    ],
    split: { rate: 0.1, mix: -0.24, simpson: true, rows: [{ name: "North", before: 0.4, value: 0.5, rate: 0.05, mix: -0.14 }] },
    versions: [
        { number: 1, at: "2025-01-01 08:00:00", user: "Helen", note: null, formula: "a / b" },
        { number: 2, at: "2025-06-01 08:00:00", user: "Helen", note: "Disputed ones left out", formula: "c / b" },
    ],
    why: { added: 3, removed: 0, recalculated: 2, note: "Two ratings came late." },
    guards: [{ code: "K12", label: "Made", value: 0.61, unit: "percent" }],
    forecast: null,
    intervals: "It lies between 66 and 73 %, 19 times out of 20.",
    confidence: "Enough to judge.",
    as_of: "2026-01-01 10:00:00",
};
