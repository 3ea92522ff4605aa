import { registry } from "@web/core/registry";

/** One promise from the e-mail to the dashboard. Data and order: tests/test_one_run.py. */
const tours = registry.category("web_tour.tours");
const LIST = ".o_bo_work_list";
const ABOUT = "Help, no heat";
const press = (key) => ({ trigger: LIST, run: `press ${key}` });
const toast = (text) => ({ trigger: `.o_notification:contains("${text}")` });
const item = (state) => ({ trigger: `.o_bo_work_item[data-state=${state}] h2` });
const say = (text) => [
    { trigger: ".o_bo_form textarea, .o_bo_form input[type=text]", run: `edit ${text}` },
    { trigger: ".o_bo_form button[type=submit]", run: "click" },
];

/** The clerk finds the mail's case at the desk, promises the safe date, says it back, asks Parts. */
tours.add("triangle_kpis.run_clerk", {
    steps: () => [
        { trigger: ".o_front_desk [data-desk=who]", run: "edit ana.run@example.org" },
        { trigger: ".o_desk_option:contains(Ana Run):contains(1 case open)" },
        { trigger: "[data-desk=who]", run: "press Enter" },
        { trigger: ".o_desk_customer h2:contains(Ana Run)" },
        { trigger: `.o_desk_case:contains(${ABOUT}) button:contains(It is about this)`, run: "click" },
        { trigger: ".o_desk_case.o_desk_chosen" },
        { trigger: "[data-desk=topic]", run: "edit no heat" },
        { trigger: ".o_desk_option:contains(Boiler run)" },
        { trigger: "[data-desk=topic]", run: "press Enter" },
        { trigger: "[data-desk=note]:focus", run: "press Enter" },
        { trigger: "[data-desk=next]:focus", run: "press p" },
        { content: "the safe date of the standard", trigger: ".o_desk_hint .text-success-emphasis" },
        { trigger: "[data-step=handoff]", run: "click" },
        { trigger: "[data-desk=service]", run: "edit order a part" },
        { trigger: ".o_desk_option:contains(Order a part)" },
        { trigger: "[data-desk=service]", run: "press Enter" },
        { trigger: ".o_desk_goes:contains(Parts run):contains(Serial number)" },
        { content: "said back", trigger: ".o_desk_said:contains(Our engineer will be with you by)" },
        { trigger: "[data-desk=agreed]", run: "click" },
        { trigger: "[data-desk=log]", run: "click" },
        { content: "logged, with Undo", trigger: ".o_desk_undo:contains(Ana Run)" },
        { trigger: ".o_desk_tally:contains(today: 1 logged)" },
    ],
});

/** The department accepts, undoes it, accepts again and sends back what is missing. */
tours.add("triangle_kpis.run_sent_back", {
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
        { trigger: ".o_bo_form input[id='bo_reason_item:serial']:checked" },
        { trigger: ".o_bo_form select:has(option:checked:contains('sender left it out'))" },
        ...say("Which serial number?"),
        toast("Sent back"),
        { trigger: ".o_bo_empty" },
    ],
});

/** The clerk answers and sends it again. */
tours.add("triangle_kpis.run_again", {
    steps: () => [
        { trigger: ".o_bo_work_row[data-state=returned]", run: "click" },
        { trigger: ".o_bo_work_item .alert:contains('Serial number')" },
        press("s"),
        { trigger: ".o_bo_form #bo_answer_serial", run: "edit 4711" },
        { trigger: ".o_bo_form button[type=submit]", run: "click" },
        toast("Sent again"),
    ],
});

/** The department waits with a reason and proof, goes on and is ready. */
tours.add("triangle_kpis.run_ready", {
    steps: () => [
        item("sent"),
        { trigger: ".o_bo_facts:contains('4711')" },
        { trigger: ".o_bo_buttons [data-step=accept]", run: "click" },
        item("accepted"),
        press("w"),
        { trigger: ".o_bo_form #bo_evidence", run: "click" },
        { trigger: ".o_bo_form input[type=text]", run: "edit Asked the customer" },
        { trigger: ".o_bo_form p:contains('Your clock waits')" },
        { trigger: ".o_bo_form button[type=submit]", run: "click" },
        toast("Waiting"),
        { trigger: "button[data-view=waiting]", run: "click" },
        item("paused"),
        press("g"),
        toast("Back in work"),
        { trigger: "button[data-view=mine]", run: "click" },
        item("in_progress"),
        { trigger: `${LIST} .o_bo_selected`, run: "click" },
        press("y"),
        ...say("The pump is on the van"),
        toast("Ready"),
        { trigger: ".o_bo_empty" },
    ],
});

/** The sender reads the outcome and confirms it. */
tours.add("triangle_kpis.run_confirm", {
    steps: () => [
        item("delivered"),
        { trigger: ".o_bo_facts:contains('The pump is on the van')" },
        press("y"),
        toast("Done"),
        { trigger: ".o_bo_empty" },
    ],
});

/** The clerk: done as promised. */
tours.add("triangle_kpis.run_kept", {
    steps: () => [
        { trigger: "button[name=action_keep]", run: "click" },
        { trigger: ".o_arrow_button_current[data-value=kept]" },
    ],
});

/** The clerk: the case is solved, and the customer is asked how it was. */
tours.add("triangle_kpis.run_solved", {
    steps: () => [
        { trigger: "button[name=action_resolve]", run: "click" },
        { trigger: "button[name=action_ask_rating]", run: "click" },
        { trigger: ".o-mail-Message:contains(Ana Run), .o-mail-Message:contains(rate)" },
    ],
});

/** The customer on the stock page: the smile was chosen in the mail, words and the button come here. */
tours.add("triangle_kpis.run_customer", {
    steps: () => [
        { trigger: "form[method=post] input[name=rate][value='5']:checked" },
        { trigger: "textarea[name=feedback]", run: "edit Warm again" },
        { trigger: "form[method=post] button[type=submit]", run: "click", expectUnloadPage: true },
        { trigger: ".o_rating_page_thank_you" },
    ],
});

/** The manager before: the figure of two older promises. */
tours.add("triangle_kpis.run_before", {
    steps: () => [
        { trigger: ".o_triangle_sentence:contains(We kept 50 % of 2 promises)" },
        { trigger: ".o_triangle_row[data-code=K33] .o_triangle_number:contains(50)" },
    ],
});

/** The manager after: the number has moved, and behind it is the very promise. */
tours.add("triangle_kpis.run_after", {
    steps: () => [
        { trigger: ".o_triangle_sentence:contains(We kept 67 % of 3 promises)" },
        { trigger: ".o_triangle_row[data-code=K33] .o_triangle_number:contains(67)" },
        { content: "the stars of the customer", trigger: ".o_triangle_tile[data-code=K22] .o_triangle_number:contains(100)" },
        { trigger: ".o_triangle_row[data-code=K33] .o_triangle_value", run: "click" },
        { trigger: ".o_list_view .o_data_row:contains(Ana Run) td.o_data_cell", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=partner_id]:contains(Ana Run)" },
        { trigger: ".o_form_view .o_arrow_button_current[data-value=kept]" },
    ],
});
