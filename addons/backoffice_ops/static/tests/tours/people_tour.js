import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("backoffice_people_away", {
    steps: () => [
        { trigger: ".o_bo_matrix .o_bo_short th:contains('Credit release')" },
        { trigger: "[data-tab='experts']", run: "click" },
        { trigger: ".o_bo_cards .card:contains('Ines Duarte')" },
        { trigger: "[data-tab='absence']", run: "click" },
        { trigger: ".o_bo_away select:enabled", run: "selectByLabel Ines Duarte" },
        { trigger: ".o_bo_away button[type='submit']:enabled", run: "click" },
        { trigger: ".o_bo_away_result h2:contains('1 promise, 1 request')" },
        { trigger: ".o_bo_away_result td:contains('Nobody else has the skill')" },
    ],
});

registry.category("web_tour.tours").add("backoffice_people_pair", {
    steps: () => [
        { trigger: "[data-tab='pairs']", run: "click" },
        { trigger: ".o_bo_cards .card:contains('Ines Duarte shows Tomás Rivera') button", run: "click" },
        { trigger: ".o_notification:contains('In both calendars')" },
        { trigger: ".o_bo_cards .card button:disabled:contains('Planned')" },
    ],
});

registry.category("web_tour.tours").add("backoffice_why_person", {
    steps: () => [
        { trigger: ".o_bo_work_item .o_bo_why", run: "click" },
        { trigger: ".modal .o_form_view:contains('Chosen')" },
        { trigger: ".modal .o_form_view:contains('Lacks the skill')" },
    ],
});
