import { registry } from "@web/core/registry";

const SOLVED = { trigger: "button[name=action_resolve]", run: "click" };
const DIALOG = ".modal:contains('Departments are still at work')";

/** An agent solves a case too early, thinks again, and then ends it all the same with a reason. */
registry.category("web_tour.tours").add("backoffice_close_gate", {
    steps: () => [
        SOLVED,
        { trigger: `${DIALOG} td:contains('Money back')` },
        { trigger: `${DIALOG} button:contains('Leave it open')`, run: "click" },
        { trigger: "body:not(:has(.modal))" },
        SOLVED,
        { trigger: `${DIALOG} .o_field_widget[name=note] input`, run: "edit Paid at the counter" },
        { trigger: `${DIALOG} button:contains('Solve all the same')`, run: "click" },
        { trigger: ".o-mail-Message:contains('Paid at the counter')" },
    ],
});

/** The dialog as it opens, for the picture. */
registry.category("web_tour.tours").add("backoffice_close_gate_open", {
    steps: () => [SOLVED, { trigger: `${DIALOG} td:contains('Money back')` }],
});
