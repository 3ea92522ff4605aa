import { DownloadMenu } from "@triangle_kpis/out/download_menu";
import { expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { contains, mountWithCleanup, onRpc, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { browser } from "@web/core/browser/browser";

defineMailModels();

const FILTERS = { date_from: "2026-03-01", date_to: "2026-03-18", compare: null, team_id: 7 };

test("a file has the filters of the page and its companies", async () => {
    onRpc("has_group", () => true);
    patchWithCleanup(browser, { open: (url) => expect.step(url) });
    await mountWithCleanup(DownloadMenu, { props: { filters: FILTERS } });
    await contains(".o_triangle_download").click();
    expect(".dropdown-item").toHaveCount(5);
    await contains(".dropdown-item:contains('Counted days (CSV)')").click();
    expect.verifySteps(["/triangle/export/days.csv?from=2026-03-01&to=2026-03-18&compare=none&team=7&companies=1"]);
});

test("counted days are on offer to analysts alone", async () => {
    onRpc("has_group", () => false);
    await mountWithCleanup(DownloadMenu, { props: { filters: FILTERS } });
    await contains(".o_triangle_download").click();
    expect(queryAllTexts(".dropdown-item")).toEqual(["Report (PDF)", "Figures (Excel)", "Figures (CSV)"]);
});
