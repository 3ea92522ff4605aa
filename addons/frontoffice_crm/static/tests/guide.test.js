import { describe, expect, test } from "@odoo/hoot";
import { click, edit, queryAllTexts, queryOne } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { Component, useState, xml } from "@odoo/owl";
import { allowTranslations, mountWithCleanup } from "@web/../tests/web_test_helpers";
import { GuideAids } from "@frontoffice_crm/guide/guide_aids";
import { GuideSteps } from "@frontoffice_crm/guide/guide_steps";

describe.current.tags("desktop");
defineMailModels();

const STEPS = [
    { id: 1, name: "I am sorry.", hint: "", kind: "say", choices: [], required: false },
    { id: 2, name: "Small children?", hint: "", kind: "yes_no", choices: [], required: true },
    { id: 3, name: "What does it show?", hint: "Two digits", kind: "text", choices: [], required: true },
    { id: 4, name: "When?", hint: "", kind: "choice", choices: ["Morning", "Evening"], required: false },
];

class Parent extends Component {
    static components = { GuideSteps };
    static props = ["*"];
    static template = xml`<GuideSteps steps="steps" answers="answers" onAnswer.bind="onAnswer" readonly="props.readonly || false"/>`;

    setup() {
        this.steps = STEPS;
        this.answers = useState({});
    }

    onAnswer(step, words) {
        this.answers[step.id] = words;
    }
}

test("questions are answered with one click, and a second takes it back", async () => {
    allowTranslations();
    const { answers } = await mountWithCleanup(Parent);
    expect(queryAllTexts("button")).toEqual(["Said", "Yes", "No", "Morning", "Evening"]);
    expect("[role=status]").toHaveText("2 must still be asked");
    await click("button:contains(No)");
    await animationFrame();
    expect(answers[2]).toBe("No");
    expect("button:contains(No)").toHaveAttribute("aria-pressed", "true");
    await click("button:contains(No)");
    await animationFrame();
    expect(answers[2]).toBe("");
    await click("button:contains(Yes)");
    await click("input");
    await edit("E3");
    await animationFrame();
    expect(answers).toEqual({ 2: "Yes", 3: "E3" });
    expect("[role=status]").toHaveText("Everything that must be asked was asked");
});

test("every answer belongs to its question, also for who listens", async () => {
    allowTranslations();
    await mountWithCleanup(Parent);
    for (const node of document.querySelectorAll(".o_fo_question input, .o_fo_question [role=group]")) {
        const question = queryOne(`label[for="${node.id}"]`);
        expect(question.textContent.trim()).not.toBe("");
    }
});

test("a finished guide is read", async () => {
    allowTranslations();
    await mountWithCleanup(Parent, { props: { readonly: true } });
    expect("button, input").toHaveCount(0);
});

test("material opens, and what is not true says so in words", async () => {
    allowTranslations();
    const props = {
        material: [
            { id: 1, name: "Old house", url: "https://example.com/pump", opened: 4 },
            { id: 2, name: "Prices", url: "/web/content?id=2", opened: 0 },
        ],
        claims: [
            { id: 1, name: "In 24 hours", status: "untrue", word: "Untrue", kept: 3, of: 30 },
            { id: 2, name: "We call back", status: "true", word: "True", kept: 40, of: 40 },
        ],
    };
    await mountWithCleanup(GuideAids, { props });
    expect(queryAllTexts("a")).toEqual(["Old house", "Prices"]);
    expect("a:first").toHaveAttribute("href", "https://example.com/pump");
    expect(queryAllTexts("li small")).toEqual(["Opened: 4", "Do not promise this: kept 3 of 30 times."]);
    expect(queryAllTexts(".badge")).toEqual(["Untrue", "True"]);
    expect(".badge:first").toHaveClass("text-bg-danger");
});

test("nothing is shown where there is none", async () => {
    allowTranslations();
    await mountWithCleanup(GuideAids, { props: {} });
    expect("section").toHaveCount(0);
});
