import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("frontoffice_promise_tell", {
    steps: () => [
        { trigger: ".o_data_row button[name='action_tell']", run: "click" },
        { trigger: ".modal .o_field_widget[name='body']:contains('new date')" },
        { trigger: ".modal button[name='action_send']:visible" },
    ],
});
