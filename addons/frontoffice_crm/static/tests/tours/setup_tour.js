import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("frontoffice_setup", {
    steps: () => [
        { content: "a switch of the advanced level", trigger: "#switch_group_feature_routing", run: "click" },
        { content: "it says so", trigger: ".o_notification:contains('is on for everybody')" },
        { content: "the trades", trigger: ".o_form_view button:contains('Choose your trade')", run: "click" },
        {
            content: "preview", trigger: ".o_kanban_record:contains('Law or tax office') button:contains('Preview')",
            run: "click",
        },
        { content: "what is in it", trigger: ".o_form_view:contains('Conflict check')" },
        { content: "choose it", trigger: ".o_form_view button[name=action_choose]", run: "click" },
        { content: "every difference first", trigger: ".o_data_row:contains('New matter')" },
        { content: "import", trigger: "button[name=action_apply]", run: "click" },
        { content: "done", trigger: "button[name=action_open_log]", run: "click" },
        { content: "what it brought", trigger: ".o_form_view:contains('Topics: New matter')" },
    ],
});
