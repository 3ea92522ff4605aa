import { registry } from "@web/core/registry";

const LIST = ".o_bo_work_list";
const toast = (text) => ({ trigger: `.o_notification:contains("${text}")` });
const press = (key) => ({ trigger: LIST, run: `press ${key}` });
const item = (state, subject = "Refund 148") => ({
    trigger: `.o_bo_work_item[data-state=${state}] h2:contains("${subject}")`,
});

/** The clerk: takes it by key, changes her mind, takes it again, sends back what is missing. */
registry.category("web_tour.tours").add("backoffice_work_send_back", {
    steps: () => [
        item("sent"),
        { trigger: `${LIST} .o_bo_selected`, run: "click" },
        press("a"),
        item("accepted"),
        toast("Accepted"),
        press("u"),
        item("sent"),
        press("a"),
        item("accepted"),
        press("b"),
        { trigger: ".o_bo_form input[id='bo_reason_item:iban']:checked" },
        { trigger: ".o_bo_form select:has(option:checked:contains('sender left it out'))" },
        { trigger: ".o_bo_form input[type=text]", run: "edit Which account?" },
        { trigger: ".o_bo_form button[type=submit]", run: "click" },
        toast("Sent back"),
        { trigger: ".o_bo_empty:contains('Nothing waits for you')" },
        { trigger: "button[data-view=waiting]", run: "click" },
        item("returned"),
    ],
});

/** The sender: sees what is missing, adds it, sends again. */
registry.category("web_tour.tours").add("backoffice_work_answer", {
    steps: () => [
        { trigger: `.o_bo_work_row[data-state=returned]:contains("Sent back to you")`, run: "click" },
        { trigger: ".o_bo_work_item .alert:contains('bank account')" },
        { trigger: ".o_bo_line:contains('Which account?')" },
        press("s"),
        { trigger: ".o_bo_form #bo_answer_iban", run: "edit DE02 1203 0000" },
        { trigger: ".o_bo_form button[type=submit]", run: "click" },
        toast("Sent again"),
        { trigger: "button[data-view=sent]", run: "click" },
        item("sent"),
        { trigger: ".o_bo_facts:contains('DE02 1203 0000')" },
    ],
});

/** The clerk again: waits with proof, goes on, talks, is ready. */
registry.category("web_tour.tours").add("backoffice_work_ready", {
    steps: () => [
        item("sent"),
        { trigger: ".o_bo_buttons [data-step=accept]", run: "click" },
        item("accepted"),
        press("w"),
        { trigger: ".o_bo_form #bo_evidence", run: "click" },
        { trigger: ".o_bo_form input[type=text]", run: "edit Asked Ana for the account" },
        { trigger: ".o_bo_form p:contains('Your clock waits')" },
        { trigger: ".o_bo_form button[type=submit]", run: "click" },
        toast("Waiting"),
        { trigger: "button[data-view=waiting]", run: "click" },
        item("paused"),
        { trigger: ".o_bo_work_row:contains('clock waits')" },
        press("g"),
        toast("Back in work"),
        { trigger: "button[data-view=mine]", run: "click" },
        item("in_progress"),
        { trigger: ".o_bo_talk input", run: "edit Paying it today" },
        { trigger: ".o_bo_talk button[type=submit]", run: "click" },
        { trigger: ".o_bo_line.o_bo_mine:contains('Paying it today')" },
        { trigger: `${LIST} .o_bo_selected`, run: "click" },
        press("y"),
        { trigger: ".o_bo_form textarea", run: "edit Paid by transfer" },
        { trigger: ".o_bo_form button[type=submit]", run: "click" },
        toast("Ready"),
        { trigger: ".o_bo_empty" },
    ],
});

/** The sender: reads the outcome and says that it is right. */
registry.category("web_tour.tours").add("backoffice_work_right", {
    steps: () => [
        item("delivered"),
        { trigger: ".o_bo_facts:contains('Paid by transfer')" },
        press("y"),
        toast("Done"),
        { trigger: ".o_bo_empty" },
    ],
});

/** Asking a department: one form, three questions, one button. */
registry.category("web_tour.tours").add("backoffice_work_ask", {
    steps: () => [
        { trigger: ".o_bo_ask", run: "click" },
        { trigger: ".modal [name=service_id] input", run: "edit Refund" },
        { trigger: ".ui-menu-item a:contains('Refund')", run: "click" },
        { trigger: ".modal .o_bo_answers label:contains('bank account')" },
        { trigger: ".modal [name=subject] input", run: "edit Deposit back" },
        { trigger: ".modal #bo_q_invoice", run: "edit INV/0500" },
        { trigger: ".modal button[name=action_send]", run: "click" },
        { trigger: ".o_bo_work:not(:has(.modal)) button[data-view=sent]", run: "click" },
        { trigger: ".o_bo_work_row:contains('Deposit back')", run: "click" },
        item("sent", "Deposit back"),
        { trigger: ".o_bo_facts:contains('INV/0500')" },
    ],
});

/** A finance clerk's morning: takes two at once by key, hands one on, sends the other back. */
registry.category("web_tour.tours").add("backoffice_work_morning", {
    steps: () => [
        item("sent", "Refund 1"),
        { trigger: "button[data-view=accept]", run: "click" },
        item("sent", "Refund 1"),
        { trigger: `${LIST} .o_bo_selected`, run: "click" },
        press("x"),
        press("j"),
        press("x"),
        { trigger: ".o_bo_bulk:contains('2 chosen')" },
        { trigger: ".o_bo_bulk [data-bulk=accept]", run: "click" },
        toast("2 requests"),
        { trigger: ".o_bo_empty:contains('Everything is accepted')" },
        { trigger: "button[data-view=mine]", run: "click" },
        item("accepted", "Refund 1"),
        { trigger: ".o_bo_more", run: "click" },
        { trigger: ".o-dropdown--menu [data-step=pass]", run: "click" },
        { trigger: "#bo_colleague", run: "selectByLabel Tomas" },
        { trigger: ".o_bo_form button[type=submit]", run: "click" },
        toast("Handed on"),
        item("accepted", "Refund 2"),
        { trigger: `${LIST} .o_bo_selected`, run: "click" },
        { trigger: ".o_bo_more", run: "click" },
        { trigger: ".o-dropdown--menu [data-step=return]", run: "click" },
        { trigger: ".o_bo_form input[id='bo_reason_item:iban']:checked" },
        { trigger: ".o_bo_form button[type=submit]", run: "click" },
        toast("Sent back"),
        { trigger: ".o_bo_empty:contains('Nothing waits for you')" },
    ],
});

/** The map: a line opens its numbers, a number its requests. */
registry.category("web_tour.tours").add("backoffice_process_map", {
    steps: () => [
        { trigger: ".o_bo_map .o_bo_number", run: "click" },
        { trigger: ".o_bo_chosen_line h2" },
        { trigger: ".o_bo_chosen_line button[data-what=back]", run: "click" },
        { trigger: ".o_list_view .o_data_row:contains('Refund 2')" },
        { trigger: ".breadcrumb-item a:contains('Process map'), .o_back_button", run: "click" },
        { trigger: ".o_bo_process_table [data-part=p80]", run: "click" },
        { trigger: ".o_breadcrumb:contains('Ready, slowest first')" },
        { trigger: ".o_list_view th[data-name=ready_hours]" },
        { trigger: ".o_list_view .o_data_row:contains('Refund 2')" },
    ],
});

/** How the department does it: the beginning, all of it, and less again. */
registry.category("web_tour.tours").add("backoffice_work_instructions", {
    steps: () => [
        { trigger: ".o_bo_instructions .o_bo_cut:contains('Look at the invoice first')" },
        { trigger: ".o_bo_instructions button[aria-expanded=false]", run: "click" },
        { trigger: ".o_bo_instructions_text:not(.o_bo_cut):contains('Step 9')" },
        { trigger: ".o_bo_instructions button[aria-expanded=true]:contains('Show less')", run: "click" },
        { trigger: ".o_bo_instructions .o_bo_cut.o_bo_fade" },
        { content: "the keyboard reaches what is below the edge", trigger: ".o_bo_instructions a", run: () => document.querySelector(".o_bo_instructions a").focus() },
        { trigger: ".o_bo_instructions_text:not(.o_bo_cut)" },
        { trigger: ".o_bo_work_row:contains('Short one')", run: "click" },
        item("sent", "Short one"),
        { trigger: ".o_bo_instructions:contains('Pay it.'):not(:has(button))" },
    ],
});
