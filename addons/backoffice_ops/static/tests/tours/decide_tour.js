import { registry } from "@web/core/registry";

const LIST = ".o_bo_decide .o_bo_work_list";
const press = (key) => ({ trigger: LIST, run: `press ${key}` });

/** The manager: sees the way, changes her mind, says yes by key. */
registry.category("web_tour.tours").add("backoffice_decide", {
    steps: () => [
        { trigger: ".o_bo_decide_item h2:contains('Refund 1,500')" },
        { trigger: ".o_bo_way li:first-child .fa-check" },
        { trigger: ".o_bo_way li.fw-bold:contains('Large sum: Vera')" },
        press("n"),
        { trigger: ".o_bo_form button[type=submit]:disabled:contains('Decline')" },
        { trigger: ".o_bo_form input", run: "press Escape" },
        press("y"),
        { trigger: ".o_bo_form input", run: "edit Fair" },
        { trigger: ".o_bo_form input", run: "press Enter" },
        { trigger: ".o_notification:contains('Approved: Refund 1,500')" },
        { trigger: ".o_bo_empty:contains('Nothing to decide')" },
    ],
});

/** The clerk: reads who agreed, and is ready. */
registry.category("web_tour.tours").add("backoffice_decided_ready", {
    steps: () => [
        { trigger: ".o_bo_work_item[data-state=accepted]" },
        { trigger: ".o_bo_facts:contains('Budget: Tomas'):contains('Large sum: Vera')" },
        { trigger: ".o_bo_work_list", run: "press y" },
        { trigger: ".o_bo_form input, .o_bo_form textarea", run: "edit Paid" },
        { trigger: ".o_bo_form button[type=submit]", run: "click" },
        { trigger: ".o_notification:contains('Ready')" },
    ],
});
