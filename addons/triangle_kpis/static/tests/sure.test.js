import { TrianglePage } from "@triangle_kpis/page/triangle_page";
import { SureBlocks } from "@triangle_kpis/page/sure_blocks";
import { beforeEach, expect, test } from "@odoo/hoot";
import { press, queryAllTexts } from "@odoo/hoot-dom";
import { animationFrame, Deferred } from "@odoo/hoot-mock";
import { Component, useState, xml } from "@odoo/owl";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { contains, makeServerError, mockService, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";
import { FAKE_DATA } from "./fake_page";

defineMailModels();

const MOVED = {
    text: ["The score went from 61 to 54.", "Most of it: Kept, −4.7 points."],
    note: null,
    tables: [{
        title: "What moved the score",
        head: ["Figure", "Side", "Points of the score"],
        rows: [
            { cells: ["Kept", "Kept", "−4.7"], kpi: "K33", drill: null },
            { cells: ["Together", "", "−7.0"], kpi: null, drill: null },
        ],
    }],
};
const TOPICS = {
    text: ["No topic is asked clearly more often than before."],
    note: null,
    tables: [{ title: "Belongs to nobody", head: ["Topic", "Asked"], rows: [{ cells: ["Drains", "6"], kpi: null, drill: { kpi: "K28", part: "topic:3" } }] }],
};
const PAYS = { text: ["Too early to say: 13 of 18 months can be compared, missing: 5."], note: "A link is no cause.", tables: [] };
const ANSWERS = { moved: MOVED, topics: TOPICS, pays: PAYS };

beforeEach(() => {
    onRpc("triangle.dashboard", "get_page", () => FAKE_DATA);
    onRpc("triangle.dashboard", "get_sure", ({ args }) => {
        expect.step(`asked ${args[0]} ${args[1].date_from}`);
        if (!ANSWERS[args[0]]) {
            throw makeServerError({ type: "UserError", message: "It cannot be said." });
        }
        return ANSWERS[args[0]];
    });
    onRpc("triangle.dashboard", "drill", ({ args }) => {
        expect.step(`${args[0]} ${args[2]}`);
        return { type: "ir.actions.act_window", res_model: "frontoffice.encounter", total: 6, visible: 6 };
    });
    onRpc("frontoffice.sample", "status", () => ({ loaded: false, company_id: false, can_load: true }));
    onRpc("has_access", () => true);
    onRpc("has_group", () => true);
    mockService("action", { doAction: (action, options) => expect.step(typeof action === "string" ? `${action} ${options.props.kpi}` : "opened") });
});

async function mountSure() {
    await mountWithCleanup(TrianglePage, { props: { action: {} } });
    expect("[data-block]").toHaveCount(0);
    await contains(".o_triangle_sure_button").click();
    expect.verifySteps([]);
}

test("four closed questions wait behind the button, and nothing is asked before one is opened", async () => {
    await mountSure();
    expect(queryAllTexts("[data-block] h2")).toEqual(["What moved the score?", "With other weights?", "What rises, and what belongs to nobody?", "Does it pay?"]);
    expect("[data-block] [aria-expanded=false]").toHaveCount(4);
    expect("[data-block].d-print-none").toHaveCount(4, { message: "what is closed is not printed" });
    await contains("[data-block=moved] h2 button").click();
    expect.verifySteps(["asked moved 2025-10-01"]);
    expect("[data-block=moved] h2 button").toHaveAttribute("aria-expanded", "true");
    expect("#o_triangle_question_moved").toBeVisible();
    expect("[data-block=moved]").not.toHaveClass("d-print-none");
    expect("[data-block=moved] .o_triangle_plain").toHaveText("The score went from 61 to 54. Most of it: Kept, −4.7 points.");
    await contains("[data-block=moved] h2 button").click();
    expect("#o_triangle_question_moved").not.toBeVisible();
    await contains("[data-block=moved] h2 button").click();
    expect.verifySteps([], { message: "asked once" });
});

test("rows lead to their figure or to their records, a sum leads nowhere", async () => {
    await mountSure();
    await contains("[data-block=moved] h2 button").click();
    await contains("[data-block=topics] h2 button").click();
    expect.verifySteps(["asked moved 2025-10-01", "asked topics 2025-10-01"]);
    await contains("[data-block=moved] tbody button").click();
    expect.verifySteps(["triangle_kpis.action_figure K33"]);
    expect("[data-block=moved] tbody button").toHaveCount(1);
    await contains("[data-block=topics] tbody button").click();
    expect.verifySteps(["K28 topic:3", "opened"]);
});

test("the link comes with its warning, and what the server refuses is said", async () => {
    await mountSure();
    await contains("[data-block=pays] h2 button").click();
    expect("[data-block=pays] .o_triangle_plain").toHaveText(/missing: 5/);
    expect("[data-block=pays] .o_triangle_warning").toHaveText("A link is no cause.");
    await contains("[data-block=weights] h2 button").click();
    expect("[data-block=weights] [role=alert]").toHaveText(/It cannot be said/);
    expect.verifySteps(["asked pays 2025-10-01", "asked weights 2025-10-01"]);
});

test("keys work on the questions as on any button", async () => {
    await mountSure();
    document.querySelector("[data-block=pays] h2 button").focus();
    await press("Enter");
    await animationFrame();
    expect("[data-block=pays] .o_triangle_plain").toHaveCount(1);
    expect.verifySteps(["asked pays 2025-10-01"]);
});

test("with another page the open questions are asked again, and a late answer to the old one is dropped", async () => {
    const late = new Deferred();
    class Parent extends Component {
        static template = xml`<SureBlocks ask="ask" asked="state.page" onOpen="() => {}" onFigure="() => {}"/>`;
        static components = { SureBlocks };
        static props = {};
        setup() {
            this.state = useState({ page: { n: 1 } });
            this.ask = (block) => {
                expect.step(`${block} ${this.state.page.n}`);
                return this.state.page.n === 1 ? late : Promise.resolve({ ...PAYS, text: ["new"] });
            };
        }
    }
    const parent = await mountWithCleanup(Parent);
    await contains("[data-block=pays] h2 button").click();
    expect("[data-block=pays] [role=status]").toHaveText("Counting…");
    parent.state.page = { n: 2 };
    await animationFrame();
    expect.verifySteps(["pays 1", "pays 2"]);
    late.resolve({ ...PAYS, text: ["old"] });
    await animationFrame();
    expect("[data-block=pays] .o_triangle_plain").toHaveText("new");
});
