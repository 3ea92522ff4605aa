import { registry } from "@web/core/registry";

function address(part) {
    return () => {
        if (!window.location.search.includes(part)) {
            throw new Error(part + " is not in the address: " + window.location.href);
        }
    };
}

/** From the page to a figure, to how sure it is, to the records of one of its points, and back. */
registry.category("web_tour.tours").add("triangle_kpis_figure", {
    steps: () => [
        { content: "The page", trigger: ".o_triangle_sentence:contains(We kept)" },
        { content: "The name of a figure opens its page", trigger: ".o_triangle_row[data-code=K33] .o_triangle_figure_link", run: "click" },
        { content: "Value and trend first", trigger: ".o_triangle_figure_head[data-code=K33] .o_triangle_number:contains(%)" },
        { content: "The figure is in the address", trigger: ".o_triangle_trend .o_triangle_mark", run: address("kpi=K33") },
        { content: "Nothing of doubt yet", trigger: ".o_triangle_figure_page:not(:has(.o_triangle_sureness))" },
        { content: "How sure are we?", trigger: ".o_triangle_sure_button", run: "click" },
        { content: "In words", trigger: ".o_triangle_certainty:contains(19 times out of 20)" },
        { content: "That is in the address too", trigger: ".o_triangle_sureness", run: address("sure=1") },
        { content: "A point opens the records of its days", trigger: ".o_triangle_trend .o_triangle_mark:last", run: "click" },
        { content: "Exactly these", trigger: ".o_list_view .o_data_row" },
        { content: "Back to the figure", trigger: ".o_back_button, .breadcrumb-item:last a", run: "click" },
        { content: "As it was left", trigger: ".o_triangle_figure_page .o_triangle_sureness" },
        { content: "The keys are a question mark away", trigger: ".o_triangle_page", run: "press ?" },
        { content: "Six of them", trigger: ".modal kbd:contains(← →)" },
        { content: "Close the list", trigger: ".modal .btn-primary", run: "click" },
        { content: "Closed", trigger: "body:not(:has(.modal))" },
        { content: "Back to the triangle", trigger: ".o_triangle_back", run: "click" },
        { content: "There it is", trigger: ".o_triangle_sentence:contains(We kept)" },
    ],
});
