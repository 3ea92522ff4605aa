import { registry } from "@web/core/registry";

/** Ana Ortiz on the telephone, as far as the promise: for the picture of the Front Desk. */
registry.category("web_tour.tours").add("triangle_kpis.story_desk", {
    steps: () => [
        { trigger: ".o_front_desk [data-desk=who]", run: "edit ortiz" },
        { trigger: ".o_desk_option:contains(Ana Ortiz)" },
        { trigger: "[data-desk=who]", run: "press Enter" },
        { trigger: ".o_desk_customer h2:contains(Ana Ortiz)" },
        { trigger: "[data-desk=topic]", run: "edit no heat since Monday" },
        { trigger: ".o_desk_option:contains(Boiler)" },
        { trigger: "[data-desk=topic]", run: "press Enter" },
        { trigger: "[data-desk=note]:focus", run: "edit no heat since Monday, pressure 0.4" },
        { trigger: "[data-desk=note]", run: "press Enter" },
        { trigger: "[data-desk=next]:focus", run: "press c" },
        { trigger: "[data-step=case][aria-checked=true]:focus", run: "press p" },
        { trigger: ".o_desk_hint" },
        { trigger: ".o_desk_said:contains(by)" },
    ],
});

/** The director's three clicks: the weakest side, by campaign, the promises themselves. */
registry.category("web_tour.tours").add("triangle_kpis.story_clicks", {
    steps: () => [
        { trigger: ".o_triangle_sentence:contains(Weakest side: MADE)" },
        { trigger: ".o_triangle_side[data-side=external]:contains(weakest side)", run: "click" },
        {
            content: "where it is worse than elsewhere",
            trigger: ".o_triangle_apart tr[data-member^=campaign_id]:contains(38%):contains(94% elsewhere) button:contains(Engineer at your door in 24 hours)",
            run: "click",
        },
        { content: "the promises themselves", trigger: ".o_list_view .o_data_row" },
    ],
});

/** The director's shortest way: the button beside the sentence. */
registry.category("web_tour.tours").add("triangle_kpis.story_page", {
    steps: () => [
        { trigger: ".o_triangle_sentence:contains(Weakest side)" },
        { trigger: ".o_triangle_sentence button", run: "click" },
        { content: "the promises themselves", trigger: ".o_list_view .o_data_row" },
    ],
});
