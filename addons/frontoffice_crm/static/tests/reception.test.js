import { describe, expect, test } from "@odoo/hoot";
import { Outbox, pickupCode } from "@frontoffice_crm/public/outbox";
import { byDay } from "@frontoffice_crm/public/times";
import { QueueModel } from "@frontoffice_crm/queue/queue_model";

describe.current.tags("desktop");

function memory() {
    const kept = {};
    return { getItem: (key) => kept[key] ?? null, setItem: (key, value) => (kept[key] = value) };
}

describe("outbox", () => {
    test("what nobody answered is sent again with its age, and once answered it is gone", async () => {
        const sent = [];
        let online = false;
        let now = 1000;
        const send = async (body) => {
            sent.push(body);
            if (!online) {
                throw new TypeError("network");
            }
            return { status: 200, body: { ok: true, number: "A1" } };
        };
        const box = new Outbox(memory(), "k", send, () => now);
        expect(await box.put({ client_id: "one", kind: "number" })).toBe(null);
        now += 90000;
        online = true;
        const told = [];
        box.onDelivered = (item, answer) => told.push(`${item.client_id} ${answer.number}`);
        await box.flush();
        await box.flush();
        expect(told).toEqual(["one A1"]);
        expect(sent.map((body) => [body.client_id, body.age])).toEqual([["one", 0], ["one", 90]]);
        expect(box.read()).toEqual([]);
    });

    test("it outlives the page, gives up after half an hour, and keeps what the server could not do", async () => {
        const storage = memory();
        const down = new Outbox(storage, "k", async () => ({ status: 503, body: {} }), () => 0);
        expect(await down.put({ client_id: "one" })).toBe(null);
        const reloaded = new Outbox(storage, "k", async () => ({ status: 200, body: {} }), () => 31 * 60000);
        expect(reloaded.read().length).toBe(1);
        await reloaded.flush();
        expect(reloaded.read()).toEqual([]);
    });

    test("codes are short and have no letters that look alike", () => {
        const codes = ["a", "b", "c-1", "5d1e"].map(pickupCode);
        for (const code of codes) {
            expect(code).toMatch(/^[A-HJ-NP-Z2-9]{3}$/);
        }
        expect(new Set(codes).size).toBe(4);
    });
});

test("times are told in the zone of whoever looks, on days the clock changes too", () => {
    const slots = ["2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z"];
    const [[day, times]] = byDay(slots, "Europe/Berlin", "en-GB");
    expect(day).toInclude("29 March");
    expect(times.map((time) => time.clock)).toEqual(["01:30", "03:30"]);
});

test("a row out of turn is one with somebody of its own line before it", () => {
    const model = new QueueModel({});
    model.take({
        rows: [
            { id: 1, queue_id: 1, place: 1 }, { id: 2, queue_id: 2, place: 1 }, { id: 3, queue_id: 1, place: 2 },
        ],
        serving: [],
    });
    expect(model.board.rows.map((row) => model.isJump(row))).toEqual([false, false, true]);
    model.move(1);
    expect(model.chosen).toBe(2);
});
