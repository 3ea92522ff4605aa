import { animationFrame, runAllTimers } from "@odoo/hoot-mock";
import { onRpc } from "@web/../tests/web_test_helpers";

export const OPENED = {
    user: { id: 1, name: "Priya" },
    channel: { id: 1, name: "Counter 1", kind: "counter" },
    channels: [{ id: 1, name: "Counter 1", kind: "counter" }],
    topics: [{ id: 5, name: "Boiler stopped", sure: false, standard: { id: 9, name: "Engineer visit" } }],
    standards: [{ id: 9, name: "Engineer visit" }],
    counts: { today: 0, waiting: 0, waiting_since: null },
    drafts: [],
    notices: [],
    outcomes: ["informed", "case", "message", "directed", "appointment", "lead"],
};
export const ANA = {
    id: 8, name: "Ana Ortiz", company: "", phone: "0151", email: "", city: "Ellersby", language: "Spanish",
    since: "2020-01-01 00:00:00", rating: null, broken: null, last: null, cases: [], case_count: 0, promises: [],
};

/** A desk with one customer and one topic; returns what was logged. ``more``: answers of further methods. */
export function mockDesk(more = {}) {
    const logged = [];
    onRpc("frontoffice.desk", "*", ({ method, args }) => {
        const mocks = {
            open: () => OPENED,
            refresh: () => ({ ...OPENED, counts: { ...OPENED.counts, today: logged.length } }),
            find: () => [{ ...ANA, open_cases: 1, due_today: 0, case: null }],
            customer: () => ANA,
            topics: () => OPENED.topics.map((topic) => ({ ...topic, sure: args[0].includes("boil") })),
            promise: () => ({
                safe: { due_at: "2026-11-26 13:00:00", hours: 16, kept: 0, of: 0, basis: "standard" },
                chosen: null,
            }),
            unfinished: () => false, // null would mean: ask the next mock
            autosave: () => true,
            similar: () => [],
            say_back: () => ({ text: "You asked about: Boiler stopped.", lang: "en-US" }),
            log: () => {
                logged.push(args[0]);
                return { ...OPENED, token: "t", text: "Ana Ortiz", counts: { ...OPENED.counts, today: 1 } };
            },
        };
        return more[method] ? more[method](...args) : mocks[method]();
    });
    return logged;
}

export async function settle() {
    for (let i = 0; i < 4; i++) {
        await runAllTimers();
        await animationFrame();
    }
}
