import { registry } from "@web/core/registry";

/** A complaint from the mail to goodwill to recovery. Data and order: tests/test_complaint_tour.py. */
const tours = registry.category("web_tour.tours");
const ABOUT = "Nobody came on Tuesday";
const toast = (text) => ({ trigger: `.o_notification:contains(${text})` });
const choose = (field, option) => [
    { trigger: `[name=${field}] .o_select_menu_toggler, [name=${field}] .o_select_menu input`, run: "click" },
    { trigger: `.o_select_menu_item:contains(${option})`, run: "click" },
];

/** The clerk finds it in the register, answers by mail, and says why it happened and what is done. */
tours.add("frontoffice_crm.complaint_answer", {
    steps: () => [
        { trigger: `.o_data_row:contains(${ABOUT}) td.o_data_cell[name=subject]`, run: "click" },
        { content: "by when", trigger: ".o_form_view [name=ack_due_at]" },
        { trigger: "button[name=action_take]", run: "click" },
        { trigger: "button[name=action_resolve]" },
        { trigger: ".o-mail-Chatter-sendMessage", run: "click" },
        { trigger: ".o-mail-Composer-input", run: "edit We are sorry. Our engineer comes tomorrow at nine." },
        { trigger: ".o-mail-Composer-send:enabled", run: "click" },
        { trigger: ".o-mail-Message:contains(tomorrow at nine)" },
        { content: "the answer by mail was the acknowledgement", trigger: "[name=ack_kept]:contains(In time)" },
        ...choose("severity", "Serious"),
        { trigger: "[name=root_cause_id] input", run: "edit Later than promised" },
        { trigger: ".o-autocomplete--dropdown-item a:contains(Later than promised)", run: "click" },
        ...choose("redress", "Goodwill"),
        { trigger: ".o_form_button_save:visible", run: "click" },
        { trigger: ".o_form_saved" },
    ],
});

/** Inside the limit: two clicks. The rest is asked for, because it is more than what is left. */
tours.add("frontoffice_crm.complaint_goodwill", {
    steps: () => [
        { trigger: "[name=goodwill_line]:contains(60)" },
        { content: "first click", trigger: ".o_inner_group button[name=action_goodwill]", run: "click" },
        { trigger: ".modal [name=amount] input", run: "edit 40" },
        { content: "second click", trigger: ".modal button[name=action_give]:contains(Give)", run: "click" },
        toast("Given"),
        { trigger: "[name=goodwill_line]:contains(20)" },
        { trigger: ".o_inner_group button[name=action_goodwill]", run: "click" },
        { trigger: ".modal [name=amount] input", run: "edit 45" },
        { trigger: ".modal [name=amount] input", run: "press Tab" },
        { content: "said before it is sent", trigger: ".modal p:contains(More than you decide yourself)" },
        { trigger: ".modal button[name=action_give]:contains(Ask for it)", run: "click" },
        toast("Asked for"),
    ],
});

/** The leader decides in the list. */
tours.add("frontoffice_crm.complaint_decision", {
    steps: () => [
        { trigger: ".o_data_row:contains(45) button[name=action_approve]", run: "click" },
        { trigger: ".o_data_row:contains(45) [name=state]:contains(Given)" },
        { trigger: ".o_list_view:not(:has(button[name=action_approve]:visible))" },
    ],
});

/** Solved, and the customer is asked whether it is. */
tours.add("frontoffice_crm.complaint_solved", {
    steps: () => [
        { content: "she reads what was decided", trigger: ".o-mail-Activity:contains(is approved)" },
        { trigger: "button[name=action_resolve]", run: "click" },
        { trigger: "[name=recovery]:contains(Not known)" },
        { trigger: "button[name=action_ask_rating]", run: "click" },
        { trigger: ".o-mail-Message:contains(Ana Complains), .o-mail-Message:contains(rate)" },
    ],
});

/** The customer on the stock page. */
tours.add("frontoffice_crm.complaint_rated", {
    steps: () => [
        { trigger: "form[method=post] input[name=rate][value='5']:checked" },
        { trigger: "textarea[name=feedback]", run: "edit Put right at once" },
        { trigger: "form[method=post] button[type=submit]", run: "click", expectUnloadPage: true },
        { trigger: ".o_rating_page_thank_you" },
    ],
});

/** The clerk sees that it was put right. */
tours.add("frontoffice_crm.complaint_recovered", {
    steps: () => [
        { trigger: "[name=recovery]:contains(Recovered)" },
        { trigger: "[name=answer_kept]:contains(In time)" },
    ],
});
