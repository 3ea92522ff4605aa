import { registry } from "@web/core/registry";

const TOLD = [
    { trigger: ".o_front_desk [data-desk=who]", run: "edit ort" },
    { trigger: ".o_desk_option:contains(Ana Ortiz)", run: "click" },
    { trigger: ".o_desk_customer h2:contains(Ana Ortiz)" },
    { trigger: "[data-desk=topic]", run: "edit no heat since Monday" },
    { trigger: ".o_desk_option:contains(Boiler stopped)", run: "click" },
    { trigger: ".o_desk_said:contains(Boiler stopped)" },
    { trigger: ".o_desk_say:not(:contains(copy it into a text message)):not(:has([data-step=send]))" },
    { trigger: "[data-step=text]:contains(Text it)", run: "click" },
    { trigger: "[data-step=text][aria-pressed=true]:contains(+49 151 2201845)" },
];

/** What was agreed goes to the telephone of a customer without an e-mail address. Data: tests/test_text_said.py. */
registry.category("web_tour.tours").add("frontoffice_crm_sms.text", {
    steps: () => [
        ...TOLD,
        { trigger: "[data-desk=log]", run: "click" },
        { trigger: ".o_desk_tally:contains(today: 1 logged)" },
    ],
});

/** The button, pressed, for its picture. */
registry.category("web_tour.tours").add("frontoffice_crm_sms.pressed", { steps: () => TOLD });
