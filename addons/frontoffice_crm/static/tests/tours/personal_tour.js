import { registry } from "@web/core/registry";

const open = [
    { trigger: ".o_form_view .o_cp_action_menus .o-dropdown", run: "click" },
    { trigger: ".o-dropdown--menu .o_menu_item:contains(Export or erase this person)", run: "click" },
    { trigger: ".modal [name=found] td:contains(Interaction)" },
];

registry.category("web_tour.tours").add("frontoffice_personal_dialog", { steps: () => open });

registry.category("web_tour.tours").add("frontoffice_personal_erased", {
    steps: () => [
        ...open,
        { trigger: ".modal [name=confirm] input", run: "edit ERASE" },
        { trigger: ".modal button[name=action_erase]", run: "click" },
        { trigger: ".o_notification:contains(Erased)" },
    ],
});
