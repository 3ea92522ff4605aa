import { registry } from "@web/core/registry";

const dialog = () => [
    { content: "the line says what may be given", trigger: "[name=goodwill_line]:contains(60)" },
    { content: "first click", trigger: ".o_form_view .o_inner_group button[name=action_goodwill]", run: "click" },
    { content: "what is left", trigger: ".modal [name=line]:contains(410)" },
    { content: "how much", trigger: ".modal [name=amount] input", run: "edit 40" },
    { content: "still inside", trigger: ".modal button[name=action_give]:contains(Give)" },
];

registry.category("web_tour.tours").add("frontoffice_goodwill_dialog", { steps: dialog });
registry.category("web_tour.tours").add("frontoffice_goodwill_given", {
    steps: () => [
        ...dialog(),
        { content: "second click", trigger: ".modal button[name=action_give]", run: "click" },
        { content: "done at once", trigger: ".o_notification:contains(Given)" },
        { content: "and the line follows", trigger: "[name=goodwill_line]:contains(20)" },
    ],
});
