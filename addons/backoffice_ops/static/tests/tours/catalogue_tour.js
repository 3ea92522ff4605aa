import { registry } from "@web/core/registry";

const answer = (key) => `.modal [id="bo_q_${key}"]`;

/** Three questions at first; an answer brings up the one that it makes necessary. */
registry.category("web_tour.tours").add("backoffice_catalogue_ask", {
    steps: () => [
        { trigger: "button:contains('Ask a department')", run: "click" },
        { trigger: ".modal [name=service_id] input", run: "edit Refund with proof" },
        { trigger: ".ui-autocomplete a:contains('Refund with proof')", run: "click" },
        { trigger: ".modal [name=subject] input, .modal [name=subject] textarea", run: "edit Deposit of the school" },
        { trigger: `.modal .o_bo_answer:eq(2)` },
        { trigger: answer("invoice_number"), run: "edit INV/7 && press Tab" },
        { trigger: answer("reason"), run: "select Paid twice" },
        { trigger: ".modal .o_bo_answers:not(:contains('Who agreed'))" },
        { trigger: answer("amount_to_pay_back"), run: "edit 640 && press Tab" },
        { trigger: ".modal .o_bo_answers button:contains('more')", run: "click" },
        { trigger: answer("who_agreed_to_it"), run: "edit Helen && press Tab" },
        { trigger: ".modal button[name=action_send]", run: "click" },
        { trigger: "body:not(:has(.modal))" },
    ],
});

/** "Ready" waits for what has to be ticked, and for a word about what was done. */
registry.category("web_tour.tours").add("backoffice_catalogue_tick", {
    steps: () => [
        { trigger: ".o_bo_work_row:contains('Deposit of the school')", run: "click" },
        { trigger: ".o_bo_checklist:contains('4 to tick')" },
        { trigger: ".o_bo_checklist .form-check:eq(0) input", run: "click" },
        { trigger: ".o_bo_checklist:contains('3 to tick')" },
        { trigger: ".o_bo_checklist .form-check:eq(1) input", run: "click" },
        { trigger: ".o_bo_checklist:contains('2 to tick')" },
        { trigger: ".o_bo_checklist .form-check:eq(2) input", run: "click" },
        { trigger: ".o_bo_checklist:contains('1 to tick')" },
        { trigger: ".o_bo_checklist .form-check:eq(3) input", run: "click" },
        { trigger: ".o_bo_checklist:not(:contains('to tick'))" },
        { trigger: ".o_bo_buttons [data-step=deliver]", run: "click" },
        { trigger: ".o_bo_form button[type=submit]:disabled" },
        { trigger: ".o_bo_form textarea", run: "edit Paid back by transfer" },
        { trigger: ".o_bo_form button[type=submit]:enabled", run: "click" },
        { trigger: ".o_notification:contains('Ready')" },
    ],
});

/** A line is looked at, ticked and added. */
registry.category("web_tour.tours").add("backoffice_catalogue_pick", {
    steps: () => [
        { trigger: ".o_data_row:contains('Payment plan') td[name=name]", run: "click" },
        { trigger: ".modal:contains('Payment history read')" },
        { trigger: ".modal .btn-close, .modal .o_form_button_cancel", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_data_row:contains('Payment plan') .o_boolean_toggle input", run: "click" },
        { trigger: "button[name=action_add]", run: "click" },
        { trigger: ".o_list_view .o_data_row:contains('Payment plan')" },
    ],
});
