import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { mockDate, mockTimeZone } from "@odoo/hoot-mock";
import {
    buttonFor,
    duration,
    faultFor,
    nextSelection,
    timeLeft,
    usedShare,
    when,
} from "@backoffice_ops/work/format";
import { allowTranslations } from "@web/../tests/web_test_helpers";

describe.current.tags("headless");
beforeEach(allowTranslations);

const DAY = 8 * 3600;

test("working time reads as people say it", () => {
    expect(`${duration(20, DAY)}`).toBe("0 min");
    expect(`${duration(45 * 60, DAY)}`).toBe("45 min");
    expect(`${duration(3 * 3600 + 600, DAY)}`).toBe("3 h 10");
    expect(`${duration(3600, DAY)}`).toBe("1 h");
    expect(`${duration(16 * 3600, DAY)}`).toBe("2 d");
    expect(`${duration(18 * 3600, DAY)}`).toBe("2 d 2 h");
    expect(`${duration(-5400, DAY)}`).toBe("1 h 30");
    // never "2 d 8 h" of an eight-hour day
    expect(`${duration(24 * 3600 - 60, DAY)}`).toBe("3 d");
});

test("time left says late, at risk and a clock that waits", () => {
    const row = { left: 3600, late: false, risk: false, stopped: false };
    expect(`${timeLeft(row, DAY).text}`).toBe("1 h left");
    expect(timeLeft({ ...row, risk: true }, DAY).tone).toBe("risk");
    expect(`${timeLeft({ ...row, left: -7200, late: true }, DAY).text}`).toBe("late by 2 h");
    expect(`${timeLeft({ ...row, left: 0, late: true }, DAY).text}`).toBe("time is up");
    expect(timeLeft({ ...row, stopped: true }, DAY).tone).toBe("stopped");
    expect(timeLeft({ ...row, left: null }, DAY).text).toBe("–");
});

test("a moment as people say it", () => {
    mockDate("2026-11-23 09:00:00");
    mockTimeZone(+1);
    expect(`${when("2026-11-23 13:00:00")}`).toMatch(/^today /);
    expect(`${when("2026-11-23 23:30:00")}`).toMatch(/^tomorrow /);
    expect(`${when("2026-11-26 13:00:00")}`).toMatch(/^Thu /);
    expect(`${when("2026-12-24 13:00:00")}`).toMatch(/Dec/);
    expect(when(null)).toBe("");
});

test("the bar never leaves its frame", () => {
    expect(usedShare({ budget: 100, used: 250 })).toBe(100);
    expect(usedShare({ budget: 100, used: -5 })).toBe(0);
    expect(usedShare({ budget: 0, used: 5 })).toBe(0);
    expect(usedShare({ budget: 8, used: 2 })).toBe(25);
});

test("whose turn it is follows from what is missing", () => {
    const reasons = [{ code: "customer", fault: "customer" }, { code: "ours", fault: "receiver" }];
    expect(faultFor(["item:iban"], reasons)).toBe("sender");
    expect(faultFor(["ours"], reasons)).toBe("receiver");
    expect(faultFor(["ours", "item:iban"], reasons)).toBe("sender");
    expect(faultFor([], reasons)).toBe("sender");
});

test("a letter presses only what is offered", () => {
    const buttons = { main: ["deliver", "pause"], more: ["start", "return"] };
    expect(buttonFor("y", buttons)).toBe("deliver");
    expect(buttonFor("b", buttons)).toBe("return");
    expect(buttonFor("a", buttons)).toBe(undefined);
    expect(buttonFor("y", { main: ["confirm", "reject"], more: [] })).toBe("confirm");
});

test("what has left the list makes room for the next", () => {
    const rows = (...ids) => ids.map((id) => ({ id }));
    expect(nextSelection(rows(1, 2, 3), rows(1, 3), 2)).toBe(3);
    expect(nextSelection(rows(1, 2, 3), rows(1, 2), 3)).toBe(2);
    expect(nextSelection(rows(1, 2), rows(1, 2), 2)).toBe(2);
    expect(nextSelection(rows(1), [], 1)).toBe(null);
    expect(nextSelection([], rows(4, 5), null)).toBe(4);
});
