import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

const WAIT_MS = 700;
const FEWEST = 8; // letters before it is worth asking

/** Ready answers under a question while it is typed. Without them, or without scripts, the form is what it was. */
export class ReadyAnswers extends Interaction {
    static selector = ".o_fo_form:has(.o_fo_answers)";
    dynamicContent = {
        "[name=text]": { "t-on-input": this.debounced(this.look, WAIT_MS) },
        "[name=need]": { "t-on-change": this.look },
    };

    setup() {
        this.place = this.el.querySelector(".o_fo_answers");
        this.list = this.place.querySelector(".o_fo_answers_list");
        this.asked = 0;
    }

    start() {
        this.look();
    }

    async look() {
        const text = this.el.querySelector("[name=text]").value;
        const need = this.el.querySelector("[name=need]")?.value || "";
        const turn = ++this.asked;
        const answers = text.trim().length < FEWEST ? [] : await this.waitFor(this.find(text, need));
        if (turn === this.asked) {
            this.show(answers); // an older question may be answered later
        }
    }

    async find(text, need) {
        try {
            const reply = await browser.fetch(this.place.dataset.url, {
                method: "POST",
                headers: { "Content-Type": "application/json" },
                body: JSON.stringify({ text, need }),
            });
            return reply.ok ? (await reply.json()).answers : [];
        } catch {
            return []; // an offer only: nobody is kept from sending
        }
    }

    /** Not a submit button: pressing Enter in the form must always send the question. */
    solved(id) {
        const field = document.createElement("input");
        Object.assign(field, { type: "hidden", name: "answer", value: id });
        this.el.querySelector("[type=file]")?.remove(); // nobody waits for files to be sent that nobody reads
        this.el.append(field);
        this.el.action = this.place.dataset.solved;
        this.el.submit();
    }

    show(answers) {
        const model = this.place.querySelector("template.o_fo_answer").content;
        const rows = answers.map(({ id, question, text }) => {
            const row = model.cloneNode(true);
            row.querySelector("summary").textContent = question;
            row.querySelector("p").textContent = text;
            row.querySelector("button").addEventListener("click", () => this.solved(id));
            return row;
        });
        this.list.replaceChildren(...rows);
        this.place.classList.toggle("d-none", !rows.length);
    }
}

registry.category("public.interactions").add("frontoffice_crm.ready_answers", ReadyAnswers);
