import { TrianglePage } from "@triangle_kpis/page/triangle_page";
import { beforeEach, expect, test } from "@odoo/hoot";
import { click, manuallyDispatchProgrammaticEvent, press, queryAllTexts, queryOne, queryText } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { contains, makeServerError, mockService, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";
import { user } from "@web/core/user";
import { FAKE_DATA, fakeTile } from "./fake_page";

defineMailModels();

/** One campaign that is clearly worse than all others. */
const APART = [
    { by: "campaign_id", id: 7, name: "In 24 hours", value: 0.38, n: 290, rest: 0.94, drill: { kpi: "K12", part: "miss", filters: { campaign_id: 7 } } },
];

let page;
let asked;

beforeEach(() => {
    page = FAKE_DATA;
    asked = [];
    onRpc("triangle.dashboard", "get_page", ({ args }) => {
        asked.push(args[0]);
        return page;
    });
    onRpc("triangle.dashboard", "drill", ({ args }) => {
        expect.step(`${args[0]} ${args[2]}`);
        return { type: "ir.actions.act_window", res_model: "frontoffice.promise", total: 5, visible: 5 };
    });
    onRpc("triangle.dashboard", "get_apart", ({ args }) => (args[0] === "K12" ? APART : []));
    onRpc("frontoffice.sample", "status", () => ({ loaded: false, company_id: false, can_load: true }));
    onRpc("has_access", () => true);
    onRpc("has_group", () => true);
    mockService("action", { doAction: (action, options) => expect.step(typeof action === "string" && options?.props ? `${action} ${options.props.kpi}` : "opened") });
});

async function mountPage() {
    await mountWithCleanup(TrianglePage, { props: { action: {}, updateActionState: (state) => expect.step(`url ${state.preset || ""}`) } });
    expect.verifySteps(["url "]);
}

test("the sentence comes first and opens its records", async () => {
    await mountPage();
    expect(".o_triangle_sentence p").toHaveText(/^We kept 70 % of 630 promises/);
    await contains(".o_triangle_show").click();
    expect.verifySteps(["K33 over", "opened"]);
});

test("three rows in the order of the keys, weakest side named, nothing drawn without data", async () => {
    await mountPage();
    expect(queryAllTexts(".o_triangle_row h3")).toEqual(["Kept 1", "Enabled 2", "Made 3"]);
    expect(".o_triangle_side[data-side=external]").toHaveText(/Made\s*41\s*breaking\s*weakest side/i);
    expect(".o_triangle_tile").toHaveCount(3);
    expect(".o_triangle_foot summary").toHaveText("1 figure starts when there is something to count");
    expect(".o_triangle_tile.o_unsure").toHaveText(/Too few to judge \(12 of 30\)/);
});

test("every number opens its records", async () => {
    await mountPage();
    await contains(".o_triangle_row[data-code=K12] .o_triangle_value").click();
    expect.verifySteps(["K12 all", "opened"]);
    await contains(".o_triangle_tile[data-code=K24] .o_triangle_value").click();
    expect.verifySteps(["K24 num", "opened"]);
    await contains("[data-part=enable]").click();
    expect.verifySteps(["K33 enable", "opened"]);
    await contains(".o_triangle_actions li:first button").click();
    expect.verifySteps(["K12 miss", "opened"]);
});

test("keys open a side, its records, and go back", async () => {
    await mountPage();
    await press("1");
    await animationFrame();
    expect(".o_triangle_row[data-code=K33]").toHaveClass("o_open");
    expect(".o_triangle_ladder li").toHaveCount(2);
    await press("Enter");
    await animationFrame();
    expect.verifySteps(["K33 all", "opened"]);
    await press("3");
    await animationFrame();
    expect(".o_open").toHaveAttribute("data-code", "K12");
    await press("b");
    await animationFrame();
    expect(".o_open").toHaveCount(0);
    await press("?");
    await animationFrame();
    expect(".modal kbd").toHaveCount(7);
});

test("keys rest while somebody types or holds Ctrl", async () => {
    await mountPage();
    await press(["ctrl", "1"]);
    await animationFrame();
    expect(".o_open").toHaveCount(0);
    await contains(".o_triangle_period").click();
    await click("input[type=date]:first");
    await press("1");
    await animationFrame();
    expect(".o_open").toHaveCount(0);
});

test("intervals, sources and definitions wait behind How sure are we?", async () => {
    await mountPage();
    expect(queryText(".o_triangle_page")).not.toMatch(/likely/);
    await contains(".o_triangle_sure_button").click();
    expect(".o_triangle_row[data-code=K33]").toHaveText(/likely 66–73%, 19 times out of 20/);
    expect(".o_triangle_row[data-code=K33]").toHaveText(/House goal/);
    expect(".o_triangle_sure_button").toHaveAttribute("aria-pressed", "true");
});

test("a chosen period is asked for once and kept in the address", async () => {
    await mountPage();
    await contains(".o_triangle_period").click();
    await contains(".o-dropdown-item:contains(Last quarter)").click();
    expect.verifySteps(["url last_quarter"]);
    expect(asked.length).toBe(2);
    expect(asked[1].preset).toBe("last_quarter");
});

test("an empty company sees a grey triangle and two ways to begin", async () => {
    page = { ...FAKE_DATA, empty: true };
    onRpc("frontoffice.sample", "action_load", () => {
        expect.step("sample");
        return { loaded: true };
    });
    onRpc("frontoffice.sample", "action_open", () => ({ type: "ir.actions.act_url", url: "/sample" }));
    await mountPage();
    expect(".o_triangle_edge.o_unknown").toHaveCount(3);
    expect(".o_triangle_side").toHaveCount(0);
    await contains(".o_triangle_look_back").click();
    expect.verifySteps(["opened"]);
    await contains(".o_triangle_sample").click();
    await expect.waitForSteps(["sample", "opened"]);
});

test("without the right to see figures the server's sentence is shown", async () => {
    onRpc("triangle.dashboard", "get_page", () => {
        throw makeServerError({ type: "AccessError", message: "You need the right" });
    });
    await mountPage();
    expect(".alert-warning").toHaveText("You need the right");
});

test("the sample company says that it is one", async () => {
    onRpc("frontoffice.sample", "status", () => ({ loaded: true, company_id: user.activeCompany.id }));
    await mountPage();
    expect(".o_triangle_banner").toHaveCount(1);
});

test("the name of a figure opens its own page, with the filters of this one", async () => {
    await mountPage();
    await contains(".o_triangle_tile[data-code=K24] .o_triangle_figure_link").click();
    await contains(".o_triangle_row[data-code=K12] .o_triangle_figure_link").click();
    await press("2");
    await animationFrame();
    await press("m");
    await animationFrame();
    expect.verifySteps(["triangle_kpis.action_figure K24", "triangle_kpis.action_figure K12", "triangle_kpis.action_figure K38"]);
});

test("what is not known of a side, how far the score may lie, and doubts about a figure", async () => {
    page = {
        ...FAKE_DATA,
        score: { ...FAKE_DATA.score, band: [49.6, 58.3], moved: false, coverage: { external: 0.65, internal: 1, interactive: 1 } },
        tiles: FAKE_DATA.tiles.map((tile) => (tile.code === "K22" ? { ...tile, badges: ["suspect", "unheard of"] } : tile)),
    };
    await mountPage();
    expect(".o_triangle_band").toHaveText("likely 50–58");
    expect(".o_triangle_middle").toHaveText(/7 points less\s*\(may be chance\)/);
    expect(queryAllTexts(".o_triangle_known")).toEqual(["65% known"]);
    expect(queryAllTexts(".o_triangle_badge")).toEqual(["look twice"]);
});

test("alerts and further figures lead to the page of their figure; gaps wait", async () => {
    const figure = { code: "K01", label: "Contacts reached", side: "external", value: 812, unit: "count", n: 812, status: "ok", target: 700 };
    page = {
        ...FAKE_DATA,
        settings: { figures: true, alert: true, forecast: false },
        alerts: [{ id: 4, kpi: "K33", text: "Kept left its usual range", since: "2025-12-01" }],
        more: [figure, { ...figure, code: "K58", label: "Revenue", side: "company", unit: "percent", value: null, n: 0, status: "no_data", target: null }],
        signs: [{ code: "silent", label: "Late without warning", value: 0.4, n: 20, unit: "percent", before: 0.5, drill: null }],
        delay: { minutes: 900, parts: [{ side: "internal", label: "A department took longer", minutes: 900, share: 1, drill: { kpi: "K33", part: "delay_internal" } }] },
        gaps: [{ code: "G1", label: "asked for what nobody owns", value: 0.12, n: 400, drill: { kpi: "K33", part: "all" } }, { code: "G5", label: "", value: null, n: 0 }],
    };
    await mountPage();
    await contains(".o_triangle_alert button").click();
    await contains(".o_triangle_line_item[data-code=K01]").click();
    expect.verifySteps(["triangle_kpis.action_figure K33", "triangle_kpis.action_figure K01"]);
    expect(queryAllTexts(".o_triangle_all h3")).toEqual(["Made", "Company"]);
    expect(".o_triangle_line_item[data-code=K58]").toHaveCount(0, { message: "what has no value is only named" });
    await contains(".o_triangle_groups summary").click();
    await contains("[data-code=K58]").click();
    expect.verifySteps(["triangle_kpis.action_figure K58"]);
    expect(".o_triangle_hidden").toHaveCount(0);
    await press("s");
    await animationFrame();
    expect(queryAllTexts("[data-group=gaps] li")).toEqual(["12% asked for what nobody owns of 400"]);
    expect("[data-group=signs] li").toHaveText(/40% Late without warning.*of 20.*it was 50%/);
    await contains("[data-group=delay] button").click();
    expect.verifySteps(["K33 delay_internal", "opened"]);
});

test("further figures stay away while their switch is off", async () => {
    page = { ...FAKE_DATA, settings: { figures: false }, more: [{ code: "K01", label: "x", side: "external", value: 1, unit: "count" }] };
    await mountPage();
    expect(".o_triangle_all").toHaveCount(0);
});

test("as known on an earlier day: said on the page, taken back with one click", async () => {
    page = { ...FAKE_DATA, period: { ...FAKE_DATA.period, known: "As known on 2 Jan 2026" } };
    await mountPage();
    expect(".o_triangle_known").toHaveText(/^As known on 2 Jan 2026 – what happened later is left out/);
    await contains(".o_triangle_known button").click();
    expect(asked.at(-1).as_of).toBe(null);
    expect.verifySteps(["url "]);
});

test("the day is chosen in the menu of the period", async () => {
    await mountPage();
    expect(".o_triangle_known").toHaveCount(0);
    await contains(".o_triangle_period").click();
    const input = queryOne(".o_triangle_known_form input");
    input.value = "2019-03-02";
    manuallyDispatchProgrammaticEvent(input, "input");
    await animationFrame();
    await contains(".o_triangle_known_form button").click();
    expect(asked.at(-1).as_of).toBe("2019-03-02");
    expect.verifySteps(["url "]);
});

test("what is not ripe yet is said beside a figure", async () => {
    const tiles = FAKE_DATA.tiles.map((tile) => (tile.code === "K24" ? tile : { ...tile, immature: tile.code === "K22" ? 12 : 0 }));
    page = { ...FAKE_DATA, tiles };
    await mountPage();
    expect(".o_triangle_tile[data-code=K22] .o_triangle_young").toHaveText("12 more not ripe yet");
    expect(".o_triangle_young").toHaveCount(1);
});

test("a target of a pair is a tile of its own, and opens with the filters of the pair", async () => {
    const filters = { ...FAKE_DATA.filters, team_id: 4, department_id: 7 };
    const tile = fakeTile({ code: "K38", label: "Requests on time", drill: { kpi: "K38", part: "all" } });
    page = { ...FAKE_DATA, shared: [{ tile, with: ["North", "Parts"], filters }] };
    await mountPage();
    expect(".o_triangle_pair .o_triangle_facts:first").toHaveText("North + Parts");
    onRpc("triangle.dashboard", "drill", ({ args }) => {
        expect.step(`${args[0]} team ${args[1].team_id} department ${args[1].department_id}`);
        return { type: "ir.actions.act_window", total: 1, visible: 1 };
    });
    await contains(".o_triangle_pair .o_triangle_value").click();
    expect.verifySteps(["K38 team 4 department 7", "opened"]);
});

test("an opened side says where it is worse than elsewhere, and opens those records", async () => {
    await mountPage();
    expect(".o_triangle_apart").toHaveCount(0);
    await contains(".o_triangle_side[data-side=external]").click();
    await animationFrame();
    expect(".o_triangle_apart tbody tr").toHaveCount(1);
    expect(".o_triangle_apart tbody tr").toHaveText(/Campaigns\s*In 24 hours\s*38% of 290\s*94% elsewhere/);
    await contains(".o_triangle_apart button").click();
    expect.verifySteps(["K12 miss", "opened"]);
    await contains(".o_triangle_side[data-side=internal]").click();
    await animationFrame();
    expect(".o_triangle_apart").toHaveCount(0);
});

test("a side opens all the same when the server cannot say where", async () => {
    onRpc("triangle.dashboard", "get_apart", () => {
        throw makeServerError({ message: "no" });
    });
    await mountPage();
    await contains(".o_triangle_side[data-side=external]").click();
    await animationFrame();
    expect(".o_triangle_detail").toHaveCount(1);
    expect(".o_triangle_apart").toHaveCount(0);
});
