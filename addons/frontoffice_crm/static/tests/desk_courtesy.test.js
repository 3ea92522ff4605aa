import { describe, beforeEach, expect, test } from "@odoo/hoot";
import { click, press, queryAllTexts } from "@odoo/hoot-dom";
import { advanceTime, mockDate } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { allowTranslations, contains, mountWithCleanup } from "@web/../tests/web_test_helpers";
import { CallDesk, callLabel } from "@frontoffice_crm/desk/call_service";
import { FrontDesk } from "@frontoffice_crm/desk/desk";
import { emptyForm, toValues } from "@frontoffice_crm/desk/desk_form";
import { ANA, mockDesk, OPENED, settle } from "./desk_mock";

describe.current.tags("desktop");
defineMailModels();
beforeEach(() => {
    allowTranslations();
    sessionStorage.clear();
});

async function openDesk(more) {
    const logged = mockDesk(more);
    const desk = await mountWithCleanup(FrontDesk, { props: { action: {}, actionId: 1 } });
    await settle();
    return { desk, logged };
}

async function pickAna() {
    await contains("[data-desk=who]").edit("ort", { confirm: false });
    await settle();
    await press("Enter");
    await settle();
}

test("what is new on the form reaches the server", () => {
    const form = { ...emptyForm(), send: true, remind: { at: "2026-11-25 08:00:00" }, call_id: 4, ticket_id: 9, channel_id: 2 };
    expect(toValues(form, 1)).toMatchObject({
        send: true, remind: { at: "2026-11-25 08:00:00" }, call_id: 4, ticket_id: 9, channel_id: 2,
    });
    expect(toValues(emptyForm(), 1)).toMatchObject({ send: false, channel_id: 1 });
    expect("remind" in toValues(emptyForm(), 1)).toBe(false);
});

test("a form is saved a second after the last key, and once", async () => {
    const saved = [];
    await openDesk({ autosave: (...args) => saved.push(args) });
    expect(saved.length).toBe(0);
    await pickAna();
    await contains("[data-desk=note]").edit("no heat", { confirm: false });
    await advanceTime(1200);
    await settle();
    const [form, label, draft, key] = saved.at(-1);
    expect([form.who.name, form.note, label, draft]).toEqual(["Ana Ortiz", "no heat", "Ana Ortiz · no heat", null]);
    expect(key).toBe(sessionStorage.getItem("frontoffice_crm.desk_window"));
    const before = saved.length;
    await advanceTime(3000);
    await settle();
    expect(saved.length).toBe(before);
});

test("what this window was writing comes back", async () => {
    const form = { ...emptyForm(), who: { kind: "partner", id: 8, name: "Ana Ortiz" }, note: "no heat", draft_id: 3 };
    await openDesk({ unfinished: () => form });
    expect(".o_desk_customer h2").toHaveText("Ana Ortiz");
    expect("[data-desk=note]").toHaveValue("no heat");
});

test("an unreachable server does not disturb", async () => {
    await openDesk({
        autosave: () => {
            throw new Error("offline");
        },
    });
    await pickAna();
    await advanceTime(1500);
    await settle();
    expect(".o_desk_error").toHaveCount(0);
    expect(".o_dialog").toHaveCount(0);
});

test("a call opens an empty desk and waits beside a busy one", async () => {
    mockDate("2026-11-24 10:00:00");
    const parked = [];
    const { desk } = await openDesk({
        caller: (number) => ({ number, hits: number.endsWith("0151") ? [{ ...ANA, case: null }] : [] }),
        park: (form) => parked.push(form) && OPENED,
    });
    await desk.onCall({ id: 1, event: "ringing", number: "+49 0151", direction: "in", name: "" });
    await settle();
    expect(".o_desk_customer h2").toHaveText("Ana Ortiz");
    await desk.onCall({ id: 2, event: "ringing", number: "+49 999", direction: "in", name: "Tom" });
    await settle();
    expect(".o_desk_call").toHaveText(/Calling now: Tom · \+49 999/);
    expect(".o_desk_customer h2").toHaveText("Ana Ortiz");
    await press("F9");
    await settle();
    expect(parked.length).toBe(1);
    expect("[data-desk=new_phone]").toHaveValue("+49 999");
    expect(".o_desk_call").toHaveCount(0);
});

test("elsewhere a ringing call is a note, an answered one opens the desk", () => {
    const done = [];
    const action = { doAction: (name) => done.push(name) };
    const notification = { add: (text, options) => done.push([text, options.buttons[0].name]) && (() => done.push("closed")) };
    const calls = new CallDesk(action, notification);
    const call = { id: 1, number: "0151", name: "Ana Ortiz", direction: "in" };
    expect(callLabel(call)).toBe("Ana Ortiz · 0151");
    calls.onEvent({ ...call, event: "ringing" });
    calls.onEvent({ ...call, event: "answered" });
    expect(done.map(String)).toEqual(["Ana Ortiz · 0151,Open the desk", "closed", "frontoffice_crm.desk_action"]);
    expect(calls.takePending().id).toBe(1);
    expect(calls.takePending()).toBe(null);
});

test("the sentence goes out only where there is an address", async () => {
    const { logged } = await openDesk({ customer: () => ({ ...ANA, emails: ["ana@example.com"] }) });
    await pickAna();
    await contains("[data-desk=topic]").edit("boil", { confirm: false });
    await settle();
    await press("Enter");
    await settle();
    await click("[data-step=send]");
    await settle();
    expect("[data-step=send]").toHaveText(/Goes to ana@example.com/);
    await press(["ctrl", "Enter"]);
    await settle();
    expect(logged[0].send).toBe(true);
});

test("without an address it can be copied", async () => {
    await openDesk();
    await pickAna();
    await settle();
    expect("[data-step=send]").toHaveCount(0);
    expect("[data-step=copy]").toHaveCount(1);
});

test("somebody known is offered while a new person is typed", async () => {
    await openDesk({ similar: ({ name }) => (name === "Anna Ortiz" ? [{ ...ANA, why: "name" }] : []) });
    await press("F2");
    await settle();
    await contains("[data-desk=new_name]").edit("Anna Ortiz", { confirm: false });
    await settle();
    expect(queryAllTexts(".o_desk_similar .badge")).toEqual(["similar name"]);
    await click(".o_desk_similar .o_desk_line");
    await settle();
    expect(".o_desk_customer h2").toHaveText("Ana Ortiz");
    expect(".o_desk_similar").toHaveCount(0);
});

test("F8 calls the next one when there is a waiting line", async () => {
    const queue = { on: true, count: 1, since: null, serving: [], queues: [] };
    const ticket = { id: 5, number: "A012", name: "", partner_id: false, topic: null, note: "" };
    const { logged } = await openDesk({ open: () => ({ ...OPENED, queue }), call_next: () => ticket });
    expect("[data-step=call_next]").toHaveText(/Call next/);
    await press("F8");
    await settle();
    expect(".o_desk_customer h2").toHaveText("A012");
    await contains("[data-desk=note]").edit("keys", { confirm: false });
    await press(["ctrl", "Enter"]);
    await settle();
    expect(logged[0].ticket_id).toBe(5);
});
