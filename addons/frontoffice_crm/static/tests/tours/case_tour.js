import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const EDITOR = ".o-mail-Composer-input";

const open = [
    { trigger: ".o_fo_clock", content: "the clocks are there" },
    { trigger: ".o-mail-Message", content: "the thread has loaded" },
    { trigger: ".o-mail-Chatter-sendMessage", run: "click" },
];

tours.add("frontoffice_crm.case_answer", {
    steps: () => [
        ...open,
        { trigger: EDITOR, run: "edit /la" },
        { trigger: ".o-mail-Composer-suggestion:contains(running late)", run: "click" },
        { trigger: ".o-mail-Composer-send:enabled", run: "click" },
        { trigger: ".o-mail-Message:contains(running late)" },
        { trigger: ".o_fo_clock:contains(Next answer):contains(in time)", content: "the answer stopped the clock" },
    ],
});

tours.add("frontoffice_crm.case_draft", {
    steps: () => [
        ...open,
        {
            trigger: EDITOR,
            async run() {
                for (let i = 0; i < 50 && this.anchor.value !== "half a sentence"; i++) {
                    await new Promise((done) => setTimeout(done, 100));
                }
                if (this.anchor.value.trim() !== "half a sentence") {
                    throw new Error(`the draft is not back: "${this.anchor.value}"`);
                }
            },
        },
    ],
});

tours.add("frontoffice_crm.case_collision", {
    steps: () => [
        ...open,
        { trigger: EDITOR, run: "edit my answer" },
        {
            trigger: EDITOR,
            content: "when the draft is saved, a colleague answers (see the test)",
            run: () => new Promise((done) => setTimeout(done, 3500)),
        },
        { trigger: ".o-mail-Composer-send:enabled", run: "click" },
        { trigger: ".modal:contains(Grace Okafor wrote)", content: "told in words" },
        { trigger: ".modal .btn-primary", run: "click" },
        { trigger: ".o-mail-Message:contains(I was faster)", content: "and shown what was written" },
        { trigger: ".o-mail-Composer-send:enabled", run: "click" },
        { trigger: ".o-mail-Message:contains(my answer)" },
    ],
});

/** Sent too fast: taken back within ten seconds, and its words are in the form again. */
tours.add("frontoffice_crm.case_undo_send", {
    steps: () => [
        ...open,
        { trigger: EDITOR, run: "edit Dear Mrs Ority" },
        { trigger: ".o-mail-Composer-send:enabled", run: "click" },
        { trigger: ".o-mail-Message:contains(Ority)" },
        { trigger: ".o_notification:contains(Sent.) button:contains(Undo)", run: "click" },
        { trigger: ".o-mail-Chatter:not(:has(.o-mail-Message:contains(Ority)))" },
        { trigger: ".o-mail-Chatter-sendMessage", run: "click" },
        { trigger: `${EDITOR}:value(/Ority/)` },
    ],
});
