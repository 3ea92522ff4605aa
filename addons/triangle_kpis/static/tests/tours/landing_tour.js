import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

/** Where each role is after login, and again by the list of apps. Data: tests/test_landing.py. */
const landing = (role, page, app) =>
    tours.add(`triangle_kpis.landing_${role}`, {
        steps: () => [
            { content: "first page after login", trigger: page },
            { trigger: ".o_navbar_apps_menu button", run: "click" },
            { content: "away", trigger: ".dropdown-item:contains(Discuss)", run: "click" },
            { trigger: ".o-mail-Discuss" },
            { trigger: ".o_navbar_apps_menu button", run: "click" },
            { trigger: `.dropdown-item:contains(${app})`, run: "click" },
            { content: "the same page by the app", trigger: page },
        ],
    });

landing("director", ".o_triangle_page", "Service Triangle");
landing("department_clerk", ".o_bo_work", "Back Office");
landing("front_desk", ".o_front_desk", "Front Office");
tours.add("triangle_kpis.landing_own", { steps: () => [{ trigger: ".o_queue_page" }] });
tours.add("triangle_kpis.landing_apps", {
    steps: () => [
        {
            trigger: ".o_kanban_record:contains(Landing tour) button[name=button_immediate_install]",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: ".o_triangle_page" },
    ],
});
