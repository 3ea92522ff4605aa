import { registry } from "@web/core/registry";

/** The call guide at the desk. Data: tests/test_desk_guide.py. */
const shown = () => [
    { trigger: ".o_front_desk [data-desk=who]", run: "edit ana" },
    { trigger: ".o_desk_option:contains(Ana Ortiz)" },
    { trigger: "[data-desk=who]", run: "press Enter" },
    { trigger: "[data-desk=topic]", run: "edit no heat" },
    { trigger: ".o_desk_option:contains(Boiler stopped)" },
    { trigger: "[data-desk=topic]", run: "press Enter" },
    { content: "the focus goes on as ever", trigger: "[data-desk=note]:focus" },
    { trigger: ".o_desk_guide:contains(what can I do for you)" },
    { trigger: ".o_desk_guide:contains(2 must still be asked)" },
    { trigger: ".o_fo_question:contains(small children) button:contains(No)", run: "click" },
    { trigger: ".o_fo_question:contains(small children) button[aria-pressed=true]:contains(No)" },
    { trigger: ".o_fo_question:contains(display) input", run: "edit E3" },
    { trigger: ".o_desk_guide:contains(Everything that must be asked)" },
];

const tours = registry.category("web_tour.tours");
tours.add("frontoffice_crm.desk_guide", { steps: shown });
tours.add("frontoffice_crm.desk_guide_kept", {
    steps: () => [
        ...shown(),
        { content: "another topic has none", trigger: ".o_desk_topic button", run: "click" },
        { trigger: ".o_front_desk:not(:has(.o_desk_guide))" },
        { trigger: "[data-desk=topic]", run: "edit bill" },
        { trigger: ".o_desk_option:contains(Bill question)" },
        { trigger: "[data-desk=topic]", run: "press Enter" },
        { trigger: ".o_desk_topic:contains(Bill question)" },
        { trigger: ".o_front_desk:not(:has(.o_desk_guide))" },
        { trigger: ".o_desk_topic button", run: "click" },
        { trigger: "[data-desk=topic]", run: "edit no heat" },
        { trigger: ".o_desk_option:contains(Boiler stopped)" },
        { trigger: "[data-desk=topic]", run: "press Enter" },
        { trigger: ".o_fo_question:contains(small children) button:contains(Yes)", run: "click" },
        { trigger: ".o_fo_question:contains(display) input", run: "edit E7" },
        { trigger: "[data-desk=log]", run: "click" },
        { trigger: ".o_desk_undo:contains(Ana Ortiz)" },
    ],
});

/** The same guide on a case: begun, left, gone on with and finished. */
tours.add("frontoffice_crm.case_guide", {
    steps: () => [
        { trigger: "button[name=action_guide]", run: "click" },
        { trigger: ".modal .o_fo_question:contains(I am sorry) button", run: "click" },
        { trigger: ".modal .o_fo_question:contains(small children) button:contains(Yes)", run: "click" },
        { trigger: ".modal .o_fo_guide:contains(1 must still be asked)" },
        { trigger: ".modal button:contains(Go on later)", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        { trigger: "button[name=action_guide]", run: "click" },
        { trigger: ".modal .o_fo_question:contains(small children) button[aria-pressed=true]:contains(Yes)" },
        { trigger: ".modal .o_fo_question:contains(display) input", run: "edit E3" },
        { trigger: ".modal .o_fo_question:contains(When) button:contains(Afternoon)", run: "click" },
        { trigger: ".modal button[name=action_finish]", run: "click" },
        { trigger: "body:not(:has(.modal))" },
    ],
});

/** Material and promises in the dialog, on a case and on a lead alike. */
tours.add("frontoffice_crm.guide_aids", {
    steps: () => [
        { trigger: "button[name=action_guide]", run: "click" },
        { trigger: ".modal .o_fo_aid:contains(Heat pump):contains(Opened: 1) a[href='https://www.example.com/heat-pump']" },
        { trigger: ".modal .o_fo_aid:contains(24 hours):contains(Do not promise this) .badge:contains(Untrue)" },
    ],
});
