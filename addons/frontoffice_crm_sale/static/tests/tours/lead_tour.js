import { registry } from "@web/core/registry";

/** A lead from the public form to won, with the promises of its order. Data and order: tests/test_lead_tour.py. */
const tours = registry.category("web_tour.tours");
const { DateTime } = luxon;
const { setTimeout } = window;
const NAME = "Ben Wants";
const wait = (ms) => () => new Promise((done) => setTimeout(done, ms));
const ORDER = ".o_form_view:has([name=order_line])";
const tab = (name) => ({ trigger: `.o_notebook .nav-link[name=${name}]`, run: "click" });

/** The visitor: nobody signs in. The wait is longer than the page thinks a machine needs. */
tours.add("frontoffice_crm_sale.lead_form", {
    steps: () => [
        { trigger: "#fo_need", run: "selectByLabel New heating" },
        { trigger: "#fo_text", run: "edit We want a new heating before winter." },
        { trigger: "#fo_name", run: `edit ${NAME}` },
        { trigger: "#fo_email", run: "edit ben.wants@example.org" },
        { content: "a person needs a moment", trigger: ".o_fo_send", run: wait(4000) },
        { trigger: ".o_fo_send", run: "click", expectUnloadPage: true },
        { trigger: ".o_fo_reference:contains(F-)" },
    ],
});

/** The clerk calls back, and it is for sales. */
tours.add("frontoffice_crm_sale.lead_desk", {
    steps: () => [
        { trigger: ".o_front_desk [data-desk=who]", run: "edit ben.wants@example.org" },
        { trigger: `.o_desk_option:contains(${NAME}):contains(1 case open)` },
        { trigger: "[data-desk=who]", run: "press Enter" },
        { trigger: `.o_desk_customer h2:contains(${NAME})` },
        { trigger: ".o_desk_case button:contains(It is about this)", run: "click" },
        { trigger: ".o_desk_case.o_desk_chosen" },
        { trigger: "[data-desk=topic]", run: "edit heating" },
        { trigger: ".o_desk_option:contains(New heating)" },
        { trigger: "[data-desk=topic]", run: "press Enter" },
        { trigger: "[data-desk=note]:focus", run: "edit 140 square metres, gas until now" },
        { trigger: "[data-desk=note]", run: "press Enter" },
        { trigger: "[data-desk=next]:focus", run: "press l" },
        { trigger: "[data-step=lead][aria-checked=true]" },
        { trigger: "[data-desk=log]", run: "click" },
        { trigger: `.o_desk_undo:contains(${NAME})` },
    ],
});

/** Sales: a quotation with a delivery date, sent and confirmed. */
tours.add("frontoffice_crm_sale.lead_quotation", {
    steps: () => [
        { trigger: "button[name=action_sale_quotations_new]:enabled", run: "click" },
        { trigger: `${ORDER} [name=partner_id] input:value(${NAME}), ${ORDER} [name=partner_id]:contains(${NAME})` },
        { trigger: "a:contains(Add a product), button:contains(Add a product)", run: "click" },
        { trigger: "div[name=product_template_id] input", run: "edit Heat pump tour" },
        { trigger: ".o-autocomplete--dropdown-item a:contains(Heat pump tour)", run: "click" },
        { trigger: ".o_data_row [name=price_unit]:contains(9,500), .o_data_row [name=price_unit] input:value(9,500)" },
        tab("other_information"),
        { trigger: "[name=commitment_date] input", run: "click" },
        {
            trigger: "[name=commitment_date] input",
            run: `edit ${DateTime.local().plus({ days: 5 }).toFormat("MM/dd/yyyy 10:00:00")}`,
        },
        { trigger: ".o_form_view h1", run: "click" },
        { trigger: ".o_form_button_save:visible", run: "click" },
        { trigger: ".o_form_saved" },
        { content: "sent to the customer", trigger: "#quotation_send_primary", run: "click" },
        { trigger: ".modal .o_mail_send, .modal button[name=action_send_mail]", run: "click" },
        { trigger: ".o_arrow_button_current[data-value=sent]" },
        { content: "agreed", trigger: "button#action_confirm", run: "click" },
        { trigger: ".o_arrow_button_current[data-value=sale]" },
    ],
});

/** The lead is won. */
tours.add("frontoffice_crm_sale.lead_won", {
    steps: () => [
        { trigger: "button[name=action_set_won_rainbowman]", run: "click" },
        { trigger: ".o_form_view .ribbon:contains(Won), .o_arrow_button_current:contains(Won)" },
    ],
});

/** Automatic promises are out of the way until somebody asks for them. */
tours.add("frontoffice_crm_sale.lead_promises", {
    steps: () => [
        { trigger: ".o_searchview_facet:contains(Given by people)" },
        { trigger: ".o_action_manager:not(:has(.o_data_row:contains(Delivery date)))" },
        { trigger: ".o_searchview_dropdown_toggler", run: "click" },
        { trigger: ".o_filter_menu .o_menu_item:contains(/^Automatic$/)", run: "click" },
        { trigger: `.o_data_row:contains(Delivery date on the order):contains(${NAME})` },
    ],
});

/** Everything that was ordered is there. */
tours.add("frontoffice_crm_sale.lead_delivered", {
    steps: () => [
        { trigger: ".o_data_row td[name=qty_delivered]", run: "click" },
        { trigger: ".o_data_row [name=qty_delivered] input", run: "edit 1" },
        { trigger: ".o_form_view h1", run: "click" },
        // the button shows while one types; "saved" means something only after the form knows of the change
        { trigger: ".o_form_dirty" },
        { trigger: ".o_form_button_save:visible", run: "click" },
        { trigger: ".o_form_saved" },
    ],
});

/** The customer's page: what happened, in one column. */
tours.add("frontoffice_crm_sale.lead_history", {
    steps: () => [
        tab("service_history"),
        { trigger: ".o_fo_timeline [aria-label^=Interaction]" },
        { trigger: ".o_fo_timeline [aria-label^=Lead]" },
        { trigger: ".o_fo_timeline [aria-label^=Order]" },
        { trigger: ".o_fo_timeline li:has([aria-label^=Promise]):contains(Delivery date on the order):contains(Kept)" },
    ],
});
