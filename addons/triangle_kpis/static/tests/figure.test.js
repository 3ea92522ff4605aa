import { FigurePage } from "@triangle_kpis/figure/figure_page";
import { beforeEach, expect, test } from "@odoo/hoot";
import { press, queryAllTexts, queryText } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { contains, makeServerError, mockService, mountWithCleanup, onRpc, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { browser } from "@web/core/browser/browser";
import { FAKE_FIGURE } from "./fake_figure";

defineMailModels();

let figure;
let asked;

beforeEach(() => {
    figure = FAKE_FIGURE;
    asked = [];
    onRpc("triangle.dashboard", "get_kpi", ({ args }) => {
        asked.push(args);
        return figure;
    });
    onRpc("triangle.dashboard", "drill", ({ args }) => {
        expect.step([args[0], args[2], args[1].date_from].join(" "));
        return { type: "ir.actions.act_window", res_model: "frontoffice.promise", total: 5, visible: 5 };
    });
    onRpc("has_access", () => true);
    onRpc("triangle.dashboard", "why", () => null);
    onRpc("web_search_read", () => ({ records: [{ id: 2, display_name: "South" }], length: 1 }));
    onRpc("web_read", () => [{ id: 2, display_name: "South" }]);
    onRpc("read", () => [{ id: 2, display_name: "South" }]);
    onRpc("search_read", () => [{ id: 2, display_name: "South" }]);
    mockService("action", { doAction: (action, options) => expect.step(typeof action === "string" ? `${action} ${options.props.kpi || ""}` : "opened") });
});

async function mountFigure(props = { kpi: "K33" }) {
    await mountWithCleanup(FigurePage, {
        props: { action: {}, updateActionState: ({ kpi, sure, team }) => expect.step(["url", kpi, sure, team].filter(Boolean).join(" ")), ...props },
    });
}

async function mountSure() {
    await mountFigure();
    await contains(".o_triangle_sure_button").click();
    expect.verifySteps(["url K33", "url K33 1"]);
}

test("value, base, target and trend come first, everything else waits", async () => {
    await mountFigure();
    expect.verifySteps(["url K33"]);
    expect(asked[0][0]).toBe("K33");
    expect("h1").toHaveText(/^Kept/);
    expect(".o_triangle_figure_head .o_triangle_number").toHaveText("70%");
    expect(".o_triangle_figure_head").toHaveText(/of 630.*target 85%.*5 points less.*against Jul 2025 – Sep 2025/s);
    expect(".o_triangle_trend .o_triangle_mark").toHaveCount(3, { message: "a month without data has no point" });
    expect(".o_triangle_sureness").toHaveCount(0);
    expect(queryText(".o_triangle_page")).not.toMatch(/likely|19 times|Usual/);
});

test("every way, point and bar opens its records", async () => {
    await mountSure();
    await contains(".o_triangle_figure_head [data-part=miss]").click();
    expect.verifySteps(["K33 miss 2025-10-01", "opened"]);
    await contains(".o_triangle_trend [data-point='Month 2']").click();
    expect.verifySteps(["K33 all 2025-02-01", "opened"]);
    await contains(".o_triangle_control .o_flagged").click();
    expect.verifySteps(["K33 all 2025-10-03", "opened"]);
    await contains(".o_triangle_distribution [data-bin='30']").click();
    expect.verifySteps(["K33 bin:2 2025-10-01", "opened"]);
    await contains("[data-member='1'] .fw-bold").click();
    expect.verifySteps(["K33 all 2025-10-01", "opened"]);
});

test("behind the button: certainty, control chart, spread, comparison, change, definition", async () => {
    await mountSure();
    expect(".o_triangle_certainty").toHaveText(/19 times out of 20.*Enough to judge.*House goal.*mix|moved one way/s);
    expect(".o_triangle_control .o_triangle_mark").toHaveCount(4);
    expect(".o_triangle_control .o_flagged").toHaveAttribute("aria-label", "Week 3: 60%, of 50, outside its usual range, Campaign began");
    expect(".o_triangle_control .o_band").toHaveCount(1);
    expect(".o_triangle_control figcaption").toHaveText("[1] Week 3: Campaign began");
    expect(".o_triangle_control desc").toHaveText(/4 values from Week 1: 90%, of 50 to Week 5.*1 of them stand out/);
    expect(queryAllTexts(".o_triangle_quantile, .o_quantile text")).toEqual(["half: 24 min", "8 of 10: 30 min", "19 of 20: 53 min"]);
    expect(queryAllTexts(".o_triangle_members tbody th")).toEqual(["North", "South"], { message: "by name: nobody is ranked" });
    expect(".o_triangle_why").toHaveText(/From the work itself 10 points more.*24 points less.*3 came in later, 2 were counted again.*Two ratings came late/s);
    await contains(".o_triangle_versions summary").click();
    expect(queryAllTexts(".o_triangle_versions li b")).toEqual(["2.", "1."]);
    expect("[data-member='2']").toHaveText(/clearly better/);
    expect("[data-member='1']").not.toHaveText(/clearly/);
});

test("each chart says the same as a table", async () => {
    await mountSure();
    expect(".o_triangle_control table tbody tr").toHaveCount(5);
    await contains(".o_triangle_control summary").click();
    expect(".o_triangle_control table tbody tr:eq(1)").toHaveText(/Week 2\s+–\s+–/);
    expect(".o_triangle_distribution table tbody tr").toHaveCount(5);
    for (const svg of document.querySelectorAll(".o_triangle_chart svg")) {
        expect(svg.querySelector(":scope > title").textContent).not.toBe("");
        expect(svg.querySelector(":scope > desc").id).toBe(svg.getAttribute("aria-describedby"));
    }
});

test("one Tab stop per chart, arrows between points, Enter opens", async () => {
    await mountSure();
    expect(".o_triangle_control .o_triangle_mark[tabindex='0']").toHaveCount(1);
    document.querySelector(".o_triangle_control .o_triangle_mark[tabindex='0']").focus();
    await press("ArrowRight");
    await animationFrame();
    expect(document.activeElement.dataset.point).toBe("Week 3");
    await press("End");
    await animationFrame();
    expect(document.activeElement.dataset.point).toBe("Week 5");
    expect(".o_triangle_control .o_triangle_mark[tabindex='0']").toHaveAttribute("data-point", "Week 5");
    await press("Enter");
    await animationFrame();
    expect.verifySteps(["K33 all 2025-10-05", "opened"]);
});

test("keys of the page", async () => {
    await mountFigure();
    await press("s");
    await animationFrame();
    expect(".o_triangle_sureness").toHaveCount(1);
    await press("Enter");
    await animationFrame();
    expect.verifySteps(["url K33", "url K33 1", "K33 all 2025-10-01", "opened"]);
    await press("?");
    await animationFrame();
    expect(".modal kbd").toHaveCount(6);
});

test("comparison: another dimension, one member alone, a guard's own page", async () => {
    await mountSure();
    await contains("[data-by=channel_id]").click();
    expect("[data-member='6']").toHaveText(/too few to judge \(12\)/);
    await contains("[data-by=team_id]").click();
    await contains("[data-member='2'] th button").click();
    expect.verifySteps(["url K33 1 2"]);
    expect(asked.at(-1)[1].team_id).toBe(2);
    await contains(".o_triangle_sureness li button:contains(Made)").click();
    expect.verifySteps(["triangle_kpis.action_figure K12"]);
});

test("where the change comes from: each place with its records", async () => {
    onRpc("triangle.dashboard", "why", ({ args }) => {
        expect.step(`why ${args[0]} ${args[2].from}`);
        return { rate: -0.03, mix: -0.02, rows: [{ name: "24-hour engineer", before: 0.8, value: 0.5, rate: -0.03, mix: 0 }] };
    });
    await mountFigure();
    await contains(".o_triangle_sure_button").click();
    await animationFrame();
    expect.verifySteps(["url K33", "url K33 1", "why K33 2025-07-01"]);
    expect(".o_triangle_why").toHaveText(/From the work itself 3 points less.*24-hour engineer.*80%.*50%.*no change/s);
});

test("too few, nothing yet, and no figure at all say so in words", async () => {
    figure = { ...FAKE_FIGURE, tile: { ...FAKE_FIGURE.tile, value: null, n: 0, count: null, trend: [], interval: null, delta: null, status: "no_data", starts_when: "customers rate" } };
    await mountFigure();
    expect.verifySteps(["url K33"]);
    expect(".o_triangle_figure_head .o_triangle_number").toHaveText("–");
    expect(".o_triangle_nothing").toHaveText(/nothing to count.*customers rate/s);
    expect(".o_triangle_figure_head [data-part]").toHaveCount(0);
});

test("an address without a figure leads to the triangle", async () => {
    await mountFigure({});
    expect(asked).toEqual([]);
    expect(".o_triangle_nothing h1").toHaveText("Which figure?");
    await contains(".o_triangle_nothing .btn-primary").click();
    expect.verifySteps(["url", "triangle_kpis.action_page "]);
});

test("what the server refuses is said in its words", async () => {
    onRpc("triangle.dashboard", "get_kpi", () => {
        throw makeServerError({ type: "UserError", message: "There is no such figure." });
    });
    await mountFigure();
    expect(".alert").toHaveText(/There is no such figure/);
    expect.verifySteps(["url K33"]);
});

test("share copies the address", async () => {
    patchWithCleanup(browser.navigator, { clipboard: { writeText: (text) => expect.step(text === browser.location.href ? "copied" : text) } });
    await mountFigure();
    await contains(".o_triangle_share").click();
    expect.verifySteps(["url K33", "copied"]);
    expect(".o_notification").toHaveText(/copied/);
});

test("a team that is worse only by what it is asked for is not called worse", async () => {
    const row = { value: 0.6, n: 300, interval: [0.54, 0.66], status: "ok", apart: true, drill: null };
    const topics = { value: 0, difference: [-0.03, 0.03], alike: true };
    figure = {
        ...FAKE_FIGURE,
        tile: { ...FAKE_FIGURE.tile, badges: ["alike"] },
        members: [{ by: "team_id", rows: [{ ...row, id: 1, name: "North", better: false, topics }, { ...row, id: 2, name: "South", better: true }] }],
    };
    await mountSure();
    expect("h1 .o_triangle_badge").toHaveText("mix matters");
    expect(".o_triangle_members tr[data-member='1']").toHaveText(/worse, but no different for the same topics/);
    expect(".o_triangle_members tr[data-member='1'] .text-danger").toHaveCount(0);
    expect(".o_triangle_members tr[data-member='2']").toHaveText(/clearly better/);
});

test("customers who stay: curves of the quarters that can be judged, numbers of all of them", async () => {
    const cohort = (from, label, n, status, shares) => ({ from, label, n, status, shares, drill: { kpi: "K14", part: `cohort:${from}` } });
    figure = {
        ...FAKE_FIGURE,
        cohorts: {
            months: [0, 12, 15],
            rows: [cohort("2024-01-01", "Q1 2024", 40, "ok", [1, 0.75, 0.5]), cohort("2024-04-01", "Q2 2024", 9, "low_n", [1, 0.3]), cohort("2024-10-01", "Q4 2024", 31, "ok", [1])],
            whole: { n: 80, shares: [1, 0.7, null] },
        },
    };
    await mountFigure();
    expect(".o_cohort").toHaveCount(2);
    expect(".o_whole").toHaveCount(1);
    expect(queryAllTexts("[data-cohort] td")).toEqual(["40", "75%", "50%", "9", "too few to judge", "31", "not for a year yet"]);
    expect(".o_triangle_cohorts p").toHaveText(/Of all together 70% still buy after 12 months/);
    await contains("[data-cohort='2024-01-01'] button").click();
    expect.verifySteps(["url K33", "K14 cohort:2024-01-01 2025-10-01", "opened"]);
});

test("records of several apps open by themselves", async () => {
    figure = { ...FAKE_FIGURE, kinds: [{ part: "all", label: "Approval", n: 40 }, { part: "also:x", label: "Expense", n: 12 }] };
    await mountFigure();
    expect(queryAllTexts(".o_triangle_figure_head [data-part]")).toEqual(["Approval: 40", "Expense: 12"]);
    await contains("[data-part='also:x']").click();
    expect.verifySteps(["url K33", "K33 also:x 2025-10-01", "opened"]);
});

test("the same records on two clocks, where they differ", async () => {
    await mountSure();
    expect(".o_triangle_hours").toHaveCount(0);
});

test("working hours beside hours around the clock", async () => {
    const hours = [{ key: "p50", working: 120, clock: 3900 }, { key: "p90", working: 130, clock: 4000 }, { key: "p95", working: 180, clock: 4200, open: true }];
    figure = { ...FAKE_FIGURE, distribution: { ...FAKE_FIGURE.distribution, unit: "minutes", hours } };
    await mountSure();
    expect(queryAllTexts(".o_triangle_hours tbody th")).toEqual(["half", "19 of 20"]);
    expect(queryAllTexts(".o_triangle_hours tbody td")).toEqual(["2 h", "65 h", "3 h", "over 70 h"]);
});
