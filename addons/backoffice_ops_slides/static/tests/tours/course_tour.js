import { registry } from "@web/core/registry";

/** The skill one person alone has: its course stands beside it, and the others are invited. */
registry.category("web_tour.tours").add("backoffice_people_course", {
    steps: () => [
        { trigger: ".o_bo_matrix .o_bo_short .o_bo_course a:contains('Credit for beginners')" },
        { trigger: ".o_bo_course button:enabled:contains('Invite')", run: "click" },
        { trigger: ".modal:contains('who cannot do it yet') .btn-primary", run: "click" },
        { trigger: ".o_notification:contains('Tomás Rivera')" },
        { trigger: ".o_bo_course button:disabled:contains('Invited')" },
        { trigger: "[data-tab='experts']", run: "click" },
        { trigger: ".o_bo_cards .card .o_bo_course a:contains('Credit for beginners')" },
        { trigger: "[data-tab='coverage']", run: "click" },
        { trigger: ".o_bo_matrix .o_bo_course" },
    ],
});
