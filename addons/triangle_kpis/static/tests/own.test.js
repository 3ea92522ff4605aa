import { OwnPage } from "@triangle_kpis/own/own_page";
import { beforeEach, expect, test } from "@odoo/hoot";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { contains, makeServerError, mockService, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";
import { FAKE_DATA, fakeTile } from "./fake_page";

defineMailModels();

let page;

beforeEach(() => {
    page = { ...FAKE_DATA, tiles: [fakeTile(), fakeTile({ code: "K20", value: null, n: 0, status: "no_data" })] };
    onRpc("triangle.dashboard", "get_own", ({ args }) => {
        expect.step(Object.keys(args[0]).join());
        return page;
    });
    onRpc("triangle.dashboard", "drill_own", ({ args }) => {
        expect.step(`${args[0]} ${args[1].own}`);
        return { type: "ir.actions.act_window", res_model: "frontoffice.promise", total: 1, visible: 1 };
    });
    mockService("action", { doAction: () => expect.step("opened") });
});

async function mountOwn() {
    await mountWithCleanup(OwnPage, { props: { action: {} } });
}

test("own figures: no teams to choose, nothing without data, own records behind each number", async () => {
    await mountOwn();
    expect.verifySteps(["preset,date_from,date_to,compare"]);
    expect("[data-filter=team_id]").toHaveCount(0);
    expect(".o_triangle_tile").toHaveCount(1);
    expect(".o_triangle_figure_link").toHaveCount(0);
    await contains(".o_triangle_tile .o_triangle_value").click();
    expect.verifySteps(["K22 true", "opened"]);
});

test("nothing yet teaches how it begins; switched off says why", async () => {
    page = { ...page, tiles: [] };
    await mountOwn();
    expect(".o_triangle_nothing").toHaveText(/Front Desk/);
    expect.verifySteps(["preset,date_from,date_to,compare"]);
});

test("switched off says why", async () => {
    onRpc("triangle.dashboard", "get_own", () => {
        throw makeServerError({ type: "AccessError", message: "Personal figures are switched off." });
    });
    await mountOwn();
    expect(".alert-warning").toHaveText("Personal figures are switched off.");
});
