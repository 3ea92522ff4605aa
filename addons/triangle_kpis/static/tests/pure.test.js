import { DashboardLoader, Status } from "@triangle_kpis/page/dashboard_loader";
import { fromUrl, shift, toServer, toUrl, defaultFilters } from "@triangle_kpis/page/filters";
import {
    arrow,
    formatBase,
    formatChange,
    formatInterval,
    formatRange,
    formatTarget,
    formatValue,
    health,
    NOTHING,
    splitValue,
} from "@triangle_kpis/page/format";
import { plot } from "@triangle_kpis/page/sparkline";
import { Deferred, describe, expect, test } from "@odoo/hoot";
import { allowTranslations, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { localization } from "@web/core/l10n/localization";
import { currencies } from "@web/core/currency";
import { user } from "@web/core/user";

const { DateTime } = luxon;

describe.current.tags("headless");

function speak(lang, decimalPoint, thousandsSep) {
    patchWithCleanup(localization, { decimalPoint, thousandsSep, grouping: [3, 0] });
    patchWithCleanup(user, { lang });
    allowTranslations();
}

describe("format", () => {
    test("nothing is a dash, zero is zero", () => {
        speak("en-US", ".", ",");
        for (const nothing of [null, undefined, NaN]) {
            expect(formatValue(nothing, "percent")).toBe(NOTHING);
        }
        expect(formatValue(0, "percent")).toBe("0%");
        expect(formatValue(0, "count")).toBe("0");
        expect(splitValue(null, "per_1000")).toEqual({ number: "–", unit: "" });
    });

    test("each unit in words", () => {
        speak("en-US", ".", ",");
        expect(formatValue(0.704, "percent")).toBe("70%");
        expect(formatValue(19.2, "per_1000")).toBe("19 per 1,000");
        expect(formatValue(0.42, "per_1000")).toBe("0.4 per 1,000");
        expect(formatValue(7.25, "hours")).toBe("7.3 h");
        expect(formatValue(128, "hours")).toBe("128 h");
        expect(formatValue(12345, "count")).toBe("12,345");
        expect(formatValue(54.2, "index")).toBe("54");
        expect([34, -5.4, 0].map((value) => formatValue(value, "score"))).toEqual(["+34", "−5", "0"]);
        expect([5, 119, 130, 125.4, 900, 0].map((value) => formatValue(value, "minutes"))).toEqual(["5 min", "119 min", "2 h 10 min", "2 h 5 min", "15 h", "0 min"]);
        expect([1, 2.5, 40].map((value) => formatValue(value, "days"))).toEqual(["1 day", "2.5 days", "40 days"]);
        expect(formatValue(4.28, "points")).toBe("4.3 points");
        expect(formatValue(1.756, "factor")).toBe("1.76");
    });

    test("money in its currency, cents only where they matter", () => {
        speak("en-US", ".", ",");
        patchWithCleanup(currencies, { 7: { symbol: "€", position: "after", digits: [0, 2] }, 8: { symbol: "$", position: "before", digits: [0, 2] } });
        patchWithCleanup(user, { activeCompany: { currency_id: 7 } });
        expect(formatValue(12345.6, "money", 8).replace(/\s/g, " ")).toBe("$ 12,346");
        expect(formatValue(9.5, "money").replace(/\s/g, " ")).toBe("9.50 €");
    });

    test("nearly all is not all, nearly nothing is not nothing", () => {
        speak("en-US", ".", ",");
        expect([0.998, 0.002, 1, 0.994].map((value) => formatValue(value, "percent"))).toEqual(["99.8%", "0.2%", "100%", "99%"]);
    });

    test("bands and targets", () => {
        speak("en-US", ".", ",");
        expect(formatTarget({ target: 0.95, unit: "percent", direction: "up" })).toBe("target 95%");
        expect(formatTarget({ target: 0.7, target_high: 0.85, unit: "percent", direction: "band" })).toBe("target 70–85%");
        expect([formatTarget({ unit: "percent" }), formatTarget({ target: null, unit: "count" })]).toEqual(["", ""]);
        expect(formatRange(30, 150, "minutes")).toBe("30 min – 2 h 30 min");
        expect(formatInterval([14.2, 25.1], "per_1000")).toBe("likely 14–25");
        expect(splitValue(19.2, "per_1000")).toEqual({ number: "19", unit: "per 1,000" });
    });

    test("the user's language sets separators and the percent sign", () => {
        speak("de-DE", ",", ".");
        expect(formatValue(12345, "count")).toBe("12.345");
        expect(formatValue(0.7, "percent")).toBe("70\u00a0%");
        expect(formatInterval([0.66, 0.73], "percent")).toBe("likely 66–73\u00a0%");
    });

    test("intervals, bases and changes", () => {
        speak("en-US", ".", ",");
        expect(formatInterval([0.66, 0.73], "percent")).toBe("likely 66–73%");
        expect(formatInterval(null, "percent")).toBe("");
        expect(formatBase({ unit: "percent", n: 630 })).toBe("of 630");
        expect(formatBase({ unit: "count", n: 12 })).toBe("");
        expect(formatChange(-0.07, "percent")).toBe("7 points less");
        expect(formatChange(3, "count")).toBe("3 more");
        expect(formatChange(0.001, "percent")).toBe("no change");
        expect(formatChange(0.01, "percent")).toBe("1 point more");
        expect(formatChange(null, "percent")).toBe("");
        expect([formatChange(-90, "minutes"), formatChange(2, "days"), formatChange(-6.2, "score")]).toEqual(["90 min less", "2 days more", "6 points less"]);
        expect([arrow(2), arrow(-2), arrow(0), arrow(null)].join()).toBe("▲,▼,,");
    });

    test("the health of a side is a word, not only a colour", () => {
        speak("en-US", ".", ",");
        const keys = [null, 0, 49.9, 50, 79, 80, 100].map((score) => health(score).key);
        expect(keys).toEqual(["unknown", "weak", "weak", "fair", "fair", "strong", "strong"]);
        expect(health(10).label).toBe("breaking");
    });
});

describe("filters", () => {
    test("what goes into the address comes back out", () => {
        const filters = { ...defaultFilters(), preset: "last_quarter", compare: null, team_id: 3, as_of: "2026-01-15" };
        expect(toUrl(filters)).toEqual({
            preset: "last_quarter",
            from: undefined,
            to: undefined,
            compare: "none",
            team: 3,
            channel: undefined,
            department: undefined,
            campaign: undefined,
            asof: "2026-01-15",
        });
        allowTranslations();
        expect(fromUrl(toUrl(filters))).toEqual(filters);
    });

    test("nonsense in the address is left out", () => {
        allowTranslations();
        expect(fromUrl({ preset: "for ever", from: "2026-13-45", team: "Kim", compare: "x", to: 7, asof: "then" })).toEqual(defaultFilters());
    });

    test("the last 7 days end today", () => {
        const { preset, date_from, date_to } = toServer({ preset: "last_7_days" }, DateTime.fromISO("2026-03-03"));
        expect([preset, date_from, date_to]).toEqual([null, "2026-02-25", "2026-03-03"]);
    });

    test("a quarter moves by quarters, days by their length", () => {
        expect(shift({ from: "2026-01-01", to: "2026-03-31" }, -1)).toEqual({
            preset: null,
            date_from: "2025-10-01",
            date_to: "2025-12-31",
        });
        expect(shift({ from: "2026-01-01", to: "2026-01-31" }, 1).date_to).toBe("2026-02-28");
        expect(shift({ from: "2026-03-25", to: "2026-03-31" }, 1)).toEqual({
            preset: null,
            date_from: "2026-04-01",
            date_to: "2026-04-07",
        });
    });
});

describe("sparkline", () => {
    test("a month without data breaks the line", () => {
        const drawn = plot([{ value: 1 }, { value: 2 }, { value: null }, { value: 3 }, { value: 2, partial: true }], null, 108, 28);
        expect(drawn.lines).toEqual(["4,24 29,14", "79,4 104,14"]);
        expect(drawn.dots.map((dot) => dot.hollow)).toEqual([false, false, false, true]);
        expect(drawn.target).toBe(null);
    });

    test("the target is inside the picture, and nothing is drawn from nothing", () => {
        expect(plot([{ value: 0.5 }, { value: 0.6 }], 1, 100, 28).target).toBe(4);
        expect(plot([{ value: null }], 1, 100, 28)).toEqual({ lines: [], dots: [], target: null });
        expect(plot([{ value: 5 }, { value: 5 }], null, 108, 28).lines).toEqual(["4,24 104,24"]);
    });
});

describe("loader", () => {
    test("the last question wins, however late an earlier one is answered", async () => {
        const answers = [new Deferred(), new Deferred()];
        let asked = 0;
        const loader = new DashboardLoader(() => answers[asked++]);
        const both = [loader.load({}), loader.load({})];
        answers[1].resolve({ name: "second", empty: false });
        answers[0].resolve({ name: "first", empty: true });
        await Promise.all(both);
        expect(loader.page.name).toBe("second");
        expect(loader.status).toBe(Status.READY);
    });

    test("empty, denied and failed are told apart, and the page read before stays", async () => {
        const answers = [
            () => ({ empty: true }),
            () => Promise.reject({ exceptionName: "odoo.exceptions.AccessError", data: { message: "Not you" } }),
            () => Promise.reject(new Error("gone")),
        ];
        const loader = new DashboardLoader(async () => answers.shift()());
        await loader.load({});
        expect(loader.status).toBe(Status.EMPTY);
        await loader.load({});
        expect([loader.status, loader.error]).toEqual([Status.DENIED, "Not you"]);
        await loader.load({});
        expect([loader.status, loader.error]).toEqual([Status.FAILED, "gone"]);
        expect(loader.page).toEqual({ empty: true });
    });
});
