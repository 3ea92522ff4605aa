import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("triangle_kpis_page", {
    steps: () => [
        { content: "The sentence comes first", trigger: ".o_triangle_sentence:contains(We kept)" },
        { content: "The triangle is drawn", trigger: ".o_triangle_edge" },
        { content: "A key opens a side", trigger: ".o_triangle_page", run: "press 1" },
        { content: "Its months and records are there", trigger: ".o_triangle_row.o_open .o_triangle_axis" },
        { content: "A number opens its records", trigger: ".o_triangle_row[data-code=K33] .o_triangle_value", run: "click" },
        { content: "The list of exactly these", trigger: ".o_list_view .o_data_row" },
        { content: "And back", trigger: ".o_back_button, .breadcrumb-item a", run: "click" },
        { content: "The page is as it was left", trigger: ".o_triangle_row.o_open[data-code=K33]" },
        { content: "Choose a period", trigger: ".o_triangle_period", run: "click" },
        { content: "Last quarter", trigger: ".o-dropdown-item:contains(Last 12 months)", run: "click" },
        {
            content: "It is kept in the address",
            trigger: ".o_triangle_page[aria-busy=false]",
            run: () => {
                if (!window.location.search.includes("preset=last_12_months")) {
                    throw new Error("The period is not in the address: " + window.location.href);
                }
            },
        },
    ],
});
