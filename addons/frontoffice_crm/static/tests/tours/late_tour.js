import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const menu = (name) => ({
    content: `menu ${name}`,
    trigger: `.o_menu_sections .o_nav_entry:contains(${name}), .o_menu_sections a:contains(${name})`,
    run: "click",
});

const later = () => luxon.DateTime.now().plus({ days: 3 }).toFormat("MM/dd/yyyy HH:00:00");

/** Data: tests/test_late_customer.py. Ana is 25 minutes late and is served; Ben does not come at all. */
tours.add("frontoffice_crm.late_visitor", {
    steps: () => [
        { trigger: ".o_searchview_facet:contains(Today) .o_facet_remove", run: "click" },
        { trigger: ".o_data_row:contains(Ana Ortiz):contains(Agreed)" },
        { trigger: ".o_data_row:contains(Ana Ortiz) button[name=action_check_in]", run: "click" },
        { content: "she waits", trigger: ".o_notification:contains(waits for Priya Nair)" },
        { content: "and was late", trigger: ".o_data_row:contains(Ana Ortiz):contains(Is here) [name=late_minutes]:contains(25)" },
        { trigger: ".o_data_row:contains(Ben Marsh) button[name=action_missed]", run: "click" },
        { trigger: ".o_data_row:contains(Ben Marsh):contains(Did not come)" },
        menu("Queue"),
        { content: "late, and yet next", trigger: ".o_queue_row:first:contains(Ana Ortiz):contains(appointment)" },
        { trigger: "[data-queue=next]:enabled", run: "click" },
        { trigger: ".o_queue_mine:contains(Ana Ortiz) .o_queue_buttons button:contains(Log at the Front Desk)", run: "click" },
        { trigger: ".o_desk_customer h2:contains(Ana Ortiz)" },
        { content: "nothing is held against us", trigger: ".o_desk_customer:not(:contains(without warning)):not(:contains(Broken))" },
        { trigger: ".o_desk_picked:contains(Boiler stopped)" },
        { trigger: "[data-desk=log]", run: "click" },
        { trigger: ".o_desk_undo:contains(Ana Ortiz)" },
        menu("Promises"),
        { trigger: ".o_searchview_facet:contains(Given by people) .o_facet_remove", run: "click" },
        { trigger: ".o_searchview_facet:contains(Open) .o_facet_remove", run: "click" },
        { content: "kept", trigger: ".o_data_row:contains(Ana Ortiz):contains(Seen on time):contains(Kept)" },
        { content: "not ours", trigger: ".o_data_row:contains(Ben Marsh):contains(Withdrawn)" },
    ],
});

/** She rings: Thursday does not suit her, Friday does. */
tours.add("frontoffice_crm.later_please", {
    steps: () => [
        { trigger: ".o_data_row:contains(Ana Ortiz) td[name=name]", run: "click" },
        { trigger: ".o_statusbar_buttons button:contains(New date)", run: "click" },
        { trigger: ".modal [name=due_at] input", run: "click" },
        { trigger: ".modal [name=due_at] input", run: `edit ${later()}` },
        { trigger: ".modal [name=by] label:contains(The customer asked for it)", run: "click" },
        { trigger: ".modal [name=note] input", run: "edit At work on Thursday" },
        { trigger: ".modal button[name=action_apply]", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_form_view [name=state]:contains(On track)" },
    ],
});
