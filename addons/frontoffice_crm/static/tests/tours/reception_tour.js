import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

/** Data: tests/test_reception_tour.py. The clerk calls whoever checked in. */
tours.add("frontoffice_crm.reception_queue", {
    steps: () => [
        { content: "the visitor waits", trigger: ".o_queue_row:contains(Tom Weiss):contains(appointment)" },
        { trigger: ".o_queue_page", run: "press F8" },
        { content: "called", trigger: ".o_queue_mine:contains(Tom Weiss)" },
        { trigger: ".o_queue_column[aria-busy=false]" },
        { trigger: ".o_queue_page", run: "press r" },
        { trigger: ".o_queue_mine:contains(called 2 times)" },
        { trigger: ".o_queue_column[aria-busy=false]" },
        { trigger: ".o_queue_page", run: "press d" },
        { trigger: ".o_queue_empty:contains(Nobody is waiting)" },
    ],
});

tours.add("frontoffice_crm.reception_desk", {
    steps: () => [
        { trigger: ".o_desk_waiting:contains(4 waiting)" },
        { trigger: "[data-desk=who]", run: "press F8" },
        { content: "the first is in the form", trigger: ".o_desk_ticket:contains(A1):contains(speaks German)" },
        { trigger: "[data-desk=new_name]:value(Ana Ortiz)" },
        { trigger: ".o_desk_picked:contains(Boiler stopped)" },
        { trigger: "[data-desk=log]", run: "click" },
        { trigger: ".o_desk_undo:contains(Ana Ortiz)" },
        { trigger: ".o_desk_waiting:contains(3 waiting)" },
    ],
});
