import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("backoffice_banner", {
    steps: () => [
        { trigger: "[data-banner=notice]:contains(Two signatures)" },
        { trigger: "[data-banner=notice] select", run: "select One" },
        { trigger: "[data-banner=notice] button:contains(I have read it)", run: "click" },
        { trigger: "[data-banner=notice]:contains(Not quite)" },
        { trigger: "[data-banner=notice] select", run: "select Two" },
        { trigger: "[data-banner=notice] button:contains(I have read it)", run: "click" },
        { trigger: ".o_bo_banner:not(:has([data-banner=notice]))" },
        { trigger: "[data-banner=rate] [data-face=good]", run: "click" },
        { trigger: "[data-banner=why] button:contains(It was quick)", run: "click" },
        { trigger: ".o_bo_banner:not(:has([data-banner=rate])):not(:has([data-banner=why]))" },
        { trigger: "[data-banner=reminders] button:contains(Seen)", run: "click" },
        { trigger: ".o_bo_banner:not(:has([data-banner=reminders]))" },
        { trigger: "[data-banner=proposal]:contains(would have stopped 3 of 4)" },
        { trigger: "[data-proposal=accept]", run: "click" },
        { trigger: ".o_bo_work:not(:has([data-banner=proposal]))" },
    ],
});
