import { registry } from "@web/core/registry";

const field = (name) => `.o_field_widget[name=${name}]`;

/** The front desk asks three departments at once from a template. */
registry.category("web_tour.tours").add("backoffice_bundle_start", {
    steps: () => [
        { trigger: ".o_list_button_add", run: "click" },
        { trigger: `${field("template_id")} input`, run: "edit Boiler with loan" },
        { trigger: ".o-autocomplete--dropdown-item:contains('Boiler with loan')", run: "click" },
        { trigger: `${field("need_by")} button, ${field("need_by")} input`, run: "click" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: `${field("step_ids")} .o_data_row:contains('Bring it')` },
        { trigger: "button[name=action_start]", run: "click" },
        { trigger: ".o_bo_gantt_row:contains('Check the credit'):contains('decides the date')" },
        { trigger: ".o_bo_gantt_row:contains('Bring it')" },
        { trigger: `${field("step_ids")} .o_data_row:contains('Check the credit'):contains('To accept')` },
    ],
});

/** Days later: one department was late, and the bundle says what that moves. */
registry.category("web_tour.tours").add("backoffice_bundle_late", {
    steps: () => [
        { trigger: ".o_data_row:contains('Boiler with loan') .o_data_cell", run: "click" },
        { trigger: ".alert:contains('“Order the boiler” (Parts) is late'):contains('It moves: “Bring it”')" },
        { trigger: ".o_bo_gantt_row:contains('Order the boiler'):contains('ready since') .text-bg-success" },
        { trigger: `${field("step_ids")} .o_data_row:contains('Bring it'):contains('To accept')` },
        { trigger: "button[name=action_cancel]", run: "click" },
        { trigger: ".modal .btn-primary", run: "click" },
        { trigger: ".modal:contains('Departments already have these') button[special=cancel]", run: "click" },
        { trigger: ".o_arrow_button_current:contains('Cancelled'), .o_field_statusbar:contains('Cancelled')" },
    ],
});

/** The next department sees what of the customer's time is left, and who took some of it. */
registry.category("web_tour.tours").add("backoffice_bundle_pane", {
    steps: () => [
        { trigger: ".o_bo_work_row:contains('Bring it')", run: "click" },
        { trigger: ".o_bo_budget:contains(\"of the customer's time\"):contains('Parts took')" },
    ],
});

/** From a case: two request types ticked, what each asks is said, what is missing is asked for first. */
registry.category("web_tour.tours").add("backoffice_bundle_ask", {
    steps: () => [
        { trigger: "button[name=action_bundle]", run: "click" },
        { trigger: `.modal ${field("name")} input:value('Visit missed')` },
        { trigger: `.modal ${field("service_ids")} .o_field_x2many_list_row_add a`, run: "click" },
        { trigger: ".modal .o_data_row:contains('Refund') .o_list_record_selector input", run: "click" },
        { trigger: ".modal .o_data_row:contains('Spare part') .o_list_record_selector input", run: "click" },
        { trigger: ".modal .o_select_button", run: "click" },
        { trigger: `.modal ${field("service_ids")} .o_data_row:contains('Spare part'):contains('Parts')` },
        { trigger: ".modal .o_bo_several:contains('Refund'):contains('Finance') label:contains('invoice')" },
        { trigger: ".modal .o_bo_several:contains('Spare part') button:contains('Yes')", run: "click" },
        { trigger: ".modal .o_bo_several:contains('Spare part') button[aria-pressed=true]:contains('Yes')" },
        { trigger: ".modal button[name=action_ask]", run: "click" },
        { trigger: ".modal:contains('Finance cannot start without: invoice') .modal-footer .btn-primary", run: "click" },
        { trigger: ".modal .o_bo_several:contains('Refund') .o_bo_answer:contains('invoice') input", run: "edit INV/0417 && press Tab" },
        { trigger: ".modal button[name=action_ask]", run: "click" },
        { trigger: ".o_bo_gantt_row:contains('Spare part')" },
        { trigger: `${field("step_ids")} .o_data_row:contains('Spare part'):contains('To accept')` },
    ],
});
