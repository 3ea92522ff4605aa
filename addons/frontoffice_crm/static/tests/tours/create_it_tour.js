import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const ROW = "[name=name_ids] .o_data_row:contains(Reception North)";
const DONE = [
    { trigger: "button[name=action_apply]", run: "click" },
    { trigger: "h1:contains(Imported), button[name=action_open_log]" },
];

/** Data: tests/test_create_it.py. Whoever may not make a team is not offered to. */
tours.add("frontoffice_crm.create_it_not_offered", {
    steps: () => [
        { trigger: ROW },
        { content: "no box", trigger: `${ROW}:not(:has([name=make] input))` },
        ...DONE,
    ],
});

/** Whoever may, ticks it; no right to the settings is needed. */
tours.add("frontoffice_crm.create_it", {
    steps: () => [
        { trigger: `${ROW} td[name=make]`, run: "click" },
        { trigger: `${ROW} td[name=make] input:enabled`, run: "check" },
        { trigger: `${ROW} td[name=make] input:checked` },
        { trigger: "button[name=action_compare]:contains(Compare again)", run: "click" },
        { trigger: `${ROW} td[name=make] input:checked` },
        ...DONE,
    ],
});
