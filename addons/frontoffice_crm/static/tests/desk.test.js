import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { click, press, queryAll, queryOne } from "@odoo/hoot-dom";
import { mockDate } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { allowTranslations, contains, mountWithCleanup } from "@web/../tests/web_test_helpers";
import { FrontDesk } from "@frontoffice_crm/desk/desk";
import { emptyForm, formLabel, isReady, isTouched, toValues } from "@frontoffice_crm/desk/desk_form";
import {
    describeSafe,
    describeTight,
    dueTone,
    formatSince,
    formatSpan,
    formatWhen,
    parseWhen,
    splitLabel,
} from "@frontoffice_crm/desk/format";
import { mockDesk, settle } from "./desk_mock";

const { DateTime } = luxon;
const NOW = DateTime.fromISO("2026-11-24T10:00:00"); // a Tuesday

describe.current.tags("desktop");
defineMailModels();
beforeEach(() => allowTranslations());

describe("words", () => {
    test("a moment as people say it", () => {
        expect(formatWhen(DateTime.fromISO("2026-11-24T14:00"), NOW)).toBe("today 14:00");
        expect(formatWhen(DateTime.fromISO("2026-11-25T09:30"), NOW)).toBe("tomorrow 09:30");
        expect(formatWhen(DateTime.fromISO("2026-11-26T14:00"), NOW)).toBe("Thu 26 Nov 14:00");
        expect(formatWhen(DateTime.fromISO("2027-01-07T08:00"), NOW)).toBe("Thu 7 Jan 2027 08:00");
        expect(formatWhen(null, NOW)).toBe("");
    });

    test("spans and years", () => {
        expect([formatSpan(4.4), formatSpan(130), formatSpan(4320)].join()).toBe("4 min,2 h,3 d");
        expect(formatSince(NOW.minus({ days: 3 }), NOW)).toBe("new customer");
        expect(formatSince(NOW.minus({ months: 5 }), NOW)).toBe("customer for 5 months");
        expect(formatSince(NOW.minus({ years: 6, days: 1 }), NOW)).toBe("customer for 6 years");
    });

    test("how a promise stands", () => {
        expect(dueTone(NOW.minus({ minutes: 1 }), NOW)).toBe("late");
        expect(dueTone(NOW.plus({ hours: 1 }), NOW)).toBe("today");
        expect(dueTone(NOW.plus({ days: 2 }), NOW)).toBe("ahead");
        expect(dueTone(null, NOW)).toBe("none");
    });

    test("what experience says", () => {
        expect(describeSafe({ due_at: null })).toInclude("no working hours");
        expect(describeSafe({ due_at: "x", basis: "standard", of: 0 })).toInclude("too few");
        expect(describeTight({ safe: false, kept: 41, of: 63 })).toBe("kept 41 of 63 this tight");
        expect(describeTight({ safe: true })).toBe("");
    });

    test("the underlined letter", () => {
        expect(splitLabel("Directed", "d").join("|")).toBe("|D|irected");
        expect(splitLabel("Erledigt", "a").join("|")).toBe("Erledigt (|A|)");
    });
});

describe("typed moments", () => {
    const cases = {
        "thu 14": "2026-11-26T14:00",
        "Thursday, 2:30 pm": "2026-11-26T14:30",
        "tomorrow 9:30": "2026-11-25T09:30",
        tomorrow: "2026-11-25T17:00",
        "27 nov 14:00": "2026-11-27T14:00",
        "nov 27": "2026-11-27T17:00",
        "27.11. 2pm": "2026-11-27T14:00",
        "3 jan 10": "2027-01-03T10:00",
        "+2d": "2026-11-26T17:00",
        "+3h": "2026-11-24T13:00",
        "16:15": "2026-11-24T16:15",
        "9:00": "2026-11-25T09:00",
        "tue 9": "2026-12-01T09:00",
        "2026-12-01 08:00": "2026-12-01T08:00",
    };
    for (const [text, expected] of Object.entries(cases)) {
        test(text, () => {
            expect(parseWhen(text, NOW).toFormat("yyyy-MM-dd'T'HH:mm")).toBe(expected);
        });
    }
    test("nothing and nonsense", () => {
        expect(parseWhen("  ", NOW)).toBe(null);
        expect(parseWhen("soonish", NOW)).toBe(undefined);
        expect(parseWhen("31.2. 10:00", NOW)).toBe(undefined);
    });
});

test("the form becomes what the server expects", () => {
    const form = emptyForm();
    expect(isTouched(form)).toBe(false);
    form.who = { kind: "new", name: "Tom", phone: "030", email: "" };
    expect(isReady(form)).toBe(false);
    form.about = " keys ";
    form.outcome = "case";
    form.panes.case.type = "problem";
    form.promise = { standard: { id: 3, name: "Visit" }, name: "", due_at: "2026-11-26 13:00:00", reason: " near " };
    expect(isReady(form)).toBe(true);
    expect(formLabel(form)).toBe("Tom ·  keys ");
    const values = toValues(form, 7);
    expect(values.new).toEqual({ name: "Tom", phone: "030", email: "" });
    expect(values.about).toBe("keys");
    expect(values.case).toEqual({ type: "problem" });
    expect(values.promise).toEqual({
        standard_id: 3,
        name: "",
        due_at: "2026-11-26 13:00:00",
        override_reason: "near",
    });
    expect(values.channel_id).toBe(7);
    expect(JSON.parse(JSON.stringify(form))).toEqual(form, { message: "can be parked" });
});

test("a whole contact by keyboard", async () => {
    mockDate("2026-11-24 10:00:00");
    const logged = mockDesk();
    await mountWithCleanup(FrontDesk, { props: { action: {}, actionId: 1 } });
    await settle();
    expect("[data-desk=who]").toBeFocused();
    await contains("[data-desk=who]").edit("ort", { confirm: false });
    await settle();
    expect(".o_desk_option").toHaveCount(2);
    await press("Enter");
    await settle();
    expect(".o_desk_customer h2").toHaveText("Ana Ortiz");
    expect("[data-desk=topic]").toBeFocused();
    await contains("[data-desk=topic]").edit("boil", { confirm: false });
    await settle();
    await press("Enter");
    await settle();
    expect("[data-desk=note]").toBeFocused();
    await press("Enter");
    await settle();
    expect("[data-desk=next]").toBeFocused();
    await press("p");
    await settle();
    expect("[data-desk=due]").toBeFocused();
    expect(".o_desk_hint").toHaveText(/usual time/);
    await press(["ctrl", "Enter"]);
    await settle();
    expect(logged.length).toBe(1);
    expect(logged[0]).toMatchObject({ partner_id: 8, need_id: 5, outcome: "informed" });
    expect(logged[0].promise.due_at).toBe("2026-11-26 13:00:00");
    expect(".o_desk_tally").toHaveText(/today: 1 logged/);
});

test("letters act in the action row alone; '-' is nobody in particular", async () => {
    mockDesk();
    await mountWithCleanup(FrontDesk, { props: { action: {}, actionId: 1 } });
    await settle();
    await contains("[data-desk=who]").edit("-", { confirm: false });
    await settle();
    expect(".o_desk_customer h2").toHaveText("Anonymous");
    await contains("[data-desk=note]").edit("cold", { confirm: false });
    expect("[data-step=informed]").toHaveAttribute("aria-checked", "true");
    queryOne("[data-desk=next]").focus();
    await press("c");
    await settle();
    expect("[data-step=case]").toHaveAttribute("aria-checked", "true");
    expect(queryAll(".o_desk_step u").map((el) => el.textContent).join("")).toBe("ACMDVLP");
    await click("button:contains(Somebody else)");
    await settle();
    await press("?");
    await settle();
    expect(".o_desk_help").toHaveCount(1);
});
