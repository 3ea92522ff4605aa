import { position, trimmed } from "@triangle_kpis/chart/bar_chart";
import { axis, bounds, every, place, runs, ticks, within } from "@triangle_kpis/chart/scale";
import { target } from "@triangle_kpis/chart/use_chart";
import { describe, expect, test } from "@odoo/hoot";

describe.current.tags("headless");

test("an axis has round numbers around all values", () => {
    expect(ticks(0, 10)).toEqual([0, 2.5, 5, 7.5, 10]);
    expect(ticks(0.61, 0.93)).toEqual([0.6, 0.7, 0.8, 0.9, 1]);
    expect(ticks(5, 5).length).toBeGreaterThan(1);
});

test("an axis stays where its unit can be", () => {
    const share = axis([0.97, 1], "percent");
    expect(share.high).toBe(1);
    expect(share.low).toBeLessThan(0.97);
    expect(axis([0, 3], "count").low).toBe(0);
    expect(axis([-40, 20], "score").low).toBeGreaterThan(-101);
    expect(axis([null, undefined, NaN], "percent")).toBe(null);
    expect(axis([70, 500], "minutes").ticks.every((tick) => tick % 60 === 0)).toBe(true);
});

test("what is usual goes no further than the chart, and the chart as far as its values", () => {
    expect(axis([5, 22], "per_1000", [-9, 33]).low).toBe(0);
    expect([within(-9, [0, 1000]), within(33, [0, 1000]), within(1.2, [0, 1])]).toEqual([0, 33, 1]);
    expect(bounds([0.2, null, -0.06], "percent")).toEqual([-0.06, 1]);
    const difference = axis([0.02, -0.06], "percent", [-0.4, 0.4]);
    expect([difference.low, axis([0.9, 1.04], "percent").high]).toEqual([-0.06, 1.04]);
});

test("values stand where they belong", () => {
    const y = place(0, 1, 100, 0);
    expect([y(0), y(0.25), y(1)]).toEqual([100, 75, 0]);
    expect(place(5, 5, 0, 10)(5)).toBe(0);
});

test("what is unknown breaks a line", () => {
    const points = [1, 2, null, null, 3].map((value) => ({ value }));
    expect(runs(points).map((run) => run.length)).toEqual([2, 1]);
    expect(runs([{ value: null }])).toEqual([]);
});

test("labels only where there is room", () => {
    expect([every(12, 600, 50), every(52, 600, 50), every(3, 0, 50)]).toEqual([1, 5, 150]);
});

test("a percentile stands within its bin, also when bins are unequal", () => {
    const bins = [{ from: 0, to: 10 }, { from: 10, to: 30 }, { from: 30, to: null }];
    expect([position(bins, 5), position(bins, 20), position(bins, 10), position(bins, 99)]).toEqual([0.5, 1.5, 1, 2]);
});

test("empty bins at the ends are not drawn, those between are", () => {
    expect(trimmed([0, 3, 0, 2, 0].map((n) => ({ n }))).map(({ n }) => n)).toEqual([3, 0, 2]);
    expect(trimmed([{ n: 0 }])).toEqual([]);
});

test("arrows, Home and End stay within the chart", () => {
    expect([target("ArrowRight", 4, 5), target("ArrowLeft", 0, 5), target("Home", 3, 5), target("End", 3, 5)]).toEqual([4, 0, 0, 4]);
    expect([target("ArrowUp", 2, 5), target("ArrowDown", 2, 5), target("a", 2, 5)]).toEqual([1, 3, null]);
});
